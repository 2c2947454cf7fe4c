// SPDX-License-Identifier: BSL-1.0
//
// The decisions of one call, apart from its I/O: what the outcome of an attempt means, whether and when to retry, and what
// is finally reported. Time and randomness come in as arguments.

#ifndef DYNASIO_SRC_CALL_CALL_ATTEMPTS_HPP
#define DYNASIO_SRC_CALL_CALL_ATTEMPTS_HPP

#include "aws/retry/clock_skew.hpp"

#include <dynasio/aws/retry.hpp>
#include <dynasio/aws/retry_strategy.hpp>
#include <dynasio/call_metadata.hpp>
#include <dynasio/clock.hpp>
#include <dynasio/error.hpp>
#include <dynasio/http/transport.hpp>
#include <dynasio/operations/detail/operation_info.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace dynasio::call {

/// A moment on both clocks.
struct moment
{
    http::time_point steady;
    http::wall_time wall;
};

class call_attempts
{
public:
    /// What to do after a failed attempt.
    struct next_step
    {
        bool retry = false;
        http::time_point at{}; ///< when the next attempt begins
        bool credentials_refused = false;
        bool throttled = false; ///< the service asks for less
    };

    /// `may_repeat`: whether a write is sent again when it may have been applied. `strategy` may be null.
    call_attempts(operations::operation_info const& operation, aws::retry_options const& options,
        aws::retry_quota& quota, http::time_point deadline, bool may_repeat = true,
        aws::retry_strategy* strategy = nullptr)
        : operation_(operation),
          retries_(options, quota),
          strategy_(strategy),
          deadline_(deadline),
          may_repeat_(may_repeat)
    {}

    [[nodiscard]] unsigned attempt_number() const noexcept { return retries_.attempt(); }
    [[nodiscard]] unsigned max_attempts() const noexcept { return retries_.max_attempts(); }
    [[nodiscard]] http::time_point deadline() const noexcept { return deadline_; }

    void begin_attempt(moment now)
    {
        started_ = now;
        uncertain_ = false;
    }

    /// The request is sent now.
    void sends(moment now) noexcept
    {
        if (!first_sent_)
            first_sent_ = now.steady;
        retry_is_due_ = false;
    }

    /// Whether there may be others when the service refuses the credentials of this attempt.
    void can_renew_credentials(bool can) noexcept { can_renew_credentials_ = can; }

    void succeeded(http::response const& response) noexcept;

    /// Of the call so far.
    [[nodiscard]] call_metadata const& metadata() const noexcept { return metadata_; }

    /// The failed attempts so far.
    [[nodiscard]] std::vector<attempt> const& failed_attempts() const noexcept { return last_.attempts; }

    /// The attempt ended without a response.
    next_step failed(http::transport_error const& why, moment now, double random);

    /// The response is an error. `skew_used` is what the attempt was signed with, `skew_seen` what its response showed.
    next_step refused(http::response const& response, std::chrono::nanoseconds skew_used,
        std::optional<std::chrono::nanoseconds> skew_seen, moment now, double random);

    /// The response does not fit its checksum.
    next_step damaged(http::response const& response, moment now, double random);

    /// The response is no JSON object. A read may be sent again; a write has been carried out, or not.
    next_step malformed(http::response const& response, std::string problem, moment now, double random);

    /// The attempt was cut short from outside, e.g. by cancellation. Never retried.
    next_step cut_short(boost::system::error_code code, std::string why, moment now);

    /// The wait for the next attempt was.
    void cut_short_between(boost::system::error_code code, http::time_point now);

    /// No request could be made, e.g. for want of credentials. Never retried.
    void cannot_send(boost::system::error_code code, std::string why, moment now);

    /// The deadline came while the attempt waited for what it needs. What the service has said before stays.
    void out_of_time(std::string why, moment now);

    /// There are no others than the credentials that the service has refused.
    void no_other_credentials();

    /// The deadline came before the next attempt.
    void too_late();

    /// The deadline came before the client's rate limit allowed the next attempt, which has waited for it.
    void no_time_for_rate_limit(std::chrono::nanoseconds wait);

    /// The next attempt has waited for the client's rate limit.
    void waited(std::chrono::nanoseconds wait) noexcept { metadata_.waited += wait; }

    /// What the call failed with.
    [[nodiscard]] error failure() &&;

private:
    void add_context(std::string const& more);
    void end_at_deadline(std::string const& context);
    next_step decide(aws::retry_class kind, moment now, double random, std::string_view retry_after);
    [[nodiscard]] aws::retry_candidate candidate(
        aws::retry_class kind, moment now, std::chrono::nanoseconds suggested) const;
    void forget_last_attempt();
    void add_attempt(moment now);
    void take_headers(http::response const& response);

    operations::operation_info const& operation_;
    aws::call_retries retries_;
    aws::retry_strategy* strategy_;
    http::time_point deadline_;
    bool may_repeat_;
    call_metadata metadata_;
    moment started_{};
    std::optional<http::time_point> first_sent_;
    http::time_point pause_ends_{};
    bool retry_is_due_ = false;      ///< it was paid for, and not sent yet
    error_details last_;             ///< of the latest attempt; `attempts` of all
    bool earlier_uncertain_ = false; ///< some earlier attempt may have been applied
    bool uncertain_ = false;         ///< the latest one may have been
    bool can_renew_credentials_ = false;
};

} // namespace dynasio::call

#endif
