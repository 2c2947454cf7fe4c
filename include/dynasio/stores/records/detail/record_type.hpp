// SPDX-License-Identifier: BSL-1.0
//
// A type-erased description of a struct for `record_table`, so that its operations are compiled once.

#ifndef DYNASIO_STORES_RECORDS_DETAIL_RECORD_TYPE_HPP
#define DYNASIO_STORES_RECORDS_DETAIL_RECORD_TYPE_HPP

#include <dynasio/json/detail/decode.hpp>
#include <dynasio/stores/records/record_definition.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace dynasio::stores::records {

struct encoded_key;
struct stored_type;

inline constexpr std::size_t no_field = static_cast<std::size_t>(-1);

/// One member.
struct record_field
{
    std::string_view name;
    char key_tag = 0; ///< `S`, `N` or `B`, for types that can be keys of an index
    bool may_be_absent = false;
    std::span<std::string_view const> categories{}; ///< none: any text
};

/// One struct. Pointers to void are to objects of it.
struct record_type
{
    std::span<record_field const> fields;
    std::span<stored_type const* const> types; ///< of the fields
    std::size_t partition_key;
    std::size_t sort_key;     ///< or `no_field`
    std::size_t version;      ///< or `no_field`
    std::size_t time_to_live; ///< or `no_field`
    /// Equal keys have the same JSON: no number can be written in several ways.
    bool keys_are_canonical;

    /// The JSON of the item. Throws `encode_error`.
    void (*encode)(std::string& out, void const* record);
    /// The JSON of one member's value, which must not be absent. Throws `encode_error`.
    void (*encode_field)(std::string& out, void const* record, std::size_t field);
    /// A copy whose version is one more; null where there is no version, or none above this one. `read` gets the version's
    /// digits as they are, if there is one.
    std::shared_ptr<void const> (*next_version)(void const* record, std::string& read);
    /// The digits of the version of a default-constructed record; empty where there is none.
    std::string (*default_version)();
    /// The key of a record, checked.
    encoded_key (*key_of)(void const* record);
    /// The text of a member with categories; null when it is absent.
    std::string const* (*category_text)(void const* record, std::size_t field);
    /// The seconds since 1970 at which a record expires; empty when the member is, and without time to live.
    std::optional<std::int64_t> (*expires_at)(void const* record);

    [[nodiscard]] std::size_t find(std::string_view name) const noexcept
    {
        for (std::size_t i = 0; i < fields.size(); ++i)
            if (fields[i].name == name)
                return i;
        return no_field;
    }
    [[nodiscard]] bool is_key(std::size_t field) const noexcept
    {
        return field == partition_key || field == sort_key;
    }
};

/// Receives the records that are read: a list or an optional of the struct.
struct record_target
{
    void* object;
    /// Makes room for one more, and says where its JSON goes. `list` is the JSON list that it stands in, if it does.
    json::target (*add)(void* object, json::frame const* list);
    std::size_t (*size)(void const* object);
    void const* (*at)(void const* object, std::size_t index);
    /// Takes away what was added last.
    void (*shrink)(void* object, std::size_t size);
};

} // namespace dynasio::stores::records

#endif
