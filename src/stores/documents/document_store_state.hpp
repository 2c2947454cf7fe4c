// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_STORES_DOCUMENTS_DOCUMENT_STORE_STATE_HPP
#define DYNASIO_SRC_STORES_DOCUMENTS_DOCUMENT_STORE_STATE_HPP

#include "stores/store_core.hpp"

#include <dynasio/stores/documents/document_options.hpp>
#include <dynasio/stores/documents/document_path.hpp>
#include <dynasio/stores/documents/document_store_options.hpp>
#include <dynasio/stores/documents/document_sweep.hpp>
#include <dynasio/stores/documents/document_tree.hpp>
#include <dynasio/stores/documents/stored_document.hpp>
#include <dynasio/stores/item_location.hpp>

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace dynasio::stores::documents {

/// Which tables an item may name.
enum class table_trust : unsigned char
{
    of_tree, ///< those of the tree
    all,     ///< whatever items name
};

/// Where an item of a document is, and the attribute that is its key.
struct item_address
{
    std::string table{};
    std::string region{};
    std::string key_name{};
    attribute_value key{};

    [[nodiscard]] item key_item() const { return item::of(key_name, key); }
    [[nodiscard]] item_location location() const { return {table, region, key_item()}; }
    /// Equal for equal items.
    [[nodiscard]] std::string identity() const;
};

class document_store_state : public store_core
{
public:
    using pointer = std::shared_ptr<document_store_state const>;

    /// `follower` does not keep the client running. Throws as the store's constructor.
    document_store_state(
        client follower, document_tree tree, table_trust trust, document_store_options options);

    [[nodiscard]] document_tree const& tree() const noexcept { return tree_; }
    [[nodiscard]] document_store_options const& options() const noexcept { return options_; }

    /// The region of the store's client, which is that of tables without one.
    [[nodiscard]] std::string const& region() const noexcept { return region_; }

    /// Whether requests to this region have a client.
    [[nodiscard]] bool reaches(std::string const& region) const noexcept;
    [[nodiscard]] bool trusts(std::string const& table, std::string const& region) const;

    /// In seconds since 1970.
    [[nodiscard]] std::int64_t now() const;

    [[nodiscard]] item_address root(attribute_value key) const;

    /// The callbacks of a call win over those of the store.
    [[nodiscard]] document_key_provider const& keys_for(document_key_provider const& of_call) const
    {
        return of_call ? of_call : options_.keys;
    }
    [[nodiscard]] document_key_generator const& generator_for(document_key_generator const& of_call) const
    {
        return of_call ? of_call : options_.key_generator;
    }

    /// Tells the observer of the client of items that nothing refers to any more.
    void warn_left(std::vector<item_location> const& items, std::string const& text) const;

    /// A random UUID.
    [[nodiscard]] attribute_value new_key() const;

    /// Throws `bad_input` unless each table of the tree is in a region with a client.
    void check_regions() const;
    /// Throws `bad_input` for a root key of another type than the table's, an empty or a too long one.
    void check_key(attribute_value const& key) const;
    /// Throws `bad_input` unless the store tracks revisions, or none is asked for.
    void check_revision(std::optional<std::int64_t> asked) const;

private:
    document_tree tree_;
    document_store_options options_;
    table_trust trust_;
    std::string region_;
    bool one_endpoint_; ///< all regions are behind the client's
};

/// The clients that one operation uses, by region.
class region_clients
{
public:
    explicit region_clients(document_store_state const& store) : store_(store) {}

    /// Valid until the operation ends.
    client const& of(std::string const& region);

private:
    document_store_state const& store_;
    std::map<std::string, client, std::less<>> others_;
};

/// Why a value cannot be the key of a table; empty if it can.
[[nodiscard]] std::string_view key_value_problem(attribute_value const& key, attribute_type type);

/// Whether it can be the key of some table.
[[nodiscard]] bool can_be_key(attribute_value const& key);

/// The text of a place, as in error messages: `$` for the root.
[[nodiscard]] std::string place_text(document_path const& where);

/// Throws `store_error` about an item and a place in its document.
[[noreturn]] void fail_at(
    store_errc code, item_address const& at, document_path const& where, std::string reason);

// Operations of `document_store`. They own all they need.

using state_pointer = document_store_state::pointer;

awaitable<std::optional<stored_document>> read_document(
    state_pointer self, attribute_value key, document_read_options options);
awaitable<std::vector<attribute_value>> read_document_path(
    state_pointer self, attribute_value key, std::string path, document_read_options options);
awaitable<written_document> write_document(
    state_pointer self, attribute_value document, document_write_options options);
awaitable<bool> write_document_path(state_pointer self, attribute_value key, std::string path,
    attribute_value value, document_change_options options);
awaitable<bool> update_document(state_pointer self, attribute_value key,
    document_callback<attribute_value, attribute_value> change, document_change_options options);
awaitable<document_sweep_result> sweep_documents(state_pointer self, document_sweep_options options);
awaitable<bool> remove_document(state_pointer self, attribute_value key, document_change_options options);
awaitable<std::size_t> remove_shards(
    state_pointer self, std::vector<item_location> shards, call_options options);

} // namespace dynasio::stores::documents

#endif
