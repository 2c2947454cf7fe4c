// SPDX-License-Identifier: BSL-1.0
//
// Any text as the date of an HTTP header: it is refused, or lies in the years that can be written.

#include "http/message/http_date.hpp"

#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    auto const time = dynasio::http::parse_http_date({reinterpret_cast<char const*>(data), size});
    if (!time)
        return 0;
    std::chrono::year_month_day const date(std::chrono::floor<std::chrono::days>(*time));
    if (!date.ok() || date.year() < std::chrono::year(0) || date.year() > std::chrono::year(9999))
        std::abort();
    return 0;
}
