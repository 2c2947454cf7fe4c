// SPDX-License-Identifier: BSL-1.0

#include "text/excerpt.hpp"

#include <dynasio/mapping/detail/scalar.hpp>
#include <dynasio/mapping/mapping_error.hpp>
#include <dynasio/stores/documents/typed/detail/wrapper.hpp>

#include <array>
#include <utility>

namespace dynasio::stores::documents {

namespace {

struct class_and_name
{
    python_class one;
    std::string_view name;
};
constexpr std::array<class_and_name, 9> python_classes{{
    {python_class::none_type, "NoneType"},
    {python_class::boolean, "bool"},
    {python_class::integer, "int"},
    {python_class::floating, "float"},
    {python_class::text, "str"},
    {python_class::bytes, "bytes"},
    {python_class::set, "set"},
    {python_class::list, "list"},
    {python_class::dict, "dict"},
}};

constexpr std::string_view builtins = "builtins";

std::optional<std::string_view> text_of(item const& object, std::string_view name)
{
    auto const* found = object.find(name);
    if (!found)
        return std::nullopt;
    if (auto const* text = found->if_string())
        return *text;
    mapping::within_name(name, [&] { mapping::fail_wrong_type("S", mapping::found_tag(*found)); });
    return std::nullopt; // not reached
}

std::string_view needed_text_of(item const& object, std::string_view name)
{
    auto const found = text_of(object, name);
    if (!found)
        mapping::within_name(name, [] { mapping::fail_missing("S"); });
    return *found;
}

std::string names_of(python_class all)
{
    std::string result;
    for (auto const& [one, name] : python_classes)
        if (is_one_of(one, all))
            result.append(result.empty() ? "" : " or ").append(name);
    return result;
}

} // namespace

std::string_view name_of(python_class one)
{
    for (auto const& known : python_classes)
        if (known.one == one)
            return known.name;
    return {};
}

python_class class_of(attribute_value const& value)
{
    switch (value.type())
    {
    case attribute_type::boolean:
        return python_class::boolean;
    case attribute_type::s:
        return python_class::text;
    case attribute_type::n:
        return value.as_number().normalized().find('.') == std::string::npos ? python_class::integer
                                                                             : python_class::floating;
    case attribute_type::b:
        return python_class::bytes;
    case attribute_type::ss:
    case attribute_type::ns:
    case attribute_type::bs:
        return python_class::set;
    case attribute_type::l:
        return python_class::list;
    case attribute_type::m:
        return python_class::dict;
    case attribute_type::null:
    case attribute_type::unknown: // cannot be sent
        break;
    }
    return python_class::none_type;
}

attribute_value wrapped(attribute_value value, python_class of)
{
    item result;
    result.reserve(4);
    append_class(result, name_of(of), builtins);
    result.append_new("value") = std::move(value);
    result.append_new("__metatype__", "value");
    return result;
}

attribute_value wrapped_as_member(attribute_value value)
{
    auto const of = class_of(value);
    if (of == python_class::list)
        for (auto& each : value.as_list())
        {
            auto const of_each = class_of(each);
            each = wrapped(std::move(each), of_each);
        }
    return wrapped(std::move(value), of);
}

void append_class(item& object, std::string_view class_name, std::string_view module_name)
{
    object.append_new("__class__", class_name);
    object.append_new("__module__", module_name);
}

void check_reserved_name(std::string_view name)
{
    if (is_reserved_name(name))
        mapping::within_name(name, [] { throw mapping_error({}, "this name is reserved"); });
}

void check_reserved_names(attribute_value const& value)
{
    if (auto const* map = value.if_a<item>())
        for (auto const& [name, each] : *map)
        {
            check_reserved_name(name);
            mapping::within_name(name, [&value = each] { check_reserved_names(value); });
        }
    else if (auto const* list = value.if_a<attribute_list>())
        for (std::size_t i = 0; i < list->size(); ++i)
            mapping::within_index(i, [&] { check_reserved_names((*list)[i]); });
}

bool stored_wrapper::is_none() const noexcept
{
    return class_name == name_of(python_class::none_type) && module_name == builtins;
}

std::optional<stored_wrapper> find_wrapper(attribute_value const& stored)
{
    auto const* map = stored.if_a<item>();
    auto const* kind = map ? map->find("__metatype__") : nullptr;
    if (!kind || *kind != attribute_value("value"))
        return std::nullopt;
    auto const* value = map->find("value");
    if (!value)
        mapping::within_name("value", [] { mapping::fail_missing("a value"); });
    return stored_wrapper{needed_text_of(*map, "__class__"), needed_text_of(*map, "__module__"), value};
}

void check_none(stored_wrapper const& stored, bool accepts_text)
{
    auto const& value = *stored.value;
    bool const is_text = accepts_text && value == attribute_value("None");
    if (!value.is_null() && !is_text)
        mapping::within_name("value", [&] { mapping::fail_wrong_type("NULL", mapping::found_tag(value)); });
}

python_class checked_class(stored_wrapper const& stored, python_class allowed)
{
    if (stored.module_name == builtins)
        for (auto const& [one, name] : python_classes)
            if (stored.class_name == name && is_one_of(one, allowed))
                return one;
    fail_class(allowed == any_class ? "of builtins" : names_of(allowed) + " of builtins",
        {stored.class_name, stored.module_name});
}

std::optional<attribute_value> restored(std::string const& text, python_class of)
{
    switch (of)
    {
    case python_class::none_type:
        return text == "None" ? std::optional<attribute_value>(attribute_value()) : std::nullopt;
    case python_class::boolean:
        if (text == "True" || text == "False")
            return attribute_value(text == "True");
        return std::nullopt;
    case python_class::integer:
    case python_class::floating:
        if (auto digits = number::parse(text))
            return attribute_value(std::move(*digits));
        return std::nullopt;
    default:
        return std::nullopt;
    }
}

attribute_value unwrapped(attribute_value const& stored, bool accepts_text)
{
    auto const wrapper = find_wrapper(stored);
    if (!wrapper)
        return stored;
    auto const of = checked_class(*wrapper, any_class);
    if (of == python_class::none_type)
    {
        check_none(*wrapper, accepts_text);
        return {};
    }
    auto const* text = wrapper->value->if_string();
    if (accepts_text && text && of != python_class::text)
    {
        if (auto value = restored(*text, of))
            return std::move(*value);
        fail_text(name_of(of), *text, false);
    }
    auto value = *wrapper->value;
    if (class_of(value) == python_class::list)
        for (std::size_t i = 0; i < value.as_list().size(); ++i)
            mapping::within_index(
                i, [&, &each = value.as_list()[i]] { each = unwrapped(each, accepts_text); });
    return value;
}

stored_class class_of_object(item const& object)
{
    return {text_of(object, "__class__"), text_of(object, "__module__")};
}

void check_object(item const& object, std::string_view class_name, std::string_view module_name)
{
    auto const found = class_of_object(object);
    if (found.class_name.value_or(class_name) != class_name
        || found.module_name.value_or(module_name) != module_name)
        fail_class(std::string(class_name) + " of " + std::string(module_name), found);
    if (auto const kind = text_of(object, "__metatype__").value_or("shard"); kind != "shard")
        mapping::within_name("__metatype__",
            [&] { throw mapping_error({}, "expected \"shard\", found \"" + text::shortened(kind) + '"'); });
}

void check_is_read(item const& object)
{
    if (object.contains("primary_key") && object.contains("table_name:"))
        throw mapping_error({}, "expected an object, found a reference to a shard that was not read");
}

void fail_class(std::string const& expected, stored_class const& found)
{
    throw mapping_error({},
        "expected class " + expected + ", found " + text::shortened(found.class_name.value_or("no class"))
            + " of " + text::shortened(found.module_name.value_or("no module")));
}

void fail_content()
{
    throw mapping_error({}, "the value does not fit the member");
}

void fail_text(std::string_view expected, std::string const& found, bool quotes)
{
    throw mapping_error({},
        "expected " + std::string(expected) + ", found "
            + (quotes ? "the text \"" + text::shortened(found) + '"' : std::string("another text")));
}

} // namespace dynasio::stores::documents
