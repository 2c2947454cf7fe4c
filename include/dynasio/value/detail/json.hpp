// SPDX-License-Identifier: BSL-1.0
//
// JSON codecs of the values of this room, alone and as parts of the shapes of the service.

#ifndef DYNASIO_VALUE_DETAIL_JSON_HPP
#define DYNASIO_VALUE_DETAIL_JSON_HPP

#include <dynasio/json/detail/encode.hpp>
#include <dynasio/json/detail/shape_codec.hpp>
#include <dynasio/value/attribute_value.hpp>
#include <dynasio/value/open_enum.hpp>
#include <dynasio/value/timestamp.hpp>

#include <string>
#include <string_view>

namespace dynasio::json {

extern codec const timestamp_codec;
extern codec const binary_codec;
extern codec const attribute_value_codec;
extern codec const item_codec;

template <>
struct codec_address<timestamp>
{
    static constexpr codec const* value = &timestamp_codec;
};
template <>
struct codec_address<binary>
{
    static constexpr codec const* value = &binary_codec;
};
template <>
struct codec_address<attribute_value>
{
    static constexpr codec const* value = &attribute_value_codec;
};
template <>
struct codec_address<item>
{
    static constexpr codec const* value = &item_codec;

    /// Items of one response have about as many attributes.
    static void expect_like(item& added, item const& previous) { added.reserve(previous.size()); }
};

template <class E>
struct shape_codec<open_enum<E>>
{
    static void string(void* object, std::string_view text)
    {
        *static_cast<open_enum<E>*>(object) = open_enum<E>::from_text(text);
    }
    static constexpr codec value{.expected = "a string", .string = &string};
};

template <>
struct encoder<timestamp>
{
    static void write(std::string& out, timestamp value);
};
template <>
struct encoder<binary>
{
    static void write(std::string& out, binary const& value);
};
template <>
struct encoder<attribute_value>
{
    static void write(std::string& out, attribute_value const& value);
};
template <>
struct encoder<item>
{
    static void write(std::string& out, item const& value);
};

template <class E>
struct encoder<open_enum<E>>
{
    static void write(std::string& out, open_enum<E> const& value) { encode(out, value.text()); }
};

} // namespace dynasio::json

#endif
