// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_CALL_OPTIONS_HPP
#define DYNASIO_CALL_OPTIONS_HPP

#include <dynasio/call/detail/misplaced.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <utility>

namespace dynasio {

class call_metadata;

namespace call {
struct operation_round;
} // namespace call

/// Whether a write is sent again when an earlier attempt of it may have been applied, as after a lost response.
enum class resend : unsigned char
{
    /// Unless the second application is known to change the item again: an update that the expression builder made with
    /// `+=`, `-=`, `list_append` or `add` of numbers ends with `client_errc::outcome_unknown` instead.
    automatic,
    always, ///< as the AWS SDKs do
    never,  ///< ends with `client_errc::outcome_unknown` instead
    /// With a token by which the service recognises the write. `TransactWriteItems` and `ExecuteTransaction` have one; other
    /// writes end with `client_errc::bad_input`. `record_table` sends the writes of one record that return nothing of it as
    /// transactions, at twice the write units; others end with `store_errc::bad_input`.
    exactly_once,
};

/// How one call differs from what the client's options say. Setters return the object, so that options can be written in
/// one expression: `call_options().timeout(2s).max_attempts(1)`. As in all option types, setters of a temporary return it by
/// value, so that `auto const& options = call_options().timeout(2s)` does not dangle.
class call_options
{
public:
    using duration = std::chrono::steady_clock::duration;
    using time_point = std::chrono::steady_clock::time_point;

    // Not an aggregate, so that GCC 12 handles it as a default argument.
    call_options() noexcept {}
    DYNASIO_REFUSE_MISPLACED(call_options, "This operation takes no condition.")

    /// Bounds the whole call from the moment it is awaited: all attempts, the waits between them, the wait for a connection
    /// and for AWS credentials. 0 or less is a time that is used up: the call ends with `client_errc::deadline_exceeded`,
    /// without a request. `duration::max()` means no limit. `std::nullopt` restores the default of the client or store.
    call_options& timeout(std::optional<duration> value) & noexcept
    {
        timeout_ = value;
        return *this;
    }
    call_options timeout(std::optional<duration> value) && noexcept { return std::move(timeout(value)); }

    /// As `timeout`, up to a point in time of the client's clock (`client_options::clock`), by default that of
    /// `std::chrono::steady_clock`. Bounds all requests of an operation, a stream or several calls together. With
    /// `timeout`, the sooner of both counts; without one, the default timeout does not apply. `time_point::max()` means no
    /// limit. A call whose deadline has passed ends with `client_errc::deadline_exceeded`, without a request.
    /// `std::nullopt` takes it back.
    call_options& deadline(std::optional<time_point> value) & noexcept
    {
        deadline_ = value;
        return *this;
    }
    call_options deadline(std::optional<time_point> value) && noexcept { return std::move(deadline(value)); }

    /// Bounds each attempt; as `timeout` otherwise. An attempt timeout that is shorter than the server takes for a request
    /// never recovers by itself: each attempt is cut, and the server works for nothing.
    call_options& attempt_timeout(duration value) & noexcept
    {
        attempt_timeout_ = value;
        return *this;
    }
    call_options attempt_timeout(duration value) && noexcept { return std::move(attempt_timeout(value)); }

    /// How often the request is sent at the most; 1 means no retries, 0 is `client_errc::bad_input`.
    call_options& max_attempts(unsigned value) & noexcept
    {
        max_attempts_ = value;
        return *this;
    }
    call_options max_attempts(unsigned value) && noexcept { return std::move(max_attempts(value)); }

    /// Whether a write is sent again when it may have been applied already.
    call_options& resend(dynasio::resend value) & noexcept
    {
        resend_ = value;
        return *this;
    }
    call_options resend(dynasio::resend value) && noexcept { return std::move(resend(value)); }

    /// Adds to `sum` what is known of each request of the operation, when it ends, well or not. `sum` must live until the
    /// operation has ended; several operations at a time must not share one. Costs no request.
    call_options& metadata(call_metadata& sum) & noexcept
    {
        metadata_ = &sum;
        return *this;
    }
    call_options metadata(call_metadata& sum) && noexcept { return std::move(metadata(sum)); }

    [[nodiscard]] std::optional<duration> timeout() const noexcept { return timeout_; }
    [[nodiscard]] std::optional<time_point> deadline() const noexcept { return deadline_; }
    [[nodiscard]] std::optional<duration> attempt_timeout() const noexcept { return attempt_timeout_; }
    [[nodiscard]] std::optional<unsigned> max_attempts() const noexcept { return max_attempts_; }
    [[nodiscard]] dynasio::resend resend() const noexcept { return resend_; }
    [[nodiscard]] call_metadata* metadata() const noexcept { return metadata_; }

private:
    friend struct call::operation_round;

    std::optional<duration> timeout_;
    std::optional<time_point> deadline_;
    std::optional<duration> attempt_timeout_;
    std::optional<unsigned> max_attempts_;
    dynasio::resend resend_ = dynasio::resend::automatic;
    call_metadata* metadata_ = nullptr;
    std::uint64_t round_ = 0; // of the operation that the call is a part of, if that has several
};

} // namespace dynasio

#endif
