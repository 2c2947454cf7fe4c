// SPDX-License-Identifier: BSL-1.0

#include "stores/specs/spec_cursor.hpp"

#include "stores/argument_checks.hpp"
#include "stores/cursor_text.hpp"
#include "stores/specs/spec_keys.hpp"

#include <stdexcept>

namespace dynasio::stores::specs {

namespace {

// The table's sort key says it all: the other keys of a position follow from it.

std::string decode_key(std::string_view cursor)
{
    auto key = from_url_text(cursor);
    if (!key || key->empty() || key->size() > max_sort_key)
        throw_bad_input("cursor", "invalid cursor");
    check_text("cursor", *key);
    return *std::move(key);
}

} // namespace

std::string encode_spec_cursor(item const& last_evaluated_key)
{
    auto const* key = last_evaluated_key.find("updated_at_id");
    if (!key || !key->if_string())
        throw std::invalid_argument("a position in the table of specs has the key updated_at_id");
    return to_url_text(key->as_string());
}

item decode_spec_list_cursor(std::string_view sub, std::string_view cursor)
{
    auto key = decode_key(cursor);
    if (!key.starts_with(spec_latest_key("")))
        throw_bad_input("cursor", "invalid cursor: not of a list of specs");
    return {{"sub", sub}, {"updated_at_id", std::move(key)}};
}

item decode_spec_versions_cursor(std::string_view sub, std::string_view id, std::string_view cursor)
{
    auto key = decode_key(cursor);
    auto index_key = key.find('#') == key.npos ? std::string() : spec_index_key(key);
    // Pages may end at items of other specs, whose ids begin with this one: the filter leaves them out
    // afterwards.
    auto const begin = std::string(id) + '#';
    if (index_key < begin + '0' || index_key > begin + ':')
        throw_bad_input("cursor", "invalid cursor: not of the versions of this spec");
    return {{"sub", sub}, {"updated_at_id", std::move(key)}, {"id_updated_at", std::move(index_key)}};
}

} // namespace dynasio::stores::specs
