// SPDX-License-Identifier: BSL-1.0

#include "stream_floor.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <algorithm>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bench {

namespace asio = boost::asio;
using asio::ip::tcp;
// No type erasure of the executor: this is the floor.
using plain_executor = asio::io_context::executor_type;
using plain_socket = asio::basic_stream_socket<tcp, plain_executor>;
template <class T>
using plain_awaitable = asio::awaitable<T, plain_executor>;
constexpr asio::use_awaitable_t<plain_executor> plain_token{};

struct stream_floor::impl
{
    asio::io_context context{1};
    plain_socket socket{context};
    std::vector<char> buffer = std::vector<char>(stream_buffer, 'x');

    void run(plain_awaitable<void> work)
    {
        auto const rethrow = [](std::exception_ptr failure)
        {
            if (failure)
                std::rethrow_exception(failure);
        };
        asio::co_spawn(context, std::move(work), rethrow);
        context.restart();
        context.run();
    }

    /// Returns how many bytes of the body came with the header.
    plain_awaitable<std::size_t> read_header()
    {
        std::string text;
        for (;;)
        {
            auto const n = co_await socket.async_read_some(asio::buffer(buffer), plain_token);
            text.append(buffer.data(), n);
            if (auto const end = text.find("\r\n\r\n"); end != std::string::npos)
            {
                if (!text.starts_with("HTTP/1.1 20"))
                    throw std::runtime_error("unexpected response: " + text.substr(0, 200));
                co_return text.size() - end - 4;
            }
        }
    }

    plain_awaitable<void> read(std::string request, std::size_t size)
    {
        co_await asio::async_write(socket, asio::buffer(request), plain_token);
        auto received = co_await read_header();
        while (received < size)
            received += co_await socket.async_read_some(asio::buffer(buffer), plain_token);
    }

    plain_awaitable<void> read_chunks(std::string request)
    {
        constexpr std::string_view last = "\r\n0\r\n\r\n"; // comes in one piece, or this waits for ever
        co_await asio::async_write(socket, asio::buffer(request), plain_token);
        for (std::string_view got; !got.ends_with(last);)
            got = {buffer.data(), co_await socket.async_read_some(asio::buffer(buffer), plain_token)};
    }

    plain_awaitable<void> write(std::string request, std::size_t size)
    {
        co_await asio::async_write(socket, asio::buffer(request), plain_token);
        while (size != 0)
            size -= co_await asio::async_write(
                socket, asio::buffer(buffer.data(), std::min(size, buffer.size())), plain_token);
        co_await read_header();
    }
};

stream_floor::stream_floor(std::uint16_t port) : impl_(std::make_unique<impl>())
{
    impl_->socket.connect(tcp::endpoint(asio::ip::address_v4::loopback(), port));
    impl_->socket.set_option(tcp::no_delay(true));
}

stream_floor::~stream_floor() = default;

namespace {

std::string get(char const* target)
{
    return std::string("GET ") + target + " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";
}

} // namespace

void stream_floor::download(char const* target, std::size_t size)
{
    impl_->run(impl_->read(get(target), size));
}

void stream_floor::download_chunked(char const* target)
{
    impl_->run(impl_->read_chunks(get(target)));
}

void stream_floor::upload(char const* target, std::size_t size)
{
    auto request = std::string("PUT ") + target
        + " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: " + std::to_string(size) + "\r\n\r\n";
    impl_->run(impl_->write(std::move(request), size));
}

} // namespace bench
