// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_STORES_PUSH_MESSAGE_POSITION_HPP
#define DYNASIO_STORES_PUSH_MESSAGE_POSITION_HPP

#include <chrono>
#include <compare>
#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>

namespace dynasio {

/// The place of an ordinary message among those of its user: microseconds since 1970, as they stand in its sort key.
///
/// Positions are ordered as the keys are, which is by their digits and the colon behind these as text. Numbers of one length are
/// ordered as numbers. Keys of 13 digits, milliseconds that other programs wrote, lie among those of 16: each of them behind the
/// keys that begin with its digits.
class message_position
{
public:
    constexpr explicit message_position(std::uint64_t value) noexcept : value_(value) {}
    /// Times before 1970 are 1970.
    constexpr explicit message_position(std::chrono::sys_time<std::chrono::microseconds> time) noexcept
        : value_(time.time_since_epoch().count() < 0
                  ? 0
                  : static_cast<std::uint64_t>(time.time_since_epoch().count()))
    {}

    /// From plain digits without leading zeros, below 2^64; empty for other texts.
    [[nodiscard]] static std::optional<message_position> parse(std::string_view digits) noexcept;

    [[nodiscard]] constexpr std::uint64_t value() const noexcept { return value_; }
    /// Plain digits.
    [[nodiscard]] std::string text() const;

    friend constexpr bool operator==(message_position const&, message_position const&) noexcept = default;
    friend std::strong_ordering operator<=>(message_position const& a, message_position const& b) noexcept;
    friend std::ostream& operator<<(std::ostream& out, message_position const& position);

private:
    std::uint64_t value_;
};

} // namespace dynasio

#endif
