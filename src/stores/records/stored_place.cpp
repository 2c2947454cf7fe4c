// SPDX-License-Identifier: BSL-1.0

#include "stores/records/stored_place.hpp"

#include "stores/records/record_table_state.hpp"

#include <dynasio/stores/records/detail/record_changes.hpp>
#include <dynasio/value/detail/json.hpp>

#include <utility>
#include <variant>

namespace dynasio::stores::records {

namespace {

using mapping::kind;

stored_place no_place(std::string problem)
{
    stored_place result;
    result.problem = std::move(problem);
    return result;
}

stored_place by_name(stored_place const& from, std::string const& name)
{
    auto const& type = *from.type;
    if (type.kind == kind::map || type.kind == kind::item)
        return {.type = type.element, .may_be_absent = true};
    if (type.kind != kind::described_struct)
        return no_place("has nothing named \"" + name + "\" within it");
    for (auto const& member : type.members)
        if (member.name == name)
            return {.type = member.type, .may_be_absent = member.may_be_absent};
    return no_place("has no member \"" + name + "\"");
}

stored_place by_index(stored_place const& from, std::size_t index)
{
    auto const& type = *from.type;
    if (type.kind == kind::list)
        return {.type = type.element, .may_be_absent = true};
    if (type.kind == kind::array && index < type.length)
        return {.type = type.element, .may_be_absent = false};
    return no_place("has no element " + std::to_string(index));
}

/// Values that are more than one text, number, bool or binary value.
bool has_parts(attribute_value const& value)
{
    return !value.if_string() && !value.if_number() && !value.if_binary() && !value.if_bool()
        && !value.is_null();
}

std::span<std::string_view const> categories_of(stored_place const& place)
{
    return place.field ? place.field->categories : std::span<std::string_view const>();
}

} // namespace

stored_place find_place(record_type const& type, path const& where)
{
    auto const& steps = where.steps();
    auto const& root = std::get<std::string>(steps.front());
    auto const i = type.find(root);
    if (i == no_field)
        return no_place("is not an attribute of this record");
    auto const& field = type.fields[i];
    stored_place place{.type = type.types[i], .may_be_absent = field.may_be_absent, .field = &field};
    for (std::size_t step = 1; step < steps.size() && place.type && !place.holds_anything(); ++step)
    {
        if (place.type->kind == kind::custom)
            return no_place("is within an attribute with a mapping of its own, which changes as a whole");
        auto const* const name = std::get_if<std::string>(&steps[step]);
        place = name ? by_name(place, *name) : by_index(place, std::get<std::size_t>(steps[step]));
    }
    if (steps.size() > 1 && place.type && place.holds_anything())
    {
        place.may_be_absent = true;
        place.field = nullptr;
    }
    return place;
}

void check_value(stored_place const& place, attribute_value const& value)
{
    if (has_parts(value))
        try
        {
            std::string json;
            json::encode(json, value);
        }
        catch (json::encode_error const& e)
        {
            throw mapping_error(e.path(), e.reason());
        }
    try
    {
        place.type->read(value);
    }
    catch (json::codec_error const& e)
    {
        throw mapping_error({}, e.what());
    }
    auto const* const text = value.if_string();
    if (!text || !place.field)
        return;
    if (auto problem = category_problem(*place.field, *text); !problem.empty())
        throw mapping_error({}, std::move(problem));
}

bool holds_values_of(stored_place const& to, stored_place const& from)
{
    if (to.holds_anything())
        return true;
    if (!categories_of(to).empty() && !are_among(categories_of(from), categories_of(to)))
        return false;
    auto const& a = *to.type;
    auto const& b = *from.type;
    if (a.identity == b.identity)
        return true;
    if (a.kind == kind::integer && b.kind == kind::integer)
        return a.lowest <= b.lowest && a.highest >= b.highest;
    if (a.kind == kind::string)
        return mapping::is_text(b.kind);
    if (a.kind == kind::number || (a.kind == kind::floating && !a.bounds))
        return mapping::is_number(b.kind);
    return a.kind == kind::floating && b.kind == kind::integer;
}

attribute_value const* find_value(item const& stored, path const& where)
{
    auto const& steps = where.steps();
    auto const* value = stored.find(std::get<std::string>(steps.front()));
    for (std::size_t step = 1; step < steps.size() && value; ++step)
        if (auto const* name = std::get_if<std::string>(&steps[step]))
        {
            auto const* const map = value->if_a<item>();
            value = map ? map->find(*name) : nullptr;
        }
        else
        {
            auto const* const list = value->if_a<attribute_list>();
            auto const index = std::get<std::size_t>(steps[step]);
            value = list && index < list->size() ? &(*list)[index] : nullptr;
        }
    return value;
}

} // namespace dynasio::stores::records
