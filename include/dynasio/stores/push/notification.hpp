// SPDX-License-Identifier: BSL-1.0
//
// Messages of a push service and the sort keys they are stored under. Everything here is pure.

#ifndef DYNASIO_STORES_PUSH_NOTIFICATION_HPP
#define DYNASIO_STORES_PUSH_NOTIFICATION_HPP

#include <dynasio/stores/push/channel_id.hpp>
#include <dynasio/stores/push/message_position.hpp>
#include <dynasio/stores/push/uaid.hpp>

#include <boost/describe/class.hpp>

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace dynasio {

/// The header fields that a receiver needs to decrypt a message (RFC 8188, and drafts before it).
struct message_headers
{
    std::optional<std::string> encoding{}; ///< `aes128gcm`
    std::optional<std::string> encryption{};
    std::optional<std::string> encryption_key{};
    std::optional<std::string> crypto_key{};

    friend bool operator==(message_headers const&, message_headers const&) = default;
};
BOOST_DESCRIBE_STRUCT(message_headers, (), (encoding, encryption, encryption_key, crypto_key))

/// A message to one channel of a user agent.
///
/// With a `topic` it is a topic message: it replaces the one of its channel and topic. Without one it is an ordinary message,
/// ordered by `position`.
struct notification
{
    dynasio::uaid uaid{};
    channel_id channel{};

    /// How long the message may wait for its receiver. Empty: 0, not at all. It is never stored longer than
    /// `max_message_life`.
    std::optional<std::chrono::seconds> ttl{};
    std::optional<std::string> data{}; ///< base64url text
    std::optional<message_headers> headers{};

    std::chrono::sys_seconds timestamp{}; ///< of arrival

    /// Of an ordinary message. Empty for one that is not stored yet: the store assigns it.
    std::optional<message_position> position{};
    /// At most 32 characters of base64url.
    std::optional<std::string> topic{};

    /// Any text, by which the receiver acknowledges the message.
    std::string message_id{};
    /// Which of the messages of one topic this is. Empty in one that is not stored yet: it is stored with `message_id`.
    std::optional<std::string> update_id{};

    /// The message has a sort key of the legacy scheme: channel and `message_id`.
    bool legacy = false;

    friend bool operator==(notification const&, notification const&) = default;
};

/// Messages and channel records are stored at most this long: 30 days.
inline constexpr std::chrono::seconds max_message_life{2'592'000};

inline constexpr std::size_t max_topic_size = 32;

/// The schemes of sort keys.
enum class message_scheme : unsigned char
{
    topic,    ///< `01:<channel>:<topic>`
    ordinary, ///< `02:<position>:<channel>`
    legacy,   ///< `<channel>:<message id>`
};

/// What a sort key tells.
struct message_key
{
    message_scheme scheme{};
    channel_id channel{};
    std::optional<std::string> topic{};
    std::optional<message_position> position{};
    std::string message_id{}; ///< of a legacy message

    friend bool operator==(message_key const&, message_key const&) = default;
};

/// The sort key of a message. Throws `store_error` with `bad_input` for an invalid topic, for a topic in a legacy message, for
/// an id of a legacy message that is empty, has a colon, is not UTF-8 or longer than 987 bytes, and for an ordinary message
/// without position.
[[nodiscard]] std::string sort_key(notification const& message);

/// Throws `store_error` with `bad_input`, and says why, for what is no sort key of a message: for every text that `sort_key`
/// does not return.
[[nodiscard]] message_key parse_sort_key(std::string_view text);

/// Whether the time to live of a message is over. DynamoDB deletes expired messages some days later.
[[nodiscard]] bool is_expired(
    notification const& message, std::chrono::system_clock::time_point now) noexcept;

} // namespace dynasio

#endif
