// SPDX-License-Identifier: BSL-1.0
//
// Any text as a document path: it is refused, or renders with as many names as it has.

#include <dynasio/expressions.hpp>

#include <cstdint>
#include <cstdlib>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    try
    {
        dynasio::path const where(std::string_view(reinterpret_cast<char const*>(data), size));
        dynasio::expression_writer writer;
        auto const text = writer.write(dynasio::exists(where));
        if (text.empty())
            std::abort();
    }
    catch (std::invalid_argument const&)
    {}
    return 0;
}
