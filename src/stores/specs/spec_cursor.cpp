// SPDX-License-Identifier: BSL-1.0

#include "stores/specs/spec_cursor.hpp"

#include "stores/argument_checks.hpp"
#include "stores/cursor_text.hpp"
#include "stores/specs/spec_keys.hpp"

#include <algorithm>
#include <optional>
#include <stdexcept>

namespace dynasio {

namespace {

// The table's sort key says it all: the other keys of a position follow from it.

std::string decode_key(std::string_view cursor)
{
    auto key = detail::from_url_text(cursor);
    if (!key || key->empty() || key->size() > detail::max_sort_key)
        detail::refuse("cursor", "is none that this store gave");
    detail::check_text("cursor", *key);
    return *std::move(key);
}

/// The index's sort key of the item with this key: what stands before the first `#`, and what is behind it,
/// change places.
std::optional<std::string> index_key_of(std::string const& key)
{
    auto const separator = key.find('#');
    if (separator == key.npos)
        return std::nullopt;
    return key.substr(separator + 1) + '#' + key.substr(0, separator);
}

} // namespace

std::string encode_spec_cursor(item const& last_evaluated_key)
{
    auto const* key = last_evaluated_key.find("updated_at_id");
    if (!key || !key->if_string())
        throw std::invalid_argument("a position in the table of specs has the key updated_at_id");
    return detail::to_url_text(key->as_string());
}

item decode_spec_list_cursor(std::string_view sub, std::string_view cursor)
{
    auto key = decode_key(cursor);
    if (!key.starts_with(spec_latest_key("")))
        detail::refuse("cursor", "is not one of a list of specs");
    return {{"sub", sub}, {"updated_at_id", std::move(key)}};
}

item decode_spec_versions_cursor(std::string_view sub, std::string_view id, std::string_view cursor)
{
    auto key = decode_key(cursor);
    auto index_key = index_key_of(key);
    // Pages may end at items of other specs, whose ids begin with this one: the filter leaves them out
    // afterwards.
    auto const begin = std::string(id) + '#';
    if (!index_key || *index_key < begin + '0' || *index_key > begin + ':')
        detail::refuse("cursor", "is not one of a list of versions of this spec");
    return {{"sub", sub}, {"updated_at_id", std::move(key)}, {"id_updated_at", *std::move(index_key)}};
}

} // namespace dynasio
