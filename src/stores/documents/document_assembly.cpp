// SPDX-License-Identifier: BSL-1.0

#include "stores/documents/document_assembly.hpp"

#include "stores/documents/document_parts.hpp"
#include "stores/documents/document_places.hpp"
#include "stores/documents/json_path.hpp"

#include <algorithm>
#include <utility>

namespace dynasio::stores::documents {

namespace {

/// Each walks over the whole object. dynamo-store writes one for each path of its tree, this library none.
constexpr std::size_t max_searches = 100;

/// Takes an attribute out of an item; NULL if it is not there.
attribute_value take(item& from, std::string_view name)
{
    attribute_value result;
    if (auto* found = from.find(name))
    {
        result = std::move(*found);
        from.erase(name);
    }
    return result;
}

json_path path_of(shard_node const& entry)
{
    try
    {
        return json_path(*entry.path);
    }
    catch (json_path_error const& e)
    {
        throw metadata_error("shards", e.what());
    }
}

/// Whether the place lies within one of others, and is none of them.
bool is_inside(place_set const& others, document_path where)
{
    while (!where.empty())
    {
        where.pop_back();
        if (others.contains(where.segments()))
            return true;
    }
    return false;
}

class leaf_walk
{
public:
    leaf_walk(document_path where, place_set const& besides,
        std::function<void(document_path const&, attribute_value&)> const& f)
        : besides_(besides), f_(f), where_(std::move(where))
    {}

    void visit(attribute_value& value)
    {
        if (!besides_.empty() && value.if_a<item>() && besides_.contains(where_.segments()))
            return;
        if (value.if_a<item>())
            for (auto& [name, each] : value.as_map())
                visit_below(name, each);
        else if (value.if_a<attribute_list>())
            for (std::size_t i = 0; i < value.as_list().size(); ++i)
                visit_below(i, value.as_list()[i]);
        else
            f_(where_, value);
    }

private:
    void visit_below(document_path::segment segment, attribute_value& value)
    {
        where_.push_back(std::move(segment));
        visit(value);
        where_.pop_back();
    }

    place_set const& besides_;
    std::function<void(document_path const&, attribute_value&)> const& f_;
    document_path where_;
};

} // namespace

document_assembly::document_assembly(item root, std::string_view key_name, assembly_limits limits)
    : limits_(limits)
{
    add({}, key_name, root);
    document_ = std::move(root);
}

assembled_item& document_assembly::add(document_path where, std::string_view key_name, item& content)
{
    assembled_item added;
    added.where = std::move(where);
    added.stored_metadata = take(content, metadata_name);
    added.metadata = read_metadata(added.stored_metadata);
    added.key_name = key_name;
    added.key = take(content, key_name);
    supplied_.insert(added.where.segments());
    open_.push_back(items_.size());
    return items_.emplace_back(std::move(added));
}

void document_assembly::look_for_references(std::size_t of_item)
{
    auto const& parent = items_[of_item];
    auto const& object = value_at(document_, parent.where);
    std::size_t searches = 0;
    for (auto const& entry : parent.metadata.node.shards)
    {
        auto const path = path_of(entry);
        if (!path.selects_one() && ++searches > max_searches)
            throw metadata_error(
                "shards", "have more than " + std::to_string(max_searches) + " paths with wildcards");
        for (auto const& [where, value] : path.select(object))
        {
            auto const* key = referenced_key(*value);
            auto const whole = joined(parent.where, where);
            if (!key || supplied_.contains(whole.segments()) || left_.contains(whole.segments())
                || !seen_.insert(whole.segments()).second)
                continue;
            if (items_.size() + wanted_.size() > limits_.shards)
                throw too_deep_error(
                    "the document has more than " + std::to_string(limits_.shards) + " shards");
            parents_.push_back(of_item);
            wanted_.push_back({.table = entry.table,
                .region = entry.region,
                .key_name = entry.key_name,
                .key = *key,
                .where = whole,
                .has_shards = !entry.shards.empty()});
        }
    }
}

void document_assembly::drop_inner_references()
{
    // The outer one is replaced as a whole, or stays as it is.
    std::erase_if(wanted_, [this](wanted_shard const& each)
        { return is_inside(seen_, each.where) || is_inside(left_, each.where); });
}

std::vector<wanted_shard> const& document_assembly::wanted()
{
    if (std::exchange(asked_, true))
        return wanted_;
    for (auto const each : std::exchange(open_, {}))
        look_for_references(each);
    drop_inner_references();
    to_come_ = wanted_.size();
    if (!wanted_.empty() && ++levels_ > limits_.levels)
        throw too_deep_error(
            "the document has more than " + std::to_string(limits_.levels) + " levels of shards");
    return wanted_;
}

void document_assembly::supply(std::size_t index, item shard)
{
    auto const& reference = wanted_.at(index);
    auto& added = add(reference.where, reference.key_name, shard);
    added.table = reference.table;
    added.region = reference.region;
    value_at(document_, reference.where) = std::move(shard);
    one_less_to_come();
}

void document_assembly::leave(std::size_t index)
{
    left_.insert(wanted_.at(index).where.segments());
    one_less_to_come();
}

void document_assembly::one_less_to_come()
{
    if (--to_come_ != 0)
        return;
    // The other paths of a parent may lead into shards that have come now.
    std::sort(parents_.begin(), parents_.end());
    parents_.erase(std::unique(parents_.begin(), parents_.end()), parents_.end());
    open_.insert(open_.end(), parents_.begin(), parents_.end());
    parents_.clear();
    wanted_.clear();
    seen_.clear();
    asked_ = false;
}

void document_assembly::restore_metadata()
{
    // Places of shards are found through the objects of their parents, whose members do not change by what is put back.
    for (auto& each : items_)
    {
        auto& object = value_at(document_, each.where).as_map();
        object.set(each.key_name, each.key);
        object.set(metadata_name, each.stored_metadata);
    }
}

void for_each_leaf(attribute_value& value, document_path where, place_set const& besides,
    std::function<void(document_path const& where, attribute_value& value)> const& f)
{
    leaf_walk(std::move(where), besides, f).visit(value);
}

} // namespace dynasio::stores::documents
