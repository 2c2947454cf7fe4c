// SPDX-License-Identifier: BSL-1.0

#include "stores/specs/spec_item.hpp"
#include "stores/specs/spec_store_state.hpp"
#include "stores/transaction_rounds.hpp"
#include "stores/with_verdict.hpp"

#include <dynasio/call_metadata.hpp>
#include <dynasio/operations/put_item.hpp>
#include <dynasio/operations/transact_write_items.hpp>

#include <utility>

namespace dynasio::stores::specs {

namespace {

/// Short enough for dozens of saves at once: each must be the first one back after another save to win.
constexpr auto longest_pause = std::chrono::milliseconds(250);

/// Saves as `write_mode::two_puts` says.
awaitable<spec_info> save_plainly(
    spec_store_state const& self, call_options call, std::string const& sub, spec_info info, bool& written)
{
    auto request = self.request<put_item_input>();
    request.item = encode_spec_version(sub, info);
    co_await self.owner().put_item(request, call);
    written = true;
    request.item = encode_latest_spec(sub, info);
    co_await self.owner().put_item(request, call);
    co_return info;
}

[[noreturn]] void throw_conflict(
    spec_store_state const& self, std::string_view sub, spec_info const& info, unsigned rounds, error cause)
{
    self.fail({.code = store_errc::conflict,
        .key = latest_spec_key(sub, info.id),
        .reason = "no unused second for the version after " + std::to_string(rounds) + " attempts",
        .cause = std::move(cause)});
}

/// Saves in a transaction, again while others win. `written`: whether it may have been applied although it failed.
awaitable<spec_info> save_in_rounds(
    spec_store_state const& self, call_options call, std::string const& sub, spec_info info, bool& written)
{
    transaction_rounds rounds(self, call, longest_pause);
    bool another_open = false; // a request with an earlier second may still be carried out, after a removal
    for (unsigned round = 1;; ++round)
    {
        auto const request = save_spec_request(self.table(), sub, info, rounds.token());
        auto const outcome = co_await self.owner().try_transact_write_items(request, call);
        if (outcome)
        {
            if (auto* const sum = call.metadata(); sum && another_open)
                sum->earlier_attempt_may_have_been_applied = true;
            co_return info;
        }
        auto const& failure = outcome.error();
        rounds.failed(failure);
        written = rounds.open();
        if (failure != errc::transaction_canceled && !is_contention(failure))
            outcome.value(); // throws

        auto const why = read_save_outcome(failure, self.table());
        auto next = next_spec_save_round(info.updated_at, self.now(), why);
        if (!next)
            outcome.value(); // throws
        if (round == self.options().max_rounds)
            throw_conflict(self, sub, info, round, rounds.final_error(failure));
        if (next->wait)
        {
            auto const paused = co_await transaction_rounds::pause(rounds, failure);
            if (paused.late)
                throw_conflict(self, sub, info, round, *paused.failure);
            if (paused.failure)
                throw_exception_from_error(*paused.failure, BOOST_CURRENT_LOCATION);
            next = next_spec_save_round(info.updated_at, self.now(), why); // time has passed
        }
        if (next->seconds != info.updated_at)
        {
            another_open = rounds.open();
            rounds.begin_another();
        }
        info.updated_at = next->seconds;
    }
}

} // namespace

awaitable<spec_info> save_spec(
    spec_store_state::pointer self, std::string sub, spec input, call_options options)
{
    auto const call = self->with_deadline(options);
    auto const info = checked_spec(sub, input, self->now());
    bool written = false;
    bool const plainly = self->options().write_mode == write_mode::two_puts;
    auto saving = plainly ? save_plainly(*self, call, sub, info, written)
                          : save_in_rounds(*self, call, sub, info, written);
    co_return co_await with_verdict(std::move(saving), written);
}

} // namespace dynasio::stores::specs
