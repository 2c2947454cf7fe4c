// SPDX-License-Identifier: BSL-1.0
//
// What drivers of services share.

#ifndef DYNASIO_EXAMPLES_COMMON_CHECKS_HPP
#define DYNASIO_EXAMPLES_COMMON_CHECKS_HPP

#include "common/http_client.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

#include <string>
#include <vector>

namespace examples {

/// Runs all on the executor, and ends when all have; throws what the first failure threw.
asio::awaitable<void> together(std::vector<asio::awaitable<void>> all);

/// Runs the coroutine to its end, and throws what it threw. Throws `std::runtime_error` after four minutes. Connections of what has
/// failed may be left in the context.
void run_within_limit(asio::io_context& context, asio::awaitable<void> what);

/// Throws when something is not as it should be.
void check(bool as_it_should_be, std::string const& what);
void check_status(http_reply const& reply, unsigned status, std::string const& what);

} // namespace examples

#endif
