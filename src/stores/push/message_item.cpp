// SPDX-License-Identifier: BSL-1.0

#include "stores/push/message_item.hpp"

#include "stores/argument_checks.hpp"
#include "stores/stored_item.hpp"

#include <algorithm>
#include <utility>

namespace dynasio::stores::push {

namespace {

item key_of(item const& stored)
{
    return complete_key({}, stored, {std::string_view("uaid"), std::string_view("chidmessageid")});
}

std::chrono::sys_seconds seconds(std::int64_t since_1970)
{
    return std::chrono::sys_seconds(std::chrono::seconds(since_1970));
}

/// The time of arrival, which old items may lack.
std::chrono::sys_seconds arrival_of(stored_message const& row)
{
    if (row.timestamp)
        return seconds(*row.timestamp);
    auto const ttl = std::clamp<std::int64_t>(row.ttl.value_or(0), 0, max_message_life.count());
    return row.expiry ? seconds(std::max(*row.expiry, ttl) - ttl) : std::chrono::sys_seconds();
}

} // namespace

std::int64_t expiry_after(std::chrono::system_clock::time_point now, std::chrono::seconds life)
{
    auto const second = std::chrono::floor<std::chrono::seconds>(now);
    return (second + std::min(life, max_message_life)).time_since_epoch().count();
}

stored_message encode_message(
    notification message, std::string stored_key, std::chrono::system_clock::time_point now)
{
    auto const life = message.ttl.value_or(std::chrono::seconds(0));
    if (life.count() < 0)
        throw_bad_input("ttl", "is negative");
    stored_message row;
    row.uaid = std::move(stored_key);
    row.chidmessageid = sort_key(message);
    if (message.headers && *message.headers != message_headers())
        row.headers = std::move(message.headers);
    if (message.ttl)
        row.ttl = life.count();
    auto const arrival = message.timestamp == std::chrono::sys_seconds()
        ? std::chrono::floor<std::chrono::seconds>(now)
        : message.timestamp;
    row.timestamp = arrival.time_since_epoch().count();
    if (message.update_id)
        row.updateid = std::move(message.update_id);
    else if (!message.legacy && !message.message_id.empty())
        row.updateid = std::move(message.message_id);
    row.expiry = expiry_after(now, life);
    row.data = std::move(message.data);
    return row;
}

notification decode_message(item const& stored, std::string_view table, uaid const& user)
{
    auto row = decode_stored_item<stored_message>(stored, table, [&] { return key_of(stored); });
    message_key key;
    try
    {
        key = parse_sort_key(row.chidmessageid);
    }
    catch (store_error const& e)
    {
        throw store_error({.code = store_errc::malformed_item,
            .table = std::string(table),
            .key = key_of(stored),
            .attribute = "chidmessageid",
            .reason = e.details().reason});
    }
    notification result;
    result.uaid = user;
    result.channel = key.channel;
    if (row.ttl)
        result.ttl = std::chrono::seconds(*row.ttl);
    result.data = std::move(row.data);
    result.headers = std::move(row.headers);
    result.timestamp = arrival_of(row);
    result.position = key.position;
    result.topic = std::move(key.topic);
    result.legacy = key.scheme == message_scheme::legacy;
    result.message_id = result.legacy ? std::move(key.message_id) : row.updateid.value_or("");
    if (!result.legacy)
        result.update_id = std::move(row.updateid);
    return result;
}

stored_channels decode_channels(item const& stored, std::string_view table)
{
    return decode_stored_item<stored_channels>(stored, table, [&] { return key_of(stored); });
}

std::string_view sort_key_of(item const& stored) noexcept
{
    auto const* value = stored.find("chidmessageid");
    auto const* text = value ? value->if_string() : nullptr;
    return text ? std::string_view(*text) : std::string_view();
}

} // namespace dynasio::stores::push
