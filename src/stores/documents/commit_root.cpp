// SPDX-License-Identifier: BSL-1.0

#include "stores/documents/commit_root.hpp"

#include "stores/documents/document_reader.hpp"
#include "stores/transaction_rounds.hpp"

#include <dynasio/call_metadata.hpp>
#include <dynasio/expressions.hpp>
#include <dynasio/operations/get_item.hpp>
#include <dynasio/operations/put_item.hpp>

#include <boost/asio/error.hpp>

#include <algorithm>
#include <utility>

namespace dynasio::stores::documents {

namespace {

path metadata_path(std::string_view member)
{
    return path::of(metadata_name, member);
}

/// Whether the stored root is the one that was sent, perhaps changed in place since.
bool is_sent(item const& stored, document_plan const& plan)
{
    if (stored == plan.root.content)
        return true;
    auto const is_new = [&](dropped_shard const& each)
    {
        auto const identity = each.at.identity();
        return std::any_of(plan.shards.begin(), plan.shards.end(),
            [&](planned_item const& sent) { return sent.has_new_key && sent.at.identity() == identity; });
    };
    try
    {
        auto const shards = shards_in(stored, plan.root.at.key_name);
        return std::any_of(shards.begin(), shards.end(), is_new);
    }
    catch (metadata_error const&)
    {
        return false;
    }
}

[[noreturn]] void fail_condition(document_store_state const& self, document_plan const& plan,
    document_write_options const& options, error const& cause)
{
    store_error_details details{.code = store_errc::conflict, .key = plan.root.at.key_item(), .cause = cause};
    details.stored_item = cause.details().old_item;
    details.attribute = "$";
    if (options.creates_only())
    {
        details.code = store_errc::already_exists;
        details.reason = "there is a document with this key";
    }
    else
    {
        details.reason = other_revision(details.stored_item, plan.root.at, *options.revision());
    }
    self.fail(std::move(details));
}

condition expected_root(
    document_store_state const& self, document_write_options const& options, std::int64_t revision)
{
    condition result;
    if (options.creates_only())
        result = not_exists(path::of(self.tree().key_name));
    else if (self.options().track_revisions)
        result = has_revision(revision);
    return result;
}

/// The revision that the write replaces.
awaitable<std::int64_t> expected_revision(region_clients& clients, item_address const& root,
    document_write_options const& options, call_options call)
{
    if (options.creates_only())
        co_return 0;
    if (options.revision())
        co_return *options.revision();
    get_item_input request;
    request.table_name = root.table;
    request.key = root.key_item();
    request.consistent_read = true;
    projection const what(path::of(metadata_name));
    request = with(std::move(request), what);
    auto const found = co_await clients.of(root.region).get_item(request, call);
    co_return revision_of(found.item, root);
}

/// What became of a put whose outcome is not known. Ends with the error if that cannot be seen.
awaitable<std::optional<error>> look_after(
    region_clients& clients, document_plan const& plan, call_options call, root_commit& result)
{
    get_item_input request;
    request.table_name = plan.root.at.table;
    request.key = plan.root.at.key_item();
    request.consistent_read = true;
    auto const found = co_await clients.of(plan.root.at.region).try_get_item(request, call);
    if (!found)
        co_return found.error();
    if (found->item && is_sent(*found->item, plan))
    {
        result.failure.reset();
        result.replaced_is_unknown = true;
    }
    else
        result.lost = true;
    co_return std::nullopt;
}

bool is_final(error const& e)
{
    return e == boost::asio::error::operation_aborted || e == client_errc::deadline_exceeded;
}

} // namespace

condition has_revision(std::int64_t revision)
{
    auto const where = metadata_path("revision");
    condition result = where == revision;
    if (revision == 0)
        result = not_exists(where) || std::move(result);
    return result;
}

std::int64_t revision_of(std::optional<item> const& stored, item_address const& at)
{
    auto const* metadata = stored ? stored->find(metadata_name) : nullptr;
    auto const* map = metadata ? metadata->if_a<item>() : nullptr;
    auto const* found = map ? map->find("revision") : nullptr;
    if (!found)
        return 0;
    auto const* digits = found->if_number();
    try
    {
        if (digits)
            return digits->to<std::int64_t>();
    }
    catch (std::range_error const&)
    {}
    fail_at(store_errc::malformed_item, at, {}, "the revision in the metadata is no whole number of 64 bits");
}

std::string other_revision(std::optional<item> const& stored, item_address const& at, std::int64_t wanted)
{
    if (!stored)
        return "the document has another revision than " + std::to_string(wanted);
    return other_revision(revision_of(stored, at), wanted);
}

std::string other_revision(std::int64_t stored, std::int64_t wanted)
{
    if (stored == wanted)
        return "the document was changed meanwhile";
    return "the document has revision " + std::to_string(stored) + ", not " + std::to_string(wanted);
}

awaitable<root_commit> commit_root(document_store_state const& self, region_clients& clients,
    document_plan& plan, document_write_options const& options, call_options call, bool& sent)
{
    // A put that was carried out may have been replaced before it is sent again, and its shards deleted.
    auto once = call;
    once.resend(resend::never);
    transaction_rounds rounds(self, call);
    bool const counts = self.options().track_revisions;
    bool const is_conditional = options.creates_only() || options.revision();
    for (;;)
    {
        root_commit result;
        std::int64_t revision = 0;
        if (counts)
        {
            revision = co_await expected_revision(clients, plan.root.at, options, call);
            result.revision = revision + 1;
            plan.set_revision(result.revision);
        }
        put_item_input request;
        request.table_name = plan.root.at.table;
        request.item = plan.root.content;
        request.return_values = model::return_value::all_old;
        request.return_values_on_condition_check_failure =
            model::return_values_on_condition_check_failure::all_old;
        auto const expected = expected_root(self, options, revision);
        if (!expected.empty())
            request = with(std::move(request), expected);
        auto put = co_await clients.of(plan.root.at.region).try_put_item(request, once);
        sent = put || put.error().may_have_been_applied();
        if (put)
        {
            result.replaced = std::move(put->attributes);
            co_return result;
        }
        result.failure = put.error();
        auto const failure = put.error();
        rounds.failed(failure);
        if (failure == errc::conditional_check_failed && !failure.may_have_been_applied())
        {
            if (is_conditional)
                fail_condition(self, plan, options, failure);
            // Another write was counted first.
            auto const paused = co_await transaction_rounds::pause(rounds, failure);
            if (!paused.failure)
                continue;
            result.failure = paused.failure;
            co_return result;
        }
        if (failure.may_have_been_applied() && !is_final(failure) && call.resend() != resend::never)
        {
            auto const hidden = co_await look_after(clients, plan, call, result);
            if (hidden && *hidden == boost::asio::error::operation_aborted)
                result.failure = rounds.cut_short(failure, boost::asio::error::operation_aborted);
        }
        co_return result;
    }
}

} // namespace dynasio::stores::documents
