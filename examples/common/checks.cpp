// SPDX-License-Identifier: BSL-1.0

#include "checks.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/json/serialize.hpp>

#include <chrono>
#include <exception>
#include <iostream>
#include <stdexcept>
#include <utility>

namespace examples {

void run_within_limit(asio::io_context& context, asio::awaitable<void> what)
{
    std::exception_ptr failure = std::make_exception_ptr(std::runtime_error("not done within four minutes"));
    asio::co_spawn(context, std::move(what),
        [&](std::exception_ptr ended_with)
        {
            failure = ended_with;
            context.stop(); // connections of what has failed may be left
        });
    context.restart();
    context.run_for(std::chrono::minutes(4));
    if (failure)
        std::rethrow_exception(failure);
}

asio::awaitable<void> together(std::vector<asio::awaitable<void>> all)
{
    auto const executor = co_await asio::this_coro::executor;
    asio::steady_timer done(executor, asio::steady_timer::time_point::max());
    auto left = all.size();
    std::exception_ptr first;
    for (auto& each : all)
        asio::co_spawn(executor, std::move(each),
            [&](std::exception_ptr failure)
            {
                if (failure && !first)
                    first = failure;
                if (--left == 0)
                    done.cancel();
            });
    boost::system::error_code ignored;
    if (left > 0)
        co_await done.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
    if (first)
        std::rethrow_exception(first);
}

void check(bool as_it_should_be, std::string const& what)
{
    if (!as_it_should_be)
        throw std::runtime_error(what);
}

void check_status(http_reply const& reply, unsigned status, std::string const& what)
{
    check(reply.status == status,
        what + ": expected " + std::to_string(status) + ", got " + std::to_string(reply.status) + ' '
            + (reply.body.is_null() ? "" : boost::json::serialize(reply.body)));
    std::cout << "   " << what << ": " << status << '\n';
}

} // namespace examples
