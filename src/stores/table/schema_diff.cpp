// SPDX-License-Identifier: BSL-1.0

#include "stores/table/schema_diff.hpp"

#include <string_view>
#include <vector>

namespace dynasio::stores::table {

namespace {

std::string type_of(std::string_view attribute, std::vector<model::attribute_definition> const& definitions)
{
    for (auto const& each : definitions)
        if (each.attribute_name == attribute)
            return std::string(each.attribute_type.text());
    return "?";
}

/// `sub (S, HASH), id (S, RANGE)`
std::string describe(std::vector<model::key_schema_element> const& key,
    std::vector<model::attribute_definition> const& definitions)
{
    std::string text;
    for (auto const& each : key)
    {
        text += text.empty() ? "" : ", ";
        text += each.attribute_name + " (" + type_of(each.attribute_name, definitions) + ", ";
        text += each.key_type.text();
        text += ')';
    }
    return text.empty() ? "none" : text;
}

std::string describe(std::optional<model::projection> const& what)
{
    return what && what->projection_type ? std::string(what->projection_type->text()) : "none";
}

std::optional<std::string> difference(
    std::string_view of, std::string const& wanted, std::string const& found)
{
    if (wanted == found)
        return std::nullopt;
    return std::string(of) + ": wanted " + wanted + ", found " + found;
}

template <class Wanted, class Found>
std::optional<std::string> index_difference(std::string_view kind,
    std::optional<std::vector<Wanted>> const& wanted, std::vector<Found> const& found,
    create_table_input const& request, model::table_description const& table)
{
    if (!wanted)
        return std::nullopt;
    for (auto const& index : *wanted)
    {
        Found const* match = nullptr;
        std::string names;
        for (auto const& each : found)
        {
            auto const name = each.index_name.value_or("");
            names += (names.empty() ? "" : ", ") + name;
            if (name == index.index_name)
                match = &each;
        }
        auto const what = std::string(kind) + " index " + index.index_name;
        if (!match)
            return std::string(kind) + " index: wanted " + index.index_name + ", found "
                + (names.empty() ? "none" : names);
        if (auto found_difference =
                difference(what + ", key", describe(index.key_schema, *request.attribute_definitions),
                    describe(match->key_schema, table.attribute_definitions)))
            return found_difference;
        if (auto found_difference =
                difference(what + ", projection", describe(index.projection), describe(match->projection)))
            return found_difference;
    }
    return std::nullopt;
}

} // namespace

std::optional<std::string> schema_difference(
    create_table_input const& wanted, model::table_description const& found)
{
    auto request = wanted;
    if (!request.attribute_definitions)
        request.attribute_definitions.emplace();
    auto const key =
        wanted.key_schema ? describe(*wanted.key_schema, *request.attribute_definitions) : "none";
    if (auto result = difference("key", key, describe(found.key_schema, found.attribute_definitions)))
        return result;
    if (auto result = index_difference(
            "local", wanted.local_secondary_indexes, found.local_secondary_indexes, request, found))
        return result;
    return index_difference(
        "global", wanted.global_secondary_indexes, found.global_secondary_indexes, request, found);
}

} // namespace dynasio::stores::table
