// SPDX-License-Identifier: BSL-1.0

#include <dynasio/testing/run.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>

#include <string>

namespace dynasio::testing {

std::size_t settle(boost::asio::io_context& context, std::size_t max_handlers)
{
    std::size_t count = 0;
    context.restart();
    while (count < max_handlers && context.poll_one() != 0)
        ++count;
    return count;
}

} // namespace dynasio::testing

namespace dynasio::testing::detail {

namespace {

/// Why the coroutine is not to end; empty when it has.
std::string run_rounds(
    boost::asio::io_context& context, manual_clock& clock, run_state const& state, run_options const& options)
{
    for (std::size_t rounds = 0; rounds <= options.max_rounds; ++rounds)
    {
        auto const handlers = settle(context, options.max_handlers);
        if (state.ended)
            return {};
        if (handlers >= options.max_handlers)
            return "the coroutine has not ended after " + std::to_string(handlers) + " handlers";
        if (handlers == 0 && !(options.at_rest && options.at_rest()) && !clock.advance_to_next())
            return "the coroutine waits for something that never comes: nothing is ready, and no alarm is "
                   "armed";
    }
    return "the coroutine has not ended after " + std::to_string(options.max_rounds) + " rounds";
}

} // namespace

void spawn(
    boost::asio::io_context& context, std::shared_ptr<run_state> state, boost::asio::awaitable<void> body)
{
    auto const slot = state->signal.slot();
    auto end = [state = std::move(state)](std::exception_ptr e)
    {
        state->ended = true;
        state->failure = std::move(e);
    };
    boost::asio::co_spawn(
        context, std::move(body), boost::asio::bind_cancellation_slot(slot, std::move(end)));
}

void run_to_end(
    boost::asio::io_context& context, manual_clock& clock, run_state& state, run_options const& options)
{
    if (auto const reason = run_rounds(context, clock, state, options); !reason.empty())
    {
        state.signal.emit(boost::asio::cancellation_type::terminal);
        settle(context, options.max_handlers);
        throw never_ends(reason);
    }
    if (state.failure)
        std::rethrow_exception(state.failure);
}

} // namespace dynasio::testing::detail
