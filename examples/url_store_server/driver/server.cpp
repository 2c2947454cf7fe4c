// SPDX-License-Identifier: BSL-1.0

#include "driver/server.hpp"

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <csignal>
#include <iostream>

namespace examples {

using namespace std::chrono_literals;

server::server(std::string program, std::string tables, std::vector<std::string> options)
    : arguments_{std::move(program), "--table-prefix", std::move(tables)}
{
    arguments_.insert(arguments_.end(), options.begin(), options.end());
    start();
}

void server::start()
{
    process_ = std::make_unique<child_process>(arguments_);
    port_ = static_cast<std::uint16_t>(std::stoi(process_->read_line("listening on 127.0.0.1:", 60s)));
}

void server::kill()
{
    process_->send_signal(SIGKILL);
    auto const code = process_->wait(10s);
    check(code == -SIGKILL, "the server ended before it was killed, with " + std::to_string(code));
}

void server::send_stop()
{
    process_->send_signal(SIGTERM);
}

int server::wait_until_stopped()
{
    auto const broken_off = process_->read_line("stopped; connections broken off: ", 40s);
    auto const code = process_->wait(10s);
    check(code == 0, "exit code " + std::to_string(code));
    return std::stoi(broken_off);
}

void check_status(store_reply const& reply, unsigned expected, std::string const& what)
{
    check(reply.status == expected,
        what + ": expected " + std::to_string(expected) + ", got " + std::to_string(reply.status) + ' '
            + reply.body.substr(0, 200));
    std::cout << "   " << what << ": " << expected << '\n';
}

asio::awaitable<void> pause_for(std::chrono::milliseconds time)
{
    asio::steady_timer timer(co_await asio::this_coro::executor, time);
    co_await timer.async_wait(asio::use_awaitable);
}

} // namespace examples
