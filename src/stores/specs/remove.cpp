// SPDX-License-Identifier: BSL-1.0

#include "stores/argument_checks.hpp"
#include "stores/specs/spec_keys.hpp"
#include "stores/specs/spec_requests.hpp"
#include "stores/specs/spec_store_state.hpp"
#include "stores/specs/stored_spec.hpp"
#include "stores/stored_item.hpp"
#include "stores/table/delete_items.hpp"
#include "stores/table/query_pages.hpp"

#include <dynasio/stores/store_error.hpp>

#include <iterator>
#include <optional>
#include <utility>
#include <vector>

namespace dynasio::detail {

namespace {

constexpr unsigned max_removal_rounds = 5;

struct found_items
{
    std::optional<item> latest{}; ///< key and time
    std::vector<item> versions{}; ///< keys
};

bool is_latest(item const& found, std::string_view prefix)
{
    auto const* key = found.find("updated_at_id");
    return key && key->if_string() && key->if_string()->starts_with(prefix);
}

boost::asio::awaitable<found_items> find_items(
    spec_store_state const& self, call_options call, std::string const& sub, std::string const& id)
{
    found_items found;
    auto const prefix = spec_latest_key("");
    query_walk pages(self.owner(), call, find_spec_items_request(self.options(), sub, id));
    while (!pages.at_end())
    {
        auto page = co_await pages.next();
        for (auto& each : page.items)
            if (is_latest(each, prefix))
                found.latest = std::move(each);
            else
                found.versions.push_back(part_of(each, {"sub", "updated_at_id"}));
    }
    co_return found;
}

std::optional<std::int64_t> time_of(item const& found)
{
    try
    {
        return from_item<spec_time_only>(found).updated_at.value;
    }
    catch (mapping_error const&)
    {
        return std::nullopt; // malformed items can be removed too
    }
}

[[noreturn]] void throw_conflict(std::string const& table, item const& key, error const& cause)
{
    store_error_details details;
    details.code = store_errc::conflict;
    details.table = table;
    details.key = key;
    details.reason = "the latest item kept changing, " + std::to_string(max_removal_rounds) + " times";
    details.cause = cause;
    throw store_error(std::move(details));
}

} // namespace

boost::asio::awaitable<std::size_t> spec_store_state::remove(
    pointer self, std::string sub, std::string id, call_options options)
{
    check_sub(sub);
    check_spec_id(id);
    auto const call = self->with_deadline(options);

    auto found = co_await find_items(*self, call, sub, id);
    std::size_t deleted = 0;
    for (unsigned round = 1; found.latest; ++round)
    {
        auto const request = delete_latest_request(self->table(), *found.latest);
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
            throw_conflict(self->table(), request.key, outcome.error());

        // Somebody saved or removed meanwhile: look again.
        auto again = co_await find_items(*self, call, sub, id);
        auto const before = time_of(*found.latest);
        auto const now = again.latest ? time_of(*again.latest) : std::nullopt;
        if (before && now && *now > *before)
            break; // A save: it wins. What was there before it goes all the same.
        found = std::move(again);
    }
    co_return co_await delete_items(self->owner(), call, self->table(), std::move(found.versions), deleted);
}

boost::asio::awaitable<std::size_t> remove_all_specs(
    spec_store_state const& self, call_options call, std::string sub)
{
    // What readers look for goes first.
    auto const prefix = spec_latest_key("");
    std::vector<item> keys;
    std::vector<item> versions;
    query_walk pages(self.owner(), call, find_user_items_request(self.table(), sub));
    while (!pages.at_end())
    {
        auto page = co_await pages.next();
        for (auto& each : page.items)
            (is_latest(each, prefix) ? keys : versions).push_back(std::move(each));
    }
    keys.insert(
        keys.end(), std::make_move_iterator(versions.begin()), std::make_move_iterator(versions.end()));
    co_return co_await delete_items(self.owner(), call, self.table(), std::move(keys), 0);
}

boost::asio::awaitable<std::size_t> spec_store_state::remove_all(
    pointer self, std::string sub, call_options options)
{
    check_sub(sub);
    auto const call = self->with_deadline(options);
    co_return co_await remove_all_specs(*self, call, std::move(sub));
}

} // namespace dynasio::detail
