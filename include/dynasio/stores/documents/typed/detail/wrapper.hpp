// SPDX-License-Identifier: BSL-1.0
//
// What documents of dynamo-store tell about classes: each value is in a map with `__class__`, `__module__`, `value` and
// `__metatype__`; each object has the same members beside its own, without `value`.

#ifndef DYNASIO_STORES_DOCUMENTS_TYPED_DETAIL_WRAPPER_HPP
#define DYNASIO_STORES_DOCUMENTS_TYPED_DETAIL_WRAPPER_HPP

#include <dynasio/mapping/detail/kind.hpp>
#include <dynasio/value/attribute_value.hpp>

#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace dynasio::stores::documents {

/// Members that say of what class an object is, and the metadata of items.
inline constexpr std::array<std::string_view, 4> reserved_names{
    "__class__", "__module__", "__metatype__", "__dystore_meta__"};

constexpr bool is_reserved_name(std::string_view name)
{
    for (auto const reserved : reserved_names)
        if (name == reserved)
            return true;
    return false;
}

/// Classes of values in Python, as a set of bits.
enum class python_class : unsigned short
{
    none_type = 1,
    boolean = 2,
    integer = 4,
    floating = 8,
    text = 16,
    bytes = 32,
    set = 64,
    list = 128,
    dict = 256,
};
constexpr python_class operator|(python_class a, python_class b)
{
    return static_cast<python_class>(static_cast<unsigned short>(a) | static_cast<unsigned short>(b));
}
constexpr bool is_one_of(python_class one, python_class all)
{
    return (static_cast<unsigned short>(one) & static_cast<unsigned short>(all)) != 0;
}

inline constexpr auto any_number = python_class::integer | python_class::floating;
inline constexpr auto any_class = any_number | python_class::none_type | python_class::boolean
    | python_class::text | python_class::bytes | python_class::set | python_class::list | python_class::dict;

/// The classes that values of a type may have. An empty optional or set has `none_type` instead.
template <class T>
constexpr python_class classes_of()
{
    using mapping::kind;
    constexpr kind k = mapping::find_kind<T>();
    if constexpr (mapping::is_text(k))
        return python_class::text;
    else if constexpr (k == kind::integer)
        return python_class::integer;
    else if constexpr (mapping::is_number(k))
        return any_number;
    else if constexpr (k == kind::boolean)
        return python_class::boolean;
    else if constexpr (k == kind::binary)
        return python_class::bytes;
    else if constexpr (k == kind::set)
        return python_class::set;
    else if constexpr (k == kind::list || k == kind::array)
        return python_class::list;
    else if constexpr (k == kind::map || k == kind::item)
        return python_class::dict;
    else
        return any_class;
}

[[nodiscard]] std::string_view name_of(python_class one);

/// The class of a value by its type. Numbers without a fraction are integers.
[[nodiscard]] python_class class_of(attribute_value const& value);

/// The value in a map that names its class.
[[nodiscard]] attribute_value wrapped(attribute_value value, python_class of);
/// The value as a member: by its own class; the elements of a list are wrapped too.
[[nodiscard]] attribute_value wrapped_as_member(attribute_value value);

/// Adds what an object says about its class.
void append_class(item& object, std::string_view class_name, std::string_view module_name);

/// Throws `mapping_error` if a map within the value has a reserved name, which would make it look like an object or wrapped
/// value.
void check_reserved_names(attribute_value const& value);
void check_reserved_name(std::string_view name);

/// A wrapped value as it is stored.
struct stored_wrapper
{
    std::string_view class_name;
    std::string_view module_name;
    attribute_value const* value;

    [[nodiscard]] bool is_none() const noexcept;
};
/// Empty for what is no wrapper. Throws `mapping_error` for one that is malformed.
[[nodiscard]] std::optional<stored_wrapper> find_wrapper(attribute_value const& stored);

/// Throws `mapping_error` if the value in the wrapper is not NULL, or, where texts are accepted, its text.
void check_none(stored_wrapper const& stored, bool accepts_text);

/// The class of a wrapped value. Throws `mapping_error` unless it is one of these.
python_class checked_class(stored_wrapper const& stored, python_class allowed);

/// The value that the legacy form of encryption has made a text of this; empty if it has not.
[[nodiscard]] std::optional<attribute_value> restored(std::string const& text, python_class of);

/// A value of any type, without wrappers; legacy texts are restored by their class.
[[nodiscard]] attribute_value unwrapped(attribute_value const& stored, bool accepts_text);

/// The classes that an object names, as far as it does.
struct stored_class
{
    std::optional<std::string_view> class_name;
    std::optional<std::string_view> module_name;
};
/// Throws `mapping_error` for an object whose class is no text.
[[nodiscard]] stored_class class_of_object(item const& object);

/// Throws `mapping_error` for a wrapped value, a reference to a shard, and an object of another class; one that names none
/// is of any.
void check_object(item const& object, std::string_view class_name, std::string_view module_name);
/// Throws `mapping_error` for a reference to a shard, which was not read.
void check_is_read(item const& object);

[[noreturn]] void fail_class(std::string const& expected, stored_class const& found);
[[noreturn]] void fail_content();
[[noreturn]] void fail_text(std::string_view expected, std::string const& found, bool quotes);

} // namespace dynasio::stores::documents

#endif
