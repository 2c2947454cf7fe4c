// SPDX-License-Identifier: BSL-1.0

#include "accept_all.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/error_code.hpp>

#include <chrono>
#include <exception>
#include <iostream>
#include <utility>

namespace examples {

namespace asio = boost::asio;
using asio::ip::tcp;

namespace {

asio::awaitable<void> accept(tcp::acceptor& acceptor, std::function<void(tcp::socket)> begin)
{
    asio::steady_timer pause(acceptor.get_executor());
    while (acceptor.is_open())
    {
        boost::system::error_code failure;
        auto socket = co_await acceptor.async_accept(asio::redirect_error(asio::use_awaitable, failure));
        if (!failure)
            begin(std::move(socket));
        else if (acceptor.is_open())
        {
            // Out of file descriptors, for example: connections that end will help.
            std::cerr << "cannot accept: " << failure.message() << '\n';
            pause.expires_after(std::chrono::milliseconds(100));
            co_await pause.async_wait(asio::use_awaitable);
        }
    }
}

} // namespace

void accept_all(tcp::acceptor& acceptor, std::function<void(tcp::socket)> begin)
{
    asio::co_spawn(acceptor.get_executor(), accept(acceptor, std::move(begin)),
        [](std::exception_ptr failure)
        {
            if (failure)
                std::rethrow_exception(failure);
        });
}

} // namespace examples
