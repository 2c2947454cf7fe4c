// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_EXAMPLES_SPECS_SERVICE_DRIVER_SESSION_HPP
#define DYNASIO_EXAMPLES_SPECS_SERVICE_DRIVER_SESSION_HPP

#include "http_client.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <memory>
#include <string>

namespace examples {

/// Where the service is, and as whom to ask it.
struct service
{
    std::uint16_t port = 0;
    std::string authorization = {};
};

/// The field `Authorization` for a key pair, `public:secret`.
std::string basic(std::string const& keys);

using connection = std::shared_ptr<http_client>;

asio::awaitable<connection> connect_to(service where);

/// One request on a connection of its own.
asio::awaitable<http_reply> ask_once(
    service where, std::string method, std::string target, std::string body = {});

/// Throws when something is not as it should be.
void check(bool as_it_should_be, std::string const& what);
void check_status(http_reply const& reply, unsigned status, std::string const& what);

} // namespace examples

#endif
