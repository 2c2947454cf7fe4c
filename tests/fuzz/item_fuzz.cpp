// SPDX-License-Identifier: BSL-1.0
//
// Any bytes as an item: they are refused, or what was read can be sent and comes back the same.

#include <dynasio/json/detail/decode.hpp>
#include <dynasio/value/attribute_value.hpp>
#include <dynasio/value/detail/json.hpp>

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    dynasio::item first;
    std::string text;
    try
    {
        dynasio::json::decode({reinterpret_cast<char const*>(data), size}, dynasio::json::target_of(first));
        dynasio::json::encode(text, first);
    }
    catch (dynasio::json::decode_error const&)
    {
        return 0;
    }
    catch (dynasio::json::encode_error const&)
    {
        return 0; // a value of a type that is not known here, or nested deeper than what can be sent
    }
    dynasio::item second;
    dynasio::json::decode(text, dynasio::json::target_of(second));
    if (!(first == second))
        std::abort();
    return 0;
}
