// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_EXAMPLES_COMMON_ACCEPT_ALL_HPP
#define DYNASIO_EXAMPLES_COMMON_ACCEPT_ALL_HPP

#include <boost/asio/ip/tcp.hpp>

#include <functional>

namespace examples {

/// Hands each connection to `begin`, until the acceptor is closed. Starts at once. The acceptor must outlive it, and so must what
/// `begin` uses.
void accept_all(
    boost::asio::ip::tcp::acceptor& acceptor, std::function<void(boost::asio::ip::tcp::socket)> begin);

} // namespace examples

#endif
