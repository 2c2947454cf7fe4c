// SPDX-License-Identifier: BSL-1.0

#include "stores/documents/change_in_place.hpp"
#include "stores/documents/commit_root.hpp"
#include "stores/documents/document_places.hpp"
#include "stores/documents/document_reader.hpp"
#include "stores/documents/encryption/document_fields.hpp"
#include "stores/documents/write_document.hpp"
#include "stores/transaction_rounds.hpp"
#include "stores/with_verdict.hpp"

#include <algorithm>
#include <utility>

namespace dynasio::stores::documents {

namespace {

/// What one operation has at hand.
struct path_write
{
    document_store_state const& self;
    region_clients& clients;
    item_address const& root;
    document_change_options const& options;
    call_options call;
    bool& written;
    transaction_rounds rounds;
};

/// How one attempt to change the stored document ended.
enum class attempt : unsigned char
{
    done,
    lost_race, ///< the document is another one now
};

/// `reason`: see `other_revision`.
[[noreturn]] void fail_revision(path_write const& w, std::string reason, std::optional<error> cause = {})
{
    w.self.fail({.code = store_errc::conflict,
        .key = w.root.key_item(),
        .attribute = "$",
        .reason = std::move(reason),
        .cause = std::move(cause)});
}

bool is_condition(error const& e)
{
    if (e == errc::conditional_check_failed)
        return true;
    if (e == client_errc::outcome_unknown)
        return e.details().wire_code == "ConditionalCheckFailedException";
    auto const& reasons = e.details().cancellation_reasons;
    return e == errc::transaction_canceled
        && std::any_of(reasons.begin(), reasons.end(),
            [](cancellation_reason const& each) { return each.code == "ConditionalCheckFailed"; });
}

bool is_too_large(error const& e)
{
    constexpr std::string_view phrase = "Item size";
    auto const says = [&](std::string const& text) { return text.find(phrase) != std::string::npos; };
    auto const& details = e.details();
    return says(details.server_message)
        || std::any_of(details.cancellation_reasons.begin(), details.cancellation_reasons.end(),
            [&](cancellation_reason const& each) { return says(each.message); });
}

/// Whether the root that the service returned has these values already.
bool has_values(
    std::optional<item> const& stored, document_assembly const& changed, places_by_item const& places)
{
    if (!stored)
        return false;
    attribute_value const root(*stored);
    auto const is_there = [&](document_path const& where)
    {
        try
        {
            return value_at(root, where) == value_at(changed.document(), where);
        }
        catch (std::exception const&)
        {
            return false;
        }
    };
    return std::all_of(places.at(0).begin(), places.at(0).end(), is_there);
}

/// After an attempt that failed: ends the operation, or waits before the document is read again.
awaitable<attempt> after_failure(path_write& w, error failure)
{
    if (is_too_large(failure))
        w.self.fail({.code = store_errc::too_large,
            .key = w.root.key_item(),
            .attribute = "$",
            .reason = "an item would have more than 400 KB",
            .cause = failure});
    if (!is_condition(failure) && !is_contention(failure))
        throw_exception_from_error(w.rounds.final_error(failure), BOOST_CURRENT_LOCATION);
    if (w.options.revision() && is_condition(failure))
        fail_revision(w, other_revision(failure.details().old_item, w.root, *w.options.revision()), failure);
    auto const paused = co_await transaction_rounds::pause(w.rounds, failure);
    if (paused.failure)
        throw_exception_from_error(*paused.failure, BOOST_CURRENT_LOCATION);
    w.rounds.begin_another();
    co_return attempt::lost_race;
}

expected_document expected_of(path_write const& w, document_assembly const& document)
{
    expected_document expected;
    if (w.self.options().track_revisions)
        expected.revision = document.items().front().metadata.revision.value_or(0);
    return expected;
}

/// Sends the change of some items.
awaitable<attempt> update_items(path_write& w, document_assembly const& changed, places_by_item const& places)
{
    auto const expected = expected_of(w, changed);
    auto const& to = w.clients.of(w.root.region);
    std::optional<error> failure;
    if (places.size() == 1 && places.begin()->first == 0)
    {
        auto const request = update_of_root(changed, w.root, places, expected);
        auto const outcome = co_await to.try_update_item(request, w.call);
        if (!outcome)
            failure = outcome.error();
        // Its condition may have failed only because an earlier attempt was carried out.
        if (failure && is_condition(*failure) && failure->may_have_been_applied()
            && has_values(failure->details().old_item, changed, places))
            failure.reset();
    }
    else
    {
        auto request = update_of_items(changed, w.root, places, expected);
        request.client_request_token = w.rounds.token();
        auto const outcome = co_await to.try_transact_write_items(request, w.call);
        if (!outcome)
            failure = outcome.error();
    }
    if (!failure)
    {
        w.written = true;
        co_return attempt::done;
    }
    w.rounds.failed(*failure);
    w.written = w.rounds.open();
    auto waiting = after_failure(w, *failure);
    co_return co_await std::move(waiting);
}

/// Reads, changes and writes the whole document.
awaitable<attempt> write_whole(path_write& w, document_assembly& document, document_fields& fields,
    std::vector<document_path> const& places, attribute_value const& value)
{
    std::vector<document_path> const whole(1);
    co_await document_fields::decrypt(fields, document.document(), whole, document.left());
    for (auto const& where : places)
        value_at(document.document(), where) = value;
    if (!document.document().if_a<item>())
        w.self.throw_bad_input("value", "a document is an object");
    document_write_options options(w.call);
    options.keys(w.options.keys());
    if (w.self.options().track_revisions)
        options.revision(document.items().front().metadata.revision.value_or(0));
    std::optional<error> lost;
    try
    {
        auto writing = write_to(w.self, w.clients, document.document(), options, w.root, w.call, w.written);
        co_await std::move(writing);
    }
    catch (store_error const& e)
    {
        if (e.code() != store_errc::conflict || w.options.revision())
            throw;
        lost = e.details().cause.value_or(error(e.code(), "another write was first"));
    }
    if (!lost)
        co_return attempt::done;
    auto const paused = co_await transaction_rounds::pause(w.rounds, *lost);
    if (paused.failure)
        throw_exception_from_error(*paused.failure, BOOST_CURRENT_LOCATION);
    co_return attempt::lost_race;
}

bool is_in_one_region(path_write const& w, document_assembly const& document)
{
    return std::all_of(document.items().begin(), document.items().end(),
        [&](assembled_item const& part) { return address_of_part(w.root, part).region == w.root.region; });
}

/// Puts the value to the places; returns those that were there.
std::vector<attribute_value> exchange_values(
    attribute_value& document, std::vector<document_path> const& places, std::vector<attribute_value> with)
{
    for (std::size_t i = 0; i < places.size(); ++i)
        std::swap(value_at(document, places[i]), with[i]);
    return with;
}

awaitable<attempt> change_document(path_write& w, document_assembly& document,
    std::vector<document_path> const& places, attribute_value const& value)
{
    document_fields fields(w.self, w.root, w.self.keys_for(w.options.keys()));
    auto const items = find_items_of(document, places);
    if (items && is_in_one_region(w, document))
    {
        std::vector<attribute_value> const new_values(places.size(), value);
        auto before = exchange_values(document.document(), places, new_values);
        if (reads_back(document, *items))
        {
            for (auto const& where : places)
            {
                auto& new_value = value_at(document.document(), where);
                auto encrypting = document_fields::encrypt(fields, new_value, where, document.document(), {});
                co_await std::move(encrypting);
            }
            auto updating = update_items(w, document, *items);
            co_return co_await std::move(updating);
        }
        exchange_values(document.document(), places, std::move(before));
    }
    auto writing = write_whole(w, document, fields, places, value);
    co_return co_await std::move(writing);
}

awaitable<bool> write_path_in_steps(path_write& w, json_path const& path, attribute_value const& value)
{
    reading const all;
    for (;;)
    {
        auto document = co_await assemble_document(w.self, w.clients, w.root, all, w.call);
        if (!document)
            co_return false;
        auto const revision = document->items().front().metadata.revision.value_or(0);
        if (w.options.revision() && *w.options.revision() != revision)
            fail_revision(w, other_revision(revision, *w.options.revision()));
        auto const places = outermost(places_of(path.select(document->document())));
        if (places.empty())
            co_return false;
        auto changing = change_document(w, *document, places, value);
        auto const ended = co_await std::move(changing);
        if (ended == attempt::done)
            co_return true;
    }
}

} // namespace

awaitable<bool> write_document_path(state_pointer self, attribute_value key, std::string path,
    attribute_value value, document_change_options options)
{
    self->check_regions();
    self->check_key(key);
    self->check_revision(options.revision());
    auto const parsed = parse_path(path);
    auto const call = self->with_deadline(options.call());
    region_clients clients(*self);
    auto const root = self->root(std::move(key));
    bool written = false;
    path_write w{*self, clients, root, options, call, written, transaction_rounds(*self, call)};
    auto writing = write_path_in_steps(w, parsed, value);
    co_return co_await with_verdict(std::move(writing), written);
}

} // namespace dynasio::stores::documents
