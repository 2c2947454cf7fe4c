// SPDX-License-Identifier: BSL-1.0
//
// Specs as items of the table and back.

#ifndef DYNASIO_SRC_STORES_SPECS_SPEC_ITEM_HPP
#define DYNASIO_SRC_STORES_SPECS_SPEC_ITEM_HPP

#include <dynasio/mapping/attribute_mapping.hpp>
#include <dynasio/stores/specs/spec.hpp>
#include <dynasio/value/attribute_value.hpp>

#include <boost/describe/class.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace dynasio::stores::specs {

/// Seconds that are stored as decimal text, not as a number.
struct decimal_seconds
{
    std::int64_t value = 0;

    [[nodiscard]] std::string text() const { return std::to_string(value); }
};

/// The attributes that are read.
struct stored_spec
{
    std::string id{};
    decimal_seconds updated_at{};
    std::string version{};
    std::int64_t model_count = 0;
    std::optional<std::string> title{};
    std::optional<std::string> description{};
    std::optional<std::string> name{};
};
BOOST_DESCRIBE_STRUCT(stored_spec, (), (id, updated_at, version, model_count, title, description, name))

/// All attributes that are written.
struct whole_spec : stored_spec
{
    std::string sub{};
    std::string updated_at_id{};
    std::string id_updated_at{};
};
BOOST_DESCRIBE_STRUCT(whole_spec, (stored_spec), (sub, updated_at_id, id_updated_at))

/// The item of this version, which never changes.
[[nodiscard]] item encode_spec_version(std::string_view sub, spec_info const& info);

/// The latest item: a copy of the newest version under another key.
[[nodiscard]] item encode_latest_spec(std::string_view sub, spec_info const& info);

/// Either kind of item. Unknown attributes are ignored; absent and NULL optional attributes are absent; a
/// count such as `3.0` is 3. Throws `store_error` with `malformed_item`, naming `table`, the item's key and
/// the attribute.
[[nodiscard]] spec_info decode_spec(item const& stored, std::string_view table);

/// The seconds of an item. Throws as `decode_spec`.
[[nodiscard]] std::int64_t decode_spec_time(item const& stored, std::string_view table);

/// The table key of an item.
[[nodiscard]] item spec_key(item const& stored);

/// The sort key of an item; empty if there is none.
[[nodiscard]] std::string_view sort_key_of(item const& stored);

/// The spec to store when `input` is saved at `seconds`. Throws `store_error` with `bad_input`: empty `sub`, `id`
/// or `version`, neither `id` nor `name`, a key that is too long, text that is not UTF-8, a negative
/// `model_count`, an item that would not fit with its copy in the index (about 200 KB).
[[nodiscard]] spec_info checked_spec(std::string_view sub, spec const& input, std::int64_t seconds);

/// The id of a spec. Throws `store_error` with `bad_input`.
void check_spec_id(std::string_view id);

} // namespace dynasio::stores::specs

template <>
struct dynasio::attribute_mapping<dynasio::stores::specs::decimal_seconds>
{
    static attribute_value to_attribute(stores::specs::decimal_seconds seconds) { return seconds.text(); }
    static stores::specs::decimal_seconds from_attribute(attribute_value const& value);
};

#endif
