// SPDX-License-Identifier: BSL-1.0

#include "stores/documents/document_plan.hpp"

#include "stores/documents/document_places.hpp"
#include "stores/documents/encryption/document_fields.hpp"
#include "stores/table/item_size.hpp"

#include <algorithm>
#include <utility>

namespace dynasio::stores::documents {

namespace {

constexpr std::size_t max_transaction_items = 100;
constexpr std::size_t max_transaction_size = 4 * 1024 * 1024;
constexpr std::size_t max_nesting = 32;

/// Runs a step of a division; its errors are those of the caller's document.
template <class Step>
auto dividing(item_address const& root, Step step)
{
    try
    {
        return step();
    }
    catch (division_error const& e)
    {
        fail_at(store_errc::bad_input, root, e.where(), e.reason());
    }
}

std::vector<document_part> parts_of(document_store_state const& self, attribute_value const& document,
    bool saves_shards, item_address const& root)
{
    if (saves_shards)
        return dividing(root, [&] { return find_parts(document, self.tree()); });
    document_tree const& tree = self.tree();
    if (!document.if_a<item>())
        fail_at(store_errc::bad_input, root, {}, "a document is an object");
    return {{.table = &tree, .parent = 0, .where = {}, .path = {}, .object = &document}};
}

awaitable<attribute_value> generated_key(document_store_state const& self,
    document_key_generator const& generator, document_part const& part, bool& is_new)
{
    std::optional<attribute_value> key;
    document_object const object{.where = part.where, .table = part.table->table, .object = *part.object};
    if (auto const* plain = generator.if_plain(); plain && *plain)
        key = (*plain)(object);
    else if (auto const* awaited = generator.if_awaitable())
    {
        auto asking = (*awaited)(object);
        key = co_await std::move(asking);
    }
    is_new = !key;
    if (!key)
        key = self.new_key();
    item_address const at{.table = part.table->table, .key_name = part.table->key_name};
    auto const why = key_value_problem(*key, part.table->key_type);
    if (!why.empty())
        fail_at(store_errc::bad_input, at, part.where, std::string(why) + " (from the key generator)");
    co_return std::move(*key);
}

/// The members of the parts that are their keys are no fields: they stay as they are.
void take_keys_out(attribute_value& document, std::vector<document_part> const& parts,
    std::vector<attribute_value> const& keys, item_address const& root)
{
    // Innermost first, so that the places of the others stay.
    for (auto i = parts.size(); i-- > 0;)
    {
        auto& object = value_at(document, parts[i].where).as_map();
        if (object.contains(metadata_name))
            fail_at(store_errc::bad_input, root, parts[i].where,
                "has a member " + std::string(metadata_name) + ", which is reserved");
        auto const& name = parts[i].table->key_name;
        auto const* found = object.find(name);
        if (found && *found != keys[i])
            fail_at(store_errc::bad_input, root, parts[i].where,
                "has a member \"" + name + "\" with another value than the key of its item");
        object.erase(name);
    }
}

std::size_t nesting_of(attribute_value const& value)
{
    std::size_t deepest = 0;
    if (auto const* map = value.if_a<item>())
        for (auto const& [name, each] : *map)
            deepest = std::max(deepest, nesting_of(each) + 1);
    else if (auto const* list = value.if_a<attribute_list>())
        for (auto const& each : *list)
            deepest = std::max(deepest, nesting_of(each) + 1);
    return deepest;
}

void check_limits(planned_item const& planned, document_path const& where)
{
    auto const size = table::item_size(planned.content);
    if (size > table::max_item_size)
        fail_at(store_errc::too_large, planned.at, where,
            "the item has " + std::to_string(size) + " bytes; the maximum is "
                + std::to_string(table::max_item_size));
    for (auto const& [name, value] : planned.content)
        if (nesting_of(value) > max_nesting)
            fail_at(store_errc::too_deep, planned.at, where,
                "the item is nested more than " + std::to_string(max_nesting) + " levels deep");
}

void check_transaction(document_plan const& plan)
{
    auto size = table::item_size(plan.root.content);
    for (auto const& each : plan.shards)
        size += table::item_size(each.content);
    if (plan.shards.size() >= max_transaction_items || size > max_transaction_size)
        fail_at(store_errc::too_large, plan.root.at, {},
            std::to_string(plan.shards.size() + 1) + " items of " + std::to_string(size)
                + " bytes are too much for one transaction");
}

void check_references(std::vector<document_part> const& parts, item_address const& root)
{
    for (auto const& part : parts)
        if (!part.where.empty() && referenced_key(*part.object))
            fail_at(store_errc::bad_input, root, part.where,
                "is a reference to a shard: write such a document with save_shards(false)");
}

/// Takes the items of a division over.
document_plan plan_of(
    std::vector<document_item> items, std::vector<bool> const& has_new_key, item_address const& root)
{
    document_plan plan;
    plan.shards.reserve(items.size() - 1);
    for (std::size_t i = 0; i < items.size(); ++i)
    {
        auto& each = items[i];
        planned_item planned;
        planned.at = {each.node.table, each.node.region, each.node.key_name, std::move(each.key)};
        planned.content = std::move(each.content);
        planned.has_new_key = has_new_key[i];
        check_limits(planned, each.where);
        if (i == 0)
        {
            plan.root = std::move(planned);
            continue;
        }
        auto const identity = planned.at.identity();
        if (identity == root.identity() || !plan.refers_to.insert(identity).second)
            fail_at(store_errc::bad_input, root, each.where,
                "the key generator returned a key twice for table " + each.node.table);
        plan.shards.push_back(std::move(planned));
    }
    return plan;
}

} // namespace

void document_plan::set_revision(std::int64_t revision)
{
    root.content.at(metadata_name).as_map().set("revision", revision);
}

awaitable<attribute_value> choose_key(
    document_store_state const& self, attribute_value const& document, document_write_options const& options)
{
    attribute_value key;
    if (options.key())
        key = *options.key();
    else
    {
        document_part const root{
            .table = &self.tree(), .parent = 0, .where = {}, .path = {}, .object = &document};
        bool is_new = false;
        auto asking = generated_key(self, self.generator_for(options.key_generator()), root, is_new);
        key = co_await std::move(asking);
    }
    self.check_key(key);
    co_return key;
}

void drop_metadata(document_store_state const& self, attribute_value& document)
{
    std::vector<std::pair<document_path, std::string>> objects;
    auto const parts = dividing(self.root({}), [&] { return find_parts(document, self.tree()); });
    for (auto const& part : parts)
        if (!referenced_key(*part.object))
            objects.emplace_back(part.where, part.table->key_name);
    for (auto i = objects.size(); i-- > 0;)
    {
        auto& object = value_at(document, objects[i].first).as_map();
        object.erase(metadata_name);
        object.erase(objects[i].second);
    }
}

awaitable<document_plan> plan_document(document_store_state const& self, attribute_value const& document,
    document_write_options const& options, item_address const& root)
{
    auto const parts = parts_of(self, document, options.saves_shards(), root);
    std::vector<kept_shard> kept;
    if (options.saves_shards())
        check_references(parts, root);
    else
        kept = find_references(document, self.tree(), self.region());

    std::vector<attribute_value> keys;
    std::vector<bool> has_new_key;
    keys.push_back(root.key);
    has_new_key.push_back(false);
    for (std::size_t i = 1; i < parts.size(); ++i)
    {
        bool is_new = false;
        auto asking = generated_key(self, self.generator_for(options.key_generator()), parts[i], is_new);
        keys.push_back(co_await std::move(asking));
        has_new_key.push_back(is_new);
    }

    auto copy = document;
    take_keys_out(copy, parts, keys, root);
    division_options division;
    division.region = self.region();
    division.now = self.now();
    division.tells_written_at = self.options().cipher != document_cipher::legacy;
    place_set references;
    for (auto& each : kept)
    {
        if (!can_be_key(each.key))
            fail_at(store_errc::bad_input, root, each.where, "the reference has no valid key");
        references.insert(each.where.segments());
        division.kept.push_back(each.node);
    }
    document_fields fields(self, root, self.keys_for(options.keys()));
    document_path const whole;
    co_await document_fields::encrypt(fields, copy, whole, document, references);

    auto items = dividing(root, [&] { return divide(std::move(copy), parts, keys, division); });
    auto plan = plan_of(std::move(items), has_new_key, root);
    if (options.is_transaction())
        check_transaction(plan);
    for (auto const& each : kept)
    {
        item_address const at{each.node.table, each.node.region, each.node.key_name, each.key};
        plan.refers_to.insert(at.identity());
    }
    co_return plan;
}

} // namespace dynasio::stores::documents
