// SPDX-License-Identifier: BSL-1.0

#include "stores/documents/write_in_transaction.hpp"

#include "stores/documents/commit_root.hpp"
#include "stores/documents/delete_shards.hpp"
#include "stores/documents/document_places.hpp"
#include "stores/documents/document_plan.hpp"
#include "stores/documents/document_reader.hpp"
#include "stores/transaction_rounds.hpp"

#include <dynasio/expressions.hpp>
#include <dynasio/operations/transact_write_items.hpp>

#include <algorithm>
#include <utility>

namespace dynasio::stores::documents {

namespace {

constexpr std::size_t max_actions = 100;

/// What is stored before the write.
struct stored_before
{
    std::optional<item> root{};
    std::vector<wanted_shard> references{}; ///< of the root
    std::vector<item_address> shards{};     ///< of all levels
};

awaitable<stored_before> read_before(document_store_state const& self, region_clients& clients,
    item_address const& root, identity_set const& kept, call_options call)
{
    stored_before result;
    result.root = co_await fetch_item(clients, root, true, call);
    if (!result.root || !document_assembly::is_document(*result.root))
        co_return result;
    auto document = begin_assembly(self, root, *result.root);
    result.references = document.wanted();
    std::vector<dropped_shard> shards;
    for (auto const& each : result.references)
        shards.push_back({{each.table, each.region, each.key_name, each.key}, each.has_shards});
    auto finding = find_dropped(self, clients, std::move(shards), kept, call);
    result.shards = co_await std::move(finding);
    co_return result;
}

/// The condition that the root is still the one that was read.
condition is_unchanged(
    document_store_state const& self, item_address const& root, stored_before const& before)
{
    auto const key = path::of(root.key_name);
    if (!before.root)
        return not_exists(key);
    condition result = exists(key);
    if (self.options().track_revisions)
        result = std::move(result) && has_revision(revision_of(before.root, root));
    for (auto const& each : before.references)
        result = std::move(result) && expression_path(each.where)["primary_key"] == each.key;
    return result;
}

void check_expected(
    document_write_options const& options, item_address const& root, stored_before const& before)
{
    if (options.creates_only() && before.root)
        fail_at(store_errc::already_exists, root, {}, "there is a document with this key");
    if (options.revision() && *options.revision() != revision_of(before.root, root))
        fail_at(store_errc::conflict, root, {}, other_revision(before.root, root, *options.revision()));
}

model::put put_of(planned_item const& each)
{
    model::put result;
    result.table_name = each.at.table;
    result.item = each.content;
    return result;
}

transact_write_items_input request_of(
    document_plan const& plan, stored_before const& before, condition const& expected)
{
    transact_write_items_input request;
    request.transact_items.emplace_back().put = with(put_of(plan.root), expected);
    for (auto const& each : plan.shards)
        request.transact_items.emplace_back().put = put_of(each);
    for (auto const& each : before.shards)
    {
        auto& deletion = request.transact_items.emplace_back().delete_.emplace();
        deletion.table_name = each.table;
        deletion.key = each.key_item();
    }
    return request;
}

void check_region(document_plan const& plan, stored_before const& before)
{
    auto const is_elsewhere = [&](item_address const& at) { return at.region != plan.root.at.region; };
    bool const spreads = std::any_of(before.shards.begin(), before.shards.end(), is_elsewhere)
        || std::any_of(plan.shards.begin(), plan.shards.end(),
            [&](planned_item const& each) { return is_elsewhere(each.at); });
    if (spreads)
        fail_at(store_errc::bad_input, plan.root.at, {}, "a transaction cannot span several regions");
}

/// Whether only the state of the root was in the way.
bool met_another_write(error const& e)
{
    auto const& reasons = e.details().cancellation_reasons;
    return e == errc::transaction_canceled && !reasons.empty()
        && reasons.front().code == "ConditionalCheckFailed";
}

} // namespace

awaitable<written_document> write_in_transaction(document_store_state const& self, region_clients& clients,
    attribute_value const& document, document_write_options const& options, item_address const& root,
    call_options call)
{
    auto plan = co_await plan_document(self, document, options, root);
    transaction_rounds rounds(self, call);
    transact_write_items_input request;
    std::int64_t revision = 0;
    bool reads = true;
    for (;;)
    {
        if (reads)
        {
            auto const before = co_await read_before(self, clients, root, plan.refers_to, call);
            check_expected(options, root, before);
            check_region(plan, before);
            if (self.options().track_revisions)
            {
                revision = revision_of(before.root, root) + 1;
                plan.set_revision(revision);
            }
            request = request_of(plan, before, is_unchanged(self, root, before));
            if (request.transact_items.size() > max_actions)
                fail_at(store_errc::too_large, root, {},
                    std::to_string(request.transact_items.size())
                        + " puts and deletes are too many for one transaction");
            rounds.begin_another();
        }
        request.client_request_token = rounds.token();
        auto const outcome = co_await clients.of(root.region).try_transact_write_items(request, call);
        if (outcome)
            break;
        auto const& failure = outcome.error();
        rounds.failed(failure);
        reads = met_another_write(failure);
        if (!reads && !is_contention(failure))
            throw_exception_from_error(rounds.final_error(failure), BOOST_CURRENT_LOCATION);
        auto const paused = co_await transaction_rounds::pause(rounds, failure);
        if (paused.failure)
            throw_exception_from_error(*paused.failure, BOOST_CURRENT_LOCATION);
    }
    written_document result;
    result.key = root.key;
    result.revision = revision;
    co_return result;
}

} // namespace dynasio::stores::documents
