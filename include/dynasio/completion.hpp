// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_COMPLETION_HPP
#define DYNASIO_COMPLETION_HPP

#include <dynasio/error.hpp>
#include <dynasio/mapping/detail/checks.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/associated_allocator.hpp>
#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_allocator.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/co_spawn.hpp>

#include <exception>
#include <type_traits>
#include <utility>

namespace dynasio {

namespace call {

/// The error of a non-throwing operation that nevertheless ended with an exception, as cancelled coroutines do. Rethrows
/// exceptions that are not failures of operations.
error error_from(std::exception_ptr failure);

/// False for a callback that cannot be called with an R. Others may be completion tokens.
template <class Callback, class R>
inline constexpr bool may_take = []
{
    if constexpr (requires { &std::remove_cvref_t<Callback>::operator(); })
        return std::is_invocable_v<std::remove_cvref_t<Callback>&&, R>;
    else
        return true;
}();

} // namespace call

/// Runs a non-throwing operation with any completion token. For a throwing operation, use `boost::asio::co_spawn`, whose
/// completion signature is `void(std::exception_ptr, T)`.
///
/// Completion signature: `void(result<T>)`. A cancelled operation completes with the code `operation_aborted`.
/// Exceptions that are not failures of operations (`std::bad_alloc`) propagate out of the `run` of the executor's context.
///
/// The operation starts on `executor`; the client's executor, or another of the same context, is best. The handler runs
/// on its associated executor, by default `executor`.
/// Cancellation: through the token's slot (`bind_cancellation_slot`), type terminal.
///
///     dynasio::co_spawn_result(executor, client.try_get_item(request),
///         [](dynasio::result<dynasio::get_item_output> r) { ... });
///
/// A callback for a throwing operation begins with the exception, whose absence Boost.Asio reports as "no matching function for
/// call to co_spawn" with the signature `void(std::exception_ptr, T)` some lines below:
///
///     boost::asio::co_spawn(executor, client.get_item(request),
///         [](std::exception_ptr failure, dynasio::get_item_output found) { ... });
template <class T, class Token>
auto co_spawn_result(
    boost::asio::any_io_executor executor, boost::asio::awaitable<result<T>> operation, Token&& token)
{
    static_assert(call::may_take<Token, result<T>>,
        "The callback of a try_ operation takes a dynasio::result<T>: [](dynasio::result<T> r) { ... }.");
    if constexpr (call::may_take<Token, result<T>>)
        return boost::asio::async_initiate<Token, void(result<T>)>(
            [](auto handler, boost::asio::any_io_executor where, boost::asio::awaitable<result<T>> started)
            {
                auto const slot = boost::asio::get_associated_cancellation_slot(handler);
                auto const runs_on = boost::asio::get_associated_executor(handler, where);
                auto const allocator = boost::asio::get_associated_allocator(handler);
                auto finish = [handler = std::move(handler)](
                                  std::exception_ptr failure, result<T> outcome) mutable
                {
                    if (failure)
                        outcome = result<T>(call::error_from(std::move(failure)));
                    std::move(handler)(std::move(outcome));
                };
                boost::asio::co_spawn(std::move(where), std::move(started),
                    boost::asio::bind_cancellation_slot(slot,
                        boost::asio::bind_executor(
                            runs_on, boost::asio::bind_allocator(allocator, std::move(finish)))));
            },
            token, std::move(executor), std::move(operation));
}

/// Throwing operations have another signature.
template <class T, class Token>
DYNASIO_UNAVAILABLE(
    "This operation throws: give its try_ form, or use boost::asio::co_spawn with a callback that takes "
    "(std::exception_ptr, T).")
void co_spawn_result(boost::asio::any_io_executor, boost::asio::awaitable<T>, Token&&);

} // namespace dynasio

#endif
