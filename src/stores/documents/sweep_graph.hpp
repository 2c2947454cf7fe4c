// SPDX-License-Identifier: BSL-1.0
//
// Which of many old shards nothing refers to. Pure.

#ifndef DYNASIO_SRC_STORES_DOCUMENTS_SWEEP_GRAPH_HPP
#define DYNASIO_SRC_STORES_DOCUMENTS_SWEEP_GRAPH_HPP

#include "stores/documents/document_store_state.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace dynasio::stores::documents {

/// A shard that may be deleted.
struct sweep_candidate
{
    item_address at{};
    std::optional<std::int64_t> written_at{};
};

/// All candidates are added before the first reference.
class sweep_graph
{
public:
    void add(sweep_candidate candidate);

    /// An item refers to a shard. References of candidates count if these are referred to themselves; those of all other
    /// items always count.
    void refer(std::string const& from, std::string const& to);

    [[nodiscard]] std::size_t size() const noexcept { return candidates_.size(); }

    /// The candidates that no other item leads to. Call it once.
    [[nodiscard]] std::vector<sweep_candidate> unreferenced();

private:
    struct node
    {
        sweep_candidate candidate{};
        std::vector<std::size_t> refers_to{};
        bool is_alive = false;
    };

    void revive(std::size_t first);

    std::vector<node> candidates_;
    std::unordered_map<std::string, std::size_t> places_; ///< by identity
};

} // namespace dynasio::stores::documents

#endif
