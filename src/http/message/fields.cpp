// SPDX-License-Identifier: BSL-1.0

#include <dynasio/http/fields.hpp>

#include "http/message/field_text.hpp"
#include "text/ini_text.hpp"

#include <algorithm>
#include <stdexcept>

namespace dynasio::http {
namespace {

std::string_view line_of(std::string_view rest)
{
    return rest.substr(0, rest.find("\r\n"));
}

fields::field split(std::string_view line)
{
    auto const colon = line.find(':');
    if (colon == std::string_view::npos)
        return {line, {}};
    return {line.substr(0, colon), trimmed(line.substr(colon + 1))};
}

} // namespace

void fields::add(std::string_view name, std::string_view value)
{
    if (name.empty())
        throw std::invalid_argument("header field with an empty name");
    for (char const c : name)
        if (!is_token_char(c))
            throw std::invalid_argument("header field name is no HTTP token: " + std::string(name));
    for (char const c : value)
        if (!is_value_char(c))
            throw std::invalid_argument(
                "header field has control characters in its value: " + std::string(name));
    make_room(name.size() + value.size() + 4);
    lines_.append(name).append(": ").append(value).append("\r\n");
}

void fields::make_room_for_secret(std::size_t bytes)
{
    text::reserve_secret(lines_, bytes);
}

void fields::wipe() noexcept
{
    text::wipe(lines_);
}

std::optional<std::string_view> fields::find(std::string_view name) const
{
    for (std::string_view rest = lines_; !rest.empty();)
    {
        auto const line = line_of(rest);
        if (line.size() > name.size() && line[name.size()] == ':'
            && equal_ignoring_case(line.substr(0, name.size()), name))
            return trimmed(line.substr(name.size() + 1));
        rest.remove_prefix(std::min(rest.size(), line.size() + 2));
    }
    return std::nullopt;
}

fields::field fields::iterator::operator*() const
{
    return split(line_of(rest_));
}

fields::iterator& fields::iterator::operator++()
{
    rest_.remove_prefix(std::min(rest_.size(), line_of(rest_).size() + 2));
    return *this;
}

} // namespace dynasio::http
