// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_TESTING_RUN_HPP
#define DYNASIO_TESTING_RUN_HPP

#include <dynasio/testing/manual_clock.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/io_context.hpp>

#include <cstddef>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <type_traits>
#include <utility>

namespace dynasio::testing {

/// Thrown by `run` for a coroutine that waits for something that never comes, or never ends.
class never_ends : public std::runtime_error
{
public:
    using std::runtime_error::runtime_error;
};

/// How `run` makes things happen.
struct run_options
{
    /// Called each time that only time could make something happen. Returns whether it made something happen itself, such
    /// as by opening a gate; else the clock moves to its next alarm.
    std::function<bool()> at_rest = {};
    /// After so many moves of the clock and calls of `at_rest`, the coroutine is taken for one that never ends.
    std::size_t max_rounds = 100'000;
    /// The same after so many handlers between two of them.
    std::size_t max_handlers = 10'000'000;
};

/// Runs `context` until nothing is ready: handlers run, the time stands still. What has not ended then waits for a gate, an
/// alarm or a peer. Returns the number of handlers that have run, at most `max_handlers`.
std::size_t settle(boost::asio::io_context& context, std::size_t max_handlers = run_options().max_handlers);

} // namespace dynasio::testing

namespace dynasio::testing::detail {

/// Shared with the coroutine, which may be destroyed long after `run` has given up.
struct run_state
{
    bool ended = false;
    std::exception_ptr failure;
    boost::asio::cancellation_signal signal;
};

template <class T>
struct valued_run_state : run_state
{
    std::optional<T> value;
};

/// Runs `context` and moves `clock` until the coroutine has ended. Throws what it threw, or cancels it and throws `never_ends`.
void run_to_end(
    boost::asio::io_context& context, manual_clock& clock, run_state& state, run_options const& options);

void spawn(
    boost::asio::io_context& context, std::shared_ptr<run_state> state, boost::asio::awaitable<void> body);

template <class T>
boost::asio::awaitable<void> keep_value(
    std::shared_ptr<valued_run_state<T>> state, boost::asio::awaitable<T> body)
{
    auto value = co_await std::move(body);
    state->value.emplace(std::move(value));
}

template <class T>
T run_awaitable(boost::asio::io_context& context, manual_clock& clock, boost::asio::awaitable<T> body,
    run_options const& options)
{
    if constexpr (std::is_void_v<T>)
    {
        auto const state = std::make_shared<run_state>();
        spawn(context, state, std::move(body));
        run_to_end(context, clock, *state, options);
    }
    else
    {
        auto const state = std::make_shared<valued_run_state<T>>();
        spawn(context, state, keep_value(state, std::move(body)));
        run_to_end(context, clock, *state, options);
        return *std::move(state->value);
    }
}

} // namespace dynasio::testing::detail

namespace dynasio::testing {

/// Runs the coroutine that `body` makes on `context` to its end, and returns its result, or throws its exception. When
/// nothing is ready, `clock` moves to its next alarm, and so on: pauses and timeouts of minutes take no time.
///
///     auto const user = testing::run(context, *clock, [&] { return service.find("ann"); });
///
/// Throws `never_ends` when nothing is ready and no alarm is armed. The coroutine is cancelled before, so that it does not
/// use variables of the test later. Other coroutines on `context` run as well, until nothing is ready. For tests without
/// sockets, files and other threads: their work is not waited for. Thread safety: none; nothing else may run `context`.
template <class Body>
auto run(boost::asio::io_context& context, manual_clock& clock, Body body,
    run_options const& options = run_options())
{
    return detail::run_awaitable(context, clock, body(), options);
}

} // namespace dynasio::testing

#endif
