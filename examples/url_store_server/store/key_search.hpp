// SPDX-License-Identifier: BSL-1.0
//
// Teaches: a search by an index of one's own, without a scan.

#ifndef DYNASIO_EXAMPLES_URL_STORE_SERVER_STORE_KEY_SEARCH_HPP
#define DYNASIO_EXAMPLES_URL_STORE_SERVER_STORE_KEY_SEARCH_HPP

#include "decide/permissions.hpp"
#include "store/store_tables.hpp"

#include <optional>
#include <string>
#include <vector>

namespace examples {

/// The keys whose metadata has all terms, or all keys without any term, in the order of their bytes; only those that the
/// user may read. Holds 32 keys, and for all keys as many per shard.
/// A key that is found in the index is compared with what is stored, so the answer is right at the moment of the read.
class key_search
{
public:
    key_search(store_tables tables, user who, std::vector<std::string> terms);

    /// The next keys, possibly none; empty after the last ones. The object must outlive the operation.
    asio::awaitable<std::optional<std::vector<std::string>>> next();

private:
    struct source
    {
        dynasio::record_stream<index_entry> entries;
        std::optional<index_entry> first = {};
    };

    asio::awaitable<void> begin();
    asio::awaitable<std::vector<std::string>> candidates();
    [[nodiscard]] bool matches(stored_key const& key) const;

    store_tables tables_;
    user who_;
    std::vector<std::string> terms_;
    std::vector<source> sources_;
    bool begun_ = false;
};

} // namespace examples

#endif
