// SPDX-License-Identifier: BSL-1.0
//
// What nodes ask of each other.

#include "push_node.hpp"

#include "refusal.hpp"
#include "requests.hpp"

namespace examples {

namespace {

refusal not_connected()
{
    return {http::status::not_found, "the user is not connected here"};
}

} // namespace

asio::awaitable<http_response> push_node::push(dynasio::uaid user, std::string const& body)
{
    auto routed = routed_message_from(body, user);
    if (!routed)
        throw refusal(http::status::bad_request, "the body is not a message");
    auto const connection = connection_of(user);
    auto const table = months_.find(routed->table);
    if (!connection || !table)
        throw not_connected();
    auto const result = co_await connection->push(*table, std::move(routed->message));
    if (result == client_connection::pushed::busy)
        throw refusal(http::status::service_unavailable, "the client does not read fast enough");
    if (result == client_connection::pushed::ended)
        throw not_connected();
    co_return text_answer(http::status::ok);
}

http_response push_node::notify(dynasio::uaid user)
{
    auto const connection = connection_of(user);
    if (!connection)
        throw not_connected();
    connection->look();
    return text_answer(http::status::ok);
}

http_response push_node::disconnect(dynasio::uaid user, std::string_view target)
{
    auto const time = number_in_query(target, "connected_at");
    auto const connection = connection_of(user);
    if (!time || !connection || connection->record().connected_at->time_since_epoch().count() > *time)
        throw not_connected();
    connection->end();
    return text_answer(http::status::ok);
}

} // namespace examples
