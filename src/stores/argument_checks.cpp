// SPDX-License-Identifier: BSL-1.0

#include "stores/argument_checks.hpp"

#include "json/string.hpp"

#include <dynasio/stores/store_error.hpp>

#include <string>

namespace dynasio::detail {

void refuse(std::string_view argument, std::string_view why)
{
    store_error_details details;
    details.code = store_errc::bad_input;
    details.attribute = argument;
    details.reason = why;
    throw store_error(std::move(details));
}

void check_text(std::string_view argument, std::string_view text)
{
    std::string scratch;
    scratch.reserve(text.size() + 2);
    if (!append_json_string(scratch, text))
        refuse(argument, "is not valid UTF-8");
}

void check_key_text(std::string_view argument, std::string_view text, std::size_t limit)
{
    if (text.empty())
        refuse(argument, "is empty");
    if (text.size() > limit)
        refuse(argument,
            "has " + std::to_string(text.size()) + " bytes, at most " + std::to_string(limit) + " fit");
    check_text(argument, text);
}

void check_sub(std::string_view sub)
{
    check_key_text("sub", sub, max_partition_key);
}

std::size_t size_estimate(item const& value)
{
    std::size_t total = 0;
    for (auto const& [name, content] : value)
    {
        total += name.size();
        if (auto const* text = content.if_string())
            total += text->size();
        else if (auto const* bytes = content.if_binary())
            total += bytes->size();
        else if (auto const* digits = content.if_number())
            total += digits->text().size() + 1;
    }
    return total;
}

} // namespace dynasio::detail
