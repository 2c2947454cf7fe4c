// SPDX-License-Identifier: BSL-1.0

#include "push_fixture.hpp"

namespace dynasio::tests {

router_table_options push_cases::router_options() const
{
    router_table_options result;
    result.now = [this] { return time_; };
    result.draw = [](unsigned, unsigned) { return 3U; };
    return result;
}

message_table_options push_cases::message_options() const
{
    message_table_options result;
    result.now = [this] { return time_; };
    return result;
}

void push_cases::run_push(std::function<asio::awaitable<void>(push_service&)> body)
{
    asio::io_context context(1);
    interposed_client const own(context, options());
    push_service s{own, router_table(own.owner, router_name(), router_options()),
        message_table(own.owner, message_name(), message_options())};
    run_coroutine(context,
        [&]() -> asio::awaitable<void>
        {
            auto const capacity = table_capacity::provisioned(5, 5);
            co_await get_router_table(s.owner, router_name(), capacity);
            co_await create_message_table(s.owner, message_name(), capacity);
            s.sent->clear();
            co_await body(s);
            s.stop();
        });
}

router_record push_cases::record(std::int64_t connected_at)
{
    router_record result;
    result.uaid = user;
    result.router_type = "webpush";
    result.connected_at.emplace(std::chrono::milliseconds(connected_at));
    result.node_id = "http://n1:8080";
    return result;
}

notification push_cases::message(std::string id, std::uint64_t position)
{
    notification result;
    result.uaid = user;
    result.channel = channel;
    result.ttl = std::chrono::seconds(100);
    result.message_id = std::move(id);
    result.position = message_position(position);
    return result;
}

notification push_cases::topic_message(std::string topic, std::string id)
{
    auto result = message(std::move(id), 0);
    result.position.reset();
    result.topic = std::move(topic);
    return result;
}

asio::awaitable<std::optional<item>> push_cases::stored_user(client owner) const
{
    return get(std::move(owner), router_name(), item::of("uaid", user_text));
}

asio::awaitable<std::optional<item>> push_cases::stored_message(client owner, std::string sort_key) const
{
    return get(std::move(owner), message_name(), item::of("uaid", user_text, "chidmessageid", sort_key));
}

asio::awaitable<void> push_cases::store(message_table const& table, notification message)
{
    co_await table.store_message(message);
}

std::vector<std::string> ids_of(std::vector<notification> const& messages)
{
    std::vector<std::string> result;
    for (auto const& each : messages)
        result.push_back(each.message_id);
    return result;
}

} // namespace dynasio::tests
