// SPDX-License-Identifier: BSL-1.0

#include "push_plan.hpp"

#include "dice.hpp"

#include <array>
#include <utility>

namespace dynasio::tests::model {

namespace {

using op = push_operation;

constexpr std::uint64_t first_position = 1'528'934'400'000'001;
/// In milliseconds, as other programs wrote it: behind the positions that begin with its digits.
constexpr std::uint64_t short_position = 1'528'934'400'000;

channel_id channel(std::string const& start)
{
    return channel_id(start + std::string(32 - start.size(), '0'));
}

notification with_text(dynasio::uaid const& user, channel_id its_channel, std::string text)
{
    notification result;
    result.uaid = user;
    result.channel = its_channel;
    result.ttl = std::chrono::hours(24);
    result.message_id = text;
    result.data = std::move(text);
    message_headers headers;
    headers.encoding = "aes128gcm";
    result.headers = std::move(headers);
    return result;
}

} // namespace

std::string planned_push_call::describe() const
{
    constexpr char const* names[] = {"register_user", "register_user (if exists)", "get_uaid",
        "update_message_month", "clear_node", "drop_user", "drop_user (connection)", "store_message",
        "store_message (without position)", "store_messages", "delete_message",
        "delete_message (without update id)", "fetch_messages", "fetch_timestamp_messages", "drain",
        "drain and acknowledge", "update_last_message_read"};
    return std::string(names[static_cast<int>(what)]) + " u" + std::to_string(user) + " #"
        + std::to_string(place) + ' ' + std::to_string(number);
}

std::vector<planned_push_call> plan_push(std::uint64_t seed, unsigned coroutine)
{
    dice random{seed, coroutine, 104};
    std::vector<planned_push_call> plan(12);
    std::uint64_t registrations = 0;
    bool for_router = false;
    for (auto& p : plan)
    {
        for_router = !for_router;
        if (for_router)
            p.what = random.one_of({op::register_user, op::register_user, op::register_user,
                op::register_if_exists, op::get_user, op::update_month, op::update_month, op::clear_node,
                op::clear_node, op::clear_node, op::drop_user, op::drop_connection});
        else
            p.what = random.one_of({op::store, op::store, op::store, op::store_now, op::store_several,
                op::delete_one, op::delete_one, op::delete_one, op::delete_any, op::fetch_topics,
                op::fetch_ordinary, op::fetch_ordinary, op::drain, op::deliver, op::deliver,
                op::move_position, op::move_position});
        p.user = random.percent(65) ? 0 : 1;
        p.place = static_cast<unsigned>(random.below(push_places));
        p.number = random.below(1000);
        // Nodes of different coroutines are often as old as each other, and never go back.
        if (p.what == op::register_user || p.what == op::register_if_exists)
            p.number = 2 * ++registrations + random.below(2);
        // The drains of the first user leave nothing out.
        if (p.what == op::move_position)
            p.user = 1;
    }
    return plan;
}

notification message_at(unsigned place, dynasio::uaid const& user, std::string text)
{
    constexpr std::array<char const*, push_places> channels = {
        "c0", "c0", "01a0", "deadbeef", "c0", "c1", "c0", "c1"};
    auto result = with_text(user, channel(channels.at(place)), std::move(text));
    if (place < 2)
        result.topic = place == 0 ? "news" : "weather";
    else if (place < 4)
    {
        result.legacy = true;
        result.message_id = "legacy";
    }
    else if (place < 6)
        result.position = message_position(first_position);
    else
        result.position = message_position(place == 6 ? first_position + 4 : short_position);
    return result;
}

notification message_without_position(unsigned coroutine, dynasio::uaid const& user, std::string text)
{
    return with_text(user, channel("e" + std::to_string(coroutine)), std::move(text));
}

std::string key_of(notification const& message)
{
    auto const its_channel = message.channel.text();
    if (message.legacy)
        return its_channel + ':' + message.message_id;
    if (message.topic)
        return "01:" + its_channel + ':' + *message.topic;
    return "02:" + (message.position ? std::to_string(message.position->value()) : "?") + ':' + its_channel;
}

message_position position_at(std::uint64_t number)
{
    constexpr std::array<std::uint64_t, push_positions> all = {first_position - 1, first_position,
        first_position + 2, first_position + 4, short_position, first_position + 1'000'000};
    return message_position(all.at(number % push_positions));
}

} // namespace dynasio::tests::model
