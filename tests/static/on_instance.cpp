// SPDX-License-Identifier: BSL-1.0
//
// A program that knows nothing but that it runs on an instance. It is linked without shared libraries, and started with an empty
// environment.

#include <dynasio/client_options.hpp>
#include <dynasio/http/pool.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <exception>
#include <iostream>

namespace asio = boost::asio;

namespace {

asio::awaitable<void> start()
{
    auto const options = co_await dynasio::client_options::load_async();
    std::cout << "region " << options.region << '\n';
    auto const executor = co_await asio::this_coro::executor;
    auto const clock = dynasio::http::make_clock(executor);
    dynasio::http::pool connections(executor, {}, clock);
    dynasio::aws::provider_context const with(
        clock->now() + options.credentials->timeout(), connections, clock);
    auto const found = co_await options.credentials->get(with);
    if (found.has_value())
        std::cout << "AWS credentials of " << (*found)->provider << '\n';
    else
        std::cout << found.error().detail << '\n';
}

} // namespace

int main()
{
    asio::io_context context(1);
    std::exception_ptr failure;
    asio::co_spawn(context, start(), [&](std::exception_ptr e) { failure = e; });
    context.run();
    if (failure)
        std::rethrow_exception(failure);
}
