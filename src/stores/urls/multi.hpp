// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_STORES_URLS_MULTI_HPP
#define DYNASIO_SRC_STORES_URLS_MULTI_HPP

#include <boost/asio/awaitable.hpp>

#include <cstddef>
#include <functional>

namespace dynasio::stores::urls {

/// Runs `body(i)` for each i below `count`, at most `width` at once, in this order. The first failure cancels what runs, and is
/// thrown when all have ended. Cancellation: is passed on.
boost::asio::awaitable<void> for_each_of(
    std::size_t count, std::size_t width, std::function<boost::asio::awaitable<void>(std::size_t)> body);

} // namespace dynasio::stores::urls

#endif
