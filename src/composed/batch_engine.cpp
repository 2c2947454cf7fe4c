// SPDX-License-Identifier: BSL-1.0

#include "composed/batch_engine.hpp"

#include "client/operation_deadline.hpp"
#include "clock/add_saturated.hpp"
#include "clock/backoff.hpp"

#include <dynasio/clock.hpp>

#include <chrono>
#include <string>

namespace dynasio {

namespace composed {

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

batch_deadline::batch_deadline(client const& from, batch_options const& options, char const* operation)
    : from_(from),
      options_(options),
      operation_(operation),
      call_(call::within(from, options.timeout, options.call))
{}

void batch_deadline::fail(error e)
{
    may_have_been_applied_ = may_have_been_applied_ || e.may_have_been_applied();
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

boost::asio::awaitable<void> batch_deadline::pause(batch_deadline& self, http::child_group& group,
    std::size_t worker, unsigned attempts_without_progress, error const* last)
{
    auto const delay = http::backoff(self.options_.base_delay, self.options_.max_delay,
        attempts_without_progress, call::state_of(self.from_)->random().next_fraction());
    auto const until = http::add_saturated(call::state_of(self.from_)->clock()->now(), delay);
    if (until >= self.call_.deadline())
    {
        self.fail_late(group, last);
        co_return;
    }

    self.pausing_.push_back(worker);
    boost::system::error_code ended;
    try
    {
        co_await http::sleep_until(call::state_of(self.from_)->clock(), until);
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
