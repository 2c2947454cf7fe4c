// SPDX-License-Identifier: BSL-1.0
//
// Operations that are interrupted at each of their steps in turn: cancelled, alone or with all of their client, or with their client
// or their execution context destroyed. A step is a handler, or an alarm of the clock. Each interruption has a context, a clock and a server of its
// own, so that only its moment differs.

#ifndef DYNASIO_TESTS_SUPPORT_STEPPED_OPERATION_HPP
#define DYNASIO_TESTS_SUPPORT_STEPPED_OPERATION_HPP

#include "support/scripted_client.hpp"

#include <dynasio/http/transport.hpp>

#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/system/system_error.hpp>
#include <gtest/gtest.h>

#include <chrono>
#include <cstddef>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace dynasio::tests {

/// A server made of a function, which needs one handler until a request reaches it, and one until the response is
/// delivered.
class stepping_server final : public http::transport
{
public:
    using function = std::function<http::send_result(http::request const&)>;

    explicit stepping_server(function respond) : respond_(std::move(respond)) {}

    boost::asio::awaitable<http::send_result> send(http::request const& r, http::time_point) override
    {
        ++begun_;
        return respond(*this, r);
    }

    void stop() noexcept override {}

    /// Requests that the client gave away, that the function got, and whose response the client got.
    [[nodiscard]] std::size_t begun() const noexcept { return begun_; }
    [[nodiscard]] std::size_t received() const noexcept { return received_; }
    [[nodiscard]] std::size_t delivered() const noexcept { return delivered_; }

private:
    static boost::asio::awaitable<http::send_result> respond(stepping_server& self, http::request const& r)
    {
        co_await boost::asio::post(boost::asio::deferred);
        auto const stopped = (co_await boost::asio::this_coro::cancellation_state).cancelled();
        if (stopped != boost::asio::cancellation_type::none)
            throw boost::system::system_error(boost::asio::error::operation_aborted);
        ++self.received_;
        auto result = self.respond_(r);
        co_await boost::asio::post(boost::asio::deferred);
        ++self.delivered_;
        co_return result;
    }

    function respond_;
    std::size_t begun_ = 0;
    std::size_t received_ = 0;
    std::size_t delivered_ = 0;
};

/// A response of the server.
inline http::send_result respond_with(unsigned status, std::string body)
{
    http::response response;
    response.status = status;
    response.body = std::move(body);
    return response;
}

/// One operation and what it meets. Derive; `run` keeps the outcome in the object.
class stepped_operation
{
public:
    /// Without `credentials` they are there at once.
    stepped_operation(stepping_server::function respond, unsigned max_attempts,
        std::shared_ptr<aws::credentials_provider> credentials = nullptr)
        : server(std::make_shared<stepping_server>(std::move(respond)))
    {
        world.transport = server;
        owner.emplace(world.make(max_attempts, std::move(credentials)));
    }
    stepped_operation(stepped_operation const&) = delete;
    stepped_operation& operator=(stepped_operation const&) = delete;
    virtual ~stepped_operation() = default;

    /// The operation. It takes what it needs of `owner` before it first waits.
    virtual boost::asio::awaitable<void> run() = 0;

    /// Called when `run` has ended; `failure` is what it threw.
    virtual void check(bool interrupted) = 0;

    /// Destroys every handle of the client.
    virtual void destroy_client() { owner.reset(); }

    /// False for several operations of the client in a row, as the steps of a stream: those that begin after
    /// `client::cancel` work.
    [[nodiscard]] virtual bool is_one_operation() const { return true; }

    /// Cancels what is in flight.
    virtual void cancel_client() { owner->cancel(); }

    /// Runs the handlers that are ready, and those that threads make ready soon. Returns whether there were any.
    bool run_what_is_ready()
    {
        bool any = false;
        for (std::size_t ran = 1; ran != 0; any = any || ran != 0)
        {
            world.context.restart();
            ran = world.context.poll();
            if (ran == 0 && threads_take.count() != 0)
                ran = world.context.run_one_for(threads_take);
        }
        return any;
    }

    /// Runs the next handler; false where there is none, and no thread makes one ready.
    bool run_one()
    {
        world.context.restart();
        return world.context.poll_one() != 0
            || (threads_take.count() != 0 && world.context.run_one_for(threads_take) != 0);
    }

    scripted_client world;
    std::shared_ptr<stepping_server> server;
    std::optional<client> owner;
    std::exception_ptr failure;

    /// How long nothing may happen before time passes: for operations whose threads make handlers ready.
    std::chrono::milliseconds threads_take{0};
};

enum class interruption
{
    cancel,
    cancel_client, ///< `client::cancel`
    destroy_client,
    destroy_context,
};

using operation_maker = std::function<std::unique_ptr<stepped_operation>()>;

namespace detail {

/// Takes the end of an operation, and its cancellation. With `bind_cancellation_slot` Asio of Boost 1.81 would post the
/// cancellation behind the handlers that are ready, so that it would miss moments.
struct end_of_operation
{
    using cancellation_slot_type = boost::asio::cancellation_slot;

    [[nodiscard]] cancellation_slot_type get_cancellation_slot() const noexcept { return slot; }

    void operator()(std::exception_ptr e) const
    {
        *ended = true;
        *failure = e;
    }

    cancellation_slot_type slot;
    bool* ended;
    std::exception_ptr* failure;
};

/// True when the operation had not ended before the step with this number, from 1 on.
inline bool interrupt_at(operation_maker const& make, interruption how, std::size_t number)
{
    auto operation = make();
    auto& world = operation->world;
    std::weak_ptr<stepping_server> const server = operation->server;
    boost::asio::cancellation_signal signal;
    bool ended = false;
    boost::asio::co_spawn(
        world.context, operation->run(), end_of_operation{signal.slot(), &ended, &operation->failure});
    bool interrupted = false;
    std::size_t sent = 0; // when the client was destroyed
    // The operation begins with its first handler. Asio of Boost 1.81 cannot cancel what has not begun.
    for (std::size_t steps = 0; !ended;)
    {
        // After an alarm, the handler of the one that slept is ready, but has not run.
        if (!operation->run_one() && !world.clock->advance_to_next())
            break;
        if (++steps != number || ended)
            continue;
        interrupted = true;
        if (how == interruption::cancel)
            signal.emit(boost::asio::cancellation_type::terminal);
        else if (how == interruption::cancel_client)
        {
            operation->cancel_client();
            sent = operation->server->begun();
        }
        else if (how == interruption::destroy_client)
        {
            operation->destroy_client();
            sent = operation->server->begun();
        }
        else
            break;
    }
    if (how == interruption::destroy_context && interrupted)
        world.clock->stop(); // as its lifetime demands
    else
    {
        EXPECT_TRUE(ended) << "the operation waits for something that never comes";
        bool const all_ended = how == interruption::destroy_client
            || (how == interruption::cancel_client && operation->is_one_operation());
        if (all_ended && interrupted)
        {
            EXPECT_EQ(operation->server->begun(), sent)
                << "a request after the end of the client's operations";
        }
        operation->check(interrupted);
        operation->run_what_is_ready(); // what the operation left behind
        EXPECT_EQ(world.clock->pending_alarms(), 0u) << "the operation has ended, but left alarms behind";
    }
    operation.reset();
    EXPECT_TRUE(server.expired()) << "something of the operation is left";
    return interrupted;
}

} // namespace detail

/// Interrupts the operation at its first step, at its second one, and so on until it ends before. `least` is the number of
/// steps that it must have.
inline void interrupt_at_every_step(operation_maker const& make, interruption how, std::size_t least)
{
    constexpr std::size_t bound = 2000;
    std::size_t number = 1;
    for (bool interrupted = true; interrupted && number < bound; ++number)
    {
        SCOPED_TRACE("interrupted at step " + std::to_string(number));
        interrupted = detail::interrupt_at(make, how, number);
        if (::testing::Test::HasFatalFailure())
            return;
    }
    EXPECT_LT(number, bound) << "the operation does not end";
    EXPECT_GE(number - 2, least) << "the operation has fewer steps than expected";
    ::testing::Test::RecordProperty("steps", static_cast<int>(number - 2));
}

} // namespace dynasio::tests

#endif
