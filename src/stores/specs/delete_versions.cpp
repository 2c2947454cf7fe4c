// SPDX-License-Identifier: BSL-1.0

#include "stores/specs/delete_versions.hpp"

#include "composed/batch_failure.hpp"
#include "stores/specs/spec_item.hpp"
#include "stores/specs/spec_keys.hpp"
#include "stores/transaction_rounds.hpp"

#include <dynasio/operations/transact_write_items.hpp>

#include <boost/asio/error.hpp>

#include <algorithm>
#include <span>
#include <string>
#include <utility>

namespace dynasio::stores::specs {

namespace {

/// Leaves the version of the latest item. Newer ones are none of a later save, which would have replaced the latest item: they
/// are of the removed spec, when a clock stood still or several saves in one second had taken the next ones.
void keep_latest(spec_removal& removal)
{
    if (!removal.latest)
        return;
    auto const its_key = spec_time_text(*removal.latest) + '#';
    std::erase_if(removal.versions, [&](item const& key) { return sort_key_of(key).starts_with(its_key); });
}

[[noreturn]] void fail(
    spec_store_state const& self, spec_removal& removal, error const& cause, std::string const& reason = {})
{
    auto const left = removal.versions.size();
    if (cause == boost::asio::error::operation_aborted)
        throw_exception_from_error(
            composed::failure_of(cause, left, left + removal.deleted), BOOST_CURRENT_LOCATION);
    auto told = composed::share_of("not deleted", left, left + removal.deleted, "items");
    if (!reason.empty())
        told += "; " + reason;
    self.fail({.code = store_errc::unfinished,
        .key = removal.latest_key,
        .reason = std::move(told),
        .keys_left = std::move(removal.versions),
        .deleted = removal.deleted,
        .cause = cause});
}

/// Takes the latest item that a failed transaction has shown.
void look_at_latest(
    spec_store_state const& self, spec_removal& removal, item const& shown, error const& cause)
{
    try
    {
        removal.latest = decode_spec_time(shown, self.table());
    }
    catch (store_error const& e)
    {
        fail(self, removal, cause, "a latest item has appeared; its updated_at: " + e.details().reason);
    }
    keep_latest(removal);
}

} // namespace

awaitable<void> delete_versions(spec_store_state const& self, call_options call, spec_removal& removal)
{
    transaction_rounds rounds(self, call);
    std::size_t most = max_deletions;
    keep_latest(removal);
    auto& left = removal.versions;
    while (!left.empty())
    {
        auto const chunk = std::span<item const>(left).last(std::min(most, left.size()));
        auto const request =
            delete_versions_request(self.table(), removal.latest_key, removal.latest, chunk, rounds.token());
        auto const outcome = co_await self.owner().try_transact_write_items(request, call);
        if (outcome)
        {
            removal.written = true;
            removal.deleted += chunk.size();
            left.resize(left.size() - chunk.size());
            rounds.succeeded();
            continue;
        }
        auto const& failure = outcome.error();
        rounds.failed(failure);
        removal.written = removal.written || rounds.open();
        auto const decided = read_removal_outcome(failure);
        if (decided.next == removal_step::halve && chunk.size() > 1)
        {
            most = chunk.size() / 2;
            rounds.begin_another();
        }
        else if (decided.next == removal_step::look_at_latest && (decided.latest || removal.latest))
        {
            removal.latest.reset();
            if (decided.latest)
                look_at_latest(self, removal, *decided.latest, rounds.final_error(failure));
            rounds.begin_another();
        }
        else if (decided.next == removal_step::wait || decided.next == removal_step::look_at_latest)
        {
            auto const paused = co_await transaction_rounds::pause(rounds, failure);
            if (paused.failure)
                fail(self, removal, *paused.failure);
        }
        else
            fail(self, removal, rounds.final_error(failure));
    }
}

} // namespace dynasio::stores::specs
