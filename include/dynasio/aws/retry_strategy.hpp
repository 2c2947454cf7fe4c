// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_AWS_RETRY_STRATEGY_HPP
#define DYNASIO_AWS_RETRY_STRATEGY_HPP

#include <dynasio/aws/retry.hpp>

#include <chrono>
#include <optional>
#include <string_view>

namespace dynasio::aws {

/// A failed attempt that may be retried. Texts are valid during the function that gets it.
struct retry_candidate
{
    std::string_view operation;                  ///< `GetItem`
    retry_class kind = retry_class::transient;   ///< never `not_retryable`
    unsigned attempt = 1;                        ///< number of the attempt that has failed, from 1
    unsigned max_attempts = 1;                   ///< greater than `attempt`
    std::string_view code;                       ///< of the service, without prefix; empty if it gave none
    unsigned http_status = 0;                    ///< 0 without a response
    std::chrono::nanoseconds suggested_delay{0}; ///< what would be waited without a strategy
    std::chrono::nanoseconds elapsed{0};         ///< since the first attempt of the call began
};

/// Decides about retries within the rules of the client. Derive from it, and give it to `client_options::retry_strategy`.
///
/// After a failed attempt the client looks, in this order, at: the class of the failure; the deadline; whether a write that
/// may have been applied can be sent again; the attempts that are left; then the strategy; whether the deadline leaves time
/// for its delay; the retry quota. A strategy is asked only where the rules before it allow a retry, and what comes after it
/// can still refuse one. It cannot add attempts, extend a deadline, hold up a cancellation, or send again what must not be
/// sent again. The adaptive mode's wait for the rate comes on top of the delay.
///
/// Thread safety: `next_delay` is called on the executors of the calls, on several threads at the same time. It must not block.
class retry_strategy
{
public:
    virtual ~retry_strategy() = default;

    /// How long to wait before the next attempt; a negative time counts as none. Nothing: the call fails with the error that
    /// it has. An exception ends the call likewise; its text is in the context of the error.
    [[nodiscard]] virtual std::optional<std::chrono::nanoseconds> next_delay(
        retry_candidate const& failed) = 0;
};

} // namespace dynasio::aws

#endif
