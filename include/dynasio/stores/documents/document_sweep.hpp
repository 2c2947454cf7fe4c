// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_STORES_DOCUMENTS_DOCUMENT_SWEEP_HPP
#define DYNASIO_STORES_DOCUMENTS_DOCUMENT_SWEEP_HPP

#include <dynasio/call_options.hpp>
#include <dynasio/stores/documents/document_tree.hpp>
#include <dynasio/stores/item_location.hpp>

#include <chrono>
#include <cstddef>
#include <functional>
#include <optional>
#include <vector>

namespace dynasio {

/// How far a sweep has come.
struct document_sweep_progress
{
    std::size_t candidates = 0; ///< shards that are old enough
    std::size_t examined = 0;   ///< items whose references were collected
    std::size_t deleted = 0;
};

/// Options of `document_store::sweep`.
struct document_sweep_options
{
    // Not an aggregate, so that GCC 12 handles it as a default argument.
    document_sweep_options() {}

    /// Shards that were written later than this before now are left alone: a write that stores them may still be on its way
    /// to its root. Longer than any write may take, and than clocks of writers differ; at least one hour.
    std::chrono::seconds older_than = std::chrono::hours(24);

    /// Only tells what would be deleted. Default false.
    bool dry_run = false;

    /// Shards that an earlier sweep, `older_than` or longer ago, has reported as `undated`: they are deleted if nothing
    /// refers to them now either.
    std::vector<item_location> seen_before = {};

    /// Other trees that have shards in the tables of this one. Shards that only documents of a tree refer to which is not
    /// named here are deleted.
    std::vector<document_tree> other_trees = {};

    /// How many old shards one sweep looks at; the result says where the next one goes on. Each takes some hundred bytes of
    /// memory. At least 1.
    std::size_t max_candidates = 100'000;

    /// Goes on where the result of an earlier sweep says.
    std::optional<item_location> after = std::nullopt;

    /// Called after each page. Empty: nobody is told.
    std::function<void(document_sweep_progress const&)> progress = {};

    /// Options of the requests. Without a timeout, the sweep takes as long as it takes.
    call_options call = {};
};

/// What a sweep has found.
struct document_sweep_result
{
    document_sweep_progress total = {};
    /// Shards that nothing refers to: deleted, unless it was a dry run.
    std::vector<item_location> unreferenced = {};
    /// Shards that nothing refers to, but whose age is not known, since dynamo-store wrote them, or
    /// `document_cipher::legacy`. They were not deleted; see `document_sweep_options::seen_before`.
    std::vector<item_location> undated = {};
    /// Where the next sweep goes on; empty if this one came to the end.
    std::optional<item_location> next = std::nullopt;
};

} // namespace dynasio

#endif
