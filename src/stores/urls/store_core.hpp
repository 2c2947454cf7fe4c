// SPDX-License-Identifier: BSL-1.0
//
// What all operations of one URL store share.

#ifndef DYNASIO_SRC_STORES_URLS_STORE_CORE_HPP
#define DYNASIO_SRC_STORES_URLS_STORE_CORE_HPP

#include "clock/random_source.hpp"
#include "stores/urls/events.hpp"
#include "stores/urls/key_url.hpp"
#include "stores/urls/open_session.hpp"

#include <dynasio/clock.hpp>
#include <dynasio/http/file_io.hpp>
#include <dynasio/http/transport.hpp>
#include <dynasio/stores/urls/url_call_options.hpp>
#include <dynasio/stores/urls/url_store_options.hpp>

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

namespace dynasio::stores::urls {

/// Shared by handles and operations. Thread safety: shared objects are safe.
class store_core
{
public:
    /// Throws `std::invalid_argument`.
    store_core(std::shared_ptr<http::transport> transport, std::shared_ptr<http::clock> clock,
        url_store_options given);

    url_store_options const options;
    key_urls const urls;
    std::shared_ptr<http::transport> const connections;
    std::shared_ptr<http::clock> const time;
    http::random_source random;

    void connect(url_session session);
    void disconnect();
    /// Null when the store is not connected.
    [[nodiscard]] std::shared_ptr<open_session> session() const;

    [[nodiscard]] http::file_io files();
    [[nodiscard]] std::uint64_t next_transfer() noexcept { return ++transfers_; }

    /// When an operation that begins now has to end. `fallback` counts unless the call has a timeout. Throws `url_error`.
    [[nodiscard]] http::time_point deadline_of(char const* operation, url_call_options const& call,
        std::optional<http::time_point::duration> fallback) const;

private:
    mutable std::mutex mutex_;
    std::shared_ptr<open_session> session_;
    std::optional<http::file_io> files_;
    std::atomic<std::uint64_t> transfers_{0};
};

/// Ends what is in flight when the last handle of a store goes.
class store_owner
{
public:
    store_owner(std::shared_ptr<store_core> owned, bool owns_connections) noexcept
        : core_(std::move(owned)), owns_connections_(owns_connections)
    {}
    store_owner(store_owner const&) = delete;
    store_owner& operator=(store_owner const&) = delete;
    ~store_owner();

    [[nodiscard]] std::shared_ptr<store_core> const& core() const noexcept { return core_; }

private:
    std::shared_ptr<store_core> const core_;
    bool const owns_connections_;
};

/// What an operation needs of a store: it does not keep the store's connections open.
struct store_access
{
    std::shared_ptr<store_core> core;
    std::shared_ptr<event_sink> events;
};

/// Tells that a transfer begins, unless nobody listens.
transfer_events begin_transfer(store_access const& store, std::string key, std::string message,
    std::optional<url_metadata> metadata, std::optional<std::uint64_t> bytes);

/// Tells that a key was written or removed.
void tell_change(
    store_access const& store, std::string key, std::optional<url_metadata> metadata, url_action action);

/// What `url_store` holds.
class store_handle
{
public:
    store_handle(std::shared_ptr<store_owner const> owner, std::shared_ptr<event_sink> events) noexcept
        : owner_(std::move(owner)), events_(std::move(events))
    {}

    [[nodiscard]] store_access access() const { return {owner_->core(), events_}; }
    [[nodiscard]] store_core& core() const noexcept { return *owner_->core(); }
    [[nodiscard]] std::shared_ptr<store_owner const> const& owner() const noexcept { return owner_; }
    [[nodiscard]] std::shared_ptr<event_sink> const& events() const noexcept { return events_; }

private:
    std::shared_ptr<store_owner const> owner_;
    std::shared_ptr<event_sink> events_;
};

} // namespace dynasio::stores::urls

#endif
