// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_MAPPING_ATTRIBUTE_MAPPING_HPP
#define DYNASIO_MAPPING_ATTRIBUTE_MAPPING_HPP

namespace dynasio {

/// Specialise this to define how a type of your own is stored. It takes precedence over all other mappings.
///
///     template <>
///     struct dynasio::attribute_mapping<money>
///     {
///         static attribute_value to_attribute(money const& m);
///         static money from_attribute(attribute_value const& value);
///     };
///
/// Both may throw. Exceptions derived from `std::exception` become a `mapping_error` with the path of the attribute.
/// The specialisation must be visible wherever the type is mapped.
template <class T>
struct attribute_mapping;

} // namespace dynasio

#endif
