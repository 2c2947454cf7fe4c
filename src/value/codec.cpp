// SPDX-License-Identifier: BSL-1.0
//
// The codecs of attribute values and items: {"S": "..."} and its kin. This is the hot path of every read.
//
// What stands in a tagged object is only known at its value, since members that are null do not count. So the target of a
// tag's content holds the frame of the tagged object, in which `seen` says whether a value has been met; the frame's own
// object is the attribute value.

#include <dynasio/value/detail/json.hpp>

#include "json/number.hpp"
#include "value/base64.hpp"
#include "value/number_grammar.hpp"

#include <chrono>
#include <cmath>
#include <cstdint>

namespace dynasio::json {

namespace {

/// The attribute value that the tagged object stands for, at its first content.
attribute_value& only_content(void* tagged)
{
    auto& where = *static_cast<frame*>(tagged);
    if (where.seen)
        throw codec_error("an attribute value has more than one type");
    where.seen = 1;
    return *static_cast<attribute_value*>(where.into.object);
}

value::checked_number check_number(std::string_view text)
{
    if (!value::is_number(text))
        throw codec_error("the text is not a number");
    return {text};
}

void read_bytes(binary& bytes, std::string_view text)
{
    if (!value::decode_base64(text, bytes))
        throw codec_error("the text is not base64");
}

[[noreturn]] void refuse_null(void*)
{
    throw codec_error("the value is null");
}

target begin_value(void* object)
{
    return {object, &attribute_value_codec};
}

/// An element of the vector whose frame this is.
template <class T, codec const& Element>
target add_element(frame& where)
{
    return {&static_cast<std::vector<T>*>(where.into.object)->emplace_back(), &Element};
}

// Elements of sets and lists.

constexpr codec set_string{.expected = "a string",
    .null = &refuse_null,
    .string = [](void* object, std::string_view text) { *static_cast<std::string*>(object) = text; }};
constexpr codec set_number{.expected = "a string with a number",
    .null = &refuse_null,
    .string = [](void* object, std::string_view text)
    { *static_cast<number*>(object) = number(check_number(text)); }};
constexpr codec set_binary{.expected = "a base64 string",
    .null = &refuse_null,
    .string = [](void* object, std::string_view text) { read_bytes(*static_cast<binary*>(object), text); }};

bool read_tagged(void* object, char tag, std::string_view text)
{
    auto& value = *static_cast<attribute_value*>(object);
    if (tag == 'S')
    {
        value.emplace<std::string>(text);
        return true;
    }
    if (tag != 'N' || !value::is_number(text))
        return false;
    value.emplace<number>(value::checked_number{text});
    return true;
}

/// An attribute value where there must be one.
constexpr codec present_value{.expected = "an attribute value",
    .null = &refuse_null,
    .fast_scalar = &read_tagged,
    .begin_object = &begin_value};

constexpr codec string_set{.expected = "a list of strings", .element = &add_element<std::string, set_string>};
constexpr codec number_set{.expected = "a list of numbers", .element = &add_element<number, set_number>};
constexpr codec binary_set{
    .expected = "a list of base64 strings", .element = &add_element<binary, set_binary>};
constexpr codec value_list{
    .expected = "a list of attribute values", .element = &add_element<attribute_value, present_value>};

// Contents, one for each tag.

constexpr codec s_content{.expected = "a string",
    .string = [](void* tagged, std::string_view text) { only_content(tagged).emplace<std::string>(text); }};

constexpr codec n_content{.expected = "a string with a number",
    .string = [](void* tagged, std::string_view text)
    { only_content(tagged).emplace<number>(check_number(text)); }};

constexpr codec b_content{.expected = "a base64 string",
    .string = [](void* tagged, std::string_view text)
    { read_bytes(only_content(tagged).emplace<binary>(), text); }};

constexpr codec bool_content{.expected = "a boolean",
    .boolean = [](void* tagged, bool value) { only_content(tagged).emplace<bool>(value); }};

constexpr codec null_content{.expected = "a boolean",
    .boolean = [](void* tagged, bool) { only_content(tagged).emplace<std::monostate>(); }};

template <class T, codec const& Elements>
target begin_elements(void* tagged)
{
    return {&only_content(tagged).emplace<std::vector<T>>(), &Elements};
}

constexpr codec ss_content{.expected = "a list", .begin_array = &begin_elements<std::string, string_set>};
constexpr codec ns_content{.expected = "a list", .begin_array = &begin_elements<number, number_set>};
constexpr codec bs_content{.expected = "a list", .begin_array = &begin_elements<binary, binary_set>};
constexpr codec l_content{.expected = "a list", .begin_array = &begin_elements<attribute_value, value_list>};

constexpr codec m_content{.expected = "an object",
    .begin_object = [](void* tagged) -> target
    { return {&only_content(tagged).emplace<item>(), &item_codec}; }};

/// A type that is newer than this library: its name is kept, its content is not.
void note_unknown(void* tagged)
{
    auto const& where = *static_cast<frame*>(tagged);
    only_content(tagged).emplace<attribute_value::unknown_type>(std::string(where.key_text, where.key_size));
}

constexpr codec unknown_content{.expected = "anything",
    .boolean = [](void* tagged, bool) { note_unknown(tagged); },
    .number = [](void* tagged, std::string_view) { note_unknown(tagged); },
    .string = [](void* tagged, std::string_view) { note_unknown(tagged); },
    .begin_object = [](void* tagged) -> target
    {
        note_unknown(tagged);
        return {};
    },
    .begin_array = [](void* tagged) -> target
    {
        note_unknown(tagged);
        return {};
    }};

codec const* content_codec(std::string_view tag)
{
    if (tag.size() == 1)
        switch (tag.front())
        {
        case 'S':
            return &s_content;
        case 'N':
            return &n_content;
        case 'B':
            return &b_content;
        case 'L':
            return &l_content;
        case 'M':
            return &m_content;
        default:
            return &unknown_content;
        }
    if (tag == "BOOL")
        return &bool_content;
    if (tag == "NULL")
        return &null_content;
    if (tag == "SS")
        return &ss_content;
    if (tag == "NS")
        return &ns_content;
    if (tag == "BS")
        return &bs_content;
    return tag == "__type" ? nullptr : &unknown_content;
}

target value_member(frame& where, std::string_view tag)
{
    return {&where, content_codec(tag)};
}

void end_value(frame& where)
{
    if (!where.seen)
        throw codec_error("an attribute value has no type");
}

// Items

target begin_item(void* object)
{
    static_cast<item*>(object)->clear();
    return {object, &item_codec};
}

/// One of 64 bits for a name. A bit that was not set before proves that the name is new to the item, without a search;
/// so nearly all names of small items are.
std::uint64_t name_bit(std::string_view name)
{
    if (name.empty())
        return 1;
    auto const first = static_cast<unsigned char>(name.front());
    auto const last = static_cast<unsigned char>(name.back());
    return std::uint64_t(1) << ((first * 5U + last * 11U + static_cast<unsigned>(name.size()) * 3U) & 63U);
}

/// Whether the item has no attribute of this name yet; false also when that would take a search.
bool is_new(frame& where, std::string_view name)
{
    auto const bit = name_bit(name);
    bool const result = (where.seen & bit) == 0;
    where.seen |= bit;
    return result;
}

target item_member(frame& where, std::string_view name)
{
    auto& members = *static_cast<item*>(where.into.object);
    return {is_new(where, name) ? &members.append_new(name) : &members[name], &present_value};
}

/// `from` is what a T is made of.
template <class T, class From>
void set_member(frame& where, std::string_view name, From from)
{
    auto& members = *static_cast<item*>(where.into.object);
    if (is_new(where, name))
        members.append_new(name, from);
    else
        members[name].emplace<T>(from);
}

bool tagged_item_member(frame& where, std::string_view name, char tag, std::string_view text)
{
    if (tag == 'S')
        set_member<std::string>(where, name, text);
    else if (tag == 'N' && value::is_number(text))
        set_member<number>(where, name, value::checked_number{text});
    else
        return false;
    return true;
}

// Times and bytes of the shapes of the service

void read_timestamp(void* object, std::string_view text)
{
    auto const milliseconds = std::round(floating_number(text) * 1000);
    // A year far beyond what any calendar function takes; what is within fits the type.
    constexpr double limit = 1e17;
    if (!(std::abs(milliseconds) < limit))
        throw codec_error("the time " + std::string(text.substr(0, 60)) + " is out of range");
    *static_cast<timestamp*>(object) =
        timestamp(std::chrono::milliseconds(static_cast<std::int64_t>(milliseconds)));
}

void read_binary(void* object, std::string_view text)
{
    read_bytes(*static_cast<binary*>(object), text);
}

} // namespace

codec const timestamp_codec{.expected = "a time in seconds", .number = &read_timestamp};
codec const binary_codec{.expected = "a base64 string", .string = &read_binary};

codec const attribute_value_codec{.expected = "an attribute value",
    .fast_scalar = &read_tagged,
    .begin_object = &begin_value,
    .member = &value_member,
    .end_object = &end_value};

codec const item_codec{.expected = "an object with attributes",
    .fast_scalar_member = &tagged_item_member,
    .begin_object = &begin_item,
    .member = &item_member};

} // namespace dynasio::json
