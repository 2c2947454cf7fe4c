// SPDX-License-Identifier: BSL-1.0

#include "stores/documents/document_reader.hpp"

#include "stores/argument_checks.hpp"

#include <dynasio/batch.hpp>
#include <dynasio/operations/get_item.hpp>

#include <map>
#include <set>
#include <unordered_map>
#include <utility>

namespace dynasio::stores::documents {

namespace {

constexpr unsigned max_restarts = 3;

/// Runs a step of an assembly. `at` is the item that it is about.
template <class Step>
auto assembling(item_address const& at, Step step)
{
    try
    {
        return step();
    }
    catch (metadata_error const& e)
    {
        fail_at(store_errc::malformed_item, at, {}, e.what());
    }
    catch (too_deep_error const& e)
    {
        fail_at(store_errc::too_deep, at, {}, e.what());
    }
}

/// Whether one of the places may lie within the other one.
bool may_lead_to(json_path const& path, document_path const& where)
{
    auto const& steps = path.steps();
    auto const& segments = where.segments();
    for (std::size_t i = 0; i < steps.size() && i < segments.size(); ++i)
    {
        if (auto const* member = std::get_if<json_path::member>(&steps[i]))
        {
            if (segments[i] != document_path::segment(member->name))
                return false;
        }
        else if (auto const* element = std::get_if<json_path::element>(&steps[i]))
        {
            auto const* index = std::get_if<std::size_t>(&segments[i]);
            if (!index || (element->index >= 0 && *index != static_cast<std::size_t>(element->index)))
                return false;
        }
        else if (std::holds_alternative<json_path::descendants>(steps[i]))
            return true;
    }
    return true;
}

/// Puts the items that a region returned to their addresses. Several references may ask for the same item.
void distribute(std::map<std::string, std::vector<item>>& found, std::string const& region,
    std::vector<item_address> const& wanted, std::vector<std::optional<item>>& to)
{
    std::unordered_map<std::string, std::vector<std::size_t>> places;
    std::map<std::string, std::string> key_names;
    for (std::size_t i = 0; i < wanted.size(); ++i)
        if (wanted[i].region == region)
        {
            places[wanted[i].identity()].push_back(i);
            key_names.emplace(wanted[i].table, wanted[i].key_name);
        }
    for (auto& [table, items] : found)
        for (auto& each : items)
        {
            auto const& key_name = key_names[table];
            item_address const at{table, region, key_name, each.at(key_name)};
            auto const its = places.find(at.identity());
            if (its == places.end())
                continue;
            for (std::size_t i = 1; i < its->second.size(); ++i)
                to[its->second[i]] = each;
            to[its->second.front()] = std::move(each);
        }
}

awaitable<void> fetch_from(client const& from, std::string const& region,
    std::vector<item_address> const& wanted, bool consistent, call_options call,
    std::vector<std::optional<item>>& to)
{
    std::map<std::string, model::keys_and_attributes> request;
    for (auto const& each : wanted)
        if (each.region == region)
        {
            auto& keys = request[each.table];
            keys.consistent_read = consistent;
            keys.keys.push_back(each.key_item());
        }
    batch_options options;
    options.call = call;
    options.timeout = call_options::duration::max(); // the call has a deadline
    auto outcome = co_await batch_get(from, std::move(request), options);
    distribute(outcome.items, region, wanted, to);
}

/// Fetches and supplies the shards of one level. Returns the place in `wanted` of one that is missing.
awaitable<std::optional<std::size_t>> add_level(document_store_state const& self, region_clients& clients,
    item_address const& root, reading how, call_options call, document_assembly& to)
{
    auto const wanted = to.wanted(); // which changes when the last of them is supplied
    std::vector<item_address> addresses;
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i < wanted.size(); ++i)
    {
        if (!how.resolve_shards || (how.on_the_way && !may_lead_to(*how.on_the_way, wanted[i].where)))
            continue;
        addresses.push_back(address_of(self, root, wanted[i]));
        places.push_back(i);
    }
    auto found = co_await fetch_items(clients, addresses, how.consistent, call);
    for (std::size_t i = 0; i < places.size(); ++i)
        if (!found[i])
            co_return places[i];
    std::size_t next = 0;
    for (std::size_t i = 0; i < wanted.size(); ++i)
        if (next < places.size() && places[next] == i)
        {
            assembling(addresses[next], [&] { to.supply(i, std::move(*found[next])); });
            ++next;
        }
        else
            to.leave(i);
    co_return std::nullopt;
}

} // namespace

awaitable<std::vector<std::optional<item>>> fetch_items(
    region_clients& clients, std::vector<item_address> const& wanted, bool consistent, call_options call)
{
    std::vector<std::optional<item>> found(wanted.size());
    std::set<std::string> regions;
    for (auto const& each : wanted)
        regions.insert(each.region);
    for (auto const& region : regions)
        co_await fetch_from(clients.of(region), region, wanted, consistent, call, found);
    co_return found;
}

awaitable<std::optional<item>> fetch_item(
    region_clients& clients, item_address const& wanted, bool consistent, call_options call)
{
    get_item_input request;
    request.table_name = wanted.table;
    request.key = wanted.key_item();
    request.consistent_read = consistent;
    auto found = co_await clients.of(wanted.region).get_item(request, call);
    co_return std::move(found.item);
}

json_path parse_path(std::string const& text)
{
    try
    {
        return json_path(text);
    }
    catch (json_path_error const& e)
    {
        throw_bad_input("path", e.what());
    }
}

document_assembly begin_assembly(document_store_state const& self, item_address const& at, item root)
{
    if (!document_assembly::is_document(root))
        fail_at(store_errc::not_a_document, at, {}, "the item has no " + std::string(metadata_name));
    assembly_limits const limits{.levels = self.options().max_levels, .shards = self.options().max_shards};
    return assembling(at, [&] { return document_assembly(std::move(root), at.key_name, limits); });
}

item_address address_of(document_store_state const& self, item_address const& root, wanted_shard const& shard)
{
    item_address at{shard.table, shard.region, shard.key_name, shard.key};
    if (!self.trusts(shard.table, shard.region))
        throw store_error({.code = store_errc::untrusted_shard,
            .table = shard.table,
            .key = root.key_item(),
            .attribute = place_text(shard.where),
            .reason = "the document of table \"" + root.table + "\" refers to this table, in region "
                + shard.region});
    if (!can_be_key(shard.key))
        fail_at(store_errc::malformed_item, root, shard.where, "the reference to a shard has no valid key");
    return at;
}

awaitable<std::optional<document_assembly>> assemble_document(document_store_state const& self,
    region_clients& clients, item_address root, reading how, call_options call)
{
    auto stored = co_await fetch_item(clients, root, how.consistent, call);
    for (unsigned restarts = 0; stored; ++restarts)
    {
        auto document = begin_assembly(self, root, *stored);
        std::optional<wanted_shard> missing;
        while (!missing)
        {
            bool const whole = assembling(root, [&] { return document.wanted().empty(); });
            if (whole)
                co_return document;
            auto const without = co_await add_level(self, clients, root, how, call, document);
            if (without)
                missing = document.wanted()[*without];
        }
        // The document may have been rewritten since its root was read.
        auto again = co_await fetch_item(clients, root, true, call);
        if ((again == stored && how.consistent) || restarts == max_restarts)
            throw store_error({.code = store_errc::dangling_shard,
                .table = missing->table,
                .key = item::of(missing->key_name, missing->key),
                .attribute = place_text(missing->where),
                .reason = "the document refers to this item, which does not exist"});
        how.consistent = true;
        stored = std::move(again);
    }
    co_return std::nullopt;
}

} // namespace dynasio::stores::documents
