// SPDX-License-Identifier: BSL-1.0

#include "decide/byte_range.hpp"

#include "decide/text_parts.hpp"

#include <algorithm>
#include <limits>

namespace examples {

namespace {

/// A position of any number of digits. One that does not fit is behind every end.
std::optional<std::uint64_t> position(std::string_view text)
{
    if (text.empty() || !std::all_of(text.begin(), text.end(), is_digit))
        return std::nullopt;
    return whole_number<std::uint64_t>(text).value_or(std::numeric_limits<std::uint64_t>::max());
}

range_decision clipped(std::uint64_t first, std::uint64_t last, std::uint64_t size)
{
    if (first >= size)
        return {range_decision::kind::not_satisfiable, {}};
    return {range_decision::kind::part, {first, std::min(last, size - 1) + 1}};
}

} // namespace

range_decision decide_range(std::string_view field, std::uint64_t size)
{
    constexpr std::string_view unit = "bytes=";
    if (!equal_names(field.substr(0, unit.size()), unit) || field.find(',') != std::string_view::npos)
        return {};
    field = trimmed(field.substr(unit.size()));
    auto const dash = field.find('-');
    if (dash == std::string_view::npos)
        return {};
    auto const first = position(field.substr(0, dash));
    auto const last = position(field.substr(dash + 1));
    if (dash == 0)
    {
        if (!last)
            return {};
        if (*last == 0 || size == 0)
            return {range_decision::kind::not_satisfiable, {}};
        return clipped(size - std::min(*last, size), size - 1, size);
    }
    bool const open_end = dash + 1 == field.size();
    if (!first || (!last && !open_end) || (last && *last < *first))
        return {};
    return clipped(*first, last.value_or(std::numeric_limits<std::uint64_t>::max()), size);
}

std::string content_range(std::optional<byte_range> part, std::uint64_t size)
{
    std::string const total = '/' + std::to_string(size);
    if (!part)
        return "bytes *" + total;
    return "bytes " + std::to_string(part->first) + '-' + std::to_string(part->end - 1) + total;
}

} // namespace examples
