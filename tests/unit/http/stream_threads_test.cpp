// SPDX-License-Identifier: BSL-1.0
//
// Streams on a pool whose context has four threads. What matters here is what ThreadSanitizer says; the checks only make sure
// that the work was done.

#include "stream_fixture.hpp"

#include <boost/asio/deferred.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/strand.hpp>

#include <atomic>
#include <thread>

namespace dynasio::tests {
namespace {

namespace asio = boost::asio;

constexpr int thread_count = 4;

class stream_threads : public stream_test
{
protected:
    static void run_on_threads(asio::io_context& context)
    {
        std::vector<std::thread> threads;
        for (int i = 0; i != thread_count; ++i)
            threads.emplace_back([&context] { context.run_for(120s); });
        for (auto& thread : threads)
            thread.join();
        EXPECT_TRUE(context.stopped());
    }

    static void expect_at_rest(http::pool const& connections)
    {
        auto const left = connections.statistics();
        EXPECT_EQ(left.busy + left.connecting + left.waiting, 0U);
    }
};

INSTANTIATE_TEST_SUITE_P(all, stream_threads, ::testing::Bool(), tls_name);

constexpr std::size_t body_size = 100'000;

/// Sends back what came in chunks, again and again.
void send_back(peer& p)
{
    for (;;)
    {
        auto const request = expect_chunked(p);
        if (!request.ends_with("\r\n0\r\n\r\n"))
            return;
        p.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + body_of(request));
    }
}

struct tally
{
    std::atomic<int> whole{0};
    std::atomic<int> left{0};
    std::atomic<int> failed{0};
    std::atomic<int> ended{0};
};

/// Uploads and downloads. Every third response is not read to its end.
asio::awaitable<void> exchange(http::pool& connections, http::request const r, int first, tally& t)
{
    std::vector<std::byte> place(7000);
    for (int i = 0; i != 12; ++i)
    {
        std::vector<std::string> const pieces(10, std::string(body_size / 10, static_cast<char>('a' + i)));
        auto const source = std::make_shared<listed_source>(pieces);
        auto opening = connections.open(r, source, {});
        auto opened = co_await std::move(opening);
        std::size_t got = 0;
        bool failed = !opened;
        while (!failed)
        {
            auto reading = opened->read_some_result(place);
            auto const n = co_await std::move(reading);
            failed = !n;
            if (!n || *n == 0 || ((first + i) % 3 == 0 && got > body_size / 2))
                break;
            got += *n;
        }
        ++(failed ? t.failed : got == body_size ? t.whole : t.left);
    }
}

TEST_P(stream_threads, share_a_pool)
{
    scripted_server server(send_back, identity());
    asio::io_context context(thread_count);
    options.max_connections = 5;
    http::pool connections(context.get_executor(), options);
    tally t;
    for (int i = 0; i != 8; ++i)
    {
        auto const end = [&t](std::exception_ptr) { ++t.ended; };
        auto work = exchange(connections, to(server, "PUT"), i, t);
        if (i % 2 == 0)
            asio::co_spawn(asio::make_strand(context), std::move(work), end);
        else
            asio::co_spawn(context, std::move(work), end);
    }
    run_on_threads(context);
    EXPECT_EQ(t.ended, 8);
    EXPECT_EQ(t.failed, 0);
    EXPECT_EQ(t.whole + t.left, 8 * 12);
    EXPECT_EQ(t.left, 8 * 4);
    expect_at_rest(connections);
}

/// Destroys handles while another thread reads.
asio::awaitable<void> abandon(http::pool& connections, http::request const r, tally& t)
{
    auto const executor = co_await asio::this_coro::executor;
    for (int i = 0; i != 20; ++i)
    {
        auto opening = connections.open(r, nullptr, {});
        auto opened = co_await std::move(opening);
        if (!opened)
        {
            ++t.failed;
            continue;
        }
        auto const place = std::make_shared<std::vector<std::byte>>(100);
        auto handle = std::make_unique<http::response_stream>(std::move(*opened));
        for (int reads = 0; reads != 2; ++reads) // the second one waits, or finds the first one in flight
            asio::co_spawn(executor, handle->read_some_result(*place),
                [place, &t](std::exception_ptr thrown, http::read_result const& n)
                { ++(!thrown && n ? t.whole : t.left); });
        asio::post(executor, [owned = std::move(handle)]() mutable { owned.reset(); });
    }
}

TEST_P(stream_threads, may_abandon_a_read_of_another_thread)
{
    scripted_server server(
        [](peer& p)
        {
            p.expect_request();
            p.send("HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\n");
            p.send("half");
            p.expect_close();
        },
        identity());
    asio::io_context context(thread_count);
    http::pool connections(context.get_executor(), options);
    tally t;
    for (int i = 0; i != 4; ++i)
        asio::co_spawn(context, abandon(connections, to(server), t), [&t](std::exception_ptr) { ++t.ended; });
    run_on_threads(context);
    EXPECT_EQ(t.ended, 4);
    EXPECT_EQ(t.failed, 0);
    EXPECT_EQ(t.whole + t.left, 4 * 20 * 2);
    EXPECT_GT(t.left, 0);
    expect_at_rest(connections);
}

/// Any moment will do.
asio::awaitable<void> stop_after(int steps, http::pool& connections)
{
    for (int i = 0; i != steps; ++i)
        co_await asio::post(asio::deferred);
    connections.stop();
}

TEST_P(stream_threads, may_stop_a_pool_that_streams)
{
    for (int round = 0; round != 10; ++round)
    {
        scripted_server server(send_back, identity());
        asio::io_context context(thread_count);
        http::pool connections(context.get_executor(), options);
        tally t;
        for (int i = 0; i != 4; ++i)
            asio::co_spawn(context, exchange(connections, to(server, "PUT"), i, t),
                [&t](std::exception_ptr) { ++t.ended; });
        asio::co_spawn(context, stop_after(100 * round, connections), asio::detached);
        run_on_threads(context);
        EXPECT_EQ(t.ended, 4);
        EXPECT_EQ(t.whole + t.left + t.failed, 4 * 12);
        expect_at_rest(connections);
    }
}

} // namespace
} // namespace dynasio::tests
