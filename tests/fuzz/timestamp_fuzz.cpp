// SPDX-License-Identifier: BSL-1.0
//
// Any text as a time in JSON: it is refused, or is the same after it was written and read again.

#include <dynasio/json/detail/decode.hpp>
#include <dynasio/value/detail/json.hpp>

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    dynasio::timestamp first{};
    try
    {
        dynasio::json::decode({reinterpret_cast<char const*>(data), size}, dynasio::json::target_of(first));
    }
    catch (dynasio::json::decode_error const&)
    {
        return 0;
    }
    std::string written;
    dynasio::json::encode(written, first);
    dynasio::timestamp second{};
    dynasio::json::decode(written, dynasio::json::target_of(second));
    if (first != second)
        std::abort();
    return 0;
}
