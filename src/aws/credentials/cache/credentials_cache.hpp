// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_AWS_CREDENTIALS_CACHE_CREDENTIALS_CACHE_HPP
#define DYNASIO_SRC_AWS_CREDENTIALS_CACHE_CREDENTIALS_CACHE_HPP

#include "aws/credentials/cache/credentials_events.hpp"
#include "aws/credentials/cache/refresh_schedule.hpp"
#include "clock/random_source.hpp"

#include <dynasio/aws/credentials_provider.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>

namespace dynasio::aws::detail {

/// What one client knows of its credentials: keeps what the provider gave until it expires or is refused, and asks for
/// more in one flight, whatever the number of calls that wait. A call begins it some time before the credentials expire, see
/// `refresh_windows`.
///
/// - A flight is one `get` of the provider, on the executor of the client. It belongs to no call: it outlives the one that
///   started it, and ends at the provider's `timeout` at the latest.
/// - Calls wait under their own deadlines and cancellations. All of them get what the flight ended with; those for which
///   credentials are there that still work go on with these when it fails, or takes long.
/// - What a flight brings is used by those who wait for it even if it has expired: the service decides. The next call
///   asks again. So it does after an error. It replaces nothing that has not expired yet.
/// - Nothing recurses per waiter. No lock is held while provider, clock, transport or executor run.
///
/// Thread safety: shared objects are safe.
class credentials_cache : public std::enable_shared_from_this<credentials_cache>
{
public:
    using credentials_ptr = std::shared_ptr<resolved_credentials const>;

    /// Where `events` is not null, it is told how flights end. A `seed` makes the jitter reproducible.
    credentials_cache(std::shared_ptr<credentials_provider> provider, boost::asio::any_io_executor executor,
        std::shared_ptr<http::transport> transport, std::shared_ptr<http::clock> clock,
        refresh_windows const& windows, std::shared_ptr<credentials_events> events = nullptr,
        std::optional<std::uint64_t> seed = {});
    credentials_cache(credentials_cache const&) = delete;
    credentials_cache& operator=(credentials_cache const&) = delete;
    ~credentials_cache();

    /// The credentials to use at the time `now`, if they are there; else null. May begin a refresh. For credentials that never
    /// change it takes no lock.
    credentials_ptr cached(http::wall_time now) noexcept;

    /// Waits for credentials. Error `timed_out` at `deadline`, `operation_aborted` when cancelled and after `stop`, else as
    /// the provider's.
    /// Lifetimes: this object must outlive the operation.
    /// Cancellation: every type, and `stop` likewise, which may be null; the flight goes on.
    boost::asio::awaitable<credentials_result> get(
        http::time_point deadline, http::wall_time now, http::interruption* stop = nullptr);

    /// The service has refused them. Those that came later are kept.
    void invalidate(credentials_ptr const& refused) noexcept;

    /// Ends the flight and all who wait with `operation_aborted`, for good.
    void stop() noexcept;

private:
    class flight;
    class waiter;
    class landing;
    using flight_ptr = std::shared_ptr<flight>;

    struct decision;

    decision decide(http::wall_time now);
    flight_ptr take_off(http::wall_time now);
    [[nodiscard]] http::time_point patience(http::time_point deadline, http::wall_time now) const noexcept;
    void start(flight_ptr const& which);
    void report(flight const& which, bool kept) const noexcept;
    credentials_ptr take_in(flight& which, bool& kept);
    void settle(flight_ptr which, credentials_result outcome, bool cancel) noexcept;
    static boost::asio::awaitable<void> fly(landing end);

    std::shared_ptr<credentials_provider> const provider_;
    boost::asio::any_io_executor const executor_;
    std::shared_ptr<http::transport> const transport_;
    std::shared_ptr<http::clock> const clock_;
    std::shared_ptr<credentials_events> const events_;
    http::random_source random_;

    std::mutex mutex_;
    credentials_ptr current_;
    refresh_schedule schedule_; // of these
    flight_ptr flight_;         // the one that calls join
    bool stopped_ = false;
};

} // namespace dynasio::aws::detail

#endif
