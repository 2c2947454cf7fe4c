// SPDX-License-Identifier: BSL-1.0

#include "composed/batch_engine.hpp"

#include <dynasio/clock.hpp>

#include <chrono>
#include <string>

namespace dynasio {

namespace detail {

namespace {

http::time_point deadline_after(client const& from, std::chrono::steady_clock::duration timeout)
{
    auto const now = state_of(from)->clock()->now();
    return timeout < http::no_deadline - now ? now + timeout : http::no_deadline;
}

} // namespace

void validate(batch_options const& options)
{
    auto const refuse = [](char const* what)
    { throw std::invalid_argument(std::string("batch_options: ") + what); };
    if (options.timeout <= options.timeout.zero())
        refuse("timeout must be positive");
    if (options.concurrency == 0)
        refuse("concurrency must be at least 1");
    if (options.base_delay < options.base_delay.zero() || options.max_delay < options.max_delay.zero())
        refuse("base_delay and max_delay must not be negative");
}

bool asks_to_slow_down(error const& e)
{
    return e.from_service() && aws::is_throttling_code(e.details().wire_code);
}

batch_course::batch_course(client const& from, batch_options const& options, char const* operation)
    : from_(from), options_(options), operation_(operation), deadline_(deadline_after(from, options.timeout))
{}

void batch_course::fail(error e)
{
    may_have_been_applied_ = may_have_been_applied_ || e.may_have_been_applied();
    if (!failure_)
        failure_ = std::move(e);
}

void batch_course::fail(http::child_group& group, error e)
{
    fail(std::move(e));
    for (auto const worker : std::exchange(pausing_, {}))
        group.cancel_child(worker);
}

void batch_course::fail_late(http::child_group& group, error const* last)
{
    error_details details;
    if (last)
        details = last->details(); // why the time was not enough
    details.code = client_errc::deadline_exceeded;
    details.operation = operation_;
    details.context = last ? "the time of the batch was up while the service throttled it"
                           : "the time of the batch was up while the service left units unprocessed";
    fail(group, error(std::move(details)));
}

std::optional<call_options> batch_course::next_call(http::child_group& group, error const* last)
{
    auto const remaining = deadline_ - state_of(from_)->clock()->now();
    if (remaining <= remaining.zero())
    {
        fail_late(group, last);
        return std::nullopt;
    }
    auto call = options_.call;
    call.timeout(std::min(remaining, call.timeout().value_or(state_of(from_)->options().call_timeout)));
    return call;
}

boost::asio::awaitable<void> batch_course::pause(
    batch_course& self, http::child_group& group, std::size_t worker, unsigned fruitless, error const* last)
{
    aws::retry_options backoff;
    backoff.base_delay = self.options_.base_delay;
    backoff.max_backoff = self.options_.max_delay;
    auto const delay = std::chrono::duration_cast<std::chrono::steady_clock::duration>(aws::backoff_delay(
        backoff, aws::retry_class::transient, fruitless, state_of(self.from_)->random().next_fraction()));
    auto const now = state_of(self.from_)->clock()->now();
    if (delay >= self.deadline_ - now)
    {
        self.fail_late(group, last);
        co_return;
    }

    self.pausing_.push_back(worker);
    boost::system::error_code ended;
    try
    {
        co_await http::sleep_until(state_of(self.from_)->clock(), now + delay);
    }
    catch (boost::system::system_error const& e)
    {
        ended = e.code();
    }
    std::erase(self.pausing_, worker);
    if (ended)
        self.fail(group, error(ended, "the batch was cut short"));
}

} // namespace detail

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
