// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_EXAMPLES_PUSH_SERVICE_PEER_CLIENT_HPP
#define DYNASIO_EXAMPLES_PUSH_SERVICE_PEER_CLIENT_HPP

#include <boost/asio/awaitable.hpp>
#include <boost/beast/http/status.hpp>
#include <boost/beast/http/verb.hpp>

#include <chrono>
#include <optional>
#include <string>

namespace examples {

/// One request to another node, on a connection of its own. Empty when there was no answer: refused, lost, or
/// not there within the limit. Whether the request has arrived is then unknown.
boost::asio::awaitable<std::optional<boost::beast::http::status>> ask_peer(std::string node_id,
    boost::beast::http::verb verb, std::string target, std::string body,
    std::chrono::steady_clock::duration limit);

} // namespace examples

#endif
