// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_CALL_CLIENT_STATE_HPP
#define DYNASIO_SRC_CALL_CLIENT_STATE_HPP

#include "aws/credentials/cache/credentials_cache.hpp"
#include "aws/retry/clock_skew.hpp"
#include "call/calls_in_flight.hpp"
#include "call/client_setup.hpp"
#include "call/endpoint/account_endpoints.hpp"
#include "call/send_rate.hpp"
#include "clock/random_source.hpp"

#include <dynasio/aws/retry.hpp>
#include <dynasio/client_options.hpp>
#include <dynasio/client_statistics.hpp>
#include <dynasio/clock.hpp>

#include <boost/asio/any_io_executor.hpp>

#include <atomic>
#include <chrono>
#include <memory>
#include <optional>
#include <string_view>

namespace dynasio::call {

/// What the handles and the operations in flight of one client share: what is fixed, and what its calls learn.
/// Thread safety: shared objects are safe.
class client_state
{
public:
    /// Throws as the constructor of `client`.
    client_state(boost::asio::any_io_executor executor, client_options options);

    /// Ends operations in flight with `operation_aborted`. A transport or clock of the caller's goes on.
    void stop() noexcept;
    [[nodiscard]] bool stopped() const noexcept { return stopped_; }

    [[nodiscard]] client_setup const& setup() const noexcept { return setup_; }
    [[nodiscard]] boost::asio::any_io_executor const& executor() const noexcept { return setup_.executor(); }
    [[nodiscard]] std::shared_ptr<http::clock> const& clock() const noexcept { return setup_.clock(); }
    [[nodiscard]] client_options const& options() const noexcept { return setup_.options(); }

    [[nodiscard]] http::random_source& random() noexcept { return random_; }
    [[nodiscard]] account_endpoints& accounts() noexcept { return accounts_; }
    [[nodiscard]] aws::retry_quota& quota() noexcept { return quota_; }
    [[nodiscard]] calls_in_flight& calls() noexcept { return calls_; }
    /// Null outside the adaptive mode.
    [[nodiscard]] send_rate* rate() noexcept { return rate_ ? &*rate_ : nullptr; }
    [[nodiscard]] aws::detail::credentials_cache& credentials() noexcept { return *credentials_; }

    [[nodiscard]] client_statistics statistics() const;

    /// Add this to the local time to get the server's; nothing while no response has shown it.
    [[nodiscard]] std::optional<std::chrono::nanoseconds> clock_skew() const noexcept;

    /// Learns from the `Date` header of a response; returns the skew that it shows.
    std::optional<std::chrono::nanoseconds> observe_clock(
        std::string_view date, bool has_age, http::wall_time sent, http::wall_time received) noexcept;

private:
    client_setup setup_;
    std::shared_ptr<aws::detail::credentials_cache> const credentials_;
    account_endpoints accounts_;
    aws::retry_quota quota_;
    calls_in_flight calls_;
    std::optional<send_rate> rate_;
    aws::clock_skew skew_;
    std::atomic<bool> skew_known_ = false;
    std::atomic<bool> stopped_ = false;
    http::random_source random_;
};

} // namespace dynasio::call

#endif
