// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_STORES_PUSH_UAID_HPP
#define DYNASIO_STORES_PUSH_UAID_HPP

#include <dynasio/secret.hpp>

#include <array>
#include <compare>
#include <cstddef>
#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>

namespace dynasio {

/// The id of a user agent: a browser or a phone that receives messages. 16 bytes.
class uaid
{
public:
    /// All bytes are 0.
    constexpr uaid() noexcept = default;
    constexpr explicit uaid(std::array<std::byte, 16> const& bytes) noexcept : bytes_(bytes) {}

    /// From 32 hexadecimal digits, or the dashed form of a UUID, in any case. Throws `store_error` with `bad_input` for other
    /// texts.
    explicit uaid(std::string_view text);

    /// As the constructor; empty for other texts.
    [[nodiscard]] static std::optional<uaid> parse(std::string_view text) noexcept;

    /// 32 lower-case hexadecimal digits.
    [[nodiscard]] std::string text() const;
    [[nodiscard]] constexpr std::array<std::byte, 16> const& bytes() const noexcept { return bytes_; }

    friend constexpr auto operator<=>(uaid const&, uaid const&) noexcept = default;
    friend std::ostream& operator<<(std::ostream& out, uaid const& id);

private:
    std::array<std::byte, 16> bytes_{};
};

/// The lower-case hexadecimal digits of HMAC-SHA256 over the text: what tables store instead of the text of a UAID if they
/// have a key. Throws `std::runtime_error` if OpenSSL fails.
[[nodiscard]] std::string hash_uaid(secret const& key, std::string_view text);

} // namespace dynasio

#endif
