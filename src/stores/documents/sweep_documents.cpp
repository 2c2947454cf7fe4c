// SPDX-License-Identifier: BSL-1.0

#include "clock/nursery.hpp"
#include "stores/documents/delete_shards.hpp"
#include "stores/documents/document_metadata.hpp"
#include "stores/documents/document_parts.hpp"
#include "stores/documents/sweep_graph.hpp"

#include <dynasio/expressions.hpp>
#include <dynasio/operations/delete_item.hpp>
#include <dynasio/paginate.hpp>

#include <algorithm>
#include <map>
#include <utility>

namespace dynasio::stores::documents {

namespace {

constexpr std::size_t deletions_at_a_time = 4;

/// A table of documents.
struct swept_table
{
    std::string name{};
    std::string region{};
    std::string key_name{};

    friend bool operator==(swept_table const&, swept_table const&) = default;
};

void add_tables(document_store_state const& self, document_tree const& tree, std::vector<swept_table>& to)
{
    swept_table const own{tree.table, tree.region.empty() ? self.region() : tree.region, tree.key_name};
    if (std::find(to.begin(), to.end(), own) == to.end())
        to.push_back(own);
    for (auto const& shard : tree.shards)
        add_tables(self, shard, to);
}

/// One sweep.
struct document_sweeping
{
    document_store_state const& self;
    region_clients& clients;
    document_sweep_options const& options;
    call_options call;
    std::int64_t newest = 0; ///< `written_at` of the youngest candidate
    std::vector<swept_table> shard_tables{};
    std::vector<swept_table> all_tables{};
    sweep_graph graph{};
    document_sweep_result result{};

    void tell() const
    {
        if (options.progress)
            options.progress(result.total);
    }
};

item_address address_in(swept_table const& table, item const& stored)
{
    return {table.name, table.region, table.key_name, stored.at(table.key_name)};
}

document_metadata metadata_of(swept_table const& table, item const& stored)
{
    try
    {
        return read_metadata(stored.at(metadata_name));
    }
    catch (metadata_error const& e)
    {
        fail_at(store_errc::malformed_item, address_in(table, stored), {}, e.what());
    }
}

/// Adds a shard that is old enough.
void consider(document_sweeping& s, swept_table const& table, item const& stored)
{
    if (!stored.contains(metadata_name))
        return;
    auto const metadata = metadata_of(table, stored);
    bool const is_shard = metadata.node.path.has_value();
    if (is_shard && metadata.written_at.value_or(s.newest) <= s.newest)
        s.graph.add({address_in(table, stored), metadata.written_at});
}

/// Lists the shards that are old enough. Sets where the next sweep goes on.
awaitable<void> list_candidates(document_sweeping& s)
{
    auto const& after = s.options.after;
    for (std::size_t i = 0; i < s.shard_tables.size(); ++i)
    {
        auto const& table = s.shard_tables[i];
        if (after && std::pair(table.region, table.name) < std::pair(after->region, after->table))
            continue;
        scan_input request;
        request.table_name = table.name;
        request.consistent_read = true;
        if (after && !after->key.empty() && table.region == after->region && table.name == after->table)
            request.exclusive_start_key = after->key;
        projection const what(path::of(table.key_name), path::of(metadata_name));
        request = with(std::move(request), what);
        auto pages = scan_pages(s.clients.of(table.region), request, s.call);
        while (auto page = co_await pages.next())
        {
            for (auto const& each : page->items)
                consider(s, table, each);
            s.result.total.candidates = s.graph.size();
            s.tell();
            if (s.graph.size() >= s.options.max_candidates && page->last_evaluated_key)
            {
                s.result.next = item_location{table.name, table.region, *page->last_evaluated_key};
                co_return;
            }
        }
        if (s.graph.size() >= s.options.max_candidates && i + 1 < s.shard_tables.size())
        {
            auto const& next = s.shard_tables[i + 1];
            s.result.next = item_location{next.name, next.region, {}};
            co_return;
        }
    }
}

/// What the item refers to.
void add_references(document_sweeping& s, swept_table const& table, item stored)
{
    ++s.result.total.examined;
    if (!stored.contains(metadata_name))
        return;
    auto const at = address_in(table, stored);
    auto const from = at.identity();
    std::vector<dropped_shard> shards;
    try
    {
        shards = shards_in(std::move(stored), table.key_name);
    }
    catch (std::runtime_error const& e)
    {
        fail_at(store_errc::malformed_item, at, {}, e.what());
    }
    for (auto const& each : shards)
        s.graph.refer(from, each.at.identity());
}

/// Only after all candidates are listed: a shard that becomes old meanwhile is none of them.
awaitable<void> collect_references(document_sweeping& s)
{
    for (auto const& table : s.all_tables)
    {
        scan_input request;
        request.table_name = table.name;
        request.consistent_read = true;
        auto pages = scan_pages(s.clients.of(table.region), request, s.call);
        while (auto page = co_await pages.next())
        {
            for (auto& each : page->items)
                add_references(s, table, std::move(each));
            s.tell();
        }
    }
}

/// Deletes a shard, unless it has been written again.
awaitable<void> delete_candidate(document_sweeping& s, sweep_candidate const& candidate)
{
    auto const written_at = path::of(metadata_name, "written_at");
    condition unchanged;
    if (candidate.written_at)
        unchanged = written_at == *candidate.written_at;
    else
        unchanged = not_exists(written_at);
    delete_item_input request;
    request.table_name = candidate.at.table;
    request.key = candidate.at.key_item();
    request = with(std::move(request), unchanged);
    auto const outcome = co_await s.clients.of(candidate.at.region).try_delete_item(request, s.call);
    if (outcome)
        ++s.result.total.deleted;
    else if (outcome.error() != errc::conditional_check_failed
        && outcome.error() != client_errc::outcome_unknown)
        throw_exception_from_error(outcome.error(), BOOST_CURRENT_LOCATION);
}

awaitable<void> delete_all(document_sweeping& s, std::vector<sweep_candidate> const& candidates)
{
    std::size_t next = 0;
    std::function<awaitable<void>(http::child_group&, std::size_t)> const work =
        [&](http::child_group&, std::size_t) -> awaitable<void>
    {
        while (next < candidates.size())
        {
            auto const& candidate = candidates[next++];
            co_await delete_candidate(s, candidate);
        }
    };
    auto const workers = std::min(deletions_at_a_time, candidates.size());
    co_await http::run_children(workers, work);
    s.tell();
}

awaitable<void> sweep_in_steps(document_sweeping& s)
{
    co_await list_candidates(s);
    if (s.graph.size() == 0)
        co_return;
    co_await collect_references(s);

    identity_set seen_before;
    for (auto const& each : s.options.seen_before)
        if (each.key.size() == 1)
        {
            auto const& [name, value] = *each.key.begin();
            item_address const at{each.table, each.region, name, value};
            seen_before.insert(at.identity());
        }
    std::vector<sweep_candidate> to_delete;
    for (auto& each : s.graph.unreferenced())
        if (each.written_at || seen_before.contains(each.at.identity()))
        {
            s.result.unreferenced.push_back(each.at.location());
            to_delete.push_back(std::move(each));
        }
        else
            s.result.undated.push_back(each.at.location());
    if (!s.options.dry_run && !to_delete.empty())
        co_await delete_all(s, to_delete);
}

} // namespace

awaitable<document_sweep_result> sweep_documents(state_pointer self, document_sweep_options options)
{
    self->check_regions();
    if (options.older_than < std::chrono::hours(1))
        self->throw_bad_input("older_than", "must be at least one hour");
    if (options.max_candidates == 0)
        self->throw_bad_input("max_candidates", "must be at least 1");
    region_clients clients(*self);
    auto const call = call::with_deadline(self->owner(), options.call, call_options::duration::max());
    document_sweeping s{*self, clients, options, call};
    s.newest = self->now() - options.older_than.count();
    for (auto const& shard : self->tree().shards)
        add_tables(*self, shard, s.shard_tables);
    std::sort(s.shard_tables.begin(), s.shard_tables.end(), [](swept_table const& a, swept_table const& b)
        { return std::pair(a.region, a.name) < std::pair(b.region, b.name); });
    add_tables(*self, self->tree(), s.all_tables);
    for (auto const& each : options.other_trees)
    {
        check_tree(each);
        add_tables(*self, each, s.all_tables);
    }
    co_await sweep_in_steps(s);
    co_return std::move(s.result);
}

} // namespace dynasio::stores::documents
