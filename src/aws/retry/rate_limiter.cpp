// SPDX-License-Identifier: BSL-1.0

#include "aws/retry/rate_limiter.hpp"

#include <algorithm>
#include <cmath>

namespace dynasio::aws::detail {

namespace {

using seconds = std::chrono::duration<double>;

constexpr double beta = 0.7;  // what throttling leaves of the rate
constexpr double scale = 0.4; // how fast the rate grows
constexpr double smooth = 0.8;
constexpr double min_fill_rate = 0.5;
constexpr double min_max_tokens = 1;
constexpr double windows_per_second = 2;

/// A token that lacks less than this is whole: what a wait of whole nanoseconds may miss.
constexpr double rounding = 1e-6;

} // namespace

double cubic_rate(double last_max, seconds since_throttle) noexcept
{
    // The time after which the rate is the old one again.
    double const recovery = std::cbrt(last_max * (1 - beta) / scale);
    return scale * std::pow(since_throttle.count() - recovery, 3) + last_max;
}

rate_limiter::rate_limiter(http::time_point start) noexcept
    : now_(start),
      start_(start),
      fill_rate_(min_fill_rate),
      max_tokens_(min_max_tokens),
      last_throttle_(start)
{}

void rate_limiter::advance(http::time_point now) noexcept
{
    if (now <= now_)
        return;
    if (limits_)
        tokens_ = std::min(max_tokens_, tokens_ + seconds(now - now_).count() * fill_rate_);
    now_ = now;
}

bool rate_limiter::has_token_behind(std::size_t ahead) const noexcept
{
    return tokens_ + rounding >= static_cast<double>(ahead) + 1;
}

void rate_limiter::take() noexcept
{
    tokens_ = std::max(0.0, tokens_ - 1);
}

rate_limiter::duration rate_limiter::wait_behind(std::size_t ahead) const noexcept
{
    double const missing = static_cast<double>(ahead) + 1 - tokens_;
    if (missing <= 0)
        return duration::zero();
    constexpr double longest = 1e9; // seconds; more would not fit
    return std::chrono::ceil<duration>(seconds(std::min(missing / fill_rate_, longest)));
}

bool rate_limiter::try_take(http::time_point now) noexcept
{
    advance(now);
    if (!limits_)
        return true;
    if (!has_token_behind(waiting_.size()))
        return false;
    take();
    return true;
}

rate_limiter::duration rate_limiter::wait_for_new(http::time_point now) noexcept
{
    advance(now);
    return wait_behind(waiting_.size());
}

rate_limiter::ticket rate_limiter::begin_wait()
{
    waiting_.push_back(next_ticket_);
    return next_ticket_++;
}

std::deque<rate_limiter::ticket>::const_iterator rate_limiter::find(ticket which) const noexcept
{
    return std::lower_bound(waiting_.begin(), waiting_.end(), which);
}

bool rate_limiter::claim(ticket which, http::time_point now) noexcept
{
    advance(now);
    auto const place = find(which);
    if (!has_token_behind(static_cast<std::size_t>(place - waiting_.begin())))
        return false;
    take();
    waiting_.erase(place);
    return true;
}

rate_limiter::duration rate_limiter::wait_of(ticket which, http::time_point now) noexcept
{
    advance(now);
    return wait_behind(static_cast<std::size_t>(find(which) - waiting_.begin()));
}

void rate_limiter::leave(ticket which) noexcept
{
    waiting_.erase(find(which));
}

void rate_limiter::measure() noexcept
{
    double const elapsed = seconds(now_ - start_).count();
    double const window = std::floor(elapsed * windows_per_second) / windows_per_second;
    ++responses_in_window_;
    if (window <= window_begin_)
        return;
    double const rate = static_cast<double>(responses_in_window_) / (window - window_begin_);
    measured_rate_ = rate * smooth + measured_rate_ * (1 - smooth);
    responses_in_window_ = 0;
    window_begin_ = window;
}

void rate_limiter::set_rate(double rate) noexcept
{
    fill_rate_ = std::max(rate, min_fill_rate);
    max_tokens_ = std::max(rate, min_max_tokens);
    tokens_ = std::min(tokens_, max_tokens_);
}

void rate_limiter::on_response(bool throttled, http::time_point now) noexcept
{
    advance(now);
    measure();
    double rate = 0;
    if (throttled)
    {
        last_max_rate_ = limits_ ? std::min(measured_rate_, fill_rate_) : measured_rate_;
        last_throttle_ = now_;
        limits_ = true;
        rate = last_max_rate_ * beta;
    }
    else
        rate = cubic_rate(last_max_rate_, now_ - last_throttle_);
    set_rate(std::min(rate, 2 * measured_rate_));
}

} // namespace dynasio::aws::detail
