// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_MAPPING_DETAIL_STORED_ENUM_CASE_HPP
#define DYNASIO_MAPPING_DETAIL_STORED_ENUM_CASE_HPP

#include <dynasio/mapping/mapping_options.hpp>

namespace dynasio {

template <class Record>
struct record_definition;

namespace mapping {

/// Whether the struct is the record of a typed table.
template <class Record>
concept defined_record = requires { sizeof(record_definition<Record>); };

/// How values that belong to this struct are stored: tables of typed records keep enumerators in upper case.
template <class Record>
constexpr mapping_options options_of()
{
    if constexpr (defined_record<Record>)
        return {unknown_attributes::ignore, enumerator_case::upper};
    else
        return {};
}

} // namespace mapping

} // namespace dynasio

#endif
