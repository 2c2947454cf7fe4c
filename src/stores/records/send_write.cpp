// SPDX-License-Identifier: BSL-1.0

#include "stores/records/send_write.hpp"

#include "call/invoke.hpp"
#include "client/client_handle.hpp"
#include "clock/add_saturated.hpp"
#include "clock/backoff.hpp"

#include <dynasio/call_metadata.hpp>
#include <dynasio/operations/delete_item.hpp>
#include <dynasio/operations/put_item.hpp>
#include <dynasio/operations/transact_write_items.hpp>
#include <dynasio/operations/update_item.hpp>

#include <boost/system/system_error.hpp>

#include <string>
#include <string_view>
#include <utility>

namespace dynasio::stores::records {

namespace {

constexpr auto pause_base = std::chrono::milliseconds(25);
constexpr auto pause_cap = std::chrono::seconds(1);

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

/// Another request was in the way, or the service was busy.
bool may_succeed_later(error const& e)
{
    return e.is_retryable() && !e.details().cancellation_reasons.empty();
}

/// What the operation ends with. `late`: for want of time.
error final_error(error const& last, bool late, bool open)
{
    if (!late && open == last.may_have_been_applied())
        return last;
    auto details = last.details();
    if (late)
        details.context += std::string(details.context.empty() ? "" : "; ") + "no time left to send it again";
    details.may_have_been_applied = open;
    return error(std::move(details));
}

error cut_short(error const& last, boost::system::error_code code, bool open)
{
    error_details details;
    details.code = code;
    details.operation = operations::transact_write_items_info.name;
    details.context = "cut short while waiting for the next request";
    details.attempts = last.details().attempts;
    details.may_have_been_applied = open;
    return error(std::move(details));
}

/// One token is for one decision of the service: a cancelled transaction is another one when it is sent again. Only while
/// an attempt with a token may have been applied must the token stay.
boost::asio::awaitable<result<call::call_response>> send_once(
    record_table_state const& self, encoded_action action, call_options call)
{
    auto const& state = call::state_of(self.owner());
    encoded_transaction request;
    request.transact_items.push_back(std::move(action));
    bool open = false;
    for (unsigned pauses = 0;; ++pauses)
    {
        if (!open)
        {
            request.client_request_token.emplace();
            state->random().append_uuid(*request.client_request_token);
        }
        auto const response =
            co_await call::invoke(state, operations::transact_write_items_info, request, call);
        if (response)
            co_return response;
        auto const failure = as_single_write(response.error());
        open = open || failure.may_have_been_applied();
        auto const pause = http::backoff(pause_base, pause_cap, pauses, state->random().next_fraction());
        auto const until = http::add_saturated(state->clock()->now(), pause);
        bool const again = may_succeed_later(failure);
        if (!again || until >= call.deadline().value_or(http::no_deadline))
            co_return final_error(failure, again, open);
        if (auto* const sum = call.metadata())
            sum->waited += pause;
        boost::system::error_code cut;
        try
        {
            co_await http::sleep_until(state->clock(), until);
        }
        catch (boost::system::system_error const& e)
        {
            cut = e.code();
        }
        if (cut)
            co_return cut_short(failure, cut, open);
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
