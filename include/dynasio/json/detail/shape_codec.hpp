// SPDX-License-Identifier: BSL-1.0
//
// Codecs of described structs and of their members: containers, optionals, scalars. Later rooms specialise `shape_codec` or
// `codec_address` for their types. See decode.hpp.

#ifndef DYNASIO_JSON_DETAIL_SHAPE_CODEC_HPP
#define DYNASIO_JSON_DETAIL_SHAPE_CODEC_HPP

#include <dynasio/json/detail/decode.hpp>
#include <dynasio/json/detail/wire_name.hpp>

#include <boost/describe/members.hpp>
#include <boost/mp11/list.hpp>

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace dynasio::json {

/// The codec of T, as a constant `value`. `Names` names the members of described structs.
template <class T, class Names = model_names>
struct shape_codec;

template <class T, class Names = model_names>
inline constexpr codec codec_of = shape_codec<T, Names>::value;

// The codecs that are not templates are compiled in src/json/shape_codec.cpp.
extern codec const string_codec;
extern codec const boolean_codec;
extern codec const int32_codec;
extern codec const int64_codec;
extern codec const double_codec;

/// The address of the codec of T. Types whose codec is compiled elsewhere have no constant.
/// A type whose values within a list tend to be alike also has `static void expect_like(T& added, T const& previous)`.
template <class T, class Names = model_names>
struct codec_address
{
    static constexpr codec const* value = &codec_of<T, Names>;
};
template <>
struct codec_address<std::string>
{
    static constexpr codec const* value = &string_codec;
};
template <>
struct codec_address<bool>
{
    static constexpr codec const* value = &boolean_codec;
};
template <>
struct codec_address<std::int32_t>
{
    static constexpr codec const* value = &int32_codec;
};
template <>
struct codec_address<std::int64_t>
{
    static constexpr codec const* value = &int64_codec;
};
template <>
struct codec_address<double>
{
    static constexpr codec const* value = &double_codec;
};

/// Scalars have no names.
template <class T>
    requires std::is_arithmetic_v<T> || std::is_same_v<T, std::string>
struct codec_address<T, declared_names> : codec_address<T>
{};

template <class Names = model_names, class T>
target target_of(T& object)
{
    return {&object, codec_address<T, Names>::value};
}

/// Any value but null makes an optional present.
template <class T, class Names>
struct shape_codec<std::optional<T>, Names>
{
    static T& fill(void* object) { return static_cast<std::optional<T>*>(object)->emplace(); }
    static codec const& inner() { return *codec_address<T, Names>::value; }

    static void boolean(void* object, bool v) { forward(inner().boolean, object, v); }
    static void number(void* object, std::string_view v) { forward(inner().number, object, v); }
    static void string(void* object, std::string_view v) { forward(inner().string, object, v); }
    static target begin_object(void* object)
    {
        if (!inner().begin_object)
            wrong();
        return inner().begin_object(&fill(object));
    }
    static target begin_array(void* object)
    {
        if (!inner().begin_array)
            wrong();
        return inner().begin_array(&fill(object));
    }

    static constexpr codec value{.expected = "a value of the member's type",
        .boolean = &boolean,
        .number = &number,
        .string = &string,
        .begin_object = &begin_object,
        .begin_array = &begin_array};

private:
    template <class F, class V>
    static void forward(F f, void* object, V v)
    {
        if (!f)
            wrong();
        f(&fill(object), v);
    }
    [[noreturn]] static void wrong() { throw codec_error(std::string("expected ") + inner().expected); }
};

template <class T, class Names>
struct shape_codec<std::vector<T>, Names>
{
    static target begin_array(void* object) { return {object, codec_address<std::vector<T>, Names>::value}; }
    static target element(frame& where)
    {
        auto& values = *static_cast<std::vector<T>*>(where.into.object);
        reserve_expected(values, where);
        auto& added = values.emplace_back();
        if constexpr (requires { codec_address<T, Names>::expect_like(added, added); })
            if (values.size() > 1)
                codec_address<T, Names>::expect_like(added, values[values.size() - 2]);
        return target_of<Names>(added);
    }
    static constexpr codec value{.expected = "a list", .begin_array = &begin_array, .element = &element};
};

template <class T, class Names>
struct shape_codec<std::map<std::string, T>, Names>
{
    static target begin_object(void* object)
    {
        return {object, codec_address<std::map<std::string, T>, Names>::value};
    }
    static target member(frame& where, std::string_view key)
    {
        return target_of<Names>(
            (*static_cast<std::map<std::string, T>*>(where.into.object))[std::string(key)]);
    }
    static constexpr codec value{.expected = "an object", .begin_object = &begin_object, .member = &member};
};

/// One member of a described struct.
struct member_entry
{
    std::string_view name;
    target (*get)(void* object);
};

/// A described struct: an object with the members under their names. Others are skipped.
template <class T, class Names>
    requires boost::describe::has_describe_members<T>::value
struct shape_codec<T, Names>
{
    using members = boost::describe::describe_members<T, boost::describe::mod_public>;

    template <class D>
    static target get(void* object)
    {
        return target_of<Names>(static_cast<T*>(object)->*D::pointer);
    }

    template <template <class...> class L, class... D>
    static constexpr std::array<member_entry, sizeof...(D)> make_entries(L<D...>)
    {
        return {member_entry{Names::template member<D>, &get<D>}...};
    }

    static constexpr auto entries = make_entries(members());

    static target begin_object(void* object) { return {object, codec_address<T, Names>::value}; }
    static target member(frame& where, std::string_view key)
    {
        for (auto const& entry : entries)
            if (entry.name == key)
                return entry.get(where.into.object);
        return {};
    }
    static constexpr codec value{.expected = "an object", .begin_object = &begin_object, .member = &member};
};

} // namespace dynasio::json

#endif
