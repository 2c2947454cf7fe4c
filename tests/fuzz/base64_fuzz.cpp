// SPDX-License-Identifier: BSL-1.0
//
// Any text as base64: it is refused, or is exactly what its bytes are written as. Any bytes come back from their text.

#include "value/base64.hpp"

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    std::string_view const text(reinterpret_cast<char const*>(data), size);
    dynasio::binary bytes;
    std::string written;
    if (dynasio::value::decode_base64(text, bytes))
    {
        dynasio::value::append_base64(written, bytes);
        if (written != text)
            std::abort();
    }
    auto const given = dynasio::to_binary(text);
    written.clear();
    dynasio::value::append_base64(written, given);
    if (written.size() != (size + 2) / 3 * 4 || !dynasio::value::decode_base64(written, bytes)
        || bytes != given)
        std::abort();
    return 0;
}
