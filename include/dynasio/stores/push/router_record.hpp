// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_STORES_PUSH_ROUTER_RECORD_HPP
#define DYNASIO_STORES_PUSH_ROUTER_RECORD_HPP

#include <dynasio/stores/push/uaid.hpp>
#include <dynasio/value/attribute_value.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

namespace dynasio {

/// A user agent as the router table knows it.
struct router_record
{
    dynasio::uaid uaid{};
    /// The partition key: the text of the UAID, or its hash. Set in records that were read.
    std::string stored_key{};

    /// How messages reach the user: `webpush`, `fcm`, `apns` and so on. Required by `register_user`.
    std::optional<std::string> router_type{};
    /// When the user connected. Required by `register_user`.
    std::optional<std::chrono::sys_time<std::chrono::milliseconds>> connected_at{};
    /// URL of the node that holds the connection. Empty: not connected.
    std::optional<std::string> node_id{};
    /// What a bridge needs: tokens, application ids.
    std::optional<item> router_data{};
    /// See `last_connect_form`.
    std::optional<std::int64_t> last_connect{};
    /// Name of the message table that the user's messages are in.
    std::optional<std::string> current_month{};
    std::optional<std::int64_t> record_version{};
    /// Why the record must not be used.
    std::optional<std::string> critical_failure{};
    /// Attributes that are none of these. `register_user` writes them too.
    item other{};

    friend bool operator==(router_record const&, router_record const&) = default;
};

/// Result of `router_table::register_user`.
struct registration
{
    /// False: a newer connection, or one of another type, holds the user. Nothing was written.
    bool registered = false;
    /// The record before, whose node may be told that it has lost the user. Empty for a new user. After a lost response it may be
    /// what an earlier attempt wrote, if somebody has cleared its node since: it has none then.
    std::optional<router_record> previous{};
    /// A response was lost, and `previous` with it.
    bool previous_is_unknown = false;
    /// If not registered: the record that holds the user, unless the service did not return it.
    std::optional<router_record> current{};
};

} // namespace dynasio

#endif
