// SPDX-License-Identifier: BSL-1.0

#include "stores/transaction_rounds.hpp"

#include "call/operation_round.hpp"
#include "client/client_handle.hpp"
#include "clock/add_saturated.hpp"
#include "clock/backoff.hpp"

#include <dynasio/call_metadata.hpp>

#include <boost/system/system_error.hpp>

#include <algorithm>
#include <utility>

namespace dynasio::stores {

namespace {

constexpr auto pause_base = std::chrono::milliseconds(25);

bool passes(cancellation_reason const& reason)
{
    return reason.code == "TransactionConflict" || reason.code == "ThrottlingError"
        || reason.code == "ProvisionedThroughputExceeded";
}

} // namespace

bool is_contention(error const& e)
{
    if (e == errc::transaction_conflict || e == errc::transaction_in_progress)
        return true;
    auto const& reasons = e.details().cancellation_reasons;
    return e == errc::transaction_canceled && std::any_of(reasons.begin(), reasons.end(), passes)
        && std::all_of(reasons.begin(), reasons.end(),
            [](cancellation_reason const& reason) { return !reason.failed() || passes(reason); });
}

transaction_rounds::transaction_rounds(
    store_core const& self, call_options call, http::time_point::duration longest_pause)
    : store_(self), call_(call), longest_pause_(longest_pause)
{}

std::string const& transaction_rounds::token()
{
    if (token_.empty() || !token_open_)
    {
        token_.clear();
        token_open_ = false;
        call::state_of(store_.owner())->random().append_uuid(token_);
    }
    return token_;
}

void transaction_rounds::failed(error const& e)
{
    token_open_ = token_open_ || e.may_have_been_applied();
    open_ = open_ || e.may_have_been_applied();
}

error transaction_rounds::final_error(error const& last) const
{
    if (open_ == last.may_have_been_applied())
        return last;
    auto details = last.details();
    details.may_have_been_applied = open_;
    return error(std::move(details));
}

error transaction_rounds::cut_short(error const& last, boost::system::error_code code) const
{
    error_details details;
    details.code = code;
    details.operation = last.details().operation;
    details.context = "cut short while waiting for the next request";
    details.attempts = last.details().attempts;
    details.may_have_been_applied = open_;
    return error(std::move(details));
}

boost::asio::awaitable<transaction_rounds::pause_result> transaction_rounds::pause(
    transaction_rounds& self, error last)
{
    auto const& state = call::state_of(self.store_.owner());
    auto const pause =
        http::backoff(pause_base, self.longest_pause_, self.pauses_++, state->random().next_fraction());
    auto const until = http::add_saturated(state->clock()->now(), pause);
    pause_result result;
    if (until >= self.call_.deadline().value_or(http::no_deadline))
    {
        auto details = self.final_error(last).details();
        details.context += std::string(details.context.empty() ? "" : "; ") + "no time left to send it again";
        result.failure.emplace(std::move(details));
        result.late = true;
        co_return result;
    }
    if (auto* const sum = self.call_.metadata())
        sum->waited += pause;
    boost::system::error_code cut;
    try
    {
        co_await call::pause_until(state, until, call::operation_round::of(self.call_));
    }
    catch (boost::system::system_error const& e)
    {
        cut = e.code();
    }
    if (cut)
        result.failure = self.cut_short(last, cut);
    co_return result;
}

} // namespace dynasio::stores
