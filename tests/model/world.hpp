// SPDX-License-Identifier: BSL-1.0
//
// Eight coroutines with a client each, a network that fails as the seed says, and a log of what reached the server.

#ifndef DYNASIO_TESTS_MODEL_WORLD_HPP
#define DYNASIO_TESTS_MODEL_WORLD_HPP

#include "faults.hpp"
#include "history.hpp"

#include <dynasio/call_options.hpp>
#include <dynasio/client.hpp>
#include <dynasio/testing/fault_transport.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

#include <atomic>
#include <deque>
#include <exception>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace dynasio::tests::model {

namespace asio = boost::asio;

inline constexpr unsigned coroutines = 8;

/// What all coroutines of one seed share.
struct shared_world
{
    std::uint64_t seed = 0;
    std::atomic<tick> moments{0};
    waiting_room room;

    tick next_moment() { return ++moments; }
};

/// One coroutine: its client, and its calls. Used on its own executor only.
class actor
{
public:
    /// `faulty`: its network has the faults of the seed.
    actor(shared_world& w, unsigned index, asio::any_io_executor executor, client_options settings,
        std::shared_ptr<http::transport> network, bool faulty);

    [[nodiscard]] client const& owner() const { return *owner_; }
    [[nodiscard]] unsigned index() const { return index_; }
    [[nodiscard]] asio::any_io_executor executor() const { return executor_; }
    [[nodiscard]] std::deque<call> const& calls() const { return calls_; }
    [[nodiscard]] std::size_t requests_in_background() const { return network_->in_background(); }

    /// A call that is about to be made. Its `who` is a text that no other call has.
    call& new_call(std::string what);
    [[nodiscard]] static call_options options_of(call& c, resend again = resend::automatic)
    {
        return call_options().metadata(c.metadata).resend(again);
    }

    template <class T>
    using value_of = std::conditional_t<std::is_void_v<T>, std::monostate, T>;

    /// Runs the operation and notes how it ended. Empty if it failed.
    template <class T>
    asio::awaitable<std::optional<value_of<T>>> run(call& c, asio::awaitable<T> operation)
    {
        begin(c);
        std::optional<value_of<T>> result;
        std::exception_ptr failed;
        try
        {
            if constexpr (std::is_void_v<T>)
            {
                co_await std::move(operation);
                result.emplace();
            }
            else
            {
                auto value = co_await std::move(operation);
                result.emplace(std::move(value));
            }
        }
        catch (...)
        {
            failed = std::current_exception();
        }
        c.end = world_.next_moment();
        set_verdict(c, failed);
        co_return result;
    }

private:
    class log;

    void begin(call& c);
    dynasio::testing::fault fault_of(http::request const& r);

    shared_world& world_;
    unsigned index_;
    asio::any_io_executor executor_;
    bool faulty_;
    std::deque<call> calls_;
    call* now_ = nullptr;
    unsigned requests_of_call_ = 0;
    std::map<std::string, call*, std::less<>> by_invocation_;
    std::shared_ptr<dynasio::testing::fault_transport> network_;
    std::optional<client> owner_;
};

/// One seed. For one seed in three, two threads run the coroutines, each of which has a strand.
class world : public shared_world
{
public:
    world(std::uint64_t seed, client_options settings);

    /// Runs `body` once for each coroutine at the same time, and `at_end` once, without faults, when all have ended and all
    /// late requests have arrived. Failures that are none of an operation's are reported to GoogleTest.
    void run(std::function<asio::awaitable<void>(actor&)> body,
        std::function<asio::awaitable<void>(actor&)> at_end);

    [[nodiscard]] std::deque<actor> const& actors() const { return actors_; }
    [[nodiscard]] bool uses_threads() const { return uses_threads(seed); }

private:
    static bool uses_threads(std::uint64_t seed) { return seed % 3 == 0; }
    asio::awaitable<void> run_all(std::function<asio::awaitable<void>(actor&)> const& body,
        std::function<asio::awaitable<void>(actor&)> const& at_end);

    asio::io_context context_; ///< outlives what runs on it
    client_options settings_;
    std::deque<actor> actors_; ///< the last one is for the end
};

} // namespace dynasio::tests::model

#endif
