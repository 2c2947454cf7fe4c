// SPDX-License-Identifier: BSL-1.0
//
// Codecs that read items and attribute values from JSON directly into the members of described structs, by the same rules
// as `from_item`. See decode.hpp for how a codec works.
//
// An attribute is a tagged object such as {"N": "1"}; members of it that are null do not count. So the target of its content
// holds the frame of the tagged object, in which `seen` says whether a content has been met; the frame's own object is
// the target. The tag is taken out of the frame, so that paths in errors name attributes only.

#ifndef DYNASIO_MAPPING_DETAIL_ATTRIBUTE_CODEC_HPP
#define DYNASIO_MAPPING_DETAIL_ATTRIBUTE_CODEC_HPP

#include <dynasio/json/detail/decode.hpp>
#include <dynasio/mapping/detail/from_attribute.hpp>
#include <dynasio/value/detail/json.hpp>

#include <bitset>
#include <memory>

namespace dynasio::mapping {

/// The codec of an attribute whose target is a T.
template <class T, mapping_options O>
struct attribute_codec;

/// The codec of an item whose target is a T: a described struct or a map.
template <class T, mapping_options O>
struct item_mapping_codec;

[[noreturn]] void refuse_null(void* object);
/// Throws if an attribute value has more than one type. Otherwise returns its target.
void* enter_content(void* tagged);
/// Throws if an attribute value has no type.
void end_tagged(json::frame& where);

/// Throws an error with the current tag of the frame.
[[noreturn]] void refuse_content(void* tagged, std::string_view expected);

/// Throws for a content of another type than the target's.
template <class T>
struct wrong_content
{
    static constexpr json::codec value{.expected = "another type",
        .boolean = [](void* tagged, bool) { refuse_content(tagged, tag_of<T>()); },
        .number = [](void* tagged, std::string_view) { refuse_content(tagged, tag_of<T>()); },
        .string = [](void* tagged, std::string_view) { refuse_content(tagged, tag_of<T>()); },
        .begin_object = [](void* tagged) -> json::target { refuse_content(tagged, tag_of<T>()); },
        .begin_array = [](void* tagged) -> json::target { refuse_content(tagged, tag_of<T>()); }};
};

// The place of a value within the target.

template <class T>
struct in_place
{
    static T& open(void* object) { return *static_cast<T*>(object); }
};

template <class T>
struct in_optional
{
    static T& open(void* object) { return static_cast<std::optional<T>*>(object)->emplace(); }
};

struct in_bool_list
{
    static std::vector<bool>::reference open(void* object)
    {
        auto& list = *static_cast<std::vector<bool>*>(object);
        list.push_back(false);
        return list.back();
    }
};

/// Elements of sets go through a value of their own.
template <class T, mapping_options O>
struct set_codec
{
    using element_type = typename T::value_type;

    static void insert(void* object, std::string_view text)
    {
        element_type read{};
        if constexpr (kind_of<element_type> == kind::binary)
        {
            binary bytes;
            read_binary(text, bytes);
            assign_bytes(bytes, read);
        }
        else
            read_leaf(text, read);
        static_cast<T*>(object)->insert(std::move(read));
    }
    static constexpr json::codec element_value{
        .expected = "a string", .null = &refuse_null, .string = &insert};

    static json::target element(json::frame& where) { return {where.into.object, &element_value}; }
    static constexpr json::codec value{.expected = "a list", .element = &element};
};

template <class T, mapping_options O>
struct list_codec
{
    static json::target element(json::frame& where)
    {
        auto& list = *static_cast<T*>(where.into.object);
        json::reserve_expected(list, where);
        auto& added = list.emplace_back();
        return {&added, attribute_codec<typename T::value_type, O>::address};
    }
    static constexpr json::codec value{.expected = "a list", .element = &element};
};

/// The contents of attributes that are read as T, which is at `Place` in the target.
template <class T, mapping_options O, class Place>
struct content_codec
{
    static constexpr kind k = kind_of<T>;

    static decltype(auto) enter(void* tagged) { return Place::open(enter_content(tagged)); }

    static void string(void* tagged, std::string_view text)
    {
        if constexpr (std::is_same_v<T, binary>)
            read_binary(text, enter(tagged));
        else if constexpr (k == kind::binary)
        {
            binary bytes;
            read_binary(text, bytes);
            assign_bytes(bytes, enter(tagged));
        }
        else if constexpr (is_scalar(k))
            read_leaf(text, enter(tagged));
    }
    static void boolean(void* tagged, bool read)
    {
        if constexpr (k == kind::boolean)
            enter(tagged) = read;
    }
    static json::target begin_array(void* tagged)
    {
        auto& target = enter(tagged);
        target.clear();
        if constexpr (k == kind::set)
            return {&target, &set_codec<T, O>::value};
        else
            return {&target, &list_codec<T, O>::value};
    }
    static json::target begin_object(void* tagged)
    {
        auto& target = enter(tagged);
        if constexpr (k == kind::item)
            target.clear();
        return item_mapping_codec<T, O>::begin(&target);
    }

    static constexpr json::codec make()
    {
        if constexpr (is_scalar(k))
            return {.expected = "a string", .string = &string};
        else if constexpr (k == kind::boolean)
            return {.expected = "a boolean", .boolean = &boolean};
        else if constexpr (k == kind::set || k == kind::list)
            return {.expected = "a list", .begin_array = &begin_array};
        else
            return {.expected = "an object", .begin_object = &begin_object};
    }
    static constexpr json::codec value = make();
};

/// Attributes that are read as `T` at `Place` in a target of type `Whole`.
template <class T, mapping_options O, class Place, class Whole>
struct tagged_codec
{
    static void read_null(void* tagged, bool) { *static_cast<Whole*>(enter_content(tagged)) = Whole(); }
    static constexpr json::codec null_content{.expected = "a boolean", .boolean = &read_null};

    static json::target begin_object(void* object) { return {object, &value}; }
    static json::target member(json::frame& where, std::string_view tag)
    {
        constexpr std::string_view own = tag_of<T>();
        // Tags are compared byte by byte, which is faster than a call for so short a text.
        bool same = tag.size() == own.size();
        for (std::size_t i = 0; same && i < own.size(); ++i)
            same = tag[i] == own[i];
        if (same)
        {
            where.key_text = nullptr;
            return {&where, &content_codec<T, O, Place>::value};
        }
        if constexpr (may_be_absent<Whole>)
            if (tag == "NULL")
                return {&where, &null_content};
        if (tag == "__type")
            return {};
        return {&where, &wrong_content<T>::value};
    }

    /// Reads the whole attribute in one step. Leaves what does not fit to the general functions, which report the error.
    static bool read_tagged(void* object, char tag, std::string_view text)
        requires(is_text(kind_of<T>) || is_number(kind_of<T>))
    {
        if (tag != tag_of<T>().front())
            return false;
        read_leaf(text, Place::open(object));
        return true;
    }

    static constexpr json::codec make()
    {
        json::codec result{.expected = "an attribute value",
            .null = &refuse_null,
            .begin_object = &begin_object,
            .member = &member,
            .end_object = &end_tagged};
        if constexpr (is_text(kind_of<T>) || is_number(kind_of<T>))
            result.fast_scalar = &read_tagged;
        return result;
    }
    static constexpr json::codec value = make();
};

/// Elements of `std::vector<bool>` have no address.
template <class A, mapping_options O>
struct list_codec<std::vector<bool, A>, O>
{
    static json::target element(json::frame& where)
    {
        return {where.into.object, &tagged_codec<bool, O, in_bool_list, bool>::value};
    }
    static constexpr json::codec value{.expected = "a list", .element = &element};
};

/// Attributes of types that are made from an `attribute_value`. It is kept by the frame until it is complete.
template <class T, mapping_options O>
struct value_mapping_codec
{
    struct scratch : attribute_value
    {
        T* target;
    };
    static scratch* of(json::frame& where)
    {
        return static_cast<scratch*>(static_cast<attribute_value*>(where.into.object));
    }

    static json::target begin_object(void* object)
    {
        auto* const made = new scratch;
        made->target = static_cast<T*>(object);
        return {static_cast<attribute_value*>(made), &value};
    }
    static json::target member(json::frame& where, std::string_view tag)
    {
        return json::attribute_value_codec.member(where, tag);
    }
    static void end_object(json::frame& where)
    {
        json::attribute_value_codec.end_object(where);
        where.key_text = nullptr;
        try
        {
            read_value(*of(where), *of(where)->target, O);
        }
        catch (mapping_error const& e)
        {
            throw json::codec_error(e.reason(), e.path());
        }
        delete of(where);
    }
    static void abandon(json::frame& where) noexcept { delete of(where); }

    static constexpr json::codec value{.expected = "an attribute value",
        .null = &refuse_null,
        .begin_object = &begin_object,
        .member = &member,
        .end_object = &end_object,
        .abandon = &abandon};
};

/// Attributes that are stored unchanged.
struct plain_value_codec
{
    static json::target begin_object(void* object) { return {object, &json::attribute_value_codec}; }
    static constexpr json::codec value{
        .expected = "an attribute value", .null = &refuse_null, .begin_object = &begin_object};
};

/// Whether attributes of type T have a `fast_scalar`. (Its address is no constant to GCC under UBSan.)
template <class T>
constexpr bool has_tagged_text()
{
    if constexpr (kind_of<T> == kind::optional)
        return has_tagged_text<typename T::value_type>();
    else
        return is_text(kind_of<T>) || is_number(kind_of<T>);
}

template <class T, mapping_options O>
constexpr json::codec const* attribute_codec_address()
{
    constexpr auto needs_value = [](kind k)
    { return k == kind::custom || k == kind::array || k == kind::value; };
    constexpr kind k = kind_of<T>;
    if constexpr (k == kind::optional)
    {
        using inner = typename T::value_type;
        if constexpr (needs_value(kind_of<inner>))
            return &value_mapping_codec<T, O>::value;
        else
            return &tagged_codec<inner, O, in_optional<inner>, T>::value;
    }
    else if constexpr (k == kind::value)
        return &plain_value_codec::value;
    else if constexpr (needs_value(k))
        return &value_mapping_codec<T, O>::value;
    else
        return &tagged_codec<T, O, in_place<T>, T>::value;
}

template <class T, mapping_options O>
struct attribute_codec
{
    static constexpr json::codec const* address = attribute_codec_address<T, O>();
};

} // namespace dynasio::mapping

#include <dynasio/mapping/detail/item_codec.hpp>

#endif
