// SPDX-License-Identifier: BSL-1.0

#include <dynasio/value/attribute_value.hpp>

#include <dynasio/value/detail/json.hpp>

#include <algorithm>
#include <array>
#include <ostream>

namespace dynasio {

namespace {

constexpr std::array<std::string_view, 11> type_names{
    "NULL", "BOOL", "S", "N", "B", "SS", "NS", "BS", "L", "M", "of an unknown type"};

/// Equal as sets: the same elements in any order.
template <class T>
bool same_elements(std::vector<T> const& a, std::vector<T> const& b)
{
    if (a.size() != b.size())
        return false;
    if (a == b)
        return true;
    auto const sorted = [](std::vector<T> const& values)
    {
        std::vector<T const*> pointers;
        pointers.reserve(values.size());
        for (auto const& value : values)
            pointers.push_back(&value);
        std::sort(pointers.begin(), pointers.end(), [](T const* x, T const* y) { return *x < *y; });
        return pointers;
    };
    auto const left = sorted(a);
    auto const right = sorted(b);
    return std::equal(
        left.begin(), left.end(), right.begin(), [](T const* x, T const* y) { return *x == *y; });
}

/// DynamoDB JSON, or in angle brackets why there is none.
template <class T>
std::ostream& print(std::ostream& out, T const& value)
{
    std::string text;
    try
    {
        json::encode(text, value);
    }
    catch (json::encode_error const& e)
    {
        text = std::string("<") + e.what() + '>';
    }
    return out << text;
}

} // namespace

std::string_view to_string(attribute_type type)
{
    auto const position = static_cast<std::size_t>(type);
    return type_names[std::min(position, type_names.size() - 1)];
}

bool operator==(attribute_value const& a, attribute_value const& b) noexcept
{
    if (a.type() != b.type())
        return false;
    if (auto const* strings = a.if_a<std::vector<std::string>>())
        return same_elements(*strings, *b.if_a<std::vector<std::string>>());
    if (auto const* numbers = a.if_a<std::vector<number>>())
        return same_elements(*numbers, *b.if_a<std::vector<number>>());
    if (auto const* binaries = a.if_a<std::vector<binary>>())
        return same_elements(*binaries, *b.if_a<std::vector<binary>>());
    return a.value_ == b.value_;
}

void attribute_value::throw_wrong_type(attribute_type wanted) const
{
    throw attribute_error("expected " + std::string(to_string(wanted)) + ", the attribute is "
        + std::string(to_string(type())));
}

std::ostream& operator<<(std::ostream& out, attribute_value const& value)
{
    return print(out, value);
}

std::ostream& operator<<(std::ostream& out, item const& value)
{
    return print(out, value);
}

} // namespace dynasio
