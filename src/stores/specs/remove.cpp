// SPDX-License-Identifier: BSL-1.0

#include "stores/argument_checks.hpp"
#include "stores/for_each_item.hpp"
#include "stores/specs/delete_versions.hpp"
#include "stores/specs/spec_item.hpp"
#include "stores/specs/spec_keys.hpp"
#include "stores/specs/spec_store_state.hpp"
#include "stores/stored_item.hpp"
#include "stores/table/delete_items.hpp"
#include "stores/transaction_rounds.hpp"
#include "stores/with_verdict.hpp"

#include <dynasio/operations/delete_item.hpp>

#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dynasio::stores::specs {

namespace {

constexpr unsigned max_removal_rounds = 5;

struct found_items
{
    std::vector<item> latest{};   ///< with all projected attributes
    std::vector<item> versions{}; ///< keys
};

/// Sorts what a query finds; `is_latest` decides on the table's sort key.
template <class IsLatest>
awaitable<found_items> find_items(
    spec_store_state const& self, call_options call, query_input request, IsLatest is_latest)
{
    found_items found;
    auto const add = [&](item& each)
    {
        if (is_latest(sort_key_of(each)))
            found.latest.push_back(std::move(each));
        else
            found.versions.push_back(spec_key(each));
    };
    co_await for_each_item(self, std::move(request), call, add);
    co_return found;
}

/// Empty for a malformed item, which can be removed too.
std::optional<std::int64_t> time_of(store_core const& self, item const& latest)
{
    return decode_or_skip(self, true, [&] { return decode_spec_time(latest, self.table()); });
}

/// Also where an attempt was applied whose response was lost.
bool found_another_item(error const& e)
{
    return e == errc::conditional_check_failed
        || (e == client_errc::outcome_unknown && !e.details().wire_code.empty());
}

/// Finds the items of a spec and deletes the latest item, unless a save wins.
awaitable<void> delete_latest(
    spec_store_state const& self, call_options call, query_input find, spec_removal& removal)
{
    auto const latest = sort_key_of(removal.latest_key);
    auto const is_latest = [latest](std::string_view key) { return key == latest; };
    auto found = co_await find_items(self, call, find, is_latest);
    transaction_rounds rounds(self, call); // for its pauses: a transaction may write the latest item
    for (unsigned round = 1; !found.latest.empty();)
    {
        auto const request = delete_latest_request(self.table(), found.latest.front());
        auto const outcome = co_await self.owner().try_delete_item(request, call);
        if (outcome)
        {
            removal.written = true;
            removal.deleted = 1;
            break;
        }
        auto const& failure = outcome.error();
        rounds.failed(failure);
        removal.written = rounds.open();
        if (is_contention(failure))
        {
            auto const paused = co_await transaction_rounds::pause(rounds, failure);
            if (paused.failure)
                throw_exception_from_error(*paused.failure, BOOST_CURRENT_LOCATION);
            continue;
        }
        if (!found_another_item(failure))
            outcome.value(); // throws
        if (round++ == max_removal_rounds)
            self.fail({.code = store_errc::conflict,
                .key = removal.latest_key,
                .reason = "the latest item changed before each of " + std::to_string(max_removal_rounds)
                    + " deletions",
                .cause = rounds.final_error(failure)});

        // A concurrent save or removal, or an attempt of this one whose response was lost: query again.
        auto again = co_await find_items(self, call, find, is_latest);
        if (again.latest.empty())
            removal.deleted = rounds.open() ? 1 : 0;
        else
        {
            auto const before = time_of(self, found.latest.front());
            auto const now = time_of(self, again.latest.front());
            if (before && now && *now > *before)
            {
                removal.latest = now; // a save wins
                again.latest.clear();
            }
        }
        found = std::move(again);
    }
    removal.versions = std::move(found.versions);
}

awaitable<std::size_t> remove_in_steps(
    spec_store_state const& self, call_options call, query_input find, spec_removal& removal)
{
    co_await delete_latest(self, call, std::move(find), removal);
    co_await delete_versions(self, call, removal);
    co_return removal.deleted;
}

} // namespace

awaitable<std::size_t> remove_spec(
    spec_store_state::pointer self, std::string sub, std::string id, call_options options)
{
    check_sub(sub);
    check_spec_id(id);
    auto const call = self->with_deadline(options);
    spec_removal removal;
    removal.latest_key = latest_spec_key(sub, id);
    auto removing = remove_in_steps(*self, call, find_spec_items_request(self->options(), sub, id), removal);
    co_return co_await with_verdict(std::move(removing), removal.written);
}

awaitable<std::size_t> remove_specs(spec_store_state::pointer self, std::string sub, call_options options)
{
    check_sub(sub);
    auto const call = self->with_deadline(options);
    auto const prefix = spec_latest_key("");
    auto const is_latest = [&prefix](std::string_view key) { return key.starts_with(prefix); };
    auto const find = find_user_items_request(self->table(), sub);
    auto found = co_await find_items(*self, call, find, is_latest);
    // Latest items first, since readers look for these.
    auto& keys = found.latest;
    keys.insert(keys.end(), std::make_move_iterator(found.versions.begin()),
        std::make_move_iterator(found.versions.end()));
    co_return co_await table::delete_items(*self, call, std::move(keys));
}

} // namespace dynasio::stores::specs
