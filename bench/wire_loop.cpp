// SPDX-License-Identifier: BSL-1.0

#include "wire_loop.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <array>
#include <stdexcept>
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

namespace {

struct connection
{
    explicit connection(asio::io_context& context) : socket(context) {}
    plain_socket socket;
    std::size_t answer_size = 0; // learnt from the first answer; all are alike
};

/// Header and body together, from the text of a first answer.
std::size_t size_of_answer(std::string const& text)
{
    auto const end = text.find("\r\n\r\n");
    auto const length = text.find("Content-Length: ");
    if (end == std::string::npos || length == std::string::npos)
        throw std::runtime_error("wire loop: unexpected answer: " + text.substr(0, 200));
    return end + 4 + std::stoul(text.substr(length + 16));
}

std::size_t first_exchange(plain_socket& socket, std::string const& request)
{
    asio::write(socket, asio::buffer(request));
    std::string text;
    std::array<char, 65536> buffer;
    std::size_t wanted = 0;
    while (wanted == 0 || text.size() < wanted)
    {
        text.append(buffer.data(), socket.read_some(asio::buffer(buffer)));
        if (wanted == 0 && text.find("\r\n\r\n") != std::string::npos)
            wanted = size_of_answer(text);
    }
    return wanted;
}

plain_awaitable<void> loop(connection& c, std::string const& request, std::size_t& left)
{
    // All connections read into one buffer, since nothing is kept.
    static std::array<char, 65536> buffer;
    while (left > 0)
    {
        --left;
        co_await asio::async_write(c.socket, asio::buffer(request), plain_token);
        std::size_t received = 0;
        while (received < c.answer_size)
            received += co_await c.socket.async_read_some(asio::buffer(buffer), plain_token);
    }
}

} // namespace

struct wire_loop::impl
{
    std::string request;
    asio::io_context context{1};
    std::vector<connection> connections;
};

wire_loop::wire_loop(std::uint16_t port, std::string request, std::size_t in_flight) : impl_(new impl)
{
    impl_->request = std::move(request);
    impl_->connections.reserve(in_flight);
    for (std::size_t i = 0; i < in_flight; ++i)
    {
        auto& c = impl_->connections.emplace_back(impl_->context);
        c.socket.connect(tcp::endpoint(asio::ip::address_v4::loopback(), port));
        c.socket.set_option(tcp::no_delay(true));
        c.answer_size = first_exchange(c.socket, impl_->request);
    }
}

wire_loop::~wire_loop()
{
    delete impl_;
}

void wire_loop::run(std::size_t count)
{
    std::size_t left = count;
    for (auto& c : impl_->connections)
        asio::co_spawn(impl_->context, loop(c, impl_->request, left),
            [](std::exception_ptr failure)
            {
                if (failure)
                    std::rethrow_exception(failure);
            });
    impl_->context.restart();
    impl_->context.run();
}

} // namespace bench
