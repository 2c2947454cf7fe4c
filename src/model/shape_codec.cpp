// SPDX-License-Identifier: BSL-1.0
//
// The codecs of scalars. Those of attribute values are in src/value/codec.cpp.

#include <dynasio/model/detail/shape_codec.hpp>

#include "value/base64.hpp"

#include <charconv>
#include <cmath>
#include <concepts>
#include <limits>
#include <system_error>

namespace dynasio::detail {

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
    try
    {
        value = number(text).to<T>();
    }
    catch (std::exception const&)
    {
        throw decode_failure("expected an integer of " + std::to_string(8 * sizeof(T)) + " bits, found "
            + std::string(text.substr(0, 60)));
    }
}

double to_double(std::string_view text)
{
    double value = 0;
    auto const result = std::from_chars(text.data(), text.data() + text.size(), value);
    if (result.ec == std::errc::result_out_of_range)
        throw decode_failure("the number " + std::string(text.substr(0, 60)) + " is out of range");
    return value;
}

void read_double(void* object, std::string_view text)
{
    as<double>(object) = to_double(text);
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
        throw decode_failure("expected a number, found a string");
}

void read_timestamp(void* object, std::string_view text)
{
    auto const milliseconds = std::round(to_double(text) * 1000);
    // A year far beyond what any calendar function takes; what is within fits the type.
    constexpr double limit = 1e17;
    if (!(std::abs(milliseconds) < limit))
        throw decode_failure("the time " + std::string(text.substr(0, 60)) + " is out of range");
    as<timestamp>(object) = timestamp(std::chrono::milliseconds(static_cast<std::int64_t>(milliseconds)));
}

void read_binary(void* object, std::string_view text)
{
    if (!decode_base64(text, as<binary>(object)))
        throw decode_failure("the text is not base64");
}

} // namespace

codec const string_codec{.expected = "a string", .string = &read_string};
codec const boolean_codec{.expected = "a boolean", .boolean = &read_boolean};
codec const int32_codec{.expected = "an integer", .number = &read_integer<std::int32_t>};
codec const int64_codec{.expected = "an integer", .number = &read_integer<std::int64_t>};
codec const double_codec{.expected = "a number", .number = &read_double, .string = &read_double_name};
codec const timestamp_codec{.expected = "a time in seconds", .number = &read_timestamp};
codec const binary_codec{.expected = "a base64 string", .string = &read_binary};

} // namespace dynasio::detail
