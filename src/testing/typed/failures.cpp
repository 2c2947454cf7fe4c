// SPDX-License-Identifier: BSL-1.0

#include <dynasio/testing/typed/failures.hpp>

#include <dynasio/value/detail/json.hpp>

#include <string>
#include <utility>

namespace dynasio::testing {

namespace {

std::string json_of(std::optional<item> const& stored)
{
    std::string json;
    if (stored)
        json::encode(json, *stored);
    return json;
}

} // namespace

service_failure failed_condition(std::optional<item> const& stored)
{
    service_failure failure;
    failure.code = "ConditionalCheckFailedException";
    failure.message = "The conditional request failed";
    failure.item_json = json_of(stored);
    return failure;
}

service_failure cancelled_transaction(std::vector<cancellation_reason> const& reasons)
{
    service_failure failure;
    failure.code = "TransactionCanceledException";
    std::string codes;
    for (auto const& reason : reasons)
    {
        auto& added = failure.reasons.emplace_back();
        if (!reason.code.empty())
            added.code = reason.code;
        added.message = reason.message;
        added.item_json = json_of(reason.old_item);
        codes += (codes.empty() ? "" : ", ") + added.code;
    }
    failure.message =
        "Transaction cancelled, please refer cancellation reasons for specific reasons [" + codes + "]";
    return failure;
}

} // namespace dynasio::testing
