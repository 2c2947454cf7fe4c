// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_MAPPING_MAPPING_OPTIONS_HPP
#define DYNASIO_MAPPING_MAPPING_OPTIONS_HPP

namespace dynasio {

/// How to handle attributes that have no matching member.
enum class unknown_attributes : unsigned char
{
    ignore,
    refuse,
};

/// Options of reading items into structs.
struct mapping_options
{
    unknown_attributes unknown = unknown_attributes::ignore;

    friend bool operator==(mapping_options const&, mapping_options const&) = default;
};

} // namespace dynasio

#endif
