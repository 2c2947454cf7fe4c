// SPDX-License-Identifier: BSL-1.0
//
// The request that makes a written document visible: the put of its root.

#ifndef DYNASIO_SRC_STORES_DOCUMENTS_COMMIT_ROOT_HPP
#define DYNASIO_SRC_STORES_DOCUMENTS_COMMIT_ROOT_HPP

#include "stores/documents/document_plan.hpp"
#include "stores/documents/document_store_state.hpp"

#include <dynasio/error.hpp>
#include <dynasio/expressions/condition.hpp>

#include <cstdint>
#include <optional>
#include <string>

namespace dynasio::stores::documents {

struct root_commit
{
    std::optional<item> replaced{}; ///< the root that was there before
    bool replaced_is_unknown = false;
    /// It may have been carried out, but the document is another one now: others may have deleted the shards, so they must
    /// be written again under new keys.
    bool lost = false;
    std::int64_t revision = 0;
    std::optional<error> failure{}; ///< nothing was committed
};

/// The condition that the stored root has this revision; 0: none, or there is no root.
[[nodiscard]] condition has_revision(std::int64_t revision);

/// The revision of a stored root; 0 for none. Throws `malformed_item`.
[[nodiscard]] std::int64_t revision_of(std::optional<item> const& stored, item_address const& at);

/// Why a document was not changed that must have this revision. `stored`: the root, if the service has returned it.
[[nodiscard]] std::string other_revision(
    std::optional<item> const& stored, item_address const& at, std::int64_t wanted);
[[nodiscard]] std::string other_revision(std::int64_t stored, std::int64_t wanted);

/// Puts the root, under the condition of the options. `sent` becomes true when it may be visible. Throws `already_exists`
/// and `conflict`; all other errors are in the result, also a cancellation. Requests: one PutItem; where the store tracks
/// revisions, and the options have none, one GetItem for each. What is passed must live until it ends.
awaitable<root_commit> commit_root(document_store_state const& self, region_clients& clients,
    document_plan& plan, document_write_options const& options, call_options call, bool& sent);

} // namespace dynasio::stores::documents

#endif
