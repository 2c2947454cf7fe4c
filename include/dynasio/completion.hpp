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

/// The error of an operation that ended with an exception in spite of its form without; a cancelled coroutine
/// does. Exceptions that are no failures of operations are thrown on.
error error_from(std::exception_ptr failure);

} // namespace call

/// Runs an operation in its form without exceptions with any completion token. For the throwing form,
/// `boost::asio::co_spawn` does the same with the signature `void(std::exception_ptr, T)`.
///
/// Signature of completion: `void(result<T>)`. Cancellation ends in a result with the code `operation_aborted`.
/// Exceptions that are no failures of operations (`std::bad_alloc`) leave through the `run` of the executor's context.
///
/// The operation begins on `executor`, which is best the client's or one of the same context. The handler runs on its
/// associated executor, otherwise on `executor`.
/// Cancellation: the token's slot (`bind_cancellation_slot`), type terminal.
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
