// SPDX-License-Identifier: BSL-1.0
//
// Any text as a number: it is refused, or its normal form is the same number and final.

#include <dynasio/value/number.hpp>

#include <cstdint>
#include <cstdlib>
#include <stdexcept>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    std::string_view const text(reinterpret_cast<char const*>(data), size);
    auto const parsed = dynasio::number::parse(text);
    if (!parsed)
        return 0;
    auto const normal = dynasio::number::parse(parsed->normalized());
    if (!normal || *normal != *parsed || normal->normalized() != normal->text())
        std::abort();
    (void)parsed->to<double>();
    try
    {
        if (dynasio::number(parsed->to<std::int64_t>()) != *parsed)
            std::abort();
    }
    catch (std::range_error const&)
    {}
    return 0;
}
