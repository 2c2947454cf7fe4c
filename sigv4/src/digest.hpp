// SPDX-License-Identifier: BSL-1.0
//
// A SHA-256 digest and its hexadecimal form.

#ifndef DYNASIO_SIGV4_SRC_DIGEST_HPP
#define DYNASIO_SIGV4_SRC_DIGEST_HPP

#include <array>
#include <string_view>

namespace dynasio::sigv4::detail {

using digest = std::array<unsigned char, 32>;
using hex_digest = std::array<char, 64>;

hex_digest to_hex(digest const& bytes) noexcept;

inline std::string_view as_text(hex_digest const& hex) noexcept
{
    return {hex.data(), hex.size()};
}

inline std::string_view as_text(digest const& bytes) noexcept
{
    return {reinterpret_cast<char const*>(bytes.data()), bytes.size()};
}

} // namespace dynasio::sigv4::detail

#endif
