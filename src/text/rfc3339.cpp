// SPDX-License-Identifier: BSL-1.0

#include "text/rfc3339.hpp"

#include "text/ini_text.hpp"

#include <stdexcept>

namespace dynasio::text {

namespace {

using std::chrono::system_clock;

class reader
{
public:
    explicit reader(std::string_view text) : left_(text) {}

    /// A number of exactly `digits` digits; -1 when there is none.
    int number(std::size_t digits) noexcept
    {
        if (left_.size() < digits)
            return -1;
        int value = 0;
        for (char const c : left_.substr(0, digits))
        {
            if (!is_digit(c))
                return -1;
            value = value * 10 + (c - '0');
        }
        left_.remove_prefix(digits);
        return value;
    }

    bool one_of(std::string_view marks) noexcept
    {
        if (left_.empty() || marks.find(left_.front()) == marks.npos)
            return false;
        last_ = left_.front();
        left_.remove_prefix(1);
        return true;
    }

    /// Behind the point: one digit or more.
    std::optional<std::chrono::nanoseconds> fraction() noexcept
    {
        std::chrono::nanoseconds result{0};
        std::chrono::nanoseconds::rep unit = 100'000'000;
        if (left_.empty() || !is_digit(left_.front()))
            return std::nullopt;
        for (; !left_.empty() && is_digit(left_.front()); left_.remove_prefix(1), unit /= 10)
            result += std::chrono::nanoseconds((left_.front() - '0') * unit);
        return result;
    }

    [[nodiscard]] char last() const noexcept { return last_; }
    [[nodiscard]] bool at_end() const noexcept { return left_.empty(); }

private:
    std::string_view left_;
    char last_ = '\0';
};

std::optional<std::chrono::sys_days> read_date(reader& from) noexcept
{
    int const year = from.number(4);
    if (year < 0 || !from.one_of("-"))
        return std::nullopt;
    int const month = from.number(2);
    if (month < 0 || !from.one_of("-"))
        return std::nullopt;
    int const day = from.number(2);
    std::chrono::year_month_day const date{std::chrono::year(year),
        std::chrono::month(static_cast<unsigned>(month)), std::chrono::day(static_cast<unsigned>(day))};
    if (day < 0 || !date.ok())
        return std::nullopt;
    return std::chrono::sys_days(date);
}

std::optional<std::chrono::minutes> read_hours_and_minutes(reader& from) noexcept
{
    int const hours = from.number(2);
    if (hours < 0 || hours > 23 || !from.one_of(":"))
        return std::nullopt;
    int const minutes = from.number(2);
    if (minutes < 0 || minutes > 59)
        return std::nullopt;
    return std::chrono::hours(hours) + std::chrono::minutes(minutes);
}

void append_two(std::string& out, long value)
{
    out += static_cast<char>('0' + value / 10);
    out += static_cast<char>('0' + value % 10);
}

} // namespace

std::optional<system_clock::time_point> parse_rfc3339(std::string_view text) noexcept
{
    reader from(text);
    auto const day = read_date(from);
    if (!day || !from.one_of("Tt "))
        return std::nullopt;
    auto const time = read_hours_and_minutes(from);
    if (!time || !from.one_of(":"))
        return std::nullopt;
    int const seconds = from.number(2);
    if (seconds < 0 || seconds > 60)
        return std::nullopt;
    std::chrono::nanoseconds fraction{0};
    if (from.one_of("."))
    {
        auto const read = from.fraction();
        if (!read)
            return std::nullopt;
        fraction = *read;
    }
    std::chrono::minutes offset{0};
    if (!from.one_of("Zz+-"))
        return std::nullopt;
    if (from.last() == '+' || from.last() == '-')
    {
        auto const sign = from.last() == '+' ? 1 : -1;
        auto const read = read_hours_and_minutes(from);
        if (!read)
            return std::nullopt;
        offset = sign * *read;
    }
    if (!from.at_end())
        return std::nullopt;
    // The clock of the system reaches from 1677 to 2262, which a time of four digits may be outside of.
    auto const whole = std::chrono::sys_seconds(*day) + *time - offset + std::chrono::seconds(seconds);
    auto const latest = std::chrono::floor<std::chrono::seconds>(system_clock::time_point::max());
    auto const earliest = std::chrono::ceil<std::chrono::seconds>(system_clock::time_point::min());
    if (whole >= latest)
        return system_clock::time_point::max();
    if (whole <= earliest)
        return system_clock::time_point::min();
    return system_clock::time_point(whole) + std::chrono::duration_cast<system_clock::duration>(fraction);
}

std::string format_rfc3339(system_clock::time_point time)
{
    auto const day = std::chrono::floor<std::chrono::days>(time);
    std::chrono::year_month_day const date(day);
    std::chrono::hh_mm_ss const clock(std::chrono::floor<std::chrono::seconds>(time - day));
    int const year = static_cast<int>(date.year());
    if (year < 0 || year > 9999)
        throw std::invalid_argument("a time of RFC 3339 has a year of four digits");
    std::string out;
    append_two(out, year / 100);
    append_two(out, year % 100);
    out += '-';
    append_two(out, static_cast<long>(static_cast<unsigned>(date.month())));
    out += '-';
    append_two(out, static_cast<long>(static_cast<unsigned>(date.day())));
    out += 'T';
    append_two(out, clock.hours().count());
    out += ':';
    append_two(out, clock.minutes().count());
    out += ':';
    append_two(out, clock.seconds().count());
    out += 'Z';
    return out;
}

} // namespace dynasio::text
