// SPDX-License-Identifier: BSL-1.0
//
// Teaches: the way of a message, from an application server to the node of its user, or into the table.

#include "push_node.hpp"

#include "peer_client.hpp"
#include "refusal.hpp"
#include "requests.hpp"

#include <string>

namespace examples {

asio::awaitable<http_response> push_node::receive(std::string_view token, http_request const& request)
{
    auto const endpoint = codec_.decrypt(token);
    if (!endpoint || endpoint->topic || endpoint->position)
        throw refusal(http::status::not_found, "there is no such endpoint");
    routed_message routed;
    auto& message = routed.message;
    message = parse_push(request);
    message.uaid = endpoint->uaid;
    message.channel = endpoint->channel;
    message.message_id = dynasio::uaid(random_id()).text(); // 32 digits
    message.timestamp = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    // Here, so that it has one place in the table, whoever stores it.
    auto const position = next_position();
    if (!message.topic)
        message.position = position;

    auto const known = co_await find_user(endpoint->uaid, http::status::gone);
    routed.table = known.messages.table_name();
    auto const channels = co_await known.messages.all_channels(endpoint->uaid);
    if (!channels.channels.contains(endpoint->channel))
        throw refusal(http::status::gone, "there is no such channel any more");

    bool const delivered = known.record.node_id && co_await deliver(known.record, routed);
    if (!delivered && message.ttl->count() > 0)
        co_await store(routed);

    dynasio::message_id id;
    id.uaid = message.uaid;
    id.channel = message.channel;
    id.topic = message.topic;
    id.position = message.position;
    auto response = text_answer(http::status::created);
    response.set(http::field::location, "/m/" + codec_.encrypt(id));
    response.set("TTL", std::to_string(message.ttl->count()));
    co_return response;
}

//[deliver
asio::awaitable<bool> push_node::deliver(dynasio::router_record record, routed_message const& routed)
{
    auto const answered = co_await ask_peer(*record.node_id, http::verb::put, "/push/" + record.uaid.text(),
        to_json(routed), options_.peer_timeout);
    if (!answered) // refused, lost, or too late
        co_await router_.clear_node(record);
    co_return answered == http::status::ok;
}

asio::awaitable<void> push_node::store(routed_message const& routed)
{
    auto const messages = months_.find(routed.table);
    if (!messages)
        throw refusal(http::status::gone, "the user was away for too long");
    auto const user = routed.message.uaid;
    co_await messages->store_message(routed.message);
    // The user may have connected meanwhile, to a node that has looked for messages before this one was there.
    auto const record = co_await router_.get_uaid(user);
    if (!record || !record->node_id)
        co_return;
    auto const told = co_await ask_peer(
        *record->node_id, http::verb::put, "/notif/" + user.text(), "", options_.peer_timeout);
    if (!told)
        co_await router_.clear_node(*record);
}
//]

asio::awaitable<http_response> push_node::remove_message(std::string_view token)
{
    auto const id = codec_.decrypt(token);
    if (!id || (!id->topic && !id->position))
        throw refusal(http::status::not_found, "there is no such message");
    dynasio::notification message;
    message.uaid = id->uaid;
    message.channel = id->channel;
    message.topic = id->topic;
    message.position = id->position;
    for (auto const& table : tables())
        co_await table.delete_message(message);
    co_return text_answer(http::status::no_content);
}

} // namespace examples
