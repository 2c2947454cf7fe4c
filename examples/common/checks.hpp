// SPDX-License-Identifier: BSL-1.0
//
// What drivers of services share.

#ifndef DYNASIO_EXAMPLES_COMMON_CHECKS_HPP
#define DYNASIO_EXAMPLES_COMMON_CHECKS_HPP

#include "common/http_client.hpp"

#include <boost/asio/awaitable.hpp>

#include <string>
#include <vector>

namespace examples {

/// Runs all on the executor, and ends when all have; throws what the first failure threw.
asio::awaitable<void> together(std::vector<asio::awaitable<void>> all);

/// Throws when something is not as it should be.
void check(bool as_it_should_be, std::string const& what);
void check_status(http_reply const& reply, unsigned status, std::string const& what);

} // namespace examples

#endif
