// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_STORES_URLS_OPEN_SESSION_HPP
#define DYNASIO_SRC_STORES_URLS_OPEN_SESSION_HPP

#include "clock/one_shot_event.hpp"

#include <dynasio/stores/urls/url_authenticator.hpp>

#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

namespace dynasio::stores::urls {

/// A session and how often its authenticator was refreshed. Operations keep theirs when the store gets another one.
/// Thread safety: shared objects are safe.
class open_session
{
public:
    explicit open_session(url_session who) : who_(std::move(who)) {}

    [[nodiscard]] std::string const& user_tag() const noexcept { return who_.user_tag; }

    /// Null where requests are sent as they are.
    [[nodiscard]] url_authenticator* authenticator() const noexcept { return who_.authenticator.get(); }

    /// How often the authenticator was refreshed. To be asked before it adds its headers.
    [[nodiscard]] std::uint64_t refreshes() const;

    /// After a 401 for headers that were made when there were `seen` refreshes: whether there is something new since. At most one
    /// call of the authenticator is in flight.
    /// Cancellation: as that call. Others who wait for it then make their own.
    static boost::asio::awaitable<bool> refresh(std::shared_ptr<open_session> self, std::uint64_t seen);

private:
    class turn;

    url_session const who_;
    mutable std::mutex mutex_;
    std::uint64_t refreshes_ = 0;
    bool renewed_ = false; // by the last refresh
    bool refreshing_ = false;
    std::vector<http::one_shot_event*> waiting_;
};

} // namespace dynasio::stores::urls

#endif
