// SPDX-License-Identifier: BSL-1.0

#include "stores/push/key_text.hpp"

#include "stores/argument_checks.hpp"
#include "text/ini_text.hpp"

#include <dynasio/stores/push/notification.hpp>

#include <algorithm>

namespace dynasio::stores::push {

std::vector<std::string_view> split_at_colons(std::string_view text)
{
    std::vector<std::string_view> parts;
    for (;;)
    {
        auto const colon = text.find(':');
        parts.push_back(text.substr(0, colon));
        if (colon == text.npos)
            return parts;
        text.remove_prefix(colon + 1);
    }
}

std::string_view topic_fault(std::string_view text) noexcept
{
    static_assert(max_topic_size == 32); // see the sentence
    if (text.empty())
        return "is empty";
    if (text.size() > max_topic_size)
        return "is longer than 32 characters";
    if (!std::ranges::all_of(
            text, [](char c) { return text::is_letter_or_digit(c) || c == '-' || c == '_'; }))
        return "has a character that is not of URL-safe base64";
    return {};
}

void check_topic(std::string_view text)
{
    if (auto const fault = topic_fault(text); !fault.empty())
        throw_bad_input("topic", fault);
}

} // namespace dynasio::stores::push
