// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_STORES_DOCUMENTS_TYPED_DOCUMENT_DEFINITION_HPP
#define DYNASIO_STORES_DOCUMENTS_TYPED_DOCUMENT_DEFINITION_HPP

#include <dynasio/mapping/detail/member_pointer_parts.hpp>
#include <dynasio/value/attribute_value.hpp>

namespace dynasio {

/// Specialise this for a described struct to define how it is stored by a `typed_document_store`.
///
///     template <>
///     struct dynasio::document_definition<patient>
///     {
///         static constexpr auto table = "patients";
///         static constexpr auto key_name = "ID";
///         // All of these are optional.
///         static constexpr auto key_type = dynasio::attribute_type::s;
///         static constexpr auto region = "us-east-2";
///         static constexpr auto class_name = "Patient";
///         static constexpr auto module_name = "clinic.models";
///         static constexpr auto left_out = dynasio::document_members<&patient::cache>;
///         static constexpr auto required = dynasio::document_members<&patient::name>;
///         static constexpr std::array<std::string_view, 1> never_encrypted = {"^notes\\."};
///     };
///
/// `table` and `key_name`: the struct is stored as an item of its own in this table, whose partition key is this attribute:
/// as a document, or, where it is in another document, as a shard of that. A struct without a table is a part of the item
/// that it is in. `key_type`: S, N or B. Default: that of the key's member, else S. A member that is stored under `key_name`
/// is the key: it is no part of the document, and `load` sets it.
/// `region`: default is the client's.
/// `class_name` and `module_name`: of the class in Python that is stored alike. Default: the name of the struct without
/// namespaces, and `__main__`. They are written, and compared when the struct is read; they choose no code.
/// `left_out`: members that are neither stored nor read.
/// `required`: members that must be there when the struct is read. Others that are missing keep the value of a
/// default-constructed struct.
/// `never_encrypted`: regular expressions in the syntax of Perl, as in Python. A field whose path contains a match is not
/// encrypted, whatever the key provider says: `search` of the path's text, such as `notes.value.[0].text.value`. Those of
/// the document count, not those of structs within it. The constructor of a store throws `std::invalid_argument` for one
/// that is invalid.
///
/// Names and defaults of members are those of the struct's `struct_mapping`. The specialisation must be visible wherever the
/// struct is stored, so it belongs right after the struct.
template <class T>
struct document_definition;

/// Members of one struct; see `document_members`.
template <auto... Members>
struct document_member_list
{
    template <auto Member>
    static constexpr bool contains = (mapping::same_member<Member, Members> || ...);
};

/// A list of members for `document_definition`: `document_members<&patient::cache, &patient::name>`.
template <auto... Members>
inline constexpr document_member_list<Members...> document_members{};

} // namespace dynasio

#endif
