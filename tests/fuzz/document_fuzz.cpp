// SPDX-License-Identifier: BSL-1.0
//
// Lines of any bytes as items: the first is the root of a document, and all of them are shards that its references may find.
// They are refused with an error, or put together: then every place is where it is said to be, keys and metadata can be put
// back, and the document, divided as its own metadata says, comes back equal.

#include "stores/documents/document_assembly.hpp"
#include "stores/documents/document_parts.hpp"
#include "stores/documents/document_places.hpp"

#include <dynasio/json/detail/decode.hpp>
#include <dynasio/stores/documents/json_text.hpp>
#include <dynasio/value/detail/json.hpp>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <stdexcept>
#include <string_view>
#include <utility>
#include <vector>

using namespace dynasio;
using namespace dynasio::stores::documents;

namespace {

constexpr assembly_limits limits{.levels = max_shard_levels, .shards = 50};
constexpr std::size_t most_items = 16;

void check(bool holds)
{
    if (!holds)
        std::abort();
}

std::vector<item> items_of(std::string_view input)
{
    std::vector<item> result;
    while (!input.empty() && result.size() < most_items)
    {
        auto const line = input.substr(0, input.find('\n'));
        input.remove_prefix(std::min(line.size() + 1, input.size()));
        item read;
        try
        {
            json::decode(line, json::target_of(read));
        }
        catch (json::decode_error const&)
        {
            read.clear();
        }
        result.push_back(std::move(read));
    }
    return result;
}

/// Whether the place is one of others, or lies within one.
bool is_in_any(std::vector<document_path> const& others, document_path const& where)
{
    return std::any_of(
        others.begin(), others.end(), [&](document_path const& other) { return is_within(where, other); });
}

void check_wanted(document_assembly const& document, std::vector<wanted_shard> const& wanted)
{
    std::vector<document_path> places;
    for (auto const& each : wanted)
    {
        auto const* key = referenced_key(value_at(document.document(), each.where));
        check(key && *key == each.key);
        check(!document.left().contains(each.where.segments()));
        places.push_back(each.where);
    }
    check(outermost(places).size() == places.size());
    for (auto const& each : document.items())
        check(std::find(places.begin(), places.end(), each.where) == places.end());
}

/// A key is the position of its item. Other references are left.
item const* find(std::vector<item> const& items, attribute_value const& key)
{
    auto const* text = key.if_string();
    if (!text || text->size() != 1)
        return nullptr;
    auto const position = static_cast<std::size_t>(text->front() - '0');
    return position < items.size() ? &items[position] : nullptr;
}

/// Fetches levels until the document is whole.
void fill(document_assembly& document, std::vector<item> const& items)
{
    while (!document.wanted().empty())
    {
        auto const wanted = document.wanted();
        check_wanted(document, wanted);
        // Beginning with the last one, as the order is free.
        for (auto i = wanted.size(); i-- > 0;)
            if (auto const* found = find(items, wanted[i].key))
                document.supply(i, *found);
            else
                document.leave(i);
    }
}

void check_leaves(document_assembly& document)
{
    std::vector<document_path> left;
    for (auto const& each : document.left())
    {
        auto& place = left.emplace_back();
        for (auto const& segment : each)
            place.push_back(segment);
        check(referenced_key(value_at(document.document(), place)) != nullptr);
    }
    for_each_leaf(document.document(), {}, document.left(),
        [&](document_path const& where, attribute_value& value)
        {
            check(!value.if_a<item>() && !value.if_a<attribute_list>());
            check(&value_at(document.document(), where) == &value);
            check(!is_in_any(left, where));
        });
}

document_tree tree_of(shard_node const& node)
{
    document_tree tree;
    tree.table = node.table;
    tree.region = node.region;
    tree.key_name = node.key_name;
    tree.path = node.path.value_or("");
    for (auto const& shard : node.shards)
        tree.shards.push_back(tree_of(shard));
    return tree;
}

/// The document is divided as a tree says, and put together.
void check_division(attribute_value const& document, document_tree const& tree)
{
    for (auto const& each : find_references(document, tree, "r"))
        check(*referenced_key(value_at(document, each.where)) == each.key);
    auto const parts = find_parts(document, tree);
    if (parts.size() > limits.shards)
        return;
    std::vector<attribute_value> keys;
    for (auto const& part : parts)
    {
        if (part.object->as_map().contains(part.table->key_name))
            return; // a member that has the value of the key does not come back
        keys.emplace_back(keys.size());
    }
    auto const divided = divide(document, parts, keys, {});
    std::vector<item> contents;
    for (auto const& each : divided)
        contents.push_back(each.content);
    document_assembly again(contents.front(), tree.key_name, limits);
    while (!again.wanted().empty())
    {
        auto const wanted = again.wanted();
        for (std::size_t i = 0; i < wanted.size(); ++i)
            again.supply(i, contents.at(wanted[i].key.as_number().to<std::size_t>()));
    }
    check(again.items().size() == parts.size());
    check(again.document() == document);
}

void check_metadata(document_assembly& document)
{
    document.restore_metadata();
    for (auto const& each : document.items())
    {
        auto const& object = value_at(document.document(), each.where).as_map();
        check(object.at(each.key_name) == each.key);
        check(read_metadata(object.at(metadata_name)) == each.metadata);
    }
}

void check_json_text(attribute_value const& document)
{
    try
    {
        auto const text = to_json_text(document);
        check(to_json_text(from_json_text(text)) == text);
    }
    catch (json_text_error const&)
    {} // a value of a type that is not known here, or text that is nested too deeply
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    auto const items = items_of({reinterpret_cast<char const*>(data), size});
    if (items.empty())
        return 0;
    try
    {
        document_assembly document(items.front(), "ID", limits);
        fill(document, items);
        check(document.items().size() <= limits.shards + 1);
        check_leaves(document);
        check_json_text(document.document());
        auto const tree = tree_of(document.items().front().metadata.node);
        auto const whole = document.document();
        check_metadata(document);
        check_tree(tree);
        check_division(whole, tree);
    }
    catch (metadata_error const&)
    {}
    catch (too_deep_error const&)
    {}
    catch (division_error const&)
    {}
    catch (std::invalid_argument const&)
    {} // no tree, for instance with two equal paths
    return 0;
}
