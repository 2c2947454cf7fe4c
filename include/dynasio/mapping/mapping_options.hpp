// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_MAPPING_MAPPING_OPTIONS_HPP
#define DYNASIO_MAPPING_MAPPING_OPTIONS_HPP

namespace dynasio {

/// What happens to attributes that a struct does not have.
enum class unknown_attributes : unsigned char
{
    ignore,
    refuse,
};

/// How the names of enumerators are stored. It applies to enums without an `enum_text` of their own.
enum class enumerator_case : unsigned char
{
    as_written,
    upper,
};

/// How structs become items and back.
struct mapping_options
{
    unknown_attributes unknown = unknown_attributes::ignore;
    enumerator_case enumerators = enumerator_case::as_written;

    friend bool operator==(mapping_options const&, mapping_options const&) = default;
};

} // namespace dynasio

#endif
