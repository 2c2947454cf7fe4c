// SPDX-License-Identifier: BSL-1.0
//
// Structs to documents and back, as `typed_document_store` stores them; without a client. Members are stored as mapping.hpp
// describes, under the names of their `struct_mapping`. In the wrapped form, their classes in Python are:
//
// | member                              | class                                                  |
// |-------------------------------------|--------------------------------------------------------|
// | string, enum                        | `str`                                                  |
// | `bool`                              | `bool`                                                 |
// | integer                             | `int`                                                  |
// | `float`, `double`                   | `float`; `int` is read too                             |
// | `number`, time                      | `int` or `float`; both are read                        |
// | binary                              | `bytes`                                                |
// | set                                 | `set`                                                  |
// | vector, array                       | `list`, whose elements are wrapped too                 |
// | map, `item`                         | `dict`; what is within it is not wrapped               |
// | empty optional or set               | `NoneType`                                             |
// | described struct                    | its own, see `document_definition`                     |
// | `std::variant` of described structs | that of the struct which it holds; no other is read    |
// | any other                           | by its value                                           |
//
// What is within an inner list is not wrapped either, as dynamo-store has it; objects name their class wherever they are. An
// empty optional of a struct that is a shard, or contains one, is left out.
//
// A value that is not wrapped is read as well, and so is an object that does not name its class, unless it is in the place
// of a variant: there `typed_document_options::class_of` of a store chooses it. A missing member keeps the value of a
// default-constructed struct, unless it is `required`; an optional or set is empty.

#ifndef DYNASIO_STORES_DOCUMENTS_TYPED_DOCUMENT_MAPPING_HPP
#define DYNASIO_STORES_DOCUMENTS_TYPED_DOCUMENT_MAPPING_HPP

#include <dynasio/mapping.hpp>
#include <dynasio/stores/documents/document_tree.hpp>
#include <dynasio/stores/documents/typed/detail/check_document.hpp>
#include <dynasio/stores/documents/typed/detail/object_tree.hpp>
#include <dynasio/stores/documents/typed/detail/read_object.hpp>
#include <dynasio/stores/documents/typed/detail/write_object.hpp>
#include <dynasio/stores/documents/typed/document_definition.hpp>
#include <dynasio/stores/documents/typed/document_form.hpp>
#include <dynasio/stores/documents/typed/typed_document_options.hpp>
#include <dynasio/stores/documents/typed/typed_reading.hpp>

#include <exception>

namespace dynasio {

/// The struct as a document, without its key: a map.
/// Throws `mapping_error` for what DynamoDB cannot hold (see `to_item`), and for a key of a map that is called `__class__`,
/// `__module__`, `__metatype__` or `__dystore_meta__`.
template <class T>
[[nodiscard]] attribute_value to_document(T const& value, document_form form = document_form::wrapped)
{
    if constexpr (stores::documents::is_document_object<T>)
        return stores::documents::write_object(value, form, form == document_form::wrapped);
    else
        return {};
}

/// The document as a struct.
/// Throws `mapping_error` with the place of the member, such as `places[1].city`, for a value of another type or class than
/// the member's, an object of another class, a missing required member, a shard that was not read, and as `from_item`.
template <class T>
[[nodiscard]] T from_document(attribute_value const& from, typed_reading how = {})
{
    if constexpr (stores::documents::is_document_object<T>)
        return mapping::read_root<T>([&](T& result) { stores::documents::read_at(from, result, how); });
    else
        std::terminate(); // not reached
}

/// The tables of a struct with a table, and of the structs within it.
template <class T>
[[nodiscard]] document_tree document_tree_of(typed_document_options const& options = {})
{
    if constexpr (stores::documents::is_document<T>)
    {
        stores::documents::tree_options const how{options.form, options.table_names};
        return stores::documents::tree_of<T>(how, {});
    }
    else
        return {};
}

} // namespace dynasio

#endif
