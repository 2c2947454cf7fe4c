// SPDX-License-Identifier: BSL-1.0
//
// Stored items as described structs, and how what does not fit is reported.

#ifndef DYNASIO_SRC_STORES_STORED_ITEM_HPP
#define DYNASIO_SRC_STORES_STORED_ITEM_HPP

#include <dynasio/mapping.hpp>
#include <dynasio/stores/store_error.hpp>

#include <initializer_list>
#include <string>
#include <string_view>

namespace dynasio::detail {

/// Those of `names` that the item has, to say in an error which item it was.
item part_of(item const& whole, std::initializer_list<std::string_view> names);

[[noreturn]] void throw_malformed(std::string_view table, item key, mapping_error const& problem);

/// The item as a struct; what does not fit is `malformed_item`. `key` is asked only then.
template <class T, class Key>
T read_stored(item const& stored, std::string_view table, Key key)
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

} // namespace dynasio::detail

#endif
