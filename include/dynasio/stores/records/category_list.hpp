// SPDX-License-Identifier: BSL-1.0
//
// The allowed values of a string member of a record. They are part of a `record_definition`.

#ifndef DYNASIO_STORES_RECORDS_CATEGORY_LIST_HPP
#define DYNASIO_STORES_RECORDS_CATEGORY_LIST_HPP

#include <dynasio/mapping/detail/member_pointer.hpp>

#include <array>
#include <concepts>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace dynasio {

/// The categories of one member, made by `category`. They are converted to ASCII upper case, in which they are stored,
/// expected and compared.
template <auto Member, std::size_t... Sizes>
class category_list
{
public:
    static constexpr auto member = Member;
    static constexpr std::size_t count = sizeof...(Sizes);

    static_assert(std::same_as<mapping::value_of_member<Member>, std::string>
            || std::same_as<mapping::value_of_member<Member>, std::optional<std::string>>,
        "Categories belong to a member of type std::string, or optional of it. A described enum needs no "
        "list.");
    static_assert(count > 0, "A list of categories needs at least one.");

    constexpr explicit category_list(char const (&... texts)[Sizes])
    {
        std::size_t at = 0;
        auto const append = [&](char const* text, std::size_t size)
        {
            for (std::size_t i = 0; i + 1 < size; ++i)
                characters_[at++] =
                    static_cast<char>(text[i] >= 'a' && text[i] <= 'z' ? text[i] - 'a' + 'A' : text[i]);
        };
        (append(texts, Sizes), ...);
    }

    /// They refer to this object.
    constexpr std::array<std::string_view, count> texts() const noexcept
    {
        std::array<std::string_view, count> result;
        std::size_t at = 0;
        std::size_t i = 0;
        ((result[i++] = std::string_view(characters_.data() + at, Sizes - 1), at += Sizes - 1), ...);
        return result;
    }

private:
    std::array<char, (Sizes + ...)> characters_{};
};

/// The categories of a string member: `category<&phone::relationship>("PARENT", "FRIEND")`.
template <auto Member, std::size_t... Sizes>
constexpr category_list<Member, Sizes...> category(char const (&... texts)[Sizes])
{
    return category_list<Member, Sizes...>(texts...);
}

/// The categories of all members of a record that have some.
template <class... Lists>
struct category_lists : Lists...
{
    constexpr explicit category_lists(Lists... lists) : Lists(lists)... {}

    /// Calls `f` with each list.
    template <class F>
    constexpr void for_each(F f) const
    {
        (f(static_cast<Lists const&>(*this)), ...);
    }
};

} // namespace dynasio

#endif
