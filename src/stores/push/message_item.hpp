// SPDX-License-Identifier: BSL-1.0
//
// Messages and channel records as they are stored. Pure.

#ifndef DYNASIO_SRC_STORES_PUSH_MESSAGE_ITEM_HPP
#define DYNASIO_SRC_STORES_PUSH_MESSAGE_ITEM_HPP

#include <dynasio/mapping.hpp>
#include <dynasio/stores/push/notification.hpp>
#include <dynasio/stores/records/record_definition.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace dynasio {

namespace stores::push {

struct stored_message
{
    std::string uaid{};
    std::string chidmessageid{};
    std::optional<message_headers> headers{};
    std::optional<std::int64_t> ttl{};
    std::optional<std::int64_t> timestamp{};
    std::optional<std::string> updateid{};
    std::optional<std::int64_t> expiry{};
    std::optional<std::string> data{};
};
BOOST_DESCRIBE_STRUCT(
    stored_message, (), (uaid, chidmessageid, headers, ttl, timestamp, updateid, expiry, data))

struct stored_channels
{
    std::string uaid{};
    std::string chidmessageid{};
    std::set<std::string> chids{};
    std::optional<std::uint64_t> current_timestamp{};
    std::optional<std::int64_t> expiry{};
};
BOOST_DESCRIBE_STRUCT(stored_channels, (), (uaid, chidmessageid, chids, current_timestamp, expiry))

/// The sort key of the channel record, before all others.
inline constexpr std::string_view channels_key = " ";
/// What sort keys of topic messages are below, and those of ordinary ones not.
inline constexpr std::string_view end_of_topics = "02";

/// When what is stored now expires. `life` is at most `max_message_life`.
[[nodiscard]] std::int64_t expiry_after(std::chrono::system_clock::time_point now, std::chrono::seconds life);

/// The row of a message that has a position, if it needs one. Throws `store_error` with `bad_input`.
[[nodiscard]] stored_message encode_message(
    notification message, std::string stored_key, std::chrono::system_clock::time_point now);

/// Throws `store_error` with `malformed_item`.
[[nodiscard]] notification decode_message(item const& stored, std::string_view table, uaid const& user);
[[nodiscard]] stored_channels decode_channels(item const& stored, std::string_view table);

/// The sort key of an item; empty if it has none.
[[nodiscard]] std::string_view sort_key_of(item const& stored) noexcept;

} // namespace stores::push

template <>
struct record_definition<stores::push::stored_message>
    : record_key<&stores::push::stored_message::uaid, &stores::push::stored_message::chidmessageid>
{
    static constexpr auto time_to_live = &stores::push::stored_message::expiry;
};

} // namespace dynasio

#endif
