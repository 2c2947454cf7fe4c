// SPDX-License-Identifier: BSL-1.0

#include <dynasio/stores/push/notification.hpp>

#include "clock/add_saturated.hpp"
#include "stores/argument_checks.hpp"
#include "stores/push/hex_id.hpp"
#include "stores/push/key_text.hpp"
#include "text/ini_text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>

namespace dynasio {

using namespace stores;
using namespace stores::push;

namespace {

constexpr std::size_t longest_position = std::numeric_limits<std::uint64_t>::digits10 + 1;
constexpr std::string_view topic_scheme = "01";
constexpr std::string_view ordinary_scheme = "02";

[[noreturn]] void throw_bad_key(std::string_view form, std::string_view part, std::string_view fault)
{
    auto reason = std::string("is not ").append(form).append(": ");
    reason.append(text::in_quotes(part)).append(" ").append(fault);
    throw_bad_input("chidmessageid", reason);
}

/// Only what is written again as it was: otherwise the key of the message would not be that of the item.
channel_id parse_channel(std::string_view form, std::string_view part)
{
    auto const id = channel_id::parse(part);
    if (!id || id->text() != part)
        throw_bad_key(form, part, "is no channel: a UUID with dashes, in lower case");
    return *id;
}

} // namespace

std::string sort_key(notification const& message)
{
    std::string key;
    if (message.legacy)
    {
        if (message.topic)
            throw_bad_input("topic", "a legacy message has none");
        check_key_text("message_id", message.message_id, max_sort_key - dashed_id_size - 1);
        if (message.message_id.find(':') != std::string::npos)
            throw_bad_input("message_id", "has a colon, which the key of a legacy message cannot hold");
        key.reserve(dashed_id_size + 1 + message.message_id.size());
        append_dashed_id(key, message.channel.bytes());
        key.append(":").append(message.message_id);
        return key;
    }
    // One allocation: this is done for each message.
    key.reserve(topic_scheme.size() + 2 + dashed_id_size + std::max(max_topic_size, longest_position));
    if (message.topic)
    {
        check_topic(*message.topic);
        key.append(topic_scheme).append(":");
        append_dashed_id(key, message.channel.bytes());
        key.append(":").append(*message.topic);
        return key;
    }
    if (!message.position)
        throw_bad_input("position", "is missing, and the message has no topic");
    std::array<char, longest_position> digits;
    auto* const end =
        std::to_chars(digits.data(), digits.data() + digits.size(), message.position->value()).ptr;
    key.append(ordinary_scheme).append(":").append(digits.data(), end).append(":");
    append_dashed_id(key, message.channel.bytes());
    return key;
}

message_key parse_sort_key(std::string_view text)
{
    check_key_text("chidmessageid", text, max_sort_key);
    auto const parts = split_at_colons(text);
    auto const check_count = [&](std::string_view form, std::size_t count)
    {
        if (parts.size() != count)
            throw_bad_key(form, text, "does not have " + std::to_string(count) + " parts");
    };
    message_key key;
    if (parts.front() == topic_scheme)
    {
        constexpr std::string_view form = "01:<channel>:<topic>";
        check_count(form, 3);
        key.scheme = message_scheme::topic;
        key.channel = parse_channel(form, parts[1]);
        if (auto const fault = topic_fault(parts[2]); !fault.empty())
            throw_bad_key(form, parts[2], fault);
        key.topic = parts[2];
    }
    else if (parts.front() == ordinary_scheme)
    {
        constexpr std::string_view form = "02:<position>:<channel>";
        check_count(form, 3);
        key.scheme = message_scheme::ordinary;
        key.position = message_position::parse(parts[1]);
        if (!key.position)
            throw_bad_key(form, parts[1], "is no position: digits without leading zeros, below 2^64");
        key.channel = parse_channel(form, parts[2]);
    }
    else
    {
        constexpr std::string_view form = "<channel>:<message id>";
        check_count(form, 2);
        key.scheme = message_scheme::legacy;
        key.channel = parse_channel(form, parts[0]);
        if (parts[1].empty())
            throw_bad_key(form, text, "has no message id");
        key.message_id = parts[1];
    }
    return key;
}

bool is_expired(notification const& message, std::chrono::system_clock::time_point now) noexcept
{
    auto const ttl = message.ttl.value_or(std::chrono::seconds(0));
    // In whole seconds, which hold every sum; the clock's own unit does not.
    return std::chrono::floor<std::chrono::seconds>(now) >= http::add_saturated(message.timestamp, ttl);
}

} // namespace dynasio
