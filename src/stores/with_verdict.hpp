// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_STORES_WITH_VERDICT_HPP
#define DYNASIO_SRC_STORES_WITH_VERDICT_HPP

#include <dynasio/error.hpp>
#include <dynasio/stores/store_error.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/system/system_error.hpp>

#include <optional>
#include <utility>

namespace dynasio::stores {

/// An operation of several requests, whose errors tell about all of them. `written` is what the operation keeps up: whether a
/// request that has ended wrote something or may have. Errors of the store pass. A cancellation between two requests becomes
/// an `operation_error`.
template <class T>
boost::asio::awaitable<T> with_verdict(boost::asio::awaitable<T> operation, bool const& written)
{
    std::optional<error_details> failure;
    try
    {
        auto result = co_await std::move(operation);
        co_return result;
    }
    catch (store_error const&)
    {
        throw;
    }
    catch (operation_error const& e)
    {
        if (!written || e.may_have_been_applied())
            throw;
        failure = e.details();
    }
    catch (boost::system::system_error const& e)
    {
        failure.emplace();
        failure->code = e.code();
        failure->context = "cut short between two requests";
    }
    failure->may_have_been_applied = failure->may_have_been_applied || written;
    throw_exception_from_error(error(*std::move(failure)), BOOST_CURRENT_LOCATION);
}

} // namespace dynasio::stores

#endif
