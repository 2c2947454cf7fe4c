// SPDX-License-Identifier: BSL-1.0

#include "http/message/http_date.hpp"

#include <array>
#include <cstddef>
#include <stdexcept>

namespace dynasio::http {

namespace {

constexpr std::array<std::string_view, 12> months{
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
constexpr std::array<std::string_view, 7> days_of_week{
    "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"};

bool short_day(std::string_view text) noexcept
{
    for (auto const day : days_of_week)
        if (text == day.substr(0, 3))
            return true;
    return false;
}

bool long_day(std::string_view text) noexcept
{
    for (auto const day : days_of_week)
        if (text == day)
            return true;
    return false;
}

// Reads fields of fixed width one after the other; after the first misfit it stays failed.
class field_reader
{
public:
    explicit field_reader(std::string_view text) noexcept : rest_(text) {}

    void literal(std::string_view expected) noexcept
    {
        if (rest_.substr(0, expected.size()) != expected)
            failed_ = true;
        else
            rest_.remove_prefix(expected.size());
    }

    unsigned digits(std::size_t width) noexcept
    {
        unsigned value = 0;
        if (rest_.size() < width)
        {
            failed_ = true;
            return 0;
        }
        for (std::size_t i = 0; i != width; ++i)
        {
            if (rest_[i] < '0' || rest_[i] > '9')
                failed_ = true;
            value = value * 10 + static_cast<unsigned>(rest_[i] - '0');
        }
        rest_.remove_prefix(width);
        return value;
    }

    // The day of the month in the form of asctime: padded with a space.
    unsigned padded_day() noexcept
    {
        if (!rest_.starts_with(' '))
            return digits(2);
        rest_.remove_prefix(1);
        return digits(1);
    }

    unsigned month() noexcept
    {
        auto const name = rest_.substr(0, 3);
        for (unsigned i = 0; i != months.size(); ++i)
        {
            if (name == months[i])
            {
                rest_.remove_prefix(3);
                return i + 1;
            }
        }
        failed_ = true;
        return 0;
    }

    bool complete() const noexcept { return !failed_ && rest_.empty(); }

private:
    std::string_view rest_;
    bool failed_ = false;
};

struct date_fields
{
    unsigned year = 0;
    unsigned month = 0;
    unsigned day = 0;
    unsigned hour = 0;
    unsigned minute = 0;
    unsigned second = 0;
};

void read_time(field_reader& reader, date_fields& out) noexcept
{
    out.hour = reader.digits(2);
    reader.literal(":");
    out.minute = reader.digits(2);
    reader.literal(":");
    out.second = reader.digits(2);
}

std::optional<std::chrono::sys_seconds> to_time(date_fields const& in) noexcept
{
    using namespace std::chrono;
    year_month_day const date{year(static_cast<int>(in.year)), month(in.month), day(in.day)};
    // 60 is a leap second.
    if (!date.ok() || in.hour > 23 || in.minute > 59 || in.second > 60)
        return std::nullopt;
    return sys_days(date) + hours(in.hour) + minutes(in.minute) + seconds(in.second);
}

} // namespace

std::optional<std::chrono::sys_seconds> parse_http_date(std::string_view text) noexcept
{
    if (text.size() < 24)
        return std::nullopt;
    date_fields date;
    bool complete = false;
    if (text[3] == ',')
    {
        field_reader reader(text.substr(3));
        reader.literal(", ");
        date.day = reader.digits(2);
        reader.literal(" ");
        date.month = reader.month();
        reader.literal(" ");
        date.year = reader.digits(4);
        reader.literal(" ");
        read_time(reader, date);
        reader.literal(" GMT");
        complete = reader.complete() && short_day(text.substr(0, 3));
    }
    else if (text[3] == ' ')
    {
        field_reader reader(text.substr(3));
        reader.literal(" ");
        date.month = reader.month();
        reader.literal(" ");
        date.day = reader.padded_day();
        reader.literal(" ");
        read_time(reader, date);
        reader.literal(" ");
        date.year = reader.digits(4);
        complete = reader.complete() && short_day(text.substr(0, 3));
    }
    else if (auto const comma = text.find(','); comma != text.npos)
    {
        field_reader reader(text.substr(comma));
        reader.literal(", ");
        date.day = reader.digits(2);
        reader.literal("-");
        date.month = reader.month();
        reader.literal("-");
        unsigned const year = reader.digits(2);
        date.year = year < 70 ? 2000 + year : 1900 + year;
        reader.literal(" ");
        read_time(reader, date);
        reader.literal(" GMT");
        complete = reader.complete() && long_day(text.substr(0, comma));
    }
    if (!complete)
        return std::nullopt;
    return to_time(date);
}

std::string format_http_date(std::chrono::sys_seconds time)
{
    using namespace std::chrono;
    auto const day = floor<days>(time);
    year_month_day const date(day);
    hh_mm_ss const clock(time - day);
    auto const year = static_cast<int>(date.year());
    if (year < 0 || year > 9999)
        throw std::invalid_argument("the year of a date has more than four digits");
    auto const two = [](auto number)
    {
        auto const value = static_cast<unsigned>(number);
        return std::string{static_cast<char>('0' + value / 10), static_cast<char>('0' + value % 10)};
    };
    return std::string(days_of_week[weekday(day).c_encoding()].substr(0, 3)) + ", "
        + two(static_cast<unsigned>(date.day())) + ' '
        + std::string(months[static_cast<unsigned>(date.month()) - 1]) + ' '
        + two(static_cast<unsigned>(year) / 100) + two(static_cast<unsigned>(year) % 100) + ' '
        + two(clock.hours().count()) + ':' + two(clock.minutes().count()) + ':' + two(clock.seconds().count())
        + " GMT";
}

} // namespace dynasio::http
