// SPDX-License-Identifier: BSL-1.0

#include "decide/http_date.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace examples {

namespace {

using namespace std::chrono;

constexpr std::array<std::string_view, 12> months{
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
constexpr std::array<std::string_view, 7> days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
constexpr std::array<std::string_view, 7> long_days{
    "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"};

std::string padded(unsigned value, std::size_t width)
{
    auto digits = std::to_string(value);
    return std::string(width - std::min(width, digits.size()), '0') + digits;
}

/// Takes parts from the front of a text. After the first that does not fit, `ok` stays false.
class date_reader
{
public:
    explicit date_reader(std::string_view text) : rest_(text) {}

    void skip(std::string_view expected)
    {
        if (rest_.starts_with(expected))
            rest_.remove_prefix(expected.size());
        else
            ok_ = false;
    }

    unsigned digits(std::size_t count)
    {
        unsigned value = 0;
        auto const part = rest_.substr(0, count);
        auto const [end, failure] = std::from_chars(part.data(), part.data() + part.size(), value);
        if (part.size() != count || failure != std::errc() || end != part.data() + part.size())
            ok_ = false;
        else
            rest_.remove_prefix(count);
        return value;
    }

    /// The day of asctime's form has a space in place of a leading zero.
    unsigned spaced_digits()
    {
        if (!rest_.starts_with(' '))
            return digits(2);
        skip(" ");
        return digits(1);
    }

    template <std::size_t Count>
    unsigned one_of(std::array<std::string_view, Count> const& names)
    {
        auto const fits = [this](std::string_view name) { return rest_.starts_with(name); };
        auto const found = std::find_if(names.begin(), names.end(), fits);
        if (found == names.end())
        {
            ok_ = false;
            return 0;
        }
        rest_.remove_prefix(found->size());
        return static_cast<unsigned>(found - names.begin());
    }

    [[nodiscard]] bool at_end() const { return ok_ && rest_.empty(); }

private:
    std::string_view rest_;
    bool ok_ = true;
};

struct date_parts
{
    int year = 0;
    unsigned month = 0;
    unsigned day = 0;
    unsigned hour = 0;
    unsigned minute = 0;
    unsigned second = 0;
};

void read_time(date_reader& reader, date_parts& parts)
{
    parts.hour = reader.digits(2);
    reader.skip(":");
    parts.minute = reader.digits(2);
    reader.skip(":");
    parts.second = reader.digits(2);
}

std::optional<sys_seconds> time_of(date_parts const& parts)
{
    year_month_day const date(year(parts.year), month(parts.month), day(parts.day));
    if (!date.ok() || parts.hour > 23 || parts.minute > 59 || parts.second > 60)
        return std::nullopt;
    return sys_days(date) + hours(parts.hour) + minutes(parts.minute) + seconds(parts.second);
}

std::optional<sys_seconds> parse_fixdate(std::string_view text)
{
    date_reader reader(text);
    date_parts parts;
    reader.one_of(days);
    reader.skip(", ");
    parts.day = reader.digits(2);
    reader.skip(" ");
    parts.month = reader.one_of(months) + 1;
    reader.skip(" ");
    parts.year = static_cast<int>(reader.digits(4));
    reader.skip(" ");
    read_time(reader, parts);
    reader.skip(" GMT");
    return reader.at_end() ? time_of(parts) : std::nullopt;
}

std::optional<sys_seconds> parse_rfc850(std::string_view text, sys_seconds now)
{
    date_reader reader(text);
    date_parts parts;
    reader.one_of(long_days);
    reader.skip(", ");
    parts.day = reader.digits(2);
    reader.skip("-");
    parts.month = reader.one_of(months) + 1;
    reader.skip("-");
    parts.year = static_cast<int>(reader.digits(2));
    reader.skip(" ");
    read_time(reader, parts);
    reader.skip(" GMT");
    if (!reader.at_end())
        return std::nullopt;
    int const this_year = static_cast<int>(year_month_day(floor<std::chrono::days>(now)).year());
    parts.year += this_year - this_year % 100 + 100;
    while (parts.year > this_year + 50)
        parts.year -= 100;
    return time_of(parts);
}

std::optional<sys_seconds> parse_asctime(std::string_view text)
{
    date_reader reader(text);
    date_parts parts;
    reader.one_of(days);
    reader.skip(" ");
    parts.month = reader.one_of(months) + 1;
    reader.skip(" ");
    parts.day = reader.spaced_digits();
    reader.skip(" ");
    read_time(reader, parts);
    reader.skip(" ");
    parts.year = static_cast<int>(reader.digits(4));
    return reader.at_end() ? time_of(parts) : std::nullopt;
}

} // namespace

std::string to_http_date(sys_seconds time)
{
    auto const day_start = floor<std::chrono::days>(time);
    year_month_day const date(day_start);
    hh_mm_ss const clock(time - day_start);
    std::string result(days[weekday(day_start).c_encoding()]);
    result += ", " + padded(static_cast<unsigned>(date.day()), 2) + ' ';
    result += months[static_cast<unsigned>(date.month()) - 1];
    result += ' ' + padded(static_cast<unsigned>(static_cast<int>(date.year())), 4) + ' ';
    result += padded(static_cast<unsigned>(clock.hours().count()), 2) + ':';
    result += padded(static_cast<unsigned>(clock.minutes().count()), 2) + ':';
    return result + padded(static_cast<unsigned>(clock.seconds().count()), 2) + " GMT";
}

std::optional<sys_seconds> parse_http_date(std::string_view text, sys_seconds now)
{
    if (auto const time = parse_fixdate(text))
        return time;
    if (auto const time = parse_rfc850(text, now))
        return time;
    return parse_asctime(text);
}

} // namespace examples
