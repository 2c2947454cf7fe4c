// SPDX-License-Identifier: BSL-1.0
//
// Decoding of stored items, and how malformed ones are reported or skipped.

#ifndef DYNASIO_SRC_STORES_STORED_ITEM_HPP
#define DYNASIO_SRC_STORES_STORED_ITEM_HPP

#include <dynasio/mapping.hpp>
#include <dynasio/stores/store_error.hpp>

#include <initializer_list>
#include <string_view>

namespace dynasio::stores {

/// The attributes of the item with these names, if they exist.
template <class Names = std::initializer_list<std::string_view>>
item pick(item const& whole, Names const& names)
{
    item part;
    for (auto const& name : names)
        if (auto const* value = whole.find(name))
            part.set(name, *value);
    return part;
}

/// What is known of an item's key, and the rest of it as far as the item has it.
template <class Names = std::initializer_list<std::string_view>>
item complete_key(item known, item const& stored, Names const& names)
{
    for (auto const& [name, value] : pick(stored, names))
        if (!known.contains(name))
            known.set(name, value);
    return known;
}

[[noreturn]] void throw_malformed(std::string_view table, item key, mapping_error const& problem);

/// The item as a struct. Throws `malformed_item` if it does not fit; only then `key` is called.
template <class T, class Key>
T decode_stored_item(item const& stored, std::string_view table, Key key)
{
    try
    {
        return from_item<T>(stored);
    }
    catch (mapping_error const& e)
    {
        throw_malformed(table, key(), e);
    }
}

} // namespace dynasio::stores

#endif
