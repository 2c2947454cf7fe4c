// SPDX-License-Identifier: BSL-1.0

#include <dynasio/stores/push/month_tables.hpp>

#include "stores/argument_checks.hpp"
#include "text/ini_text.hpp"

#include <algorithm>

namespace dynasio {

namespace {

using std::chrono::months;
using std::chrono::year;
using std::chrono::year_month;

constexpr std::size_t suffix_size = std::string_view("_2018_06").size();
constexpr year first_year{0};
constexpr year last_year{9999};

void append_number(std::string& out, unsigned value, unsigned digits)
{
    auto const start = out.size();
    out.resize(start + digits);
    for (auto at = out.size(); at != start; value /= 10)
        out[--at] = static_cast<char>('0' + value % 10);
}

/// Of digits only.
std::optional<unsigned> read_number(std::string_view digits) noexcept
{
    if (!std::ranges::all_of(digits, text::is_digit))
        return std::nullopt;
    unsigned value = 0;
    for (char const c : digits)
        value = value * 10 + static_cast<unsigned>(c - '0');
    return value;
}

} // namespace

std::string month_table_name(std::string_view prefix, year_month month)
{
    if (!month.ok() || month.year() < first_year || month.year() > last_year)
        stores::throw_bad_input("month", "is none of the years 0 to 9999");
    std::string name;
    name.reserve(prefix.size() + suffix_size);
    name.append(prefix).append("_");
    append_number(name, static_cast<unsigned>(static_cast<int>(month.year())), 4);
    name += '_';
    append_number(name, static_cast<unsigned>(month.month()), 2);
    return name;
}

std::optional<year_month> month_of_table(std::string_view prefix, std::string_view table_name) noexcept
{
    if (table_name.size() != prefix.size() + suffix_size || !table_name.starts_with(prefix))
        return std::nullopt;
    auto const suffix = table_name.substr(prefix.size());
    auto const number_of_year = read_number(suffix.substr(1, 4));
    auto const number_of_month = read_number(suffix.substr(6, 2));
    if (suffix[0] != '_' || suffix[5] != '_' || !number_of_year || !number_of_month)
        return std::nullopt;
    year_month const month(year(static_cast<int>(*number_of_year)), std::chrono::month(*number_of_month));
    return month.ok() ? std::optional(month) : std::nullopt;
}

std::vector<std::string> month_tables(std::string_view prefix, std::chrono::sys_days today)
{
    using namespace std::chrono;
    // Before the conversion, which is right for the years that `year` holds only.
    if (today < sys_days(first_year / January / 1) || today > sys_days(last_year / December / 31))
        stores::throw_bad_input("today", "is none of the years 0 to 9999");
    auto const month_of = [](sys_days day)
    {
        year_month_day const date(day);
        return date.year() / date.month();
    };
    auto const month = month_of(today);
    std::vector<std::string> names;
    names.push_back(month_table_name(prefix, month - months(1)));
    names.push_back(month_table_name(prefix, month));
    if (auto const next = month_of(today + days(1)); next != month)
        names.push_back(month_table_name(prefix, next));
    return names;
}

std::chrono::sys_seconds month_table_expiry(year_month month) noexcept
{
    using namespace std::chrono;
    return sys_days((month + months(2)) / 1) + days(30);
}

std::optional<std::string> newest_table(std::string_view prefix, std::vector<std::string> const& names)
{
    std::string const* newest = nullptr;
    std::optional<year_month> newest_month;
    for (auto const& name : names)
    {
        auto const month = month_of_table(prefix, name);
        if (month > newest_month || (!newest && name == prefix))
        {
            newest = &name;
            newest_month = month;
        }
    }
    return newest ? std::optional(*newest) : std::nullopt;
}

} // namespace dynasio
