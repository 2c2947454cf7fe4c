// SPDX-License-Identifier: BSL-1.0

#include <dynasio/stores/push/last_connect.hpp>

#include <algorithm>

namespace dynasio {

namespace {

std::int64_t digits_of(std::chrono::year_month month) noexcept
{
    return std::int64_t{static_cast<int>(month.year())} * 100 + static_cast<unsigned>(month.month());
}

std::int64_t with_hour(std::int64_t days, std::int64_t hour, unsigned draw) noexcept
{
    return (days * 100 + hour) * 10'000 + draw;
}

bool has_four_digits(std::chrono::year year) noexcept
{
    return year >= std::chrono::year(1000) && year <= std::chrono::year(9999);
}

void append_hours(std::vector<std::int64_t>& values, std::int64_t days, last_connect_form form)
{
    auto const draws = draws_of(form);
    for (int hour = 0; hour < 24; ++hour)
        for (auto draw = draws.first; draw <= draws.last; ++draw)
            values.push_back(with_hour(days, hour, draw));
}

} // namespace

std::int64_t make_last_connect(
    std::chrono::system_clock::time_point now, unsigned draw, last_connect_form form) noexcept
{
    auto const today = std::chrono::floor<std::chrono::days>(now);
    std::chrono::year_month_day const date(today);
    // In hours: the clock's unit does not hold the beginning of its first day.
    auto const hour = (std::chrono::floor<std::chrono::hours>(now) - today).count();
    auto const draws = draws_of(form);
    auto days = digits_of(date.year() / date.month());
    if (form == last_connect_form::month_day_hour)
        days = days * 100 + static_cast<unsigned>(date.day());
    return with_hour(days, hour, std::clamp(draw, draws.first, draws.last));
}

bool is_in_month(std::int64_t last_connect, std::chrono::year_month month) noexcept
{
    if (!month.ok() || !has_four_digits(month.year()))
        return false;
    // Both forms begin with the month.
    while (last_connect > 999'999)
        last_connect /= 10;
    return last_connect == digits_of(month);
}

std::vector<std::int64_t> last_connects_of(std::chrono::year_month month)
{
    std::vector<std::int64_t> values;
    if (!month.ok() || !has_four_digits(month.year()))
        return values;
    values.reserve(7704);
    append_hours(values, digits_of(month), last_connect_form::month_hour);
    auto const last_day = static_cast<unsigned>((month / std::chrono::last).day());
    for (unsigned day = 1; day <= last_day; ++day)
        append_hours(values, digits_of(month) * 100 + day, last_connect_form::month_day_hour);
    return values;
}

} // namespace dynasio
