// SPDX-License-Identifier: BSL-1.0

#include "call/crc32.hpp"

#include <libdeflate.h>

#include <charconv>

namespace dynasio::call {

std::uint32_t crc32(std::string_view bytes) noexcept
{
    return libdeflate_crc32(0, bytes.data(), bytes.size());
}

bool checksum_matches(std::string_view body, std::string_view header) noexcept
{
    std::uint32_t expected = 0;
    auto const* const end = header.data() + header.size();
    auto const [stopped, failure] = std::from_chars(header.data(), end, expected);
    return failure == std::errc() && stopped == end && crc32(body) == expected;
}

} // namespace dynasio::call
