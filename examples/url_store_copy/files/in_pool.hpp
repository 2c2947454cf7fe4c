// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_EXAMPLES_URL_STORE_COPY_FILES_IN_POOL_HPP
#define DYNASIO_EXAMPLES_URL_STORE_COPY_FILES_IN_POOL_HPP

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <exception>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>
#include <variant>

namespace examples::copier {

namespace asio = boost::asio;

namespace detail {

/// Shared with the thread that does the work, so that the coroutine may be destroyed meanwhile.
template <class Work>
struct blocking_call
{
    using result = std::invoke_result_t<Work&>;
    using value = std::conditional_t<std::is_void_v<result>, std::monostate, result>;

    explicit blocking_call(Work w) : work(std::move(w)) {}

    void run() noexcept
    {
        try
        {
            if constexpr (std::is_void_v<result>)
            {
                work();
                done.emplace();
            }
            else
                done.emplace(work());
        }
        catch (...)
        {
            failure = std::current_exception();
        }
    }

    Work work;
    std::optional<value> done;
    std::exception_ptr failure;
};

/// Runs the call on a thread of the pool, and the handler on its own executor.
struct start_in_pool
{
    template <class Handler, class Call>
    void operator()(Handler handler, asio::thread_pool* pool, std::shared_ptr<Call> call) const
    {
        auto guard = asio::make_work_guard(handler);
        auto back = [call, guard, h = std::make_shared<Handler>(std::move(handler))]() mutable
        {
            call->run();
            asio::post(guard.get_executor(), [h = std::move(h)] { std::move (*h)(); });
        };
        asio::post(*pool, std::move(back));
    }
};

} // namespace detail

/// Runs a function that blocks on a thread of the pool, and ends with what it returns or throws. A call that has begun is
/// awaited, whatever is cancelled. The function owns what it uses, or shares it. The pool must be joined before the execution
/// context of the coroutine is destroyed.
template <class Work>
asio::awaitable<std::invoke_result_t<Work&>> in_pool(asio::thread_pool& pool, Work work)
{
    auto call = std::make_shared<detail::blocking_call<Work>>(std::move(work));
    auto waiting = asio::async_initiate<asio::use_awaitable_t<> const, void()>(
        detail::start_in_pool(), asio::use_awaitable, &pool, call);
    co_await std::move(waiting);
    if (call->failure)
        std::rethrow_exception(call->failure);
    if constexpr (!std::is_void_v<std::invoke_result_t<Work&>>)
        co_return std::move(*call->done);
}

} // namespace examples::copier

#endif
