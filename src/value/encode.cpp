// SPDX-License-Identifier: BSL-1.0

#include <dynasio/value/detail/json.hpp>

#include "value/base64.hpp"

#include <concepts>
#include <cstdint>
#include <type_traits>

namespace dynasio::json {

namespace {

// DynamoDB's limit. A value that is nested deeper is refused here, where the error can say so and before it can exhaust
// the stack.
constexpr int max_nesting = 32;

/// A tagged value: the tag, then what `f` writes.
template <class F>
void tagged(std::string& out, std::string_view opening, F f)
{
    out += opening;
    f();
    out += '}';
}

/// A number's text has only characters that need no escapes.
void append_number_text(std::string& out, number const& value)
{
    out += '"';
    out += value.text();
    out += '"';
}

void append_binary(std::string& out, binary const& value)
{
    out += '"';
    value::append_base64(out, value);
    out += '"';
}

void encode_item(std::string& out, item const& value, int depth);

void encode_value(std::string& out, attribute_value const& value, int depth)
{
    if (depth > max_nesting)
        throw encode_error("the value is nested more than " + std::to_string(max_nesting) + " levels deep");
    value.visit(
        [&](auto const& v)
        {
            using T = std::remove_cvref_t<decltype(v)>;
            if constexpr (std::same_as<T, std::monostate>)
                out += R"({"NULL":true})";
            else if constexpr (std::same_as<T, bool>)
                out += v ? std::string_view(R"({"BOOL":true})") : std::string_view(R"({"BOOL":false})");
            else if constexpr (std::same_as<T, std::string>)
                tagged(out, R"({"S":)", [&] { encode(out, std::string_view(v)); });
            else if constexpr (std::same_as<T, number>)
                tagged(out, R"({"N":)", [&] { append_number_text(out, v); });
            else if constexpr (std::same_as<T, binary>)
                tagged(out, R"({"B":)", [&] { append_binary(out, v); });
            else if constexpr (std::same_as<T, std::vector<std::string>>)
                tagged(out, R"({"SS":)",
                    [&]
                    {
                        encode_elements(
                            out, v, [&](std::string const& e) { encode(out, std::string_view(e)); });
                    });
            else if constexpr (std::same_as<T, std::vector<number>>)
                tagged(out, R"({"NS":)",
                    [&] { encode_elements(out, v, [&](number const& e) { append_number_text(out, e); }); });
            else if constexpr (std::same_as<T, std::vector<binary>>)
                tagged(out, R"({"BS":)",
                    [&] { encode_elements(out, v, [&](binary const& e) { append_binary(out, e); }); });
            else if constexpr (std::same_as<T, attribute_list>)
                tagged(out, R"({"L":)",
                    [&]
                    {
                        encode_elements(
                            out, v, [&](attribute_value const& e) { encode_value(out, e, depth + 1); });
                    });
            else if constexpr (std::same_as<T, item>)
                tagged(out, R"({"M":)", [&] { encode_item(out, v, depth + 1); });
            else
                throw encode_error("a value of the unknown type \"" + v.tag + "\" cannot be sent");
        });
}

void encode_item(std::string& out, item const& value, int depth)
{
    char separator = '{';
    for (auto const& attribute : value)
    {
        out += separator;
        separator = ',';
        try
        {
            encode(out, std::string_view(attribute.name));
            out += ':';
            encode_value(out, attribute.value, depth);
        }
        catch (encode_error const& e)
        {
            throw e.within(attribute.name);
        }
    }
    if (separator == '{')
        out += '{';
    out += '}';
}

} // namespace

void encoder<timestamp>::write(std::string& out, timestamp value)
{
    auto const milliseconds = value.time_since_epoch().count();
    if (milliseconds < 0)
        out += '-';
    auto const count = static_cast<std::uint64_t>(milliseconds);
    auto const magnitude = milliseconds < 0 ? 0 - count : count;
    encode(out, static_cast<std::int64_t>(magnitude / 1000));
    auto const fraction = static_cast<unsigned>(magnitude % 1000);
    if (fraction == 0)
        return;
    out += '.';
    out += static_cast<char>('0' + fraction / 100);
    if (fraction % 100 != 0)
        out += static_cast<char>('0' + fraction / 10 % 10);
    if (fraction % 10 != 0)
        out += static_cast<char>('0' + fraction % 10);
}

void encoder<binary>::write(std::string& out, binary const& value)
{
    append_binary(out, value);
}

void encoder<attribute_value>::write(std::string& out, attribute_value const& value)
{
    encode_value(out, value, 0);
}

void encoder<item>::write(std::string& out, item const& value)
{
    encode_item(out, value, 0);
}

} // namespace dynasio::json
