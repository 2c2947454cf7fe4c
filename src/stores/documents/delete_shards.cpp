// SPDX-License-Identifier: BSL-1.0

#include "stores/documents/delete_shards.hpp"

#include "stores/documents/document_assembly.hpp"
#include "stores/documents/document_reader.hpp"

#include <dynasio/batch.hpp>

#include <boost/asio/error.hpp>
#include <boost/system/system_error.hpp>

#include <iterator>
#include <map>
#include <utility>

namespace dynasio::stores::documents {

namespace {

/// Moves what is left of a batch to the result.
void take_left(std::map<std::string, std::vector<model::write_request>>& unprocessed,
    std::string const& region, shard_deletion& to)
{
    for (auto& [table, writes] : unprocessed)
        for (auto& write : writes)
            if (write.delete_request)
                to.left.push_back({table, region, std::move(write.delete_request->key)});
}

awaitable<void> delete_in_region(client const& from, std::string const& region,
    std::vector<item_address> const& items, call_options call, shard_deletion& result)
{
    std::map<std::string, std::vector<model::write_request>> request;
    std::size_t wanted = 0;
    for (auto const& each : items)
        if (each.region == region)
        {
            request[each.table].emplace_back().delete_request.emplace().key = each.key_item();
            ++wanted;
        }
    batch_options options;
    options.call = call;
    options.timeout = call_options::duration::max(); // the call has a deadline
    auto outcome = co_await try_batch_write(from, std::move(request), options);
    auto const left_before = result.left.size();
    take_left(outcome.unprocessed, region, result);
    result.deleted += wanted - (result.left.size() - left_before);
    if (outcome.error)
        result.failure = outcome.error;
}

/// A walk from dropped shards to those that they refer to.
class dropped_tree
{
public:
    dropped_tree(document_store_state const& store, identity_set const& kept) : store_(store), met_(kept) {}

    /// Adds those that are to be deleted to the next level.
    void add(std::vector<dropped_shard> shards)
    {
        for (auto& each : shards)
        {
            if (count_ >= store_.options().max_shards || !met_.insert(each.at.identity()).second)
                continue;
            ++count_;
            if (store_.trusts(each.at.table, each.at.region))
                next_.push_back(std::move(each));
            else
                left_.push_back(each.at.location());
        }
    }

    /// Ends a level, and begins the one of its shards. False if it has none.
    bool begin_level()
    {
        if (next_.empty() || levels_.size() > store_.options().max_levels)
            return false;
        levels_.push_back(std::exchange(next_, {}));
        return true;
    }

    /// Of the level that was begun last.
    [[nodiscard]] std::vector<item_address> parents() const
    {
        std::vector<item_address> all;
        for (auto const& each : levels_.back())
            if (each.has_shards)
                all.push_back(each.at);
        return all;
    }

    /// What an item of `parents` refers to. One with invalid metadata stays.
    void add_shards_of(item_address const& parent, item const& stored)
    {
        try
        {
            if (document_assembly::is_document(stored))
                add(shards_in(stored, parent.key_name));
        }
        catch (std::runtime_error const&)
        {
            left_.push_back(parent.location());
            std::erase_if(levels_.back(),
                [&](dropped_shard const& each) { return each.at.identity() == parent.identity(); });
        }
    }

    /// Takes the innermost level; empty when none is left.
    [[nodiscard]] std::vector<item_address> take_innermost()
    {
        std::vector<item_address> all;
        if (levels_.empty())
            return all;
        for (auto& each : levels_.back())
            all.push_back(std::move(each.at));
        levels_.pop_back();
        return all;
    }

    /// What is not to be deleted, although it was dropped.
    [[nodiscard]] std::vector<item_location>& left() noexcept { return left_; }

private:
    document_store_state const& store_;
    identity_set met_;
    std::size_t count_ = 0;
    std::vector<std::vector<dropped_shard>> levels_;
    std::vector<dropped_shard> next_;
    std::vector<item_location> left_;
};

awaitable<void> find_all(dropped_tree& tree, region_clients& clients, call_options call)
{
    while (tree.begin_level())
    {
        auto const parents = tree.parents();
        auto const found = co_await fetch_items(clients, parents, true, call);
        for (std::size_t i = 0; i < parents.size(); ++i)
            if (found[i])
                tree.add_shards_of(parents[i], *found[i]);
    }
}

error error_of(boost::system::system_error const& e)
{
    if (auto const* known = dynamic_cast<operation_error const*>(&e))
        return known->error();
    return error(e.code(), "cut short between two requests");
}

/// What a deletion leaves that does not begin, because the caller was cancelled.
shard_deletion all_left(std::vector<item_address> const& items)
{
    shard_deletion result;
    result.failure = error(boost::asio::error::operation_aborted, "cut short between two requests");
    for (auto const& each : items)
        result.left.push_back(each.location());
    return result;
}

} // namespace

std::vector<dropped_shard> shards_in(item stored, std::string_view key_name)
{
    document_assembly parent(std::move(stored), key_name);
    std::vector<dropped_shard> result;
    for (auto const& each : parent.wanted())
        result.push_back({{each.table, each.region, each.key_name, each.key}, each.has_shards});
    return result;
}

shard_deletion nothing_deleted(std::vector<dropped_shard> const& shards, identity_set const& kept)
{
    std::vector<item_address> items;
    for (auto const& each : shards)
        if (!kept.contains(each.at.identity()))
            items.push_back(each.at);
    return all_left(items);
}

awaitable<std::vector<item_address>> find_dropped(document_store_state const& self, region_clients& clients,
    std::vector<dropped_shard> shards, identity_set const& kept, call_options call)
{
    dropped_tree tree(self, kept);
    tree.add(std::move(shards));
    co_await find_all(tree, clients, call);
    if (!tree.left().empty())
    {
        auto& first = tree.left().front();
        bool const trusted = self.trusts(first.table, first.region);
        throw store_error({.code = trusted ? store_errc::malformed_item : store_errc::untrusted_shard,
            .table = std::move(first.table),
            .key = std::move(first.key),
            .reason = "this shard of the stored document cannot be deleted"});
    }
    std::vector<item_address> all;
    for (auto items = tree.take_innermost(); !items.empty(); items = tree.take_innermost())
        all.insert(all.end(), std::make_move_iterator(items.begin()), std::make_move_iterator(items.end()));
    co_return all;
}

awaitable<shard_deletion> delete_items_at(
    region_clients& clients, std::vector<item_address> items, call_options call)
{
    shard_deletion result;
    std::map<std::string, std::size_t> regions;
    for (auto const& each : items)
        ++regions[each.region];
    for (auto const& [region, count] : regions)
    {
        auto const before = result.deleted + result.left.size();
        if (!result.failure)
            try
            {
                auto step = delete_in_region(clients.of(region), region, items, call, result);
                co_await std::move(step);
            }
            catch (boost::system::system_error const& e)
            {
                result.failure = error_of(e);
            }
        if (result.deleted + result.left.size() == before + count)
            continue;
        for (auto const& each : items) // it was cut short before the batch began
            if (each.region == region)
                result.left.push_back(each.location());
    }
    co_return result;
}

awaitable<shard_deletion> delete_shards(document_store_state const& self, region_clients& clients,
    std::vector<dropped_shard> shards, identity_set const& kept, call_options call)
{
    shard_deletion result;
    dropped_tree tree(self, kept);
    tree.add(std::move(shards));
    try
    {
        co_await find_all(tree, clients, call);
    }
    catch (boost::system::system_error const& e)
    {
        result.failure = error_of(e);
    }
    while (!result.failure)
    {
        auto const items = tree.take_innermost();
        if (items.empty())
            break;
        auto deleted = all_left(items);
        try
        {
            auto deleting = delete_items_at(clients, items, call);
            deleted = co_await std::move(deleting);
        }
        catch (boost::system::system_error const&)
        {} // cancelled before
        result.deleted += deleted.deleted;
        std::move(deleted.left.begin(), deleted.left.end(), std::back_inserter(result.left));
        result.failure = deleted.failure;
    }
    // The outermost first: their own shards are found through them.
    std::vector<item_location> left;
    for (auto items = tree.take_innermost(); !items.empty(); items = tree.take_innermost())
        for (auto const& each : items)
            left.push_back(each.location());
    left.insert(left.end(), result.left.begin(), result.left.end());
    left.insert(left.end(), tree.left().begin(), tree.left().end());
    result.left = std::move(left);
    co_return result;
}

} // namespace dynasio::stores::documents
