// SPDX-License-Identifier: BSL-1.0
//
// The requests of `spec_store`, and decisions on their responses. Pure.

#ifndef DYNASIO_SRC_STORES_SPECS_SPEC_REQUESTS_HPP
#define DYNASIO_SRC_STORES_SPECS_SPEC_REQUESTS_HPP

#include "stores/specs/save_rounds.hpp"

#include <dynasio/error.hpp>
#include <dynasio/operations.hpp>
#include <dynasio/stores/read_options.hpp>
#include <dynasio/stores/specs/spec.hpp>
#include <dynasio/stores/specs/spec_store_options.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace dynasio::stores::specs {

/// A list: of the latest versions of all specs of a user, or of all versions of one spec.
struct spec_list
{
    std::string sub{};
    std::optional<std::string> id{};
};

/// The request for the first page of a list. Throws `store_error` with `bad_input`.
query_input spec_list_request(
    spec_store_options const& store, spec_list const& which, list_options const& options);

/// The table key of the latest item.
item latest_spec_key(std::string_view sub, std::string_view id);

/// The model counts of the latest items of a user.
query_input count_models_request(std::string const& table, std::string_view sub, read_options const& options);

/// The table keys and seconds of all items of a spec.
query_input find_spec_items_request(
    spec_store_options const& store, std::string_view sub, std::string_view id);

/// The table keys of all items of a user.
query_input find_user_items_request(std::string const& table, std::string_view sub);

/// Deletes the latest item if it is unchanged since `find_spec_items_request` found `stored`.
delete_item_input delete_latest_request(std::string const& table, item const& stored);

/// How many versions one transaction deletes, next to the check of the latest item.
inline constexpr std::size_t max_deletions = 99;

/// Deletes versions while there is no latest item, or, if `latest` is given, while the latest item has that time.
transact_write_items_input delete_versions_request(std::string const& table, item const& latest_key,
    std::optional<std::int64_t> latest, std::span<item const> keys, std::string token);

/// How the removal of versions continues after such a transaction has failed.
enum class removal_step : unsigned char
{
    give_up,
    wait,           ///< nothing was decided; the same after a pause
    look_at_latest, ///< the latest item is another one than the transaction demanded
    halve,          ///< too large, as far as can be told
};
struct removal_outcome
{
    removal_step next = removal_step::give_up;
    std::optional<item> latest{}; ///< the latest item, if there is one now
};
removal_outcome read_removal_outcome(error const& failed);

/// Version and latest item, both or neither.
transact_write_items_input save_spec_request(
    std::string const& table, std::string_view sub, spec_info const& info, std::string token);

/// Why such a transaction was cancelled. Throws `store_error` with `malformed_item` if the latest item has no
/// valid time.
spec_save_outcome read_save_outcome(error const& cancelled, std::string_view table);

} // namespace dynasio::stores::specs

#endif
