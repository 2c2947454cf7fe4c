// SPDX-License-Identifier: BSL-1.0

#include "stores/records/send_write.hpp"

#include "call/invoke.hpp"
#include "client/client_handle.hpp"
#include "stores/transaction_rounds.hpp"

#include <dynasio/operations/delete_item.hpp>
#include <dynasio/operations/put_item.hpp>
#include <dynasio/operations/transact_write_items.hpp>
#include <dynasio/operations/update_item.hpp>

#include <boost/system/system_error.hpp>

#include <string_view>
#include <utility>

namespace dynasio::stores::records {

namespace {

/// What the service says to a write by itself where it gives an action this reason; empty if it does not say such a thing.
std::string_view code_of_single_write(std::string_view reason)
{
    constexpr std::pair<std::string_view, std::string_view> codes[] = {
        {"ConditionalCheckFailed", "ConditionalCheckFailedException"},
        {"ItemCollectionSizeLimitExceeded", "ItemCollectionSizeLimitExceededException"},
        {"ProvisionedThroughputExceeded", "ProvisionedThroughputExceededException"},
        {"ThrottlingError", "ThrottlingException"},
        {"TransactionConflict", "TransactionConflictException"},
        {"ValidationError", "ValidationException"},
    };
    for (auto const& [in_transaction, alone] : codes)
        if (reason == in_transaction)
            return alone;
    return {};
}

/// The error of a transaction of one action as that of the action by itself.
error as_single_write(error const& e)
{
    auto details = e.details();
    if (details.code != errc::transaction_canceled || details.cancellation_reasons.size() != 1)
        return e;
    auto const& reason = details.cancellation_reasons.front();
    auto const code = code_of_single_write(reason.code);
    if (code.empty())
        return e;
    details.code = errc_from_wire(code);
    details.wire_code = code;
    if (!reason.message.empty())
        details.server_message = reason.message;
    details.old_item = reason.old_item;
    details.retry = aws::classify_service_error(static_cast<int>(details.http_status), details.wire_code);
    if (details.code == errc::transaction_conflict)
        details.retry = aws::retry_class::transient; // for nothing was written, unlike after other failures
    return error(std::move(details));
}

/// The service decides once; until then the transaction is sent again.
boost::asio::awaitable<result<call::call_response>> send_once(
    record_table_state const& self, encoded_action action, call_options call)
{
    auto const& state = call::state_of(self.owner());
    encoded_transaction request;
    request.transact_items.push_back(std::move(action));
    transaction_rounds rounds(self, call);
    for (;;)
    {
        request.client_request_token = rounds.token();
        auto const response =
            co_await call::invoke(state, operations::transact_write_items_info, request, call);
        if (response)
            co_return response;
        rounds.failed(response.error());
        auto const failure = as_single_write(response.error());
        if (!is_contention(response.error()))
            co_return rounds.final_error(failure);
        transaction_rounds::pause_result paused;
        try
        {
            paused = co_await transaction_rounds::pause(rounds, failure);
        }
        catch (boost::system::system_error const& e)
        {
            paused.failure = rounds.cut_short(failure, e.code());
        }
        if (paused.failure)
            co_return *paused.failure;
    }
}

template <class Request>
boost::asio::awaitable<result<call::call_response>> send(record_table_state const& self,
    operations::operation_info const& operation, Request const& request,
    std::optional<Request> encoded_action::* action, call_options call)
{
    if (call.resend() != resend::exactly_once)
        return call::invoke(call::state_of(self.owner()), operation, request, call);
    encoded_action only;
    only.*action = request;
    return send_once(self, std::move(only), call);
}

} // namespace

void refuse_exactly_once(record_table_state const& self, call_options const& options, char const* why)
{
    if (options.resend() == resend::exactly_once)
        self.throw_bad_input("call_options::resend", why);
}

boost::asio::awaitable<result<call::call_response>> send_write(
    record_table_state const& self, encoded_put const& request, call_options call)
{
    return send(self, operations::put_item_info, request, &encoded_action::put, call);
}

boost::asio::awaitable<result<call::call_response>> send_write(
    record_table_state const& self, encoded_update const& request, call_options call)
{
    return send(self, operations::update_item_info, request, &encoded_action::update, call);
}

boost::asio::awaitable<result<call::call_response>> send_write(
    record_table_state const& self, encoded_delete const& request, call_options call)
{
    return send(self, operations::delete_item_info, request, &encoded_action::delete_, call);
}

} // namespace dynasio::stores::records
