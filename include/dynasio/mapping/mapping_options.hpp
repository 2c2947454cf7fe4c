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

/// The stored form of enumerators. Applies to enums without an `enum_text` of their own.
enum class enumerator_case : unsigned char
{
    as_written,
    upper,
};

/// Options of the mapping between structs and items.
struct mapping_options
{
    unknown_attributes unknown = unknown_attributes::ignore;
    enumerator_case enumerators = enumerator_case::as_written;

    friend bool operator==(mapping_options const&, mapping_options const&) = default;
};

} // namespace dynasio

#endif
