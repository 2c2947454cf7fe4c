// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_STORES_RECORDS_RECORD_TABLE_STATE_HPP
#define DYNASIO_SRC_STORES_RECORDS_RECORD_TABLE_STATE_HPP

#include "stores/store_core.hpp"
#include "stores/table/definition.hpp"

#include <dynasio/stores/records/detail/record_table_state.hpp>

#include <map>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace dynasio::stores::records {

struct index_key
{
    std::string name;
    char type = 0; ///< `S`, `N` or `B`; 0 if not known
    bool is_sort = false;
};

/// The properties of an index that matter to queries.
struct index_info
{
    std::vector<index_key> keys;
    std::vector<std::string> attributes; ///< what it contains besides its keys and the table's
    bool has_everything = true;          ///< it contains all attributes, as far as is known
    bool projects_all = false;           ///< it contains all attributes of the struct
    bool is_global = false;              ///< cannot be read consistently

    [[nodiscard]] bool has_key(std::string_view name) const noexcept;
};

/// The state that a record table shares with its operations in flight. Immutable, except for the cached indexes.
class record_table_state : public store_core
{
public:
    /// `follower` does not keep the client running. Throws as the table's constructor.
    record_table_state(
        client follower, std::string name, record_type const& type, record_table_options options);

    [[nodiscard]] record_type const& type() const noexcept { return type_; }
    [[nodiscard]] record_table_options const& options() const noexcept { return options_; }
    [[nodiscard]] std::string_view partition_key() const { return type_.fields[type_.partition_key].name; }
    [[nodiscard]] std::string_view sort_key() const
    {
        return type_.sort_key == no_field ? std::string_view() : type_.fields[type_.sort_key].name;
    }

    /// An index of which a description was seen before.
    [[nodiscard]] std::optional<index_info> cached_index(std::string const& name) const;
    /// Replaces all that was known.
    void remember(model::table_description const& seen) const;

private:
    record_type const& type_;
    record_table_options options_;
    mutable std::mutex mutex_;
    mutable std::map<std::string, index_info> indexes_;
};

/// Why a text or binary value of this size cannot be a key; empty if it can.
std::string key_size_problem(std::size_t size, std::size_t limit);

void check_key(record_table_state const& self, encoded_key const& key);
/// Checks all members and the size.
void check_record(record_table_state const& self, encoded_record const& record);

/// A member as a key of a table or an index.
table::key_attribute key_attribute_of(record_field const& field);

/// Why a text is not an allowed value of the member; empty if it is allowed.
std::string category_problem(record_field const& field, std::string_view text);

/// The JSON of an item with these members of a record.
void encode_fields(
    std::string& out, record_type const& type, void const* record, std::span<std::size_t const> fields);

/// JSON that was encoded here.
item decode_encoded(std::string_view json);
/// The keys that an item has.
item key_of_item(record_table_state const& self, item const& whole);

/// The key of a stored item as JSON that is the same for equal keys.
std::string canonical_key_of(record_table_state const& self, item const& stored);
/// The same; empty if it is no key, for instance because of a type that is newer than this library.
std::string canonical_key_or_none(record_table_state const& self, item const& stored);
/// The same for a key that was encoded here.
std::string canonical_key_of(record_table_state const& self, std::string const& key);

} // namespace dynasio::stores::records

#endif
