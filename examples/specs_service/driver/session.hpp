// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_EXAMPLES_SPECS_SERVICE_DRIVER_SESSION_HPP
#define DYNASIO_EXAMPLES_SPECS_SERVICE_DRIVER_SESSION_HPP

#include "common/checks.hpp"
#include "common/http_client.hpp"

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

} // namespace examples

#endif
