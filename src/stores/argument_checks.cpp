// SPDX-License-Identifier: BSL-1.0

#include "stores/argument_checks.hpp"

#include "text/plain_run.hpp"

#include <dynasio/stores/store_error.hpp>

#include <string>

namespace dynasio::stores {

void throw_bad_input(std::string_view argument, std::string_view why)
{
    throw store_error(
        {.code = store_errc::bad_input, .attribute = std::string(argument), .reason = std::string(why)});
}

void check_text(std::string_view argument, std::string_view text)
{
    if (!text::is_utf8(text))
        throw_bad_input(argument, "is not valid UTF-8");
}

void check_key_text(std::string_view argument, std::string_view text, std::size_t limit)
{
    if (text.empty())
        throw_bad_input(argument, "is empty");
    if (text.size() > limit)
        throw_bad_input(argument,
            "is " + std::to_string(text.size()) + " bytes long; the maximum is " + std::to_string(limit));
    check_text(argument, text);
}

void check_sub(std::string_view sub)
{
    check_key_text("sub", sub, max_partition_key);
}

} // namespace dynasio::stores
