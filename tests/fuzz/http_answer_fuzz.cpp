// SPDX-License-Identifier: BSL-1.0
//
// Any bytes as an HTTP response: what comes out does not depend on the pieces they come in, whatever the limits are.

#include "support/read_response.hpp"

#include <array>
#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <vector>

namespace {

using dynasio::tests::read_response;

/// Sizes of pieces that change with the input, small ones for the most part.
std::vector<std::size_t> pieces_from(std::string_view bytes)
{
    std::vector<std::size_t> result{1};
    for (auto at = bytes.rbegin(); at != bytes.rend() && result.size() != 64; ++at)
    {
        auto const byte = static_cast<unsigned char>(*at);
        result.push_back(byte % 5 == 0 ? 1U + byte : 1U + byte % 8U);
    }
    return result;
}

void check(std::string_view bytes, dynasio::tests::reading how)
{
    auto const whole = read_response(bytes, std::array{bytes.size() + 1}, how);
    if (whole != read_response(bytes, std::array<std::size_t, 1>{1}, how)
        || whole != read_response(bytes, pieces_from(bytes), how))
        std::abort();
    if (whole.error && whole.keep_alive)
        std::abort();
    if (!whole.error && whole.used > bytes.size())
        std::abort();
    // The bytes that belong to the response are enough for it.
    if (!whole.error && how.ends
        && read_response(bytes.substr(0, whole.used), std::array{bytes.size() + 1}, how) != whole)
        std::abort();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    std::string_view const bytes(reinterpret_cast<char const*>(data), size);
    for (bool const head : {false, true})
        for (bool const ends : {false, true})
            for (auto const limits : {dynasio::http::response_reader::limits{4096, 100'000}, {80, 12}})
                check(bytes, {limits, head, ends});
    return 0;
}
