// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_MAPPING_STRUCT_MAPPING_HPP
#define DYNASIO_MAPPING_STRUCT_MAPPING_HPP

#include <dynasio/mapping/detail/member_pointer_parts.hpp>

#include <array>
#include <cstddef>
#include <string_view>

namespace dynasio {

/// Specialise this for a described struct whose attributes are not named like its members, or are missing in items that were
/// written before a member existed:
///
///     template <>
///     struct dynasio::struct_mapping<order>
///     {
///         // Both are optional.
///         static constexpr auto names = dynasio::stored_names(
///             dynasio::stored_as<&order::customer>("customer-id"),
///             dynasio::stored_as<&order::total>("order total"));
///         static constexpr auto defaults = dynasio::defaulted<&order::revision, &order::note>;
///     };
///
/// `names` holds for everything that is stored, read, compared or changed. Names of attributes are case-sensitive.
/// `defaults` lists members that have, where their attribute is missing, the value of a default-constructed struct. Writing
/// stores them always. Optionals and sets need no default: they are empty then.
///
/// The mapping of an inherited member is that of the struct that declares it. The specialisation must be visible wherever
/// the struct is mapped, so it belongs right after the struct.
template <class T>
struct struct_mapping;

/// The name of the attribute of one member, made by `stored_as`.
template <auto Member, std::size_t Size>
class stored_name
{
public:
    static constexpr auto member = Member;

    static_assert(Size > 1, "The name of an attribute must not be empty.");

    constexpr explicit stored_name(char const (&text)[Size])
    {
        for (std::size_t i = 0; i < Size; ++i)
            text_[i] = text[i];
    }

    /// Refers to this object.
    [[nodiscard]] constexpr std::string_view text() const noexcept { return {text_.data(), Size - 1}; }

private:
    std::array<char, Size> text_{};
};

/// The name of the attribute that a member is stored as: `stored_as<&order::customer>("customer-id")`. Quotes, backslashes
/// and control characters do not compile.
template <auto Member, std::size_t Size>
constexpr stored_name<Member, Size> stored_as(char const (&name)[Size])
{
    return stored_name<Member, Size>(name);
}

/// The names of all members that are not stored under their own.
template <class... Names>
struct stored_names : Names...
{
    constexpr explicit stored_names(Names... names) : Names(names)... {}

    /// Calls `f` with each name.
    template <class F>
    constexpr void for_each(F f) const
    {
        (f(static_cast<Names const&>(*this)), ...);
    }
};

/// The members that have a default; see `defaulted`.
template <auto... Members>
struct defaulted_members
{
    template <auto Member>
    static constexpr bool contains = (mapping::same_member<Member, Members> || ...);
};

/// Members that may be missing in stored items: `defaulted<&order::revision, &order::note>`.
template <auto... Members>
inline constexpr defaulted_members<Members...> defaulted{};

} // namespace dynasio

#endif
