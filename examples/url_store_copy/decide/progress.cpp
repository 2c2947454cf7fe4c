// SPDX-License-Identifier: BSL-1.0

#include "decide/progress.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <vector>

namespace examples::copier {

namespace {

constexpr std::size_t shortest_bar = 8;
constexpr std::size_t longest_bar = 30;
constexpr std::string_view gap = "  ";

double fraction_done(progress const& now)
{
    auto const expected = expected_bytes(now);
    if (!expected)
        return 0;
    // Empty files count too.
    if (*expected == 0)
        return static_cast<double>(now.files_done) / static_cast<double>(now.files_found);
    return std::min(1.0, static_cast<double>(now.bytes_done) / static_cast<double>(*expected));
}

std::string bar(double fraction, std::size_t width)
{
    auto const filled = static_cast<std::size_t>(fraction * static_cast<double>(width));
    std::string text(filled, '=');
    if (filled < width)
        text += '>';
    text.resize(width, ' ');
    return '[' + text + "] ";
}

std::string two_digits(std::chrono::seconds::rep number)
{
    return (number < 10 ? "0" : "") + std::to_string(number);
}

std::string files_text(std::uint64_t count)
{
    return std::to_string(count) + (count == 1 ? " file" : " files");
}

std::vector<std::string> parts_of(progress const& now)
{
    auto const expected = expected_bytes(now);
    std::vector<std::string> parts;
    if (expected)
    {
        auto const percent = std::to_string(static_cast<int>(fraction_done(now) * 100));
        parts.push_back(std::string(3 - percent.size(), ' ') + percent + '%');
    }
    parts.push_back(std::to_string(now.files_done) + '/' + files_text(now.files_found)
        + (now.all_found ? "" : " so far"));
    auto bytes = amount_text(static_cast<double>(now.bytes_done));
    if (expected)
        bytes += " of " + amount_text(static_cast<double>(*expected));
    parts.push_back(std::move(bytes));
    parts.push_back(amount_text(now.bytes_per_second) + "/s");
    if (auto const left = time_left(now))
        parts.push_back(time_text(*left) + " left");
    return parts;
}

} // namespace

std::optional<std::uint64_t> expected_bytes(progress const& now)
{
    if (!now.all_found || now.files_sized == 0)
        return std::nullopt;
    auto const average = static_cast<double>(now.bytes_sized) / static_cast<double>(now.files_sized);
    auto const unknown = static_cast<double>(now.files_found - std::min(now.files_found, now.files_sized));
    return now.bytes_sized + static_cast<std::uint64_t>(average * unknown);
}

std::optional<std::chrono::seconds> time_left(progress const& now)
{
    constexpr double longest = 1000 * 3600;
    auto const expected = expected_bytes(now);
    if (!expected || now.bytes_per_second < 1)
        return std::nullopt;
    auto const bytes = static_cast<double>(*expected - std::min(*expected, now.bytes_done));
    auto const seconds = std::ceil(bytes / now.bytes_per_second);
    if (seconds >= longest)
        return std::nullopt;
    return std::chrono::seconds(static_cast<long>(seconds));
}

std::string amount_text(double bytes)
{
    constexpr std::array<char const*, 5> units{"kB", "MB", "GB", "TB", "PB"};
    if (bytes < 1000)
        return std::to_string(static_cast<int>(bytes)) + " B";
    std::size_t unit = 0;
    // 999.96 kB would be written as 1000.0 kB.
    for (bytes /= 1000; bytes >= 999.95 && unit + 1 < units.size(); bytes /= 1000)
        ++unit;
    std::array<char, 64> text{};
    std::snprintf(text.data(), text.size(), "%.1f %s", bytes, units[unit]);
    return text.data();
}

std::string time_text(std::chrono::seconds time)
{
    auto const hours = time.count() / 3600;
    auto const minutes = time.count() / 60 % 60;
    auto const seconds = two_digits(time.count() % 60);
    if (hours == 0)
        return std::to_string(minutes) + ':' + seconds;
    return std::to_string(hours) + ':' + two_digits(minutes) + ':' + seconds;
}

std::string progress_line(progress const& now, std::size_t width)
{
    std::string line;
    for (auto const& part : parts_of(now))
    {
        auto const with_gap = line.empty() ? part.size() : gap.size() + part.size();
        if (line.size() + with_gap > width)
            break;
        line += line.empty() ? part : std::string(gap) + part;
    }
    // The bar takes what room there is.
    auto const room = width - line.size();
    constexpr std::size_t frame = 3;
    if (!expected_bytes(now) || room < shortest_bar + frame)
        return line;
    return bar(fraction_done(now), std::min(room - frame, longest_bar)) + line;
}

std::string summary_line(progress const& done, std::chrono::duration<double> time)
{
    auto const rate = static_cast<double>(done.bytes_moved) / std::max(time.count(), 0.001);
    return files_text(done.files_done) + ", " + amount_text(static_cast<double>(done.bytes_moved))
        + " transferred, " + amount_text(rate) + "/s";
}

void rate_meter::update(time_point now, std::uint64_t bytes)
{
    // What was longer ago than this hardly counts any more.
    constexpr double memory_seconds = 3;
    std::chrono::duration<double> const time = now - last_;
    if (time.count() < 0.1)
        return;
    auto const moved = static_cast<double>(bytes - std::min(bytes, bytes_));
    auto const rate = moved / time.count();
    auto const weight = 1 - std::exp(-time.count() / memory_seconds);
    rate_ = rate_ ? *rate_ + weight * (rate - *rate_) : rate;
    bytes_ = bytes;
    last_ = now;
}

} // namespace examples::copier
