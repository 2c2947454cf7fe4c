// SPDX-License-Identifier: BSL-1.0

#include "call/client_state.hpp"

#include "call/observed_credentials.hpp"
#include <dynasio/observer.hpp>

#include <utility>

namespace dynasio::call {

client_state::client_state(boost::asio::any_io_executor executor, client_options options)
    : setup_(std::move(executor), std::move(options)),
      credentials_(std::make_shared<aws::detail::credentials_cache>(setup_.options().credentials,
          setup_.executor(), setup_.shared_transport(), setup_.clock(), setup_.options().credentials_refresh,
          observe_credentials(setup_.options().observer), setup_.options().random_seed)),
      quota_(setup_.options().retry.initial_tokens),
      random_(setup_.options().random_seed)
{
    if (setup_.options().retry.mode == aws::retry_mode::adaptive)
        rate_.emplace(clock()->now());
    if (auto* const watcher = setup_.options().observer.get())
        for (auto const& note : setup_.options().configuration_notes)
            watcher->configuration_note(note);
}

void client_state::stop() noexcept
{
    stopped_ = true;
    credentials_->stop();
    if (!options().transport)
        setup_.transport().stop();
    if (!options().clock)
        clock()->stop();
}

client_statistics client_state::statistics() const
{
    client_statistics result;
    if (auto const* const own = setup_.own_pool())
        result.connections = own->statistics();
    result.calls = calls_.size();
    result.retry_tokens = quota_.available();
    result.retry_capacity = quota_.capacity();
    result.draining = calls_.is_draining();
    return result;
}

std::optional<std::chrono::nanoseconds> client_state::clock_skew() const noexcept
{
    if (!skew_known_.load(std::memory_order_relaxed))
        return std::nullopt;
    return skew_.current();
}

std::optional<std::chrono::nanoseconds> client_state::observe_clock(
    std::string_view date, bool has_age, http::wall_time sent, http::wall_time received) noexcept
{
    auto const seen = skew_.observe(date, has_age, sent, received);
    if (seen)
        skew_known_.store(true, std::memory_order_relaxed);
    return seen;
}

} // namespace dynasio::call
