// SPDX-License-Identifier: BSL-1.0

#include "composed/sent_units.hpp"

#include <dynasio/json/detail/decode.hpp>

#include <algorithm>
#include <optional>

namespace dynasio::composed {

namespace {

/// A table's name, from its name or its ARN.
std::string_view plain_name(std::string_view table)
{
    return table.starts_with("arn:") ? table.substr(table.rfind('/') + 1) : table;
}

std::string place_of(std::size_t table, std::string_view content)
{
    auto place = std::to_string(table);
    place += ':';
    place += content;
    return place;
}

} // namespace

void sent_units::add(std::string_view table, std::string_view content)
{
    // Units come by table.
    auto found = tables_.size();
    while (found != 0 && tables_[found - 1].name != table)
        --found;
    if (found == 0)
    {
        tables_.push_back({std::string(table), 0});
        found = tables_.size();
    }
    ++tables_[found - 1].open;
    positions_.emplace(place_of(found - 1, content), count_++);
}

std::size_t sent_units::find_table(std::string const& where, std::string_view name) const
{
    std::optional<std::size_t> by_plain_name;
    bool ambiguous = false;
    for (std::size_t i = 0; i < tables_.size(); ++i)
    {
        if (tables_[i].name == name)
            return i;
        if (plain_name(tables_[i].name) != plain_name(name))
            continue;
        ambiguous = by_plain_name.has_value();
        by_plain_name = i;
    }
    if (!by_plain_name || ambiguous)
        throw json::decode_error(where, "a table that was not in the request");
    return *by_plain_name;
}

std::string const& sent_units::table(std::string const& where, std::string_view name) const
{
    return tables_[find_table(where, name)].name;
}

std::size_t sent_units::take(std::string const& where, std::string_view table, std::string_view content)
{
    auto const which = find_table(where, table);
    auto const found = positions_.find(place_of(which, content));
    if (found == positions_.end())
        throw json::decode_error(where, "something that was not in the request, or one thing twice");
    auto const position = found->second;
    positions_.erase(found);
    --tables_[which].open;
    return position;
}

void sent_units::take_any(std::string const& where, std::string_view table)
{
    auto& open = tables_[find_table(where, table)].open;
    if (open == 0)
        throw json::decode_error(where, "more than was requested");
    --open;
}

} // namespace dynasio::composed
