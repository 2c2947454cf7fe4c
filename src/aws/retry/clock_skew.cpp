// SPDX-License-Identifier: BSL-1.0

#include "aws/retry/clock_skew.hpp"

#include "http/message/http_date.hpp"

#include <dynasio/aws/retry.hpp>

namespace dynasio::aws {

namespace {

using std::chrono::nanoseconds;
using time_point = std::chrono::system_clock::time_point;

constexpr auto longest_exchange = std::chrono::minutes(15);
constexpr auto tolerated_difference = std::chrono::minutes(4);

} // namespace

std::optional<nanoseconds> clock_skew_candidate(
    std::string_view date, bool has_age, time_point sent, time_point received) noexcept
{
    if (has_age || received < sent || received - sent > longest_exchange)
        return std::nullopt;
    auto const server = http::parse_http_date(date);
    if (!server)
        return std::nullopt;
    time_point const middle = sent + (received - sent) / 2;
    // A header may say the year 9999, which does not fit into nanoseconds.
    auto const coarse = *server - std::chrono::floor<std::chrono::seconds>(middle);
    if (std::chrono::abs(coarse) > std::chrono::years(100))
        return std::nullopt;
    return std::chrono::duration_cast<nanoseconds>(coarse)
        - std::chrono::duration_cast<nanoseconds>(middle - std::chrono::floor<std::chrono::seconds>(middle));
}

bool clock_skew_retryable(
    std::string_view code, nanoseconds attempt_skew, std::optional<nanoseconds> candidate) noexcept
{
    return candidate && is_clock_skew_code(code)
        && std::chrono::abs(attempt_skew - *candidate) > tolerated_difference;
}

std::optional<nanoseconds> clock_skew::observe(
    std::string_view date, bool has_age, time_point sent, time_point received) noexcept
{
    auto const candidate = clock_skew_candidate(date, has_age, sent, received);
    if (candidate)
        skew_.store(candidate->count(), std::memory_order_relaxed);
    return candidate;
}

} // namespace dynasio::aws
