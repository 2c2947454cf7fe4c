// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_MAPPING_ATTRIBUTE_MAPPING_HPP
#define DYNASIO_MAPPING_ATTRIBUTE_MAPPING_HPP

namespace dynasio {

/// Specialise this for a type of your own to say how it is stored. It goes before the mapping of any other type.
///
///     template <>
///     struct dynasio::attribute_mapping<money>
///     {
///         static attribute_value to_attribute(money const& m);
///         static money from_attribute(attribute_value const& value);
///     };
///
/// Both may throw; whatever derives from `std::exception` reaches the user as a `mapping_error` with the attribute's path.
/// The specialisation must be visible wherever the type is mapped.
template <class T>
struct attribute_mapping;

} // namespace dynasio

#endif
