// SPDX-License-Identifier: BSL-1.0

#include "stores/documents/write_document.hpp"
#include "composed/batch_failure.hpp"
#include "stores/documents/commit_root.hpp"
#include "stores/documents/delete_shards.hpp"
#include "stores/documents/document_plan.hpp"
#include "stores/documents/write_in_transaction.hpp"
#include "stores/with_verdict.hpp"

#include <dynasio/batch.hpp>
#include <dynasio/call_metadata.hpp>

#include <boost/asio/error.hpp>

#include <exception>
#include <map>
#include <set>
#include <utility>

namespace dynasio::stores::documents {

namespace {

constexpr unsigned max_rewrites = 5;

void check_write(document_store_state const& self, document_write_options const& options)
{
    self.check_regions();
    self.check_revision(options.revision());
    if (options.revision() && options.creates_only())
        self.throw_bad_input("revision", "cannot be given together with create_only");
    if (options.call().resend() == resend::exactly_once && !options.is_transaction())
        self.throw_bad_input("resend", "exactly_once is for in_transaction: other writes have no token");
}

awaitable<void> put_in_region(
    client const& to, std::string const& region, document_plan const& plan, call_options call)
{
    std::map<std::string, std::vector<model::write_request>> request;
    batch_options options;
    options.call = call;
    options.timeout = call_options::duration::max(); // the call has a deadline
    for (auto const& each : plan.shards)
        if (each.at.region == region)
        {
            request[each.at.table].emplace_back().put_request.emplace().item = each.content;
            options.key_names[each.at.table] = {each.at.key_name};
        }
    co_await batch_write(to, std::move(request), options);
}

awaitable<void> put_shards(region_clients& clients, document_plan const& plan, call_options call)
{
    std::set<std::string> regions;
    for (auto const& each : plan.shards)
        regions.insert(each.at.region);
    for (auto const& region : regions)
        co_await put_in_region(clients.of(region), region, plan, call);
}

std::vector<item_address> new_shards(document_plan const& plan)
{
    std::vector<item_address> result;
    for (auto const& each : plan.shards)
        if (each.has_new_key)
            result.push_back(each.at);
    return result;
}

std::vector<item_location> locations_of(std::vector<item_address> const& items)
{
    std::vector<item_location> result;
    for (auto const& each : items)
        result.push_back(each.location());
    return result;
}

void warn_abandoned(document_store_state const& self, std::vector<item_location> const& left)
{
    self.warn_left(left, "shard of a document that was not written");
}

/// Deletes the shards of a document that was not written.
awaitable<void> abandon(
    document_store_state const& self, region_clients& clients, document_plan const& plan, call_options call)
{
    auto deleting = delete_items_at(clients, new_shards(plan), call);
    auto const outcome = co_await std::move(deleting);
    warn_abandoned(self, outcome.left);
}

/// Whether requests can be made after this failure: the operation was not cancelled, and has time.
bool goes_on_after(std::exception_ptr const& failure)
{
    try
    {
        std::rethrow_exception(failure);
    }
    catch (boost::system::system_error const& e)
    {
        return e.code() != boost::asio::error::operation_aborted
            && e.code() != client_errc::deadline_exceeded;
    }
    catch (...)
    {
        return true;
    }
}

/// Puts shards and root.
awaitable<root_commit> write_items(document_store_state const& self, region_clients& clients,
    document_plan& plan, document_write_options const& options, call_options call, bool& sent)
{
    co_await put_shards(clients, plan, call);
    auto committing = commit_root(self, clients, plan, options, call, sent);
    co_return co_await std::move(committing);
}

/// As `write_items`; if nothing of the document can be seen, deletes its shards before it throws.
awaitable<root_commit> write_or_abandon(document_store_state const& self, region_clients& clients,
    document_plan& plan, document_write_options const& options, call_options call, bool& written)
{
    std::exception_ptr failure;
    root_commit outcome;
    bool sent = false;
    try
    {
        auto writing = write_items(self, clients, plan, options, call, sent);
        outcome = co_await std::move(writing);
    }
    catch (...)
    {
        failure = std::current_exception();
    }
    if (!failure && !outcome.failure)
        co_return outcome;
    written |= sent;
    if (outcome.lost)
        co_return outcome;
    if (!failure)
        failure = std::make_exception_ptr(operation_error(*outcome.failure));
    if (!sent && goes_on_after(failure)) // otherwise the shards must stay
        co_await abandon(self, clients, plan, call);
    else if (!sent)
        warn_abandoned(self, locations_of(new_shards(plan)));
    if (outcome.failure)
        throw_exception_from_error(*outcome.failure, BOOST_CURRENT_LOCATION);
    std::rethrow_exception(failure);
}

/// The shards of a replaced root.
std::vector<dropped_shard> replaced_shards(root_commit& outcome, item_address const& root)
{
    try
    {
        if (outcome.replaced && outcome.replaced->contains(metadata_name))
            return shards_in(std::move(*outcome.replaced), root.key_name);
    }
    catch (std::runtime_error const&)
    {
        outcome.replaced_is_unknown = true; // its metadata is invalid
    }
    return {};
}

awaitable<written_document> write_in_steps(document_store_state const& self, region_clients& clients,
    attribute_value const& document, document_write_options const& options, item_address const& root,
    call_options call, bool& written)
{
    written_document result;
    result.key = root.key;
    for (unsigned rewrites = 0;; ++rewrites)
    {
        auto plan = co_await plan_document(self, document, options, root);
        auto writing = write_or_abandon(self, clients, plan, options, call, written);
        auto outcome = co_await std::move(writing);
        if (outcome.lost)
        {
            if (rewrites == max_rewrites)
                throw_exception_from_error(*outcome.failure, BOOST_CURRENT_LOCATION);
            if (auto* const sum = call.metadata())
                sum->earlier_attempt_may_have_been_applied = true;
            result.replaced_is_unknown = true;
            continue;
        }
        written = true;
        auto const replaced = replaced_shards(outcome, root);
        result.revision = outcome.revision;
        result.replaced_is_unknown |= outcome.replaced_is_unknown;
        auto dropped = nothing_deleted(replaced, plan.refers_to);
        try
        {
            auto dropping = delete_shards(self, clients, replaced, plan.refers_to, call);
            dropped = co_await std::move(dropping);
        }
        catch (boost::system::system_error const&)
        {} // cancelled, when the document had been written
        self.warn_left(dropped.left, "shard of a document that was replaced");
        result.items_left = std::move(dropped.left);
        co_return result;
    }
}

} // namespace

awaitable<written_document> write_to(document_store_state const& self, region_clients& clients,
    attribute_value const& document, document_write_options const& options, item_address const& root,
    call_options call, bool& written)
{
    return options.is_transaction() ? write_in_transaction(self, clients, document, options, root, call)
                                    : write_in_steps(self, clients, document, options, root, call, written);
}

awaitable<written_document> write_document(
    state_pointer self, attribute_value document, document_write_options options)
{
    check_write(*self, options);
    if (!document.if_a<item>())
        self->throw_bad_input("document", "is no object");
    if (options.drops_metadata())
        drop_metadata(*self, document);
    auto const call = self->with_deadline(options.call());
    region_clients clients(*self);
    auto const root = self->root(co_await choose_key(*self, document, options));
    bool written = false;
    auto writing = write_to(*self, clients, document, options, root, call, written);
    co_return co_await with_verdict(std::move(writing), written);
}

} // namespace dynasio::stores::documents
