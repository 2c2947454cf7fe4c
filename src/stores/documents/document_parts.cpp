// SPDX-License-Identifier: BSL-1.0

#include "stores/documents/document_parts.hpp"

#include "stores/documents/document_places.hpp"
#include "stores/documents/json_path.hpp"
#include "text/excerpt.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace dynasio::stores::documents {

namespace {

[[noreturn]] void fail_tree(document_tree const& tree, std::string_view reason)
{
    throw std::invalid_argument(
        "document_tree, table \"" + text::shortened(tree.table) + "\": " + std::string(reason));
}

void check_level(document_tree const& tree, std::size_t level);

void check_shards(document_tree const& tree, std::size_t level)
{
    std::vector<json_path> paths;
    for (auto const& shard : tree.shards)
    {
        if (shard.path.empty())
            fail_tree(shard, "a shard needs a path");
        try
        {
            paths.emplace_back(shard.path);
        }
        catch (json_path_error const& e)
        {
            fail_tree(shard, e.what());
        }
        if (paths.back().steps().empty())
            fail_tree(shard, "a shard cannot be the whole object");
        if (std::count(paths.begin(), paths.end(), paths.back()) > 1)
            fail_tree(shard, "another shard has this path");
        check_level(shard, level + 1);
    }
}

void check_level(document_tree const& tree, std::size_t level)
{
    if (level > max_shard_levels)
        fail_tree(tree, "more than " + std::to_string(max_shard_levels) + " levels of shards");
    if (tree.table.empty())
        fail_tree(tree, "the table's name is empty");
    if (tree.key_name.empty())
        fail_tree(tree, "the name of the key is empty");
    if (tree.key_name == metadata_name)
        fail_tree(tree, "this name of the key is reserved");
    if (tree.key_type != attribute_type::s && tree.key_type != attribute_type::n
        && tree.key_type != attribute_type::b)
        fail_tree(tree, "a key is of type S, N or B");
    check_shards(tree, level);
}

/// With the shards that the tree says.
shard_node node_of(document_tree const& tree, std::string const& region)
{
    shard_node node;
    node.table = tree.table;
    node.region = tree.region.empty() ? region : tree.region;
    node.key_name = tree.key_name;
    if (!tree.path.empty())
        node.path = tree.path;
    for (auto const& shard : tree.shards)
        node.shards.push_back(node_of(shard, region));
    return node;
}

/// The path of one value, in the form of shard paths: `$.items[0]`.
std::string path_text(document_path const& where)
{
    std::string result = "$";
    for (auto const& each : where.segments())
        if (auto const* index = std::get_if<std::size_t>(&each))
            result += '[' + std::to_string(*index) + ']';
        else
            result = with_member(std::move(result), std::get<std::string>(each));
    return result;
}

/// No shard of a table may be, or be within, another one of this table.
void refuse_overlaps(std::vector<document_path> siblings)
{
    // In this order a path stands directly before those within it.
    std::sort(siblings.begin(), siblings.end(),
        [](document_path const& a, document_path const& b) { return a.segments() < b.segments(); });
    auto const found = std::adjacent_find(siblings.begin(), siblings.end(),
        [](document_path const& outer, document_path const& inner) { return is_within(inner, outer); });
    if (found != siblings.end())
        throw division_error(*std::next(found),
            "is selected by two paths of shards, or lies within another shard of the same table");
}

/// Appends the shards of a part, each followed by its own.
void add_shards(std::vector<document_part>& parts, std::size_t parent);

void add_matches(std::vector<document_part>& parts, std::size_t parent, document_tree const& shard,
    std::vector<document_path>& siblings)
{
    json_path const path(shard.path);
    bool const keeps_text = path.selects_one();
    // `parts` grows, so nothing of it is kept by reference.
    auto const above = parts[parent].where;
    for (auto const& [where, value] : path.select(*parts[parent].object))
    {
        auto const whole = joined(above, where);
        if (!value->if_a<item>())
            throw division_error(whole, "is at the path of a shard, and no object");
        siblings.push_back(whole);
        if (parts.size() > max_shards)
            throw division_error({}, "has more than " + std::to_string(max_shards) + " shards");
        parts.push_back({.table = &shard,
            .parent = parent,
            .where = whole,
            .path = keeps_text ? shard.path : path_text(where),
            .object = value});
        add_shards(parts, parts.size() - 1);
    }
}

void add_shards(std::vector<document_part>& parts, std::size_t parent)
{
    std::vector<document_path> siblings;
    for (auto const& shard : parts[parent].table->shards)
        add_matches(parts, parent, shard, siblings);
    refuse_overlaps(std::move(siblings));
}

void refuse_reserved(item const& object, document_item const& to)
{
    if (object.contains(metadata_name))
        throw division_error(to.where, "has a member " + std::string(metadata_name) + ", which is reserved");
    auto const* found = object.find(to.node.key_name);
    if (found && *found != to.key)
        throw division_error(to.where,
            "has a member \"" + text::shortened(to.node.key_name) + "\" with another value than the key");
}

} // namespace

division_error::division_error(document_path where, std::string_view reason)
    : std::runtime_error("$" + std::string(where.empty() ? "" : ".") + text::shortened(where.text(), 200)
          + ": " + std::string(reason)),
      where_(std::move(where)),
      reason_(reason)
{}

void check_tree(document_tree const& tree)
{
    if (!tree.path.empty())
        fail_tree(tree, "the root has no path");
    check_level(tree, 0);
}

std::vector<document_part> find_parts(attribute_value const& document, document_tree const& tree)
{
    if (!document.if_a<item>())
        throw division_error({}, "a document is an object");
    std::vector<document_part> parts;
    parts.push_back({.table = &tree, .parent = 0, .where = {}, .path = {}, .object = &document});
    add_shards(parts, 0);
    return parts;
}

std::vector<kept_shard> find_references(
    attribute_value const& document, document_tree const& tree, std::string const& region)
{
    std::vector<kept_shard> found;
    for (auto const& shard : tree.shards)
        for (auto const& [where, value] : json_path(shard.path).select(document))
            if (auto const* key = referenced_key(*value))
            {
                auto node = node_of(shard, region);
                node.path = path_text(where);
                found.push_back({std::move(node), where, *key});
            }
    return found;
}

std::vector<document_item> divide(attribute_value document, std::vector<document_part> const& parts,
    std::vector<attribute_value> const& keys, division_options const& options)
{
    std::vector<document_item> items(parts.size());
    for (std::size_t i = 0; i < parts.size(); ++i)
    {
        auto const& tree = *parts[i].table;
        items[i].node.table = tree.table;
        items[i].node.region = tree.region.empty() ? options.region : tree.region;
        items[i].node.key_name = tree.key_name;
        if (i != 0)
            items[i].node.path = parts[i].path;
        items[i].key = keys.at(i);
        items[i].where = parts[i].where;
    }
    // From the last to the first: shards are cut out of their parents before these are cut out of theirs.
    for (auto i = parts.size(); i-- > 0;)
    {
        auto& to = items[i];
        auto& value = value_at(document, to.where);
        refuse_reserved(value.as_map(), to);
        to.content = std::move(value.as_map());
        std::reverse(to.node.shards.begin(), to.node.shards.end()); // they came in reverse
        if (i == 0)
            to.node.shards.insert(to.node.shards.end(), options.kept.begin(), options.kept.end());
        document_metadata metadata;
        metadata.node = to.node;
        if (i == 0)
            metadata.revision = options.revision;
        else
        {
            value = write_reference(
                {.key = to.key, .table = to.node.table, .region = to.node.region, .modified = options.now});
            if (options.tells_written_at)
                metadata.written_at = options.now;
            items[parts[i].parent].node.shards.push_back(to.node);
        }
        to.content.set(to.node.key_name, to.key);
        to.content.append_new(metadata_name) = write_metadata(metadata);
    }
    return items;
}

} // namespace dynasio::stores::documents
