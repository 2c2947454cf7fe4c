// SPDX-License-Identifier: BSL-1.0

#include "stores/argument_checks.hpp"
#include "stores/for_each_item.hpp"
#include "stores/specs/spec_item.hpp"
#include "stores/specs/spec_keys.hpp"
#include "stores/specs/spec_store_state.hpp"
#include "stores/stored_item.hpp"
#include "stores/table/delete_items.hpp"

#include <dynasio/operations/delete_item.hpp>

#include <iterator>
#include <optional>
#include <utility>
#include <vector>

namespace dynasio::stores::specs {

namespace {

constexpr unsigned max_removal_rounds = 5;

struct found_items
{
    std::vector<item> latest{};   ///< keys and the other projected attributes
    std::vector<item> versions{}; ///< keys
};

awaitable<found_items> find_items(spec_store_state const& self, call_options call, query_input request)
{
    found_items found;
    auto const prefix = spec_latest_key("");
    auto const add = [&](item& each)
    {
        auto const* key = each.find("updated_at_id");
        if (key && key->if_string() && key->if_string()->starts_with(prefix))
            found.latest.push_back(std::move(each));
        else
            found.versions.push_back(spec_key(each));
    };
    co_await for_each_item(self, std::move(request), call, add);
    co_return found;
}

std::optional<std::int64_t> time_of(store_core const& self, std::vector<item> const& latest)
{
    if (latest.empty())
        return std::nullopt;
    // Malformed items can be removed too.
    return decode_or_skip(self, true, [&] { return decode_spec_time(latest.front(), self.table()); });
}

} // namespace

awaitable<std::size_t> remove_spec(
    spec_store_state::pointer self, std::string sub, std::string id, call_options options)
{
    check_sub(sub);
    check_spec_id(id);
    auto const call = self->with_deadline(options);

    auto const find = find_spec_items_request(self->options(), sub, id);
    auto found = co_await find_items(*self, call, find);
    std::size_t deleted = 0;
    for (unsigned round = 1; !found.latest.empty(); ++round)
    {
        auto const request = delete_latest_request(self->table(), found.latest.front());
        auto const outcome = co_await self->owner().try_delete_item(request, call);
        if (outcome)
        {
            deleted = 1;
            break;
        }
        if (outcome.error() != errc::conditional_check_failed
            && outcome.error() != client_errc::outcome_unknown)
            outcome.value(); // throws
        if (round == max_removal_rounds)
            self->fail({.code = store_errc::conflict,
                .key = request.key,
                .reason = "the latest item changed before each of " + std::to_string(round) + " deletions",
                .cause = outcome.error()});

        // A concurrent save or removal: query again.
        auto again = co_await find_items(*self, call, find);
        auto const before = time_of(*self, found.latest);
        auto const now = time_of(*self, again.latest);
        if (before && now && *now > *before)
            break; // A save wins. The versions found before it are deleted.
        found = std::move(again);
    }
    co_return co_await table::delete_items(*self, call, std::move(found.versions), deleted);
}

awaitable<std::size_t> remove_specs(spec_store_state::pointer self, std::string sub, call_options options)
{
    check_sub(sub);
    auto const call = self->with_deadline(options);
    auto const find = find_user_items_request(self->table(), sub);
    auto found = co_await find_items(*self, call, find);
    // Latest items first, since readers look for these.
    auto& keys = found.latest;
    keys.insert(keys.end(), std::make_move_iterator(found.versions.begin()),
        std::make_move_iterator(found.versions.end()));
    co_return co_await table::delete_items(*self, call, std::move(keys));
}

} // namespace dynasio::stores::specs
