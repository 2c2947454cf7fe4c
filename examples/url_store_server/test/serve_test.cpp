// SPDX-License-Identifier: BSL-1.0
//
// The HTTP server of the URL store server, with handlers of these tests in place of the store.

#include "decide/refusal.hpp"
#include "serve/stream_server.hpp"
#include "support/coroutine_test.hpp"
#include "support/http_test_ca.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <gtest/gtest.h>

#include <stdexcept>

namespace examples {
namespace {

using asio::ip::tcp;
using boost::system::error_code;
using namespace std::chrono_literals;

/// Answers a request as its path says.
asio::awaitable<void> answer(exchange& one)
{
    auto const path = std::string(one.head().target());
    if (path == "/refused")
        throw refusal(status::forbidden, "not for you");
    if (path == "/broken")
        throw std::runtime_error("internal text");
    if (path == "/echo")
        co_await one.respond(status::ok, http::fields(), co_await one.read_text(20));
    else if (path == "/short")
    {
        co_await one.begin(status::ok, http::fields(), 100);
        throw std::runtime_error("after the head");
    }
    else if (path == "/parts")
    {
        co_await one.begin_unsized(status::ok, http::fields());
        for (std::string_view const part : {"one ", "two"})
            co_await one.write(std::as_bytes(std::span(part)));
        co_await one.end();
    }
    else
        co_await one.respond(status::ok, http::fields(), "whole");
}

class url_store_http : public ::testing::Test
{
protected:
    /// Runs `body(port)` and stops the server after it.
    template <class Body>
    void run(Body body, stream_server::handler handler = answer)
    {
        asio::io_context context(1);
        stream_server server(context, options_, std::move(handler));
        server.start();
        dynasio::tests::run_coroutine(context,
            [&]() -> asio::awaitable<void>
            {
                co_await body(server.port());
                EXPECT_EQ(co_await server.shut_down(20s), 0U);
            });
    }

    stream_server_options options_;
};

asio::awaitable<tcp::socket> connected(std::uint16_t port)
{
    tcp::socket socket(co_await asio::this_coro::executor);
    co_await socket.async_connect({asio::ip::address_v4::loopback(), port}, asio::use_awaitable);
    co_return socket;
}

/// All bytes until the server closes.
template <class Stream>
asio::awaitable<std::string> read_to_end(Stream& stream)
{
    std::string all;
    std::string part(4096, '\0');
    error_code failure;
    while (!failure)
    {
        auto const count = co_await stream.async_read_some(
            asio::buffer(part), asio::redirect_error(asio::use_awaitable, failure));
        all.append(part, 0, count);
    }
    EXPECT_EQ(failure, asio::error::eof);
    co_return all;
}

/// Everything that the server answers to these bytes before it closes.
asio::awaitable<std::string> answer_to(std::uint16_t port, std::string bytes)
{
    auto socket = co_await connected(port);
    co_await asio::async_write(socket, asio::buffer(bytes), asio::use_awaitable);
    co_return co_await read_to_end(socket);
}

std::string last_get(std::string const& path)
{
    return "GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
}

bool contains(std::string const& text, std::string const& part)
{
    return text.find(part) != std::string::npos;
}

TEST_F(url_store_http, requests_follow_each_other_on_a_connection)
{
    run(
        [](std::uint16_t port) -> asio::awaitable<void>
        {
            std::string const first = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
            std::string const second = "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc";
            auto const text = co_await answer_to(port, first + second + last_get("/refused"));
            EXPECT_TRUE(text.starts_with("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n")) << text;
            EXPECT_TRUE(contains(text, "\r\n\r\nwholeHTTP/1.1 200 OK\r\n")) << text;
            EXPECT_TRUE(contains(text, "\r\n\r\nabcHTTP/1.1 403 Forbidden\r\n")) << text;
            EXPECT_TRUE(text.ends_with("\r\nConnection: close\r\n\r\nnot for you\n")) << text;
        });
}

TEST_F(url_store_http, bodies_of_unknown_size)
{
    run(
        [](std::uint16_t port) -> asio::awaitable<void>
        {
            auto text = co_await answer_to(port, last_get("/parts"));
            EXPECT_TRUE(text.ends_with("\r\n\r\n4\r\none \r\n3\r\ntwo\r\n0\r\n\r\n")) << text;
            text = co_await answer_to(port, "GET /parts HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
            EXPECT_TRUE(text.ends_with("\r\n\r\none two")) << text;
            EXPECT_FALSE(contains(text, "chunked")) << text;
            text = co_await answer_to(port, "HEAD /parts HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
            EXPECT_TRUE(text.ends_with("\r\n\r\n")) << text;
            EXPECT_FALSE(contains(text, "one")) << text;
        });
}

TEST_F(url_store_http, failures_of_handlers)
{
    run(
        [](std::uint16_t port) -> asio::awaitable<void>
        {
            auto text = co_await answer_to(port, last_get("/broken"));
            EXPECT_TRUE(text.starts_with("HTTP/1.1 500 ")) << text;
            EXPECT_FALSE(contains(text, "internal text")) << text;
            text = co_await answer_to(port, last_get("/short"));
            EXPECT_TRUE(text.starts_with("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n")) << text;
            EXPECT_TRUE(text.ends_with("\r\n\r\n")) << text;
        });
}

TEST_F(url_store_http, long_bodies_are_refused)
{
    run(
        [](std::uint16_t port) -> asio::awaitable<void>
        {
            std::string const head = "POST /echo HTTP/1.1\r\nHost: x\r\n";
            auto text = co_await answer_to(port, head + "Content-Length: 21\r\n\r\n");
            EXPECT_TRUE(text.starts_with("HTTP/1.1 413 ")) << text;
            EXPECT_TRUE(contains(text, "Connection: close\r\n")) << text;
            text = co_await answer_to(
                port, head + "Transfer-Encoding: chunked\r\n\r\nf\r\n012345678901234\r\n6\r\nabcdef\r\n");
            EXPECT_TRUE(text.starts_with("HTTP/1.1 413 ")) << text;
            text = co_await answer_to(port,
                head
                    + "Connection: close\r\nTransfer-Encoding: "
                      "chunked\r\n\r\nf\r\n012345678901234\r\n5\r\nabcde\r\n0\r\n\r\n");
            EXPECT_TRUE(text.ends_with("\r\n\r\n012345678901234abcde")) << text;
            text = co_await answer_to(port,
                head + "Transfer-Encoding: chunked\r\n\r\n1;" + std::string(100'000, 'x') + "\r\na\r\n");
            EXPECT_TRUE(text.starts_with("HTTP/1.1 400 ")) << text;
        });
}

TEST_F(url_store_http, what_is_no_request)
{
    options_.limits.header_bytes = 300;
    run(
        [](std::uint16_t port) -> asio::awaitable<void>
        {
            std::string const head = "GET / HTTP/1.1\r\nHost: x\r\n";
            std::vector<std::string> const wrong{"\r\r\n", "GET / FTP/1\r\n\r\n", head + "no field\r\n\r\n",
                "GET / HTTP/1.1\r\n\r\n", head + "Host: y\r\n\r\n", head + "Content-Length: x\r\n\r\n",
                head + "Content-Length: 1\r\nContent-Length: 2\r\n\r\n"};
            for (auto const& each : wrong)
            {
                auto const text = co_await answer_to(port, each);
                EXPECT_TRUE(text.starts_with("HTTP/1.1 400 ")) << each << text;
            }
            auto const text = co_await answer_to(port, head + "X: " + std::string(300, 'x') + "\r\n\r\n");
            EXPECT_TRUE(text.starts_with("HTTP/1.1 431 ")) << text;
        });
}

TEST_F(url_store_http, slow_clients_lose_their_connection)
{
    options_.limits.idle = 50ms;
    options_.limits.header = 100ms;
    options_.limits.stall = 100ms;
    run(
        [](std::uint16_t port) -> asio::awaitable<void>
        {
            EXPECT_EQ(co_await answer_to(port, ""), "");
            EXPECT_EQ(co_await answer_to(port, "GET / HT"), "");
            EXPECT_EQ(
                co_await answer_to(port, "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\na"), "");
        });
}

TEST_F(url_store_http, who_does_not_read_stops_the_writer)
{
    options_.limits.stall = 100ms;
    std::size_t written = 0;
    bool failed = false;
    auto const endless = [&](exchange& one) -> asio::awaitable<void>
    {
        std::string const piece(64 * 1024, 'x');
        co_await one.begin(status::ok, http::fields(), 1'000'000'000'000);
        try
        {
            for (; written < 10'000; ++written)
                co_await one.write(std::as_bytes(std::span(piece)));
        }
        catch (connection_failure const&)
        {
            failed = true;
            throw;
        }
    };
    run(
        [&failed](std::uint16_t port) -> asio::awaitable<void>
        {
            auto socket = co_await connected(port);
            std::string const request = last_get("/");
            co_await asio::async_write(socket, asio::buffer(request), asio::use_awaitable);
            asio::steady_timer timer(co_await asio::this_coro::executor);
            for (int i = 0; i < 2'000 && !failed; ++i)
            {
                timer.expires_after(10ms);
                co_await timer.async_wait(asio::use_awaitable);
            }
        },
        endless);
    EXPECT_TRUE(failed);
    EXPECT_LT(written, 1'000U); // 64 MB; the buffers of the system take some
}

TEST_F(url_store_http, too_many_connections)
{
    options_.max_connections = 1;
    run(
        [](std::uint16_t port) -> asio::awaitable<void>
        {
            auto first = co_await connected(port);
            std::string const request = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
            co_await asio::async_write(first, asio::buffer(request), asio::use_awaitable);
            std::string part(1, '\0');
            co_await first.async_read_some(asio::buffer(part), asio::use_awaitable);
            auto second = co_await connected(port);
            auto const text = co_await read_to_end(second);
            EXPECT_TRUE(text.starts_with("HTTP/1.1 503 ")) << text;
            EXPECT_TRUE(text.ends_with("\r\n\r\ntoo many connections\n")) << text;
        });
}

TEST_F(url_store_http, tls)
{
    dynasio::tests::test_ca const authority;
    options_.tls = std::make_shared<asio::ssl::context>(authority.issue("DNS:localhost").make_context());
    run(
        [&authority](std::uint16_t port) -> asio::awaitable<void>
        {
            asio::ssl::context trust(asio::ssl::context::tls_client);
            trust.load_verify_file(authority.file());
            trust.set_verify_mode(asio::ssl::verify_peer);
            asio::ssl::stream<tcp::socket> stream(co_await connected(port), trust);
            co_await stream.async_handshake(asio::ssl::stream_base::client, asio::use_awaitable);
            auto const request = last_get("/parts");
            co_await asio::async_write(stream, asio::buffer(request), asio::use_awaitable);
            // Ends with close_notify: without it, the end would be stream_truncated.
            auto const text = co_await read_to_end(stream);
            EXPECT_TRUE(text.ends_with("\r\n\r\n4\r\none \r\n3\r\ntwo\r\n0\r\n\r\n")) << text;
            stream.lowest_layer().close();

            auto const plain = co_await answer_to(port, last_get("/"));
            EXPECT_FALSE(contains(plain, "200")) << plain;
        });
}

} // namespace
} // namespace examples
