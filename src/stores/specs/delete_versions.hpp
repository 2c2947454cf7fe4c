// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_STORES_SPECS_DELETE_VERSIONS_HPP
#define DYNASIO_SRC_STORES_SPECS_DELETE_VERSIONS_HPP

#include "stores/specs/spec_store_state.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace dynasio::stores::specs {

/// What the removal of a spec has found, and what has come of it.
struct spec_removal
{
    item latest_key{};                    ///< whether there is such an item or not
    std::optional<std::int64_t> latest{}; ///< the time of the latest item that stays, with its version
    std::vector<item> versions{};         ///< keys of the versions that are to be deleted
    std::size_t deleted = 0;              ///< items
    bool written = false;                 ///< something was deleted, or may have been
};

/// Deletes the versions so that none of a later save is hit, also where it has the same second: each transaction checks that
/// the latest item is as expected. One request at a time, as two with this check would be in each other's way. Throws
/// `store_error` with `unfinished`; a cancellation is thrown as `operation_aborted`. `self` and `removal` must live until it
/// ends; `call` has a deadline.
awaitable<void> delete_versions(spec_store_state const& self, call_options call, spec_removal& removal);

} // namespace dynasio::stores::specs

#endif
