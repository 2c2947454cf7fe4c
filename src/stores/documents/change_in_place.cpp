// SPDX-License-Identifier: BSL-1.0

#include "stores/documents/change_in_place.hpp"

#include "stores/documents/commit_root.hpp"
#include "stores/documents/document_places.hpp"
#include "stores/documents/json_path.hpp"

#include <dynasio/expressions.hpp>

#include <algorithm>
#include <set>
#include <utility>

namespace dynasio::stores::documents {

namespace {

// An expression has at most 4 KB, and a transaction 100 actions.
constexpr std::size_t max_places = 50;
constexpr std::size_t max_actions = 100;
constexpr std::size_t max_expression = 3'000;

/// The innermost item that the place is in.
std::size_t item_of(document_assembly const& document, document_path const& place)
{
    auto const& items = document.items();
    std::size_t found = 0;
    for (std::size_t i = 0; i < items.size(); ++i)
        if (is_within(place, items[i].where)
            && items[i].where.segments().size() >= items[found].where.segments().size())
            found = i;
    return found;
}

bool contains_item(document_assembly const& document, document_path const& place)
{
    return std::any_of(document.items().begin(), document.items().end(),
        [&](assembled_item const& each) { return is_within(each.where, place); });
}

std::size_t parent_of(document_assembly const& document, std::size_t shard)
{
    auto above = document.items()[shard].where;
    above.pop_back();
    return item_of(document, above);
}

/// The items whose references lead to one of the changed items, with these references.
std::map<std::size_t, std::set<std::size_t>> references_to(
    document_assembly const& document, places_by_item const& places)
{
    std::map<std::size_t, std::set<std::size_t>> result;
    for (auto const& [changed, where] : places)
        for (auto i = changed; i != 0;)
        {
            auto const parent = parent_of(document, i);
            result[parent].insert(i);
            i = parent;
        }
    return result;
}

update changes_at(
    document_assembly const& changed, std::size_t index, std::vector<document_path> const& places)
{
    update result;
    auto const& outer = changed.items()[index].where;
    for (auto const& each : places)
        result.set(expression_path(below(each, outer)), value_at(changed.document(), each));
    return result;
}

condition places_exist(
    document_assembly const& document, std::size_t index, std::vector<document_path> const& places)
{
    condition result;
    for (auto const& each : places)
        result = std::move(result) && exists(expression_path(below(each, document.items()[index].where)));
    return result;
}

condition refers_to(
    document_assembly const& document, std::size_t parent, std::set<std::size_t> const& shards)
{
    condition result;
    for (auto const i : shards)
    {
        auto const& shard = document.items()[i];
        auto const where = expression_path(below(shard.where, document.items()[parent].where));
        result = std::move(result) && where["primary_key"] == shard.key;
    }
    return result;
}

condition expected_revision(expected_document expected)
{
    return expected.revision ? has_revision(*expected.revision) : condition();
}

void count_revision(update& changes, expected_document expected)
{
    if (expected.revision)
        changes.set(path::of(metadata_name, "revision"), *expected.revision + 1);
}

model::update update_of(item_address const& at, update const& changes, condition const& expected)
{
    model::update result;
    result.table_name = at.table;
    result.key = at.key_item();
    return with(std::move(result), changes, expected);
}

model::condition_check check_of(item_address const& at, condition const& expected)
{
    model::condition_check result;
    result.table_name = at.table;
    result.key = at.key_item();
    return with(std::move(result), expected);
}

} // namespace

item_address address_of_part(item_address const& root, assembled_item const& part)
{
    if (part.where.empty())
        return root;
    return {part.table, part.region, part.key_name, part.key};
}

std::optional<places_by_item> find_items_of(
    document_assembly const& document, std::vector<document_path> const& places)
{
    places_by_item result;
    std::size_t length = 0;
    for (auto const& each : places)
    {
        if (each.empty() || contains_item(document, each))
            return std::nullopt;
        result[item_of(document, each)].push_back(each);
        length += 30 * each.segments().size(); // in update and condition
    }
    std::set<std::size_t> touched;
    for (auto const& [index, where] : result)
        touched.insert(index);
    for (auto const& [parent, shards] : references_to(document, result))
        touched.insert(parent);
    if (places.size() > max_places || length > max_expression || touched.size() > max_actions)
        return std::nullopt;
    return result;
}

bool reads_back(document_assembly const& changed, places_by_item const& places)
{
    for (auto const& [index, where] : places)
    {
        auto const& part = changed.items()[index];
        auto const& object = value_at(changed.document(), part.where);
        for (auto const& entry : part.metadata.node.shards)
            for (auto const& [place, value] : json_path(*entry.path).select(object))
            {
                auto const whole = joined(part.where, place);
                auto const is_new = [&](document_path const& each)
                { return is_within(whole, each) || is_within(each, whole); };
                if (referenced_key(*value) && std::any_of(where.begin(), where.end(), is_new))
                    return false;
            }
    }
    return true;
}

update_item_input update_of_root(document_assembly const& changed, item_address const& root,
    places_by_item const& places, expected_document expected)
{
    update_item_input request;
    request.table_name = root.table;
    request.key = root.key_item();
    request.return_values_on_condition_check_failure =
        model::return_values_on_condition_check_failure::all_old;
    auto changes = changes_at(changed, 0, places.at(0));
    count_revision(changes, expected);
    auto const condition = places_exist(changed, 0, places.at(0)) && exists(path::of(metadata_name))
        && expected_revision(expected);
    return with(std::move(request), changes, condition);
}

transact_write_items_input update_of_items(document_assembly const& changed, item_address const& root,
    places_by_item const& places, expected_document expected)
{
    transact_write_items_input request;
    auto references = references_to(changed, places);
    references.try_emplace(0);
    for (auto const& [index, where] : places)
        references.try_emplace(index);
    for (auto const& [index, shards] : references)
    {
        auto const at = address_of_part(root, changed.items()[index]);
        auto const touched = places.find(index);
        auto condition = refers_to(changed, index, shards) && exists(path::of(metadata_name));
        update changes;
        if (touched != places.end())
        {
            changes = changes_at(changed, index, touched->second);
            condition = std::move(condition) && places_exist(changed, index, touched->second);
        }
        if (index == 0)
        {
            condition = std::move(condition) && expected_revision(expected);
            count_revision(changes, expected);
        }
        auto& action = request.transact_items.emplace_back();
        if (changes.empty())
            action.condition_check = check_of(at, condition);
        else
            action.update = update_of(at, changes, condition);
    }
    return request;
}

} // namespace dynasio::stores::documents
