// SPDX-License-Identifier: BSL-1.0
//
// What is left when all coroutines have ended: compared with what was seen, also as it is stored.

#include "push_actor.hpp"

#include <dynasio/operations/get_item.hpp>
#include <dynasio/operations/query.hpp>

#include <set>
#include <utility>

namespace dynasio::tests::model {

namespace {

std::string text_in(item const& stored, std::string_view name)
{
    auto const* const value = stored.find(name);
    auto const* const text = value ? value->if_string() : nullptr;
    return text ? *text : std::string();
}

std::string number_in(item const& stored, std::string_view name)
{
    auto const* const value = stored.find(name);
    auto const* const number = value ? value->if_number() : nullptr;
    return number ? std::string(number->text()) : std::string();
}

} // namespace

asio::awaitable<void> push_actor::read_user(unsigned user)
{
    auto& c = actor_.new_call("the router item at the end");
    get_item_input request;
    request.table_name = tables_.router;
    request.key = item::of("uaid", stored_key_of(seed_, user));
    request.consistent_read = true;
    auto operation = actor_.owner().get_item(request);
    auto const found = co_await actor_.run(c, std::move(operation));
    if (!found)
        co_return problem(c, "failed without a fault");
    router_event e;
    e.from = &c;
    e.found.emplace();
    if (found->item)
    {
        auto const& stored = *found->item;
        if (text_in(stored, "router_type").empty())
            problem(c, "a ruin");
        if (number_in(stored, "connected_at").empty())
            problem(c, "without a time of connection");
        auto& state = e.found->emplace();
        state.exists = true;
        state.type = text_in(stored, "router_type");
        state.connected_at = std::stoll('0' + number_in(stored, "connected_at"));
        state.node = text_in(stored, "node_id");
        state.tag = text_in(stored, "tag");
        state.month = text_in(stored, "current_month");
        state.contacted = stored.contains("last_connect");
    }
    c.said = e.found->value_or(router_state()).describe();
    add_event(user, std::move(e));

    planned_push_call again;
    again.what = push_operation::get_user;
    again.user = user;
    co_await get_user(again);
}

asio::awaitable<void> push_actor::read_mailbox(unsigned user)
{
    auto& c = actor_.new_call("the message items at the end");
    query_input request;
    request.table_name = tables_.messages;
    request.key_condition_expression = "uaid = :u";
    request.expression_attribute_values = item::of(":u", stored_key_of(seed_, user));
    request.consistent_read = true;
    auto operation = actor_.owner().query(request);
    auto const found = co_await actor_.run(c, std::move(operation));
    if (!found || found->last_evaluated_key)
        co_return problem(c, "failed without a fault");
    position_event position{&c, false, {}};
    partition_read read;
    read.from = &c;
    for (auto const& each : found->items)
    {
        auto const key = text_in(each, "chidmessageid");
        if (key != " ")
            read.found.emplace(key, text_in(each, "data"));
        else
            position.position = number_in(each, "current_timestamp");
        if (number_in(each, "expiry").empty())
            problem(c, "does not expire: " + key);
        c.said += ' ' + key + '=' + text_in(each, "data") + number_in(each, "current_timestamp");
    }
    auto const left = read.found;
    mailboxes.at(user).reads.push_back(std::move(read));
    mailboxes.at(user).positions.push_back(std::move(position));

    // All of them are delivered, whatever was read before.
    std::set<std::string> delivered;
    // Behind the legacy messages that are found with the topics: a page that has these alone gives no position to go on from.
    message_position after(0);
    for (bool topics = true; delivered.size() <= left.size(); topics = false)
    {
        auto page = topics ? messages_.fetch_messages(user_id(user), 100)
                           : messages_.fetch_timestamp_messages(user_id(user), after, 1);
        auto const fetched = co_await std::move(page);
        if (!topics && fetched.messages.empty())
            break;
        for (auto const& each : fetched.messages)
        {
            check_message(c, user, each);
            if (!delivered.insert(key_of(each)).second)
                problem(c, "delivered twice: " + key_of(each));
        }
        if (topics)
            continue;
        if (!fetched.position)
            break;
        after = *fetched.position;
    }
    for (auto const& [key, text] : left)
        if (delivered.count(key) == 0)
            problem(c, "not delivered: " + key);
    co_await drain(user);
    co_await acknowledge_all(user);
}

asio::awaitable<void> push_actor::acknowledge_all(unsigned user)
{
    auto waiting = messages_.drain(user_id(user));
    while (auto const message = co_await waiting.next())
        co_await acknowledge(user, *message);
    auto const rest = co_await drain(user);
    for (auto const& each : rest)
        problems.push_back("delivered after it was acknowledged: " + key_of(each));
}

asio::awaitable<void> push_actor::read_at_end()
{
    for (unsigned user = 0; user < push_users; ++user)
    {
        co_await read_user(user);
        co_await read_mailbox(user);
    }
}

} // namespace dynasio::tests::model
