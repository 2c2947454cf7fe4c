// SPDX-License-Identifier: BSL-1.0
//
// Teaches: the stores of a push service in a node of it. Nodes share nothing but the tables. One thread.
//
// For clients, on the node that they choose:
//
//     POST   /register                     a new user: {"uaid": ...}
//     POST   /{uaid}/channels              a new channel: {"channel": ..., "endpoint": "/wpush/..."}
//     DELETE /{uaid}/channels/{channel}    removes a channel
//     GET    /connect/{uaid}               held: a line of JSON for each message, first the stored ones
//     POST   /ack/{uaid}                   a JSON array of ids; deletes these messages
//
// For application servers, on any node, as RFC 8030 says:
//
//     POST   /wpush/{token}                sends a message
//     DELETE /m/{token}                    deletes one that is still stored
//
// For other nodes. A real service has these on an address of their own, which nobody else reaches:
//
//     PUT    /push/{uaid}                  a message for a user who is connected here
//     PUT    /notif/{uaid}                 there are stored messages for one
//     DELETE /connect/{uaid}               the user has connected to another node

#ifndef DYNASIO_EXAMPLES_PUSH_SERVICE_PUSH_NODE_HPP
#define DYNASIO_EXAMPLES_PUSH_SERVICE_PUSH_NODE_HPP

#include "client_connection.hpp"
#include "common/http_server.hpp"

#include <dynasio/stores/message_months.hpp>
#include <dynasio/stores/push/message_id.hpp>
#include <dynasio/stores/router_table.hpp>

#include <boost/asio/awaitable.hpp>

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace examples {

struct push_node_options
{
    connection_options connection = {};
    /// What the names of the message tables begin with.
    std::string message_prefix = "message";
    /// For a request to another node. Longer than `connection_options::push_wait`.
    std::chrono::steady_clock::duration peer_timeout = std::chrono::seconds(5);
};

/// Must outlive the requests that are under way.
class push_node
{
public:
    push_node(dynasio::router_table router, dynasio::message_months months, dynasio::message_id_codec codec,
        push_node_options options);

    /// What other nodes call this one: `http://127.0.0.1:8080`. Before the first request.
    void set_url(std::string url) { url_ = std::move(url); }

    /// Always ends with an answer, also for what fails.
    asio::awaitable<http_response> answer(http_request request);

    /// For a request that holds its connection: what writes the answer. Empty for others.
    std::optional<asio::awaitable<void>> stream(http_request& request, boost::beast::tcp_stream& stream);

    /// Takes no more clients, and ends the connections of those who are here. Their users are cleared from this
    /// node when the requests end.
    void stop();

private:
    using connection_pointer = std::shared_ptr<client_connection>;

    asio::awaitable<http_response> route(http_request const& request);

    // client_api.cpp
    asio::awaitable<http_response> register_user();
    asio::awaitable<http_response> add_channel(dynasio::uaid user);
    asio::awaitable<http_response> remove_channel(dynasio::uaid user, dynasio::channel_id channel);
    asio::awaitable<http_response> acknowledge(dynasio::uaid user, std::string const& body);

    // held_connection.cpp
    asio::awaitable<void> hold(dynasio::uaid user, boost::beast::tcp_stream& stream);
    asio::awaitable<connection_pointer> begin(dynasio::uaid user);
    asio::awaitable<void> tell_previous(dynasio::router_record previous);
    asio::awaitable<void> migrate(dynasio::router_record record);
    asio::awaitable<void> finish(connection_pointer ended);
    asio::awaitable<bool> is_owner(dynasio::router_record registered);

    // endpoint.cpp
    asio::awaitable<http_response> receive(std::string_view token, http_request const& request);
    asio::awaitable<bool> deliver(dynasio::router_record record, routed_message const& routed);
    asio::awaitable<void> store(routed_message const& routed);
    asio::awaitable<http_response> remove_message(std::string_view token);

    // peer_api.cpp
    asio::awaitable<http_response> push(dynasio::uaid user, std::string const& body);
    http_response notify(dynasio::uaid user);
    http_response disconnect(dynasio::uaid user, std::string_view target);

    /// The record and its message table. Throws `refusal`: `none` without a record, and 410 for a user who was
    /// away for so long that the table is gone; such a user is dropped.
    struct known_user
    {
        dynasio::router_record record;
        dynasio::message_table messages;
    };
    asio::awaitable<known_user> find_user(dynasio::uaid user, http::status none);

    [[nodiscard]] connection_pointer connection_of(dynasio::uaid user) const;
    /// Last month's table and this month's.
    [[nodiscard]] std::vector<dynasio::message_table> tables() const;
    /// Microseconds of now, and never the same twice on this node.
    dynasio::message_position next_position();

    dynasio::router_table router_;
    dynasio::message_months months_;
    dynasio::message_id_codec codec_;
    push_node_options options_;
    std::string url_;
    bool stopping_ = false;
    std::uint64_t last_position_ = 0;
    std::map<dynasio::uaid, connection_pointer> connections_;
};

/// Shared by the files of the node.
std::array<std::byte, 16> random_id();
http_response answer_of(std::exception_ptr failure);
http_response text_answer(http::status status, std::string text = {});
http_response json_answer(http::status status, std::string json);

} // namespace examples

#endif
