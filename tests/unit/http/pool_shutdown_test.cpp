// SPDX-License-Identifier: BSL-1.0
//
// Contexts, strands and pools that end while requests wait, and functions of the caller that throw.

#include "pool_fixture.hpp"

#include <boost/asio/strand.hpp>
#include <boost/asio/thread_pool.hpp>

#include <stdexcept>

namespace dynasio::tests {
namespace {

namespace asio = boost::asio;
using http::errc;
using http::stage;

http::pool_options one_connection()
{
    http::pool_options options;
    options.max_connections = 1;
    return options;
}

/// Requests on strands of their own, which keep the pool.
template <class Context>
void send_on_strands(Context& context, std::shared_ptr<http::pool> const& connections, http::request const& r,
    std::size_t count)
{
    for (std::size_t i = 0; i != count; ++i)
        asio::co_spawn(asio::make_strand(context), connections->send(r, http::no_deadline),
            [connections](std::exception_ptr, http::send_result) {});
}

/// Whatever ends first, the test returns, and the leak check of the sanitizers says whether all has gone.
class pool_shutdown : public ::testing::TestWithParam<std::size_t>
{
protected:
    std::size_t const count = GetParam();
    scripted_server server{[](peer& p) { p.expect_close(); }};
    http::request const r = make_request(server.port());
};

TEST_P(pool_shutdown, context_ends_while_requests_on_strands_wait)
{
    auto context = std::make_unique<asio::io_context>(1);
    auto connections = std::make_shared<http::pool>(context->get_executor(), one_connection());
    send_on_strands(*context, connections, r, count);
    while (connections->statistics().waiting + 1 != count || connections->statistics().busy == 0)
        context->run_one_for(1s);
    std::weak_ptr const ended = std::exchange(connections, nullptr);
    context.reset();
    EXPECT_TRUE(ended.expired());
}

TEST_P(pool_shutdown, context_ends_while_the_connection_is_made)
{
    auto context = std::make_unique<asio::io_context>(1);
    auto connections = std::make_shared<http::pool>(context->get_executor(), one_connection());
    send_on_strands(*context, connections, r, count);
    while (connections->statistics().connecting == 0)
        context->run_one_for(1s);
    std::weak_ptr const ended = std::exchange(connections, nullptr);
    context.reset();
    EXPECT_TRUE(ended.expired());
}

TEST_P(pool_shutdown, pool_and_context_end_while_requests_on_strands_wait)
{
    auto context = std::make_unique<asio::io_context>(1);
    auto connections = std::make_unique<http::pool>(context->get_executor(), one_connection());
    for (std::size_t i = 0; i != count; ++i)
        asio::co_spawn(asio::make_strand(*context), connections->send(r, http::no_deadline),
            [](std::exception_ptr, http::send_result) {});
    while (connections->statistics().waiting + 1 != count || connections->statistics().busy == 0)
        context->run_one_for(1s);
    connections.reset();
    context.reset();
}

TEST_P(pool_shutdown, pool_stops_while_requests_on_strands_wait)
{
    asio::io_context context(1);
    auto const connections = std::make_shared<http::pool>(context.get_executor(), one_connection());
    send_on_strands(context, connections, r, count);
    while (connections->statistics().waiting + 1 != count)
        context.run_one_for(1s);
    connections->stop();
    context.run_for(60s);
    EXPECT_TRUE(context.stopped());
}

TEST_P(pool_shutdown, threads_end_while_requests_on_strands_wait)
{
    auto threads = std::make_unique<asio::thread_pool>(4);
    auto connections = std::make_shared<http::pool>(threads->get_executor(), one_connection());
    send_on_strands(*threads, connections, r, count);
    for (int i = 0; i != 20'000 && connections->statistics().waiting + 1 != count; ++i)
        std::this_thread::sleep_for(1ms);
    std::weak_ptr const ended = std::exchange(connections, nullptr);
    threads->stop();
    threads->join();
    threads.reset();
    EXPECT_TRUE(ended.expired());
}

INSTANTIATE_TEST_SUITE_P(requests, pool_shutdown, ::testing::Values(2U, 20'000U),
    [](auto const& tested) { return std::to_string(tested.param); });

TEST(pool_hooks, a_resolver_that_throws_is_named)
{
    http::pool_options options;
    options.resolve = [](std::string const&, std::uint16_t) -> std::vector<std::string>
    { throw std::runtime_error("no such service"); };
    pool_fixture f(options);
    auto const p = f.ask(make_request(80));
    EXPECT_EQ(p->code(), errc::callback_failed);
    EXPECT_EQ(p->reached(), stage::connecting);
    EXPECT_NE(p->detail().find("pool_options::resolve: no such service"), std::string::npos) << p->detail();
}

TEST(pool_hooks, a_resolver_may_throw_anything)
{
    http::pool_options options;
    options.resolve = [](std::string const&, std::uint16_t) -> std::vector<std::string> { throw 5; };
    pool_fixture f(options);
    EXPECT_EQ(f.ask(make_request(80))->code(), errc::callback_failed);
}

TEST(pool_hooks, a_resolver_may_stop_the_pool)
{
    pool_fixture* fixture = nullptr;
    http::pool_options options;
    options.resolve = [&](std::string const&, std::uint16_t) -> std::vector<std::string>
    {
        fixture->connections->stop();
        throw std::runtime_error("stopped");
    };
    pool_fixture f(options);
    fixture = &f;
    auto const p = f.ask(make_request(80), f.clock->now() + 1s);
    EXPECT_EQ(p->code(), asio::error::operation_aborted);
}

TEST(pool_hooks, a_host_that_would_break_the_message_is_refused)
{
    pool_fixture f;
    for (char const* const host : {"", "a b", "127.0.0.1\r\nX: y", "a\x7f"})
    {
        auto r = make_request(80);
        r.to.host = host;
        auto const p = f.ask(r);
        EXPECT_EQ(p->code(), asio::error::invalid_argument) << host;
        EXPECT_NE(p->detail().find("host"), std::string::npos) << p->detail();
    }
}

} // namespace
} // namespace dynasio::tests
