// SPDX-License-Identifier: BSL-1.0

#include "stores/documents/document_metadata.hpp"

#include <utility>

namespace dynasio::stores::documents {

namespace {

// The colons are part of the names, in the data of every program that writes these items.
constexpr std::string_view reference_key = "primary_key";
constexpr std::string_view reference_table = "table_name:";
constexpr std::string_view reference_region = "region_name:";
constexpr std::string_view reference_modified = "modified_utc";

item write_node(shard_node const& node)
{
    attribute_list shards;
    shards.reserve(node.shards.size());
    for (auto const& each : node.shards)
        shards.emplace_back(write_node(each));
    item result;
    result.append_new("table_name") = node.table;
    result.append_new("region_name") = node.region;
    result.append_new("primary_key_name") = node.key_name;
    result.append_new("path") = node.path ? attribute_value(*node.path) : attribute_value();
    result.append_new("shards") = std::move(shards);
    return result;
}

attribute_value const& member_of(item const& map, std::string_view name)
{
    auto const* found = map.find(name);
    if (!found)
        throw metadata_error(name, "is missing");
    return *found;
}

std::string text_of(item const& map, std::string_view name)
{
    auto const* text = member_of(map, name).if_string();
    if (!text || text->empty())
        throw metadata_error(name, "expected a text");
    return *text;
}

std::optional<std::int64_t> optional_integer(item const& map, std::string_view name)
{
    auto const* found = map.find(name);
    if (!found)
        return std::nullopt;
    auto const* digits = found->if_number();
    if (!digits)
        throw metadata_error(name, "expected a number");
    try
    {
        return digits->to<std::int64_t>();
    }
    catch (std::range_error const&)
    {
        throw metadata_error(name, "expected a whole number of 64 bits");
    }
}

shard_node read_node(attribute_value const& stored, std::size_t level)
{
    if (level > max_shard_levels)
        throw metadata_error(
            "shards", "are nested more than " + std::to_string(max_shard_levels) + " levels deep");
    auto const* map = stored.if_a<item>();
    if (!map)
        throw metadata_error({}, "expected a map");
    shard_node result;
    result.table = text_of(*map, "table_name");
    result.region = text_of(*map, "region_name");
    result.key_name = text_of(*map, "primary_key_name");
    auto const& path = member_of(*map, "path");
    if (!path.is_null())
        result.path = text_of(*map, "path");
    auto const* shards = member_of(*map, "shards").if_a<attribute_list>();
    if (!shards)
        throw metadata_error("shards", "expected a list");
    result.shards.reserve(shards->size());
    for (auto const& each : *shards)
    {
        result.shards.push_back(read_node(each, level + 1));
        if (!result.shards.back().path)
            throw metadata_error("shards", "a shard has no path");
    }
    return result;
}

std::string described(std::string_view member, std::string_view reason)
{
    std::string result(metadata_name);
    if (!member.empty())
        result.append(".").append(member);
    return result.append(": ").append(reason);
}

} // namespace

metadata_error::metadata_error(std::string_view member, std::string_view reason)
    : std::runtime_error(described(member, reason))
{}

attribute_value write_metadata(document_metadata const& metadata)
{
    auto result = write_node(metadata.node);
    if (metadata.revision)
        result.append_new("revision") = *metadata.revision;
    if (metadata.written_at)
        result.append_new("written_at") = *metadata.written_at;
    return result;
}

document_metadata read_metadata(attribute_value const& stored)
{
    document_metadata result;
    result.node = read_node(stored, 0);
    auto const& map = stored.as_map();
    result.revision = optional_integer(map, "revision");
    result.written_at = optional_integer(map, "written_at");
    return result;
}

attribute_value write_reference(shard_reference const& reference)
{
    item result;
    result.append_new(reference_key) = reference.key;
    result.append_new(reference_table) = reference.table;
    result.append_new(reference_region) = reference.region;
    result.append_new(reference_modified) = std::to_string(reference.modified);
    return result;
}

attribute_value const* referenced_key(attribute_value const& value)
{
    auto const* map = value.if_a<item>();
    return map && map->contains(reference_table) ? map->find(reference_key) : nullptr;
}

} // namespace dynasio::stores::documents
