// SPDX-License-Identifier: BSL-1.0
//
// The connection that a client holds: how a node takes its user over, and gives it up.

#include "push_node.hpp"

#include "peer_client.hpp"
#include "refusal.hpp"

#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/serializer.hpp>
#include <boost/beast/http/write.hpp>

#include <iostream>

namespace examples {

namespace {

asio::awaitable<void> write_head(boost::beast::tcp_stream& stream, std::chrono::steady_clock::duration limit)
{
    http::response<http::empty_body> head(http::status::ok, 11);
    head.set(http::field::content_type, "application/x-ndjson");
    head.keep_alive(false);
    head.chunked(true);
    http::response_serializer<http::empty_body> serializer(head);
    stream.expires_after(limit);
    co_await http::async_write_header(stream, serializer, asio::use_awaitable);
}

asio::awaitable<void> write_answer(
    boost::beast::tcp_stream& stream, http_response response, std::chrono::steady_clock::duration limit)
{
    response.keep_alive(false);
    response.prepare_payload();
    stream.expires_after(limit);
    co_await http::async_write(stream, response, asio::use_awaitable);
}

refusal too_late()
{
    return {http::status::conflict, "the user has connected again, or is of another kind"};
}

} // namespace

asio::awaitable<void> push_node::hold(dynasio::uaid user, boost::beast::tcp_stream& stream)
{
    connection_pointer connection;
    std::exception_ptr failure;
    try
    {
        connection = co_await begin(user);
    }
    catch (...)
    {
        failure = std::current_exception();
    }
    auto const limit = options_.connection.write_timeout;
    if (failure)
    {
        co_await write_answer(stream, answer_of(failure), limit);
        co_return;
    }
    try
    {
        co_await write_head(stream, limit);
        co_await connection->run(stream);
    }
    catch (std::exception const& e) // the client has gone already
    {
        std::cerr << "connection of " << user << ": " << e.what() << '\n';
    }
    co_await finish(connection);
}

asio::awaitable<push_node::connection_pointer> push_node::begin(dynasio::uaid user)
{
    if (stopping_)
        throw refusal(http::status::service_unavailable, "this node is being stopped");
    auto const known = co_await find_user(user, http::status::not_found);
    //[take_over
    dynasio::router_record record;
    record.uaid = user;
    record.router_type = known.record.router_type;
    record.connected_at = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
    record.node_id = url_;
    dynasio::register_options options;
    options.if_exists = true;
    auto const outcome = co_await router_.register_user(record, options);
    if (!outcome.registered)
        throw too_late();
    //]

    auto const existing = connection_of(user);
    if (existing && existing->record().connected_at > record.connected_at)
        throw too_late();
    auto const connection = std::make_shared<client_connection>(
        record, options_.connection, [this] { return tables(); },
        [this, record] { return is_owner(record); });
    connections_[user] = connection;
    if (existing)
        existing->end();

    std::exception_ptr failure;
    try
    {
        // Only after that does this node look for stored messages: the previous one stores no more of them.
        auto const previous = outcome.previous_is_unknown ? known.record : outcome.previous;
        if (previous && previous->node_id && *previous->node_id != url_)
            co_await tell_previous(*previous);
        if (known.messages.table_name() != months_.current().table_name())
            co_await migrate(known.record);
    }
    catch (...)
    {
        failure = std::current_exception();
    }
    if (failure || stopping_)
        connection->end();
    if (!failure)
        co_return connection;
    co_await finish(connection);
    std::rethrow_exception(failure);
}

asio::awaitable<void> push_node::tell_previous(dynasio::router_record previous)
{
    auto const time = previous.connected_at.value_or(std::chrono::sys_time<std::chrono::milliseconds>());
    auto const target = "/connect/" + previous.uaid.text()
        + "?connected_at=" + std::to_string(time.time_since_epoch().count());
    // A node that does not answer finds out by itself; see `is_owner`.
    (void)co_await ask_peer(*previous.node_id, http::verb::delete_, target, "", options_.peer_timeout);
}

asio::awaitable<void> push_node::migrate(dynasio::router_record record)
{
    auto const from = months_.find(*record.current_month);
    if (!from)
        co_return;
    bool const exists = co_await from->migrate(record.uaid, months_.current(), router_);
    if (!exists)
        throw refusal(http::status::not_found, "there is no such user");
}

asio::awaitable<void> push_node::finish(connection_pointer ended)
{
    ended->end();
    auto const& record = ended->record();
    if (connection_of(record.uaid) == ended)
        connections_.erase(record.uaid);
    try
    {
        co_await router_.clear_node(record); // false if another node has the user
    }
    catch (std::exception const& e)
    {
        // The next message for the user will find out.
        std::cerr << "cannot clear the node of " << record.uaid << ": " << e.what() << '\n';
    }
}

asio::awaitable<bool> push_node::is_owner(dynasio::router_record registered)
{
    try
    {
        auto const record = co_await router_.get_uaid(registered.uaid);
        if (record && record->node_id == registered.node_id
            && record->connected_at == registered.connected_at)
        {
            if (record->current_month != months_.current().table_name())
                co_await migrate(*record);
            co_return true;
        }
        // What this connection has stored since then, the new node does not know of.
        if (record && record->node_id && *record->node_id != url_)
            (void)co_await ask_peer(*record->node_id, http::verb::put, "/notif/" + record->uaid.text(), "",
                options_.peer_timeout);
        co_return false;
    }
    catch (std::exception const& e)
    {
        std::cerr << "cannot look for " << registered.uaid << ": " << e.what() << '\n';
    }
    co_return true; // nobody knows; look again later
}

} // namespace examples
