// SPDX-License-Identifier: BSL-1.0

#include "composed/batch_engine.hpp"

#include "call/operation_round.hpp"
#include "client/operation_deadline.hpp"
#include "clock/add_saturated.hpp"
#include "clock/backoff.hpp"
#include "composed/option_checks.hpp"
#include "composed/poll_schedule.hpp"

#include <dynasio/clock.hpp>

#include <string>

namespace dynasio {

namespace composed {

void validate(batch_options const& options)
{
    check_positive(options.timeout, "batch_options::timeout");
    check_option(options.concurrency > 0, "batch_options::concurrency", "must be at least 1");
    check_positive(options.base_delay, "batch_options::base_delay");
    check_positive(options.max_delay, "batch_options::max_delay");
}

bool asks_to_slow_down(error const& e)
{
    return e.from_service() && aws::is_throttling_code(e.details().wire_code);
}

batch_deadline::batch_deadline(client const& from, batch_options const& options, char const* operation)
    : from_(from),
      options_(options),
      operation_(operation),
      call_(call::within(from, options.timeout, options.call))
{}

void batch_deadline::fail(error e)
{
    if (!failure_)
        failure_ = std::move(e);
}

void batch_deadline::fail(http::child_group& group, error e)
{
    fail(std::move(e));
    for (auto const worker : std::exchange(pausing_, {}))
        group.cancel_child(worker);
}

void batch_deadline::fail_late(http::child_group& group, error const* last)
{
    error_details details;
    if (last)
        details = last->details(); // why the time was not enough
    details.code = client_errc::deadline_exceeded;
    details.operation = operation_;
    details.context = "batch deadline exceeded with unprocessed items";
    if (last)
        details.context += ", the last request was throttled";
    fail(group, error(std::move(details)));
}

std::optional<call_options> batch_deadline::next_call(http::child_group& group, error const* last)
{
    if (call::state_of(from_)->clock()->now() >= call_.deadline())
    {
        fail_late(group, last);
        return std::nullopt;
    }
    return call_;
}

boost::asio::awaitable<void> batch_deadline::pause(
    batch_deadline& self, http::child_group& group, std::size_t worker, chunk_progress& progress)
{
    auto const& state = call::state_of(self.from_);
    auto const now = state->clock()->now();
    auto const deadline = *self.call_.deadline();
    auto const delay = http::backoff(self.options_.base_delay, self.options_.max_delay,
        progress.attempts_without_progress, state->random().next_fraction());
    auto until = http::add_saturated(now, delay);
    if (until >= deadline)
    {
        if (progress.final_request || now >= deadline)
        {
            self.fail_late(group, progress.last_error());
            co_return;
        }
        progress.final_request = true;
        until = last_poll(now, deadline);
    }

    self.pausing_.push_back(worker);
    boost::system::error_code ended;
    try
    {
        co_await call::pause_until(state, until, call::operation_round::of(self.call_));
    }
    catch (boost::system::system_error const& e)
    {
        ended = e.code();
    }
    std::erase(self.pausing_, worker);
    if (ended)
        self.fail(group, error(ended, "the batch was cut short"));
}

} // namespace composed

void batch_get_result::throw_if_failed() const
{
    if (error)
        throw_exception_from_error(*error, BOOST_CURRENT_LOCATION);
}

void batch_write_result::throw_if_failed() const
{
    if (error)
        throw_exception_from_error(*error, BOOST_CURRENT_LOCATION);
}

} // namespace dynasio
