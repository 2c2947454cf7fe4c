// SPDX-License-Identifier: BSL-1.0

#include "stores/argument_checks.hpp"
#include "stores/documents/commit_root.hpp"
#include "stores/documents/delete_shards.hpp"
#include "stores/documents/document_assembly.hpp"
#include "stores/transaction_rounds.hpp"
#include "stores/with_verdict.hpp"

#include <dynasio/expressions.hpp>
#include <dynasio/operations/delete_item.hpp>

#include <boost/asio/error.hpp>

#include <utility>

namespace dynasio::stores::documents {

namespace {

/// Why the root was not deleted. False if it is not there.
bool explain(document_store_state const& self, item_address const& root,
    document_change_options const& options, error const& failure)
{
    auto const& stored = failure.details().old_item;
    if (!stored)
        return false;
    if (!document_assembly::is_document(*stored))
        fail_at(store_errc::not_a_document, root, {}, "the item has no " + std::string(metadata_name));
    self.fail({.code = store_errc::conflict,
        .key = root.key_item(),
        .attribute = "$",
        .reason = other_revision(stored, root, options.revision().value_or(0)),
        .cause = failure});
}

/// Deletes the root and returns it; empty if there is none.
awaitable<std::optional<item>> delete_root(document_store_state const& self, region_clients& clients,
    item_address const& root, document_change_options const& options, call_options call)
{
    delete_item_input request;
    request.table_name = root.table;
    request.key = root.key_item();
    request.return_values = model::return_value::all_old;
    request.return_values_on_condition_check_failure =
        model::return_values_on_condition_check_failure::all_old;
    condition expected = exists(path::of(metadata_name));
    if (options.revision())
        expected = std::move(expected) && has_revision(*options.revision());
    request = with(std::move(request), expected);
    transaction_rounds rounds(self, call); // for its pauses: a transaction may write the root
    for (;;)
    {
        auto deleted = co_await clients.of(root.region).try_delete_item(request, call);
        if (deleted)
            co_return std::move(deleted->attributes);
        auto const failure = deleted.error();
        rounds.failed(failure);
        if (is_contention(failure))
        {
            auto const paused = co_await transaction_rounds::pause(rounds, failure);
            if (paused.failure)
                throw_exception_from_error(*paused.failure, BOOST_CURRENT_LOCATION);
            continue;
        }
        // After a lost response the root may be gone, with the names of its shards.
        if (failure != errc::conditional_check_failed || rounds.open())
            throw_exception_from_error(rounds.final_error(failure), BOOST_CURRENT_LOCATION);
        if (!explain(self, root, options, failure))
            co_return std::nullopt;
    }
}

[[noreturn]] void fail_unfinished(
    document_store_state const& self, item_address const* root, shard_deletion outcome)
{
    store_error_details details{.code = store_errc::unfinished, .cause = outcome.failure};
    if (root)
        details.key = root->key_item();
    details.reason = std::to_string(outcome.left.size())
        + (outcome.failure ? " shards were not deleted"
                           : " shards are in tables that are not allowed, or have invalid metadata");
    details.items_left = std::move(outcome.left);
    details.deleted = outcome.deleted;
    self.fail(std::move(details));
}

std::vector<dropped_shard> shards_of_removed(item const& stored, item_address const& root)
{
    try
    {
        return shards_in(stored, root.key_name);
    }
    catch (std::runtime_error const& e)
    {
        throw store_error({.code = store_errc::malformed_item,
            .table = root.table,
            .key = root.key_item(),
            .attribute = "$",
            .reason = std::string("the root was deleted, its shards are not known: ") + e.what(),
            .stored_item = stored,
            .applied = true});
    }
}

awaitable<bool> remove_in_steps(document_store_state const& self, region_clients& clients,
    item_address const& root, document_change_options const& options, call_options call, bool& written)
{
    auto const removed = co_await delete_root(self, clients, root, options, call);
    if (!removed)
        co_return false;
    written = true;
    if (!options.deletes_shards())
        co_return true;
    identity_set const kept;
    auto const shards = shards_of_removed(*removed, root);
    auto outcome = nothing_deleted(shards, kept);
    try
    {
        auto deleting = delete_shards(self, clients, shards, kept, call);
        outcome = co_await std::move(deleting);
    }
    catch (boost::system::system_error const&)
    {} // cancelled, when the root had been deleted
    if (!outcome.left.empty())
        fail_unfinished(self, &root, std::move(outcome));
    co_return true;
}

} // namespace

awaitable<bool> remove_document(state_pointer self, attribute_value key, document_change_options options)
{
    self->check_regions();
    self->check_key(key);
    self->check_revision(options.revision());
    auto const call = self->with_deadline(options.call());
    region_clients clients(*self);
    auto const root = self->root(std::move(key));
    bool written = false;
    auto removing = remove_in_steps(*self, clients, root, options, call, written);
    co_return co_await with_verdict(std::move(removing), written);
}

awaitable<std::size_t> remove_shards(
    state_pointer self, std::vector<item_location> shards, call_options options)
{
    std::vector<dropped_shard> dropped;
    for (auto& each : shards)
    {
        if (each.key.size() != 1 || !can_be_key(each.key.begin()->value))
            stores::throw_bad_input("shards", "a shard has one key attribute, of type S, N or B");
        if (!self->trusts(each.table, each.region))
            throw store_error({.code = store_errc::untrusted_shard,
                .table = std::move(each.table),
                .key = std::move(each.key),
                .reason = "this table is not allowed"});
        auto const& [name, value] = *each.key.begin();
        dropped.push_back({{std::move(each.table), std::move(each.region), name, value}, true});
    }
    auto const call = self->with_deadline(options);
    region_clients clients(*self);
    identity_set const kept;
    auto deleting = delete_shards(*self, clients, std::move(dropped), kept, call);
    auto outcome = co_await std::move(deleting);
    if (!outcome.left.empty())
        fail_unfinished(*self, nullptr, std::move(outcome));
    co_return outcome.deleted;
}

} // namespace dynasio::stores::documents
