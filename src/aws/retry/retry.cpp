// SPDX-License-Identifier: BSL-1.0

#include <dynasio/aws/retry.hpp>

#include "clock/backoff.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>

namespace dynasio::aws {

namespace {

using std::chrono::nanoseconds;

constexpr std::string_view throttling_codes[] = {
    "Throttling",
    "ThrottlingException",
    "ThrottledException",
    "RequestThrottledException",
    "RequestThrottled",
    "TooManyRequestsException",
    "ProvisionedThroughputExceededException",
    "RequestLimitExceeded",
    "BandwidthLimitExceeded",
    "LimitExceededException",
    "SlowDown",
    "PriorRequestNotComplete",
    "EC2ThrottledException",
    "TransactionInProgressException",
};

constexpr std::string_view transient_codes[] = {
    "RequestTimeout",
    "RequestTimeoutException",
    "InternalError",
    // Only STS has this one.
    "IDPCommunicationError",
    // The one error that the model of DynamoDB marks as retryable.
    "ReplicatedWriteConflictException",
};

constexpr std::string_view clock_skew_codes[] = {
    "InvalidSignatureException",
    "SignatureDoesNotMatch",
    "AuthFailure",
    "RequestTimeTooSkewed",
    "AccessDeniedException",
};

constexpr std::string_view refused_credentials_codes[] = {
    "ExpiredToken",
    "ExpiredTokenException",
    "UnrecognizedClientException",
    // Only STS has this one.
    "InvalidClientTokenId",
};

template <std::size_t N>
bool contains(std::string_view const (&codes)[N], std::string_view code) noexcept
{
    return std::find(std::begin(codes), std::end(codes), code) != std::end(codes);
}

// Non-negative whole milliseconds, nothing around them. Values beyond a day say no more than a day.
std::optional<nanoseconds> parse_retry_after(std::string_view text) noexcept
{
    constexpr std::uint64_t day = 24ull * 60 * 60 * 1000;
    std::uint64_t value = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (end != text.data() + text.size() || text.empty() || error == std::errc::invalid_argument)
        return std::nullopt;
    if (error == std::errc::result_out_of_range)
        value = day;
    return std::chrono::milliseconds(std::min(value, day));
}

void require(bool holds, char const* member, long long value, char const* rule)
{
    if (!holds)
        throw std::invalid_argument(std::string("retry_options::") + member + " is " + std::to_string(value)
            + ", but must be " + rule);
}

} // namespace

void validate(retry_options const& options)
{
    require(options.max_attempts >= 1, "max_attempts", options.max_attempts, "at least 1");
    require(options.base_delay.count() >= 0, "base_delay", options.base_delay.count(), "0 ns or more");
    require(options.throttling_base_delay.count() >= 0, "throttling_base_delay",
        options.throttling_base_delay.count(), "0 ns or more");
    require(options.max_backoff.count() >= 0, "max_backoff", options.max_backoff.count(), "0 ns or more");
}

bool is_throttling_code(std::string_view code) noexcept
{
    return contains(throttling_codes, code);
}

bool is_transient_code(std::string_view code) noexcept
{
    return contains(transient_codes, code);
}

bool is_clock_skew_code(std::string_view code) noexcept
{
    return contains(clock_skew_codes, code);
}

bool is_refused_credentials_code(std::string_view code) noexcept
{
    return contains(refused_credentials_codes, code);
}

retry_class classify_service_error(int http_status, std::string_view code, bool modelled_retryable) noexcept
{
    // The code comes first: a 500 that says Throttling is throttling.
    if (is_throttling_code(code))
        return retry_class::throttling;
    if (modelled_retryable || is_transient_code(code))
        return retry_class::transient;
    if (http_status == 500 || http_status == 502 || http_status == 503 || http_status == 504)
        return retry_class::transient;
    return retry_class::not_retryable;
}

bool retry_quota::take(unsigned cost) noexcept
{
    unsigned tokens = tokens_.load(std::memory_order_relaxed);
    do
    {
        if (tokens < cost)
            return false;
    } while (!tokens_.compare_exchange_weak(tokens, tokens - cost, std::memory_order_relaxed));
    return true;
}

void retry_quota::give_back(unsigned amount) noexcept
{
    unsigned tokens = tokens_.load(std::memory_order_relaxed);
    // Usually full: then nothing is written, and threads do not fight over the cache line.
    while (tokens < capacity_
        && !tokens_.compare_exchange_weak(
            tokens, tokens + std::min(amount, capacity_ - tokens), std::memory_order_relaxed))
    {}
}

std::string_view to_string(retry_stop reason) noexcept
{
    switch (reason)
    {
    case retry_stop::none:
        return "retried";
    case retry_stop::not_retryable:
        return "not retryable";
    case retry_stop::attempts_exhausted:
        return "attempts exhausted";
    case retry_stop::quota_exhausted:
        return "retry quota exhausted";
    }
    return "unknown";
}

nanoseconds backoff_delay(retry_options const& options, retry_class kind, unsigned retry, double random,
    std::string_view retry_after) noexcept
{
    auto const base = kind == retry_class::throttling ? options.throttling_base_delay : options.base_delay;
    nanoseconds const delay = http::backoff(base, options.max_backoff, retry, random);

    constexpr nanoseconds most_added = std::chrono::seconds(5);
    if (auto const asked = parse_retry_after(retry_after))
    {
        nanoseconds const limit =
            delay > nanoseconds::max() - most_added ? nanoseconds::max() : delay + most_added;
        return std::max(delay, std::min(*asked, limit));
    }
    return delay;
}

nanoseconds call_retries::delay(retry_class kind, double random, std::string_view retry_after) const noexcept
{
    return backoff_delay(options_, kind, attempt_ - 1, random, retry_after);
}

retry_decision call_retries::on_failure(
    retry_class kind, double random, std::string_view retry_after, bool charge) noexcept
{
    retry_decision decision;
    if (kind == retry_class::not_retryable)
    {
        decision.reason = retry_stop::not_retryable;
        return decision;
    }
    // Before the quota, so that the last failure costs no tokens.
    if (attempt_ >= options_.max_attempts)
    {
        decision.reason = retry_stop::attempts_exhausted;
        return decision;
    }
    unsigned const cost = !charge         ? 0
        : kind == retry_class::throttling ? options_.throttling_cost
                                          : options_.transient_cost;
    if (!quota_->take(cost))
    {
        decision.reason = retry_stop::quota_exhausted;
        return decision;
    }
    decision.retry = true;
    decision.cost = cost;
    decision.delay = delay(kind, random, retry_after);
    last_cost_ = cost;
    ++attempt_;
    return decision;
}

void call_retries::on_retry_abandoned() noexcept
{
    quota_->give_back(std::exchange(last_cost_, 0));
}

void call_retries::on_success() noexcept
{
    quota_->give_back(attempt_ == 1 ? 1 : last_cost_);
}

} // namespace dynasio::aws
