// SPDX-License-Identifier: BSL-1.0
//
// The standard retry mode, version 2.1, as a pure decision: time, randomness and the outcome come in as
// values, what to do comes out. Nothing here sleeps or sends.

#ifndef DYNASIO_AWS_RETRY_HPP
#define DYNASIO_AWS_RETRY_HPP

#include <atomic>
#include <chrono>
#include <string_view>

namespace dynasio::aws {

/// Whether a client also limits how fast it sends.
enum class retry_mode : unsigned char
{
    /// Only retries are limited, by the retry quota.
    standard,

    /// Once the service has throttled, every attempt waits for a token, first attempts too. The tokens come at a rate that
    /// follows the service: it falls when the service throttles, and grows again while it does not. One rate holds for all
    /// tables and indexes of a client, so a single hot table slows all its calls: give such a table a client of its own.
    /// A call waits in the order of arrival until its deadline, even if its token is due later, since the rate may grow.
    /// A cancelled wait takes no token.
    adaptive,
};

/// How a client retries. The defaults are those of the standard mode 2.1 for DynamoDB and DynamoDB Streams.
struct retry_options
{
    retry_mode mode = retry_mode::standard;

    /// All attempts of a call, the first included. At least 1; 1 switches retries off.
    unsigned max_attempts = 4;

    /// Tokens of a fresh quota, and the most it ever holds. 0 means that nothing is ever retried.
    unsigned initial_tokens = 500;

    /// What a retry after a transient failure takes from the quota.
    unsigned transient_cost = 14;

    /// What a retry after throttling takes from the quota.
    unsigned throttling_cost = 5;

    /// Upper bound of the wait before the first retry after a transient failure; doubles with each retry. Not
    /// negative.
    std::chrono::nanoseconds base_delay = std::chrono::milliseconds(25);

    /// The same after throttling. Not negative.
    std::chrono::nanoseconds throttling_base_delay = std::chrono::milliseconds(1000);

    /// The doubling ends here, before the random factor. Not negative.
    std::chrono::nanoseconds max_backoff = std::chrono::seconds(20);
};

/// Throws `std::invalid_argument` that names the member and its value when an option is out of its range.
void validate(retry_options const& options);

/// What a failed attempt means for retrying.
enum class retry_class : unsigned char
{
    not_retryable, ///< the same request would fail again, or must not be sent again
    transient,     ///< connect failure, reset, time-out, damaged response, server fault, corrected clock
    throttling,    ///< the service asks for less
};

/// Codes by which the service asks to slow down. The code counts, not the HTTP status.
bool is_throttling_code(std::string_view code) noexcept;

/// Codes that are transient whatever the HTTP status is.
bool is_transient_code(std::string_view code) noexcept;

/// Codes that a wrong clock may cause. Whether one of them is worth a retry is decided by
/// `clock_skew_retryable`.
bool is_clock_skew_code(std::string_view code) noexcept;

/// Codes by which the service refuses the credentials themselves: expired, or unknown, as after a rotation of keys. The
/// same request may succeed with others.
bool is_refused_credentials_code(std::string_view code) noexcept;

/// Classifies a response of the service with status 301 or above by its code (without prefix; may be empty)
/// and HTTP status. `modelled_retryable` is the mark of the service model on the error.
retry_class classify_service_error(
    int http_status, std::string_view code, bool modelled_retryable = false) noexcept;

/// The tokens that bound the retries of one client: shared by all its calls, so that a failing service is not
/// flooded.
///
/// Thread safety: any number of threads may use one object.
class retry_quota
{
public:
    /// Begins with `capacity` tokens, which is also the most that it ever holds.
    explicit retry_quota(unsigned capacity = 500) noexcept : capacity_(capacity), tokens_(capacity) {}

    /// Takes `cost` tokens, or none and returns false when there are fewer.
    bool take(unsigned cost) noexcept;

    /// Gives tokens back, up to the capacity.
    void give_back(unsigned amount) noexcept;

    /// Tokens that can be taken now.
    unsigned available() const noexcept { return tokens_.load(std::memory_order_relaxed); }
    unsigned capacity() const noexcept { return capacity_; }

private:
    unsigned const capacity_;
    std::atomic<unsigned> tokens_;
};

/// Why a call is not tried again.
enum class retry_stop : unsigned char
{
    none, ///< it is tried again
    not_retryable,
    attempts_exhausted,
    quota_exhausted,
};

/// For logs and error messages: "not retryable", "attempts exhausted", ...
std::string_view to_string(retry_stop reason) noexcept;

/// What to do after a failed attempt.
struct retry_decision
{
    bool retry = false;
    retry_stop reason = retry_stop::none;
    /// Wait this long before the next attempt.
    std::chrono::nanoseconds delay{0};
    /// Tokens that were taken from the quota.
    unsigned cost = 0;
};

/// The wait before retry number `retry` (0 is the first one) after a failure of class `kind`. `random` is in
/// [0, 1] and scales the capped exponential; a valid `retry_after` (the text of `x-amz-retry-after`,
/// milliseconds) can lengthen the result by at most five seconds, an invalid or negative one is ignored.
std::chrono::nanoseconds backoff_delay(retry_options const& options, retry_class kind, unsigned retry,
    double random, std::string_view retry_after = {}) noexcept;

/// The retries of one call.
///
/// Lifetimes: `quota` must outlive the object; the options are copied.
/// Thread safety: one object belongs to one call.
class call_retries
{
public:
    call_retries(retry_options const& options, retry_quota& quota) noexcept
        : options_(options), quota_(&quota)
    {}

    /// Number of the attempt that runs now or comes next, from 1.
    unsigned attempt() const noexcept { return attempt_; }
    /// All attempts that the options allow, the first included.
    unsigned max_attempts() const noexcept { return options_.max_attempts; }

    /// Judges the failure of the current attempt, in this order: retryable, attempts left, quota. On a retry
    /// the tokens are taken and `attempt()` counts up. `random` is a fresh value in [0, 1).
    /// `charge`: whether the retry takes tokens.
    retry_decision on_failure(
        retry_class kind, double random, std::string_view retry_after = {}, bool charge = true) noexcept;

    /// How long a retry after the current attempt would wait.
    std::chrono::nanoseconds delay(
        retry_class kind, double random, std::string_view retry_after = {}) const noexcept;

    /// The retry that was decided last will not be made: returns its tokens to the quota.
    void on_retry_abandoned() noexcept;

    /// The current attempt succeeded: returns to the quota what the last retry of this call took, or 1
    /// without a retry.
    void on_success() noexcept;

private:
    retry_options options_;
    retry_quota* quota_;
    unsigned attempt_ = 1;
    unsigned last_cost_ = 0;
};

} // namespace dynasio::aws

#endif
