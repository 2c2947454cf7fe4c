// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_HTTP_POOL_RESOLVE_HPP
#define DYNASIO_SRC_HTTP_POOL_RESOLVE_HPP

#include "http/pool/pool_core.hpp"

#include <boost/asio/awaitable.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace dynasio::http {

struct addresses_result
{
    boost::system::error_code error;
    std::string detail;                   ///< of an error, if there is more to say
    std::vector<tcp::endpoint> addresses; ///< in the order in which they should be tried
};

/// The addresses of an origin, or of the proxy to it: from the caller's hook, from the name itself, from memory, or from DNS, which is asked
/// once for all who want to know. `wakeup` wakes it early, with the error it is given.
boost::asio::awaitable<addresses_result> addresses_of(
    pool_core& pool, origin_state& origin, one_shot_event& wakeup);

/// `127.0.0.1`, `127.0.0.1:8000`, `::1`, `[::1]`, `[::1]:8000`.
tcp::endpoint parse_endpoint(std::string_view text, std::uint16_t default_port, boost::system::error_code& e);

} // namespace dynasio::http

#endif
