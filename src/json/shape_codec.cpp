// SPDX-License-Identifier: BSL-1.0
//
// The codecs of scalars.

#include <dynasio/json/detail/shape_codec.hpp>

#include "json/number.hpp"

#include <charconv>
#include <concepts>
#include <limits>
#include <string>
#include <system_error>
#include <utility>

namespace dynasio::json {

namespace {

template <class T>
T& as(void* object)
{
    return *static_cast<T*>(object);
}

void read_string(void* object, std::string_view text)
{
    as<std::string>(object) = text;
}

void read_boolean(void* object, bool value)
{
    as<bool>(object) = value;
}

template <std::integral T>
void read_integer(void* object, std::string_view text)
{
    auto& value = as<T>(object);
    auto const end = text.data() + text.size();
    auto const result = std::from_chars(text.data(), end, value);
    if (result.ec == std::errc() && result.ptr == end)
        return;
    // Integers may be written as 3.0 or 1E+3.
    auto const whole = whole_number(text);
    if (!whole || !std::in_range<T>(*whole))
        throw codec_error("expected an integer of " + std::to_string(8 * sizeof(T)) + " bits, found "
            + std::string(text.substr(0, 60)));
    value = static_cast<T>(*whole);
}

void read_double(void* object, std::string_view text)
{
    as<double>(object) = floating_number(text);
}

void read_double_name(void* object, std::string_view text)
{
    constexpr auto infinity = std::numeric_limits<double>::infinity();
    if (text == "NaN")
        as<double>(object) = std::numeric_limits<double>::quiet_NaN();
    else if (text == "Infinity")
        as<double>(object) = infinity;
    else if (text == "-Infinity")
        as<double>(object) = -infinity;
    else
        throw codec_error("expected a number, found a string");
}

} // namespace

codec const string_codec{.expected = "a string", .string = &read_string};
codec const boolean_codec{.expected = "a boolean", .boolean = &read_boolean};
codec const int32_codec{.expected = "an integer", .number = &read_integer<std::int32_t>};
codec const int64_codec{.expected = "an integer", .number = &read_integer<std::int64_t>};
codec const double_codec{.expected = "a number", .number = &read_double, .string = &read_double_name};

} // namespace dynasio::json
