// SPDX-License-Identifier: BSL-1.0

#include "call/client_state.hpp"
#include "client/client_handle.hpp"
#include "clock/backoff.hpp"
#include "stores/specs/spec_item.hpp"
#include "stores/specs/spec_store_state.hpp"

#include <dynasio/operations/put_item.hpp>
#include <dynasio/operations/transact_write_items.hpp>

#include <utility>

namespace dynasio::stores::specs {

namespace {

constexpr auto pause_base = std::chrono::milliseconds(25);
constexpr auto pause_cap = std::chrono::seconds(1);

/// Saves as `write_mode::two_puts` says.
awaitable<void> save_plainly(
    spec_store_state const& self, call_options call, std::string const& sub, spec_info const& info)
{
    auto request = self.request<put_item_input>();
    request.item = encode_spec_version(sub, info);
    co_await self.owner().put_item(request, call);
    request.item = encode_latest_spec(sub, info);
    co_await self.owner().put_item(request, call);
}

} // namespace

awaitable<spec_info> save_spec(
    spec_store_state::pointer self, std::string sub, spec input, call_options options)
{
    auto const call = self->with_deadline(options);
    auto info = checked_spec(sub, input, self->now());
    if (self->options().write_mode == write_mode::two_puts)
    {
        co_await save_plainly(*self, call, sub, info);
        co_return info;
    }

    auto& random = call::state_of(self->owner())->random();
    unsigned pauses = 0;
    for (unsigned round = 1;; ++round)
    {
        // The token is the round's: an attempt after a lost response does not count as another save.
        std::string token;
        random.append_uuid(token);
        auto const request = save_spec_request(self->table(), sub, info, std::move(token));
        auto const outcome = co_await self->owner().try_transact_write_items(request, call);
        if (outcome)
            co_return info;
        if (outcome.error() != errc::transaction_canceled)
            outcome.value(); // throws

        auto const why = read_save_outcome(outcome.error(), self->table());
        auto const next = next_spec_save_round(info.updated_at, self->now(), why);
        if (!next)
            outcome.value(); // throws
        if (round >= self->options().max_rounds)
            self->fail({.code = store_errc::conflict,
                .key = latest_spec_key(sub, info.id),
                .reason = "no unused second for the version after " + std::to_string(round) + " attempts",
                .cause = outcome.error()});
        info.updated_at = next->seconds;
        if (!next->wait)
            continue;
        auto const wait = http::backoff(pause_base, pause_cap, pauses++, random.next_fraction());
        co_await call::pause(self->owner(), call, wait);
    }
}

} // namespace dynasio::stores::specs
