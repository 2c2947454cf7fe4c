// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_EXAMPLES_URL_STORE_CLIENT_DRIVER_WORLD_HPP
#define DYNASIO_EXAMPLES_URL_STORE_CLIENT_DRIVER_WORLD_HPP

#include "common/checks.hpp"
#include "common/tcp_proxy.hpp"
#include "driver/server.hpp"

#include <dynasio/stores/url_store.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/system/error_code.hpp>

#include <cstdint>
#include <functional>
#include <iostream>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <variant>

namespace examples::client_driver {

using boost::system::error_code;

/// A server, a proxy before it, and two users of it.
class world
{
public:
    world(asio::any_io_executor executor, std::string program, std::string tables);

    [[nodiscard]] asio::any_io_executor executor() const { return executor_; }
    [[nodiscard]] std::string const& program() const { return program_; }
    [[nodiscard]] std::string const& tables() const { return tables_; }

    /// Through the proxy.
    [[nodiscard]] dynasio::url_store_options options() const;
    /// The store of a user, whose token is known to the server: ann, bob.
    [[nodiscard]] dynasio::url_store store_of(std::string const& user) const;
    [[nodiscard]] dynasio::url_store store_of(
        std::string const& user, dynasio::url_store_options options) const;

    tcp_proxy& between() { return between_; }
    server& main() { return main_; }
    /// Starts the server that was stopped or killed.
    void restart();

private:
    asio::any_io_executor executor_;
    std::string program_;
    std::string tables_;
    server main_;
    tcp_proxy between_;
};

/// What an operation gave, or why it gave nothing.
template <class T>
struct attempt
{
    std::optional<T> value = {};
    error_code code = {};
    std::optional<dynasio::url_error_details> details = {};
};

namespace detail {

template <class T>
void take_failure(attempt<T>& result, boost::system::system_error const& failure)
{
    result.code = failure.code();
    if (auto const* const e = dynamic_cast<dynasio::url_error const*>(&failure))
        result.details = e->details();
}

} // namespace detail

template <class T>
asio::awaitable<attempt<T>> try_to(asio::awaitable<T> operation)
{
    attempt<T> result;
    try
    {
        result.value = co_await std::move(operation);
    }
    catch (boost::system::system_error const& failure)
    {
        detail::take_failure(result, failure);
    }
    co_return result;
}

/// Awaits an operation that must fail so.
template <class T>
asio::awaitable<dynasio::url_error_details> check_fails(
    asio::awaitable<T> operation, error_code expected, std::string what)
{
    auto trying = try_to(std::move(operation));
    auto const result = co_await std::move(trying);
    check(result.code == expected,
        what + ": expected " + expected.message() + ", got "
            + (result.code ? result.code.message() : "no error"));
    check(result.details.has_value(), what + ": no url_error");
    co_return *result.details;
}

/// The same for what has no result.
asio::awaitable<std::monostate> ended(asio::awaitable<void> operation);

/// Starts an operation, cancels it as soon as that is so, and gives the code that it ended with.
asio::awaitable<error_code> cancelled_when(asio::awaitable<void> operation, std::function<bool()> is_so);

} // namespace examples::client_driver

#endif
