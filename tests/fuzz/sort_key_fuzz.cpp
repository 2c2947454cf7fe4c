// SPDX-License-Identifier: BSL-1.0
//
// Any text as the sort key of a message, as an id, a position, a topic, and the name of a monthly table: it is refused, or is
// exactly what is written again. Positions are ordered as the keys are that hold them.

#include <dynasio/stores/push/month_tables.hpp>
#include <dynasio/stores/push/notification.hpp>
#include <dynasio/stores/store_error.hpp>

#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>

namespace {

void require(bool holds)
{
    if (!holds)
        std::abort();
}

/// Empty if it is bad input.
template <class Parse>
auto try_parse(Parse parse) -> std::optional<decltype(parse())>
{
    try
    {
        return parse();
    }
    catch (dynasio::store_error const& e)
    {
        require(e.code() == dynasio::store_errc::bad_input && !e.details().reason.empty());
        return std::nullopt;
    }
}

dynasio::notification message_of(dynasio::message_key const& key)
{
    return {.channel = key.channel,
        .position = key.position,
        .topic = key.topic,
        .message_id = key.message_id,
        .legacy = key.scheme == dynasio::message_scheme::legacy};
}

void check_key(std::string_view text)
{
    auto const key = try_parse([&] { return dynasio::parse_sort_key(text); });
    if (!key)
        return;
    require(key->topic.has_value() == (key->scheme == dynasio::message_scheme::topic));
    require(key->position.has_value() == (key->scheme == dynasio::message_scheme::ordinary));
    require(key->message_id.empty() == (key->scheme != dynasio::message_scheme::legacy));
    require(dynasio::sort_key(message_of(*key)) == text);
}

void check_ids(std::string_view text)
{
    auto const user = dynasio::uaid::parse(text);
    auto const channel = dynasio::channel_id::parse(text);
    require(user.has_value() == channel.has_value());
    require(try_parse([&] { return dynasio::uaid(text); }) == user);
    require(try_parse([&] { return dynasio::channel_id(text); }) == channel);
    if (!user)
        return;
    require(user->bytes() == channel->bytes() && user->text() == channel->digits());
    require(dynasio::uaid::parse(user->text()) == user);
    require(dynasio::channel_id::parse(channel->text()) == channel);
}

void check_position(std::string_view text)
{
    auto const position = dynasio::message_position::parse(text);
    if (!position)
        return;
    require(position->text() == text);
    for (auto const other :
        {position->value() / 10, position->value() / 1000, std::uint64_t(1'528'934'400'123'456)})
    {
        dynasio::message_position const second(other);
        require((*position <=> second) == (position->text() + ':' <=> second.text() + ':'));
    }
}

/// Texts that may be topics, and ids of legacy messages.
void check_message(std::string_view text)
{
    dynasio::notification message{.topic = std::string(text)};
    if (auto const key = try_parse([&] { return dynasio::sort_key(message); }))
        require(dynasio::parse_sort_key(*key).topic == text);
    message.topic.reset();
    message.message_id = text;
    message.legacy = true;
    if (auto const key = try_parse([&] { return dynasio::sort_key(message); }))
        require(dynasio::parse_sort_key(*key).message_id == text);
}

void check_table(std::string_view text)
{
    for (auto const prefix : {text.substr(0, text.find('_')), text.substr(0, text.size() / 2)})
        if (auto const month = dynasio::month_of_table(prefix, text))
            require(dynasio::month_table_name(prefix, *month) == text);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    std::string_view const text(reinterpret_cast<char const*>(data), size);
    check_key(text);
    check_ids(text);
    check_position(text);
    check_message(text);
    check_table(text);
    // Parts that a search rarely puts together.
    static std::string const channel = "deadbeef-0000-0000-deca-fbad00000000";
    check_key("01:" + channel + ':' + std::string(text));
    check_key("02:" + std::string(text) + ':' + channel);
    check_key(channel + ':' + std::string(text));
    return 0;
}
