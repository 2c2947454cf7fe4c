// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_COMPLETION_HPP
#define DYNASIO_COMPLETION_HPP

#include <dynasio/error.hpp>

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
#include <utility>

namespace dynasio {

namespace call {

/// The error of a non-throwing operation that nevertheless ended with an exception, as cancelled coroutines do. Rethrows
/// exceptions that are not failures of operations.
error error_from(std::exception_ptr failure);

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
template <class T, class Token>
auto co_spawn_result(
    boost::asio::any_io_executor executor, boost::asio::awaitable<result<T>> operation, Token&& token)
{
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

} // namespace dynasio

#endif
