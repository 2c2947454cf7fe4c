// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_STORES_DOCUMENTS_TYPED_DETAIL_TYPE_NAME_HPP
#define DYNASIO_STORES_DOCUMENTS_TYPED_DETAIL_TYPE_NAME_HPP

#include <dynasio/json/detail/ascii.hpp>

#include <cstddef>
#include <string_view>

namespace dynasio::stores::documents {

/// Ends in `[with T = app::patient; ...]` (GCC) or `[T = app::patient]` (Clang).
template <class T>
constexpr std::string_view text_with_type()
{
    return __PRETTY_FUNCTION__;
}

constexpr bool is_identifier(std::string_view text)
{
    for (char const c : text)
        if (!json::is_digit(c) && !json::is_letter(c) && c != '_' && static_cast<unsigned char>(c) < 0x80)
            return false;
    return !text.empty();
}

/// The name of a class without what it is in; empty for types that are no plain class, such as `box<int>`.
template <class T>
constexpr std::string_view find_type_name()
{
    constexpr std::string_view before = "T = ";
    auto name = text_with_type<T>();
    name.remove_prefix(name.find(before) + before.size());
    name = name.substr(0, name.find_first_of(";]"));
    if (auto const scope = name.rfind("::"); scope != std::string_view::npos)
        name.remove_prefix(scope + 2);
    return is_identifier(name) ? name : std::string_view();
}

template <class T>
inline constexpr std::string_view type_name = find_type_name<T>();

} // namespace dynasio::stores::documents

#endif
