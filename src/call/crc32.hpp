// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_CALL_CRC32_HPP
#define DYNASIO_SRC_CALL_CRC32_HPP

#include <cstdint>
#include <string_view>

namespace dynasio::call {

/// CRC-32 as in IEEE 802.3.
std::uint32_t crc32(std::string_view bytes) noexcept;

/// Whether `body`, as it came over the wire, fits the text of an `x-amz-crc32` header. False for text that is no number.
bool checksum_matches(std::string_view body, std::string_view header) noexcept;

} // namespace dynasio::call

#endif
