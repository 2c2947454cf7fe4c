// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_STORES_PUSH_CHANNEL_ID_HPP
#define DYNASIO_STORES_PUSH_CHANNEL_ID_HPP

#include <array>
#include <compare>
#include <cstddef>
#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>

namespace dynasio {

/// The id of a channel, which is one subscription of a user agent. 16 bytes.
class channel_id
{
public:
    /// All bytes are 0.
    constexpr channel_id() noexcept = default;
    constexpr explicit channel_id(std::array<std::byte, 16> const& bytes) noexcept : bytes_(bytes) {}

    /// From 32 hexadecimal digits, or the dashed form of a UUID, in any case. Throws `store_error` with `bad_input` for other
    /// texts.
    explicit channel_id(std::string_view text);

    /// As the constructor; empty for other texts.
    [[nodiscard]] static std::optional<channel_id> parse(std::string_view text) noexcept;

    /// 36 characters, in lower case and with dashes.
    [[nodiscard]] std::string text() const;
    /// 32 lower-case hexadecimal digits.
    [[nodiscard]] std::string digits() const;
    [[nodiscard]] constexpr std::array<std::byte, 16> const& bytes() const noexcept { return bytes_; }

    friend constexpr auto operator<=>(channel_id const&, channel_id const&) noexcept = default;
    friend std::ostream& operator<<(std::ostream& out, channel_id const& id);

private:
    std::array<std::byte, 16> bytes_{};
};

} // namespace dynasio

#endif
