// SPDX-License-Identifier: BSL-1.0

#include "common/tcp_proxy.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <algorithm>
#include <chrono>
#include <exception>
#include <utility>
#include <vector>

namespace examples {

namespace {

asio::ip::tcp::endpoint here(std::uint16_t port)
{
    return {asio::ip::address_v4::loopback(), port};
}

/// What ends with an error has lost its connection.
void ignore(std::exception_ptr) {}

} // namespace

tcp_proxy::tcp_proxy(std::uint16_t server_port)
    : context_(1),
      acceptor_(context_, here(0)),
      port_(acceptor_.local_endpoint().port()),
      server_port_(server_port)
{
    asio::co_spawn(context_, accept(), ignore);
    thread_ = std::thread([this] { context_.run(); });
}

tcp_proxy::~tcp_proxy()
{
    context_.stop();
    thread_.join();
}

void tcp_proxy::limit(std::uint64_t to_server, std::uint64_t to_client)
{
    passed_[0] = 0;
    passed_[1] = 0;
    damaged_[0] = UINT64_MAX;
    damaged_[1] = UINT64_MAX;
    most_[0] = to_server;
    most_[1] = to_client;
}

void tcp_proxy::cut()
{
    most_[0] = UINT64_MAX;
    most_[1] = UINT64_MAX;
    asio::post(context_,
        [this]
        {
            for (auto const& each : sockets_)
                if (auto const open = each.lock())
                    open->close();
            sockets_.clear();
        });
}

void tcp_proxy::damage_to_server(std::uint64_t after)
{
    limit(UINT64_MAX, UINT64_MAX);
    damaged_[0] = after;
}

void tcp_proxy::damage_to_client(std::uint64_t after)
{
    limit(UINT64_MAX, UINT64_MAX);
    damaged_[1] = after;
}

void tcp_proxy::damage(std::vector<char>& bytes, std::size_t count, int way) const
{
    auto const begin = passed_[way].load();
    auto const position = damaged_[way].load();
    if (position >= begin && position - begin < count)
        bytes[static_cast<std::size_t>(position - begin)] ^= 1;
}

asio::awaitable<void> tcp_proxy::accept()
{
    for (;;)
    {
        auto accepting = acceptor_.async_accept(asio::use_awaitable);
        auto client = std::make_shared<asio::ip::tcp::socket>(co_await std::move(accepting));
        asio::co_spawn(context_, connect(std::move(client)), ignore);
    }
}

asio::awaitable<void> tcp_proxy::connect(socket client)
{
    auto const server = std::make_shared<asio::ip::tcp::socket>(context_);
    sockets_.emplace_back(client);
    sockets_.emplace_back(server);
    auto connecting = server->async_connect(here(server_port_), asio::use_awaitable);
    co_await std::move(connecting);
    asio::co_spawn(context_, pass(client, server, 0), ignore);
    asio::co_spawn(context_, pass(server, client, 1), ignore);
}

asio::awaitable<void> tcp_proxy::pass(socket from, socket to, int way)
{
    std::vector<char> buffer(16 * 1024);
    asio::steady_timer timer(context_);
    boost::system::error_code ended;
    while (!ended)
    {
        auto const left = most_[way] - std::min(most_[way].load(), passed_[way].load());
        if (left == 0)
        {
            timer.expires_after(std::chrono::milliseconds(10));
            auto waiting = timer.async_wait(asio::use_awaitable);
            co_await std::move(waiting);
            if (!from->is_open() || !to->is_open())
                break;
            continue;
        }
        auto const most = std::min<std::uint64_t>(buffer.size(), left);
        auto reading = from->async_read_some(asio::buffer(buffer.data(), static_cast<std::size_t>(most)),
            asio::redirect_error(asio::use_awaitable, ended));
        auto const n = co_await std::move(reading);
        if (n == 0)
            break;
        damage(buffer, n, way);
        passed_[way] += n;
        auto writing = asio::async_write(
            *to, asio::buffer(buffer.data(), n), asio::redirect_error(asio::use_awaitable, ended));
        co_await std::move(writing);
    }
    from->close();
    to->close();
}

} // namespace examples
