// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_MAPPING_UNMAPPED_ATTRIBUTES_HPP
#define DYNASIO_MAPPING_UNMAPPED_ATTRIBUTES_HPP

#include <dynasio/mapping.hpp>

#include <algorithm>
#include <string_view>

namespace dynasio {

/// Whether a described struct has a member for the attribute of this name.
template <class T>
[[nodiscard]] bool is_mapped_attribute(std::string_view name)
{
    static_assert(mapping::is_checked<T>);
    return std::ranges::find(mapping::described<T>::names, name) != mapping::described<T>::names.end();
}

/// The attributes of an item that a described struct has no member for, which `from_item<T>` ignores: to keep what other
/// programs, or newer versions of this one, have written.
template <class T>
[[nodiscard]] item unmapped_attributes(item const& from)
{
    item result;
    for (auto const& each : from)
        if (!is_mapped_attribute<T>(each.name))
            result.set(each.name, each.value);
    return result;
}

} // namespace dynasio

#endif
