// SPDX-License-Identifier: BSL-1.0

#include "store/key_store.hpp"

#include "decide/digest.hpp"
#include "decide/refusal.hpp"

#include <dynasio/stores/records/record_transaction.hpp>
#include <dynasio/stores/store_error.hpp>

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <iterator>
#include <random>
#include <vector>

namespace examples {

namespace {

constexpr int max_attempts = 10;

using action_list = std::vector<dynasio::transaction_action>;

asio::awaitable<void> pause_before_attempt(int attempt)
{
    if (attempt == 0)
        co_return;
    std::random_device random;
    std::uniform_int_distribution<int> spread(1, 20 << std::min(attempt, 6));
    asio::steady_timer timer(co_await asio::this_coro::executor, std::chrono::milliseconds(spread(random)));
    co_await timer.async_wait(asio::use_awaitable);
}

std::set<std::string> terms_of(std::optional<stored_key> const& key)
{
    std::set<std::string> result;
    if (key)
        result.insert(all_keys_term_of(key->key));
    if (key && key->metadata)
        result.insert(key->metadata->terms.begin(), key->metadata->terms.end());
    return result;
}

void add_index_actions(action_list& actions, store_tables const& tables, std::string const& key,
    std::set<std::string> const& before, std::set<std::string> const& after)
{
    std::vector<std::string> changed;
    std::set_difference(
        after.begin(), after.end(), before.begin(), before.end(), std::back_inserter(changed));
    for (auto const& term : changed)
    {
        index_entry const entry{term, key};
        actions.push_back(tables.index.put(entry));
    }
    changed.clear();
    std::set_difference(
        before.begin(), before.end(), after.begin(), after.end(), std::back_inserter(changed));
    for (auto const& term : changed)
        actions.push_back(tables.index.erase({term, key}));
}

void add_data_actions(
    action_list& actions, store_tables const& tables, key_state const& before, key_change const& change)
{
    auto const old = before.stored ? before.stored->data : std::nullopt;
    bool const is_kept = old && change.next && change.next->data && change.next->data->upload == old->upload;
    if (old && !is_kept)
    {
        auto const garbage = garbage_of(*old, tables.limits.grace);
        actions.push_back(tables.uploads.put(garbage));
    }
    if (change.published)
        actions.push_back(tables.uploads.erase({shard_of_upload(*change.published), *change.published},
            dynasio::attr<&listed_upload::state> == upload_state::open));
}

/// Everything but the item in `keys`.
action_list other_actions(store_tables const& tables, key_state const& before, key_change const& change)
{
    auto const& key = change.next ? change.next->key : before.stored->key;
    action_list actions;
    add_data_actions(actions, tables, before, change);
    add_index_actions(actions, tables, key, terms_of(before.stored), terms_of(change.next));
    if (change.metadata_text)
    {
        metadata_text const text{key, *change.metadata_text};
        actions.push_back(tables.metadata.put(text));
    }
    else if (before.stored && before.stored->metadata && (!change.next || !change.next->metadata))
        actions.push_back(tables.metadata.erase(key));
    return actions;
}

/// Writes unless the key has changed since `before`.
asio::awaitable<void> write_change(store_tables tables, key_state before, key_change change)
{
    auto actions = other_actions(tables, before, change);
    if (!before.stored)
    {
        // A revision that no earlier item of this key had: whoever has read that one must not replace this one.
        auto const now = std::chrono::system_clock::now().time_since_epoch();
        change.next->revision = std::chrono::duration_cast<std::chrono::microseconds>(now).count();
        actions.push_back(tables.keys.create(*change.next));
    }
    else if (!change.next)
        actions.push_back(tables.keys.erase(*before.stored));
    else if (actions.empty())
    {
        co_await tables.keys.put_record(*change.next);
        co_return;
    }
    else
        actions.push_back(tables.keys.put(*change.next));
    co_await dynasio::in_transaction(tables.client, std::move(actions));
}

bool is_conflict(dynasio::store_error const& failure)
{
    auto const code = failure.details().code;
    return code == dynasio::store_errc::conflict || code == dynasio::store_errc::already_exists
        || code == dynasio::store_errc::not_found;
}

/// False if somebody else has written first. Throws `refusal` if the upload to publish has been given up.
asio::awaitable<bool> write_if_unchanged(store_tables tables, key_state before, key_change change)
{
    auto const uploads = tables.uploads.table_name();
    try
    {
        co_await write_change(std::move(tables), std::move(before), std::move(change));
    }
    catch (dynasio::store_error const& failure)
    {
        if (!is_conflict(failure))
            throw;
        if (failure.details().table == uploads)
            throw refusal(
                status::service_unavailable, "the upload was too slow and has been given up, try again");
        co_return false;
    }
    co_return true;
}

} // namespace

asio::awaitable<key_state> read_key(store_tables tables, std::string key, with_text text)
{
    auto const consistent = dynasio::read_options().consistent();
    for (int attempt = 0; attempt < max_attempts; ++attempt)
    {
        key_state result;
        result.stored = co_await tables.keys.get_record(key, consistent);
        if (text == with_text::no || !result.stored || !result.stored->metadata)
            co_return result;
        auto const found = co_await tables.metadata.get_record(key, consistent);
        if (found && sha256_hex(found->text) == result.stored->metadata->digest)
        {
            result.metadata_text = found->text;
            co_return result;
        }
        // Written between the two reads.
        co_await pause_before_attempt(attempt);
    }
    throw refusal(status::service_unavailable, "others are writing the same key, try again");
}

asio::awaitable<changed_key> change_key(
    store_tables tables, std::string key, with_text text, key_decision decide)
{
    for (int attempt = 0; attempt < max_attempts; ++attempt)
    {
        co_await pause_before_attempt(attempt);
        auto const before = co_await read_key(tables, key, text);
        auto const change = decide(before);
        if (co_await write_if_unchanged(tables, before, change))
        {
            changed_key result;
            result.before = before.stored;
            result.after = change.next;
            co_return result;
        }
    }
    throw refusal(status::service_unavailable, "others are writing the same key, try again");
}

} // namespace examples
