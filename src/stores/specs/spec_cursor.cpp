// SPDX-License-Identifier: BSL-1.0

#include "stores/specs/spec_cursor.hpp"

#include "stores/argument_checks.hpp"
#include "stores/cursor_text.hpp"
#include "stores/specs/spec_keys.hpp"

#include <stdexcept>

namespace dynasio::stores::specs {

namespace {

/// What a cursor belongs to. No part but the last can contain what separates them.
std::string scope_of(spec_store_options const& store, spec_list const& which)
{
    auto scope = std::string(which.id ? "versions" : "specs") + '\n' + store.table_name + '\n'
        + std::to_string(which.sub.size()) + '\n' + which.sub;
    return which.id ? scope + '\n' + *which.id : scope;
}

// The table's sort key says it all: the other keys of a position follow from it.

void check_position_key(std::string_view key)
{
    if (key.empty() || key.size() > max_sort_key)
        throw_bad_input("cursor", "invalid cursor");
    check_text("cursor", key);
}

} // namespace

std::string encode_spec_cursor(
    spec_store_options const& store, spec_list const& which, item const& last_evaluated_key)
{
    return write_cursor(store.cursor_keys, scope_of(store, which), encode_spec_position(last_evaluated_key));
}

item decode_spec_cursor(spec_store_options const& store, spec_list const& which, std::string_view cursor)
{
    auto const key = read_cursor(store.cursor_keys, scope_of(store, which), cursor);
    if (!key)
        throw_bad_input("cursor", "invalid cursor: not of this list");
    return which.id ? decode_spec_versions_position(which.sub, *which.id, *key)
                    : decode_spec_list_position(which.sub, *key);
}

std::string encode_spec_position(item const& last_evaluated_key)
{
    auto const* key = last_evaluated_key.find("updated_at_id");
    if (!key || !key->if_string())
        throw std::invalid_argument("a position in the table of specs has the key updated_at_id");
    return key->as_string();
}

item decode_spec_list_position(std::string_view sub, std::string_view key)
{
    check_position_key(key);
    if (!key.starts_with(spec_latest_key("")))
        throw_bad_input("cursor", "invalid cursor: not of a list of specs");
    return {{"sub", sub}, {"updated_at_id", key}};
}

item decode_spec_versions_position(std::string_view sub, std::string_view id, std::string_view key)
{
    check_position_key(key);
    auto index_key = key.find('#') == key.npos ? std::string() : spec_index_key(key);
    // Pages may end at items of other specs, whose ids begin with this one: the filter leaves them out
    // afterwards.
    auto const begin = std::string(id) + '#';
    if (index_key < begin + '0' || index_key > begin + ':')
        throw_bad_input("cursor", "invalid cursor: not of the versions of this spec");
    return {{"sub", sub}, {"updated_at_id", key}, {"id_updated_at", std::move(index_key)}};
}

} // namespace dynasio::stores::specs
