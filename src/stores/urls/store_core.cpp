// SPDX-License-Identifier: BSL-1.0

#include "stores/urls/store_core.hpp"

#include "clock/add_saturated.hpp"
#include "stores/urls/failure.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace dynasio::stores::urls {

namespace {

url_store_options checked(url_store_options options)
{
    auto const check = [](bool good, char const* what)
    {
        if (!good)
            throw std::invalid_argument(what);
    };
    using duration = std::chrono::steady_clock::duration;
    check(options.update_attempts != 0, "update_attempts: must be at least 1");
    check(options.attempts != 0, "attempts: must be at least 1");
    check(options.concurrency != 0, "concurrency: must be at least 1");
    check(options.max_json_bytes != 0, "max_json_bytes: must be at least 1");
    check(options.max_json_levels != 0, "max_json_levels: must be at least 1");
    check(options.call_timeout > duration::zero(), "call_timeout: must be more than 0");
    check(options.idle_timeout > duration::zero(), "idle_timeout: must be more than 0");
    check(options.backoff_base >= duration::zero(), "backoff_base: must not be negative");
    check(options.backoff_cap >= duration::zero(), "backoff_cap: must not be negative");
    return options;
}

} // namespace

store_core::store_core(
    std::shared_ptr<http::transport> transport, std::shared_ptr<http::clock> clock, url_store_options given)
    : options(checked(std::move(given))),
      urls(options),
      connections(std::move(transport)),
      time(std::move(clock)),
      random(std::nullopt),
      files_(options.files)
{
    if (!connections || !time)
        throw std::invalid_argument("url_store: transport and clock must not be null");
}

void store_core::connect(url_session session)
{
    auto opened = std::make_shared<open_session>(std::move(session));
    std::lock_guard const lock(mutex_);
    session_.swap(opened);
}

void store_core::disconnect()
{
    std::shared_ptr<open_session> closed; // goes without the lock
    {
        std::lock_guard const lock(mutex_);
        closed.swap(session_);
    }
    connections->close_idle();
}

std::shared_ptr<open_session> store_core::session() const
{
    std::lock_guard const lock(mutex_);
    return session_;
}

http::file_io store_core::files()
{
    std::lock_guard const lock(mutex_);
    if (!files_)
        files_.emplace();
    return *files_;
}

http::time_point store_core::deadline_of(char const* operation, url_call_options const& call,
    std::optional<http::time_point::duration> fallback) const
{
    if (call.timeout && *call.timeout <= http::time_point::duration::zero())
        throw_bad_input(operation, {}, "the timeout must be more than 0");
    auto const timeout = call.timeout ? call.timeout : fallback;
    return timeout ? std::min(call.deadline, http::add_saturated(time->now(), *timeout)) : call.deadline;
}

transfer_events begin_transfer(store_access const& store, std::string key, std::string message,
    std::optional<url_metadata> metadata, std::optional<std::uint64_t> bytes)
{
    if (!store.events)
        return {};
    url_progress_start start;
    start.operation = store.core->next_transfer();
    start.key = std::move(key);
    start.message = std::move(message);
    start.metadata = std::move(metadata);
    start.bytes = bytes;
    return {store.events, std::move(start)};
}

void tell_change(
    store_access const& store, std::string key, std::optional<url_metadata> metadata, url_action action)
{
    if (store.events)
        store.events->tell(url_change{std::move(key), std::move(metadata), action});
}

store_owner::~store_owner()
{
    if (owns_connections_)
        core_->connections->stop();
}

} // namespace dynasio::stores::urls
