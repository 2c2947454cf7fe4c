// SPDX-License-Identifier: BSL-1.0

#include "stores/table/item_size.hpp"

#include <concepts>
#include <string_view>
#include <type_traits>

namespace dynasio::stores::table {

namespace {

/// One byte, one for each two digits that count when they are paired at the decimal point, one for a sign.
std::size_t number_size(number const& value)
{
    auto const text = value.normalized();
    std::string_view digits = text;
    bool const negative = digits.starts_with('-');
    if (negative)
        digits.remove_prefix(1);
    if (digits == "0")
        return 1;
    auto const point = digits.find('.');
    std::string whole(digits.substr(0, point));
    std::string fraction(point == digits.npos ? std::string_view() : digits.substr(point + 1));
    if (whole == "0")
        whole.clear();
    if (whole.size() % 2 != 0)
        whole.insert(whole.begin(), '0');
    if (fraction.size() % 2 != 0)
        fraction += '0';
    std::string_view pairs = whole += fraction;
    while (pairs.starts_with("00"))
        pairs.remove_prefix(2);
    while (pairs.ends_with("00"))
        pairs.remove_suffix(2);
    return 1 + pairs.size() / 2 + (negative ? 1 : 0);
}

std::size_t value_size(attribute_value const& value)
{
    return value.visit(
        [](auto const& v) -> std::size_t
        {
            using T = std::remove_cvref_t<decltype(v)>;
            std::size_t total = 0;
            if constexpr (std::same_as<T, std::string> || std::same_as<T, binary>)
                return v.size();
            else if constexpr (std::same_as<T, number>)
                return number_size(v);
            else if constexpr (std::same_as<T, std::vector<std::string>>
                || std::same_as<T, std::vector<binary>>)
                for (auto const& element : v)
                    total += element.size();
            else if constexpr (std::same_as<T, std::vector<number>>)
                for (auto const& element : v)
                    total += number_size(element);
            else if constexpr (std::same_as<T, attribute_list>)
            {
                total = 3;
                for (auto const& element : v)
                    total += 1 + value_size(element);
            }
            else if constexpr (std::same_as<T, item>)
                total = 3 + v.size() + item_size(v);
            else
                total = 1;
            return total;
        });
}

} // namespace

std::size_t item_size(item const& value)
{
    std::size_t total = 0;
    for (auto const& [name, content] : value)
        total += name.size() + value_size(content);
    return total;
}

} // namespace dynasio::stores::table
