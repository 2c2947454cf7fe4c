// SPDX-License-Identifier: BSL-1.0

#include <dynasio/json/detail/encode.hpp>

#include "json/string.hpp"

#include <charconv>
#include <cmath>

namespace dynasio::json {

namespace {

template <class T>
void append_number(std::string& out, T value)
{
    char buffer[32];
    auto const end = std::to_chars(buffer, buffer + sizeof buffer, value).ptr;
    out.append(buffer, end);
}

} // namespace

void encode(std::string& out, std::string_view text)
{
    if (!append_json_string(out, text))
        throw encode_error("the text is not valid UTF-8");
}

void encoder<std::int32_t>::write(std::string& out, std::int32_t value)
{
    append_number(out, value);
}

void encoder<std::int64_t>::write(std::string& out, std::int64_t value)
{
    append_number(out, value);
}

void encoder<double>::write(std::string& out, double value)
{
    if (std::isnan(value))
        out += R"("NaN")";
    else if (std::isinf(value))
        out += value < 0 ? std::string_view(R"("-Infinity")") : std::string_view(R"("Infinity")");
    else
        append_number(out, value);
}

} // namespace dynasio::json
