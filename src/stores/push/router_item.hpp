// SPDX-License-Identifier: BSL-1.0
//
// Records of the router table as they are stored. Pure.

#ifndef DYNASIO_SRC_STORES_PUSH_ROUTER_ITEM_HPP
#define DYNASIO_SRC_STORES_PUSH_ROUTER_ITEM_HPP

#include <dynasio/mapping.hpp>
#include <dynasio/stores/push/router_record.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace dynasio::stores::push {

struct stored_router
{
    std::string uaid{};
    std::optional<std::string> router_type{};
    std::optional<std::int64_t> connected_at{};
    std::optional<std::string> node_id{};
    std::optional<item> router_data{};
    std::optional<std::int64_t> last_connect{};
    std::optional<std::string> current_month{};
    std::optional<std::int64_t> record_version{};
    std::optional<std::string> critical_failure{};
};
BOOST_DESCRIBE_STRUCT(stored_router, (),
    (uaid, router_type, connected_at, node_id, router_data, last_connect, current_month, record_version,
        critical_failure))

inline constexpr std::string_view access_index = "AccessIndex";

/// Milliseconds since 1970, as they are stored.
[[nodiscard]] constexpr std::int64_t stored_time(std::chrono::sys_time<std::chrono::milliseconds> time)
{
    return time.time_since_epoch().count();
}

/// The attributes of a record without its key. Throws `store_error` with `bad_input` if `other` has an attribute that the record
/// has a member for.
[[nodiscard]] item encode_router(router_record const& record);

/// Throws `store_error` with `malformed_item`.
[[nodiscard]] router_record decode_router(item const& stored, std::string_view table, uaid const& user);

/// Whether an item has nothing but its key: the rest of a dropped user.
[[nodiscard]] inline bool is_ruin(item const& stored)
{
    return stored.empty() || (stored.size() == 1 && stored.contains("uaid"));
}

/// Whether the item has these attributes, with equal values.
[[nodiscard]] bool has_attributes(item const& stored, item const& attributes);

} // namespace dynasio::stores::push

#endif
