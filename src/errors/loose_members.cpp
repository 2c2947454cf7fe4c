// SPDX-License-Identifier: BSL-1.0

#include "errors/loose_members.hpp"

#include <algorithm>
#include <cstddef>

namespace dynasio::errors {

namespace {

constexpr std::string_view blanks = " \t\r\n";
constexpr std::string_view ends = ",}]"; // of a member

/// The size of the string that the text begins with; 0 if it does not end.
std::size_t string_size(std::string_view text) noexcept
{
    for (std::size_t at = 1; (at = text.find_first_of("\"\\", at)) != std::string_view::npos; at += 2)
        if (text[at] == '"')
            return at + 1;
    return 0;
}

} // namespace

loose_members::loose_members(std::string_view text) noexcept : rest_(text)
{
    skip_blanks();
    named_ = rest_.starts_with('{');
    if (named_ || rest_.starts_with('['))
        rest_.remove_prefix(1);
    else
        rest_ = {};
}

std::optional<loose_members::member> loose_members::next() noexcept
{
    skip_blanks();
    if (rest_.empty() || rest_.front() == '}' || rest_.front() == ']')
        return std::nullopt;
    member result;
    if (named_)
    {
        auto const name = string();
        skip_blanks();
        if (!name || !rest_.starts_with(':'))
            return std::nullopt;
        rest_.remove_prefix(1);
        result.name = name->substr(1, name->size() - 2);
    }
    skip_blanks();
    auto const text = value();
    if (!text)
        return std::nullopt;
    result.value = *text;
    // What else stands there is a part of this member that is out of place.
    rest_.remove_prefix(std::min(rest_.find_first_of(ends), rest_.size()));
    if (rest_.starts_with(','))
        rest_.remove_prefix(1);
    return result;
}

void loose_members::skip_blanks() noexcept
{
    rest_.remove_prefix(std::min(rest_.find_first_not_of(blanks), rest_.size()));
}

/// With its quotes.
std::optional<std::string_view> loose_members::string() noexcept
{
    auto const size = rest_.starts_with('"') ? string_size(rest_) : 0;
    if (size == 0)
        return std::nullopt;
    auto const result = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return result;
}

std::optional<std::string_view> loose_members::value() noexcept
{
    if (rest_.starts_with('"'))
        return string();
    if (rest_.starts_with('{') || rest_.starts_with('['))
        return nested();
    auto const size = rest_.find_first_of(ends);
    if (size == std::string_view::npos)
        return std::nullopt;
    auto const word = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return word.substr(0, word.find_last_not_of(blanks) + 1);
}

/// With its brackets, which are counted and not compared.
std::optional<std::string_view> loose_members::nested() noexcept
{
    std::size_t depth = 0;
    for (std::size_t at = 0; (at = rest_.find_first_of("\"{}[]", at)) != std::string_view::npos;)
    {
        if (rest_[at] == '"')
        {
            auto const size = string_size(rest_.substr(at));
            if (size == 0)
                break;
            at += size;
            continue;
        }
        bool const opens = rest_[at] == '{' || rest_[at] == '[';
        depth += opens ? 1 : static_cast<std::size_t>(-1);
        ++at;
        if (depth != 0)
            continue;
        auto const result = rest_.substr(0, at);
        rest_.remove_prefix(at);
        return result;
    }
    return std::nullopt;
}

} // namespace dynasio::errors
