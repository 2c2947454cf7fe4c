// SPDX-License-Identifier: BSL-1.0
//
// The two nodes that the driver starts, and what clients and application servers ask of them.

#ifndef DYNASIO_EXAMPLES_PUSH_SERVICE_DRIVER_NODES_HPP
#define DYNASIO_EXAMPLES_PUSH_SERVICE_DRIVER_NODES_HPP

#include "common/checks.hpp"
#include "common/child_process.hpp"
#include "common/http_client.hpp"

#include <dynasio/client.hpp>
#include <dynasio/stores/message_table.hpp>
#include <dynasio/stores/router_table.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/json/object.hpp>

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace examples {

/// A node as a process of its own.
class node
{
public:
    node(std::string program, std::string tables);

    [[nodiscard]] std::uint16_t port() const { return port_; }
    [[nodiscard]] std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }

    void kill();
    void send_stop();
    /// After `send_stop`; throws unless it ends with 0. Blocks. Ends with how many connections were broken off.
    int wait_until_stopped();
    /// When it has ended, on another port.
    void start();

private:
    std::string program_;
    std::string tables_;
    std::unique_ptr<child_process> process_;
    std::uint16_t port_ = 0;
};

/// Both nodes, and the tables seen from outside.
struct push_service
{
    push_service(std::string const& program, std::string const& tables, dynasio::client client);

    asio::awaitable<std::optional<dynasio::router_record>> record_of(std::string uaid);
    /// How many messages are stored for a user.
    asio::awaitable<std::size_t> stored_for(std::string uaid);

    node a;
    node b;
    dynasio::router_table router;
    std::vector<dynasio::message_table> messages; ///< last month's and this month's
};

struct push_user
{
    std::string uaid = {};
    std::string channel = {};
    std::string endpoint = {};
};

/// One request on a connection of its own.
asio::awaitable<http_reply> ask(std::uint16_t port, std::string method, std::string target,
    std::string body = {}, std::string fields = {});

/// Registers a user with one channel.
asio::awaitable<push_user> new_user(std::uint16_t port);

/// Sends a message to the endpoint, with `TTL: 60` unless other fields are given.
asio::awaitable<http_reply> send_to(
    push_user user, std::uint16_t port, std::string body, std::string fields = "TTL: 60\r\n");

/// Sends it, and throws unless it is accepted.
asio::awaitable<http_reply> send_accepted(
    push_user user, std::uint16_t port, std::string body, std::string fields = "TTL: 60\r\n");

asio::awaitable<void> pause_for(std::chrono::milliseconds time);

} // namespace examples

#endif
