// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_HTTP_POOL_RESOLVE_NAME_HPP
#define DYNASIO_SRC_HTTP_POOL_RESOLVE_NAME_HPP

#include <dynasio/clock.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/system/result.hpp>

#include <memory>
#include <string>
#include <vector>

namespace dynasio::http {

/// What the answer of a resolver means: no host and no address are `errc::no_address`.
boost::system::error_code resolution_error(boost::system::error_code e, bool has_addresses);

using resolved_name = boost::system::result<std::vector<boost::asio::ip::address>>;

/// Asks the system for the addresses of a host, of which there is at least one. For those who need to see the addresses; connections
/// are made by name, see `addresses_of`.
/// Errors: `errc::no_address`, `timed_out` (of Asio) at `deadline`, and the errors of the system's resolver.
/// Cancellation: every type. The system's own question goes on until it is answered; nobody waits for it then.
boost::asio::awaitable<resolved_name> resolve_name(
    std::shared_ptr<clock> time, std::string host, time_point deadline);

} // namespace dynasio::http

#endif
