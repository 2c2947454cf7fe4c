// SPDX-License-Identifier: BSL-1.0
//
// Ranges of bytes (RFC 9110, section 14).

#ifndef DYNASIO_EXAMPLES_URL_STORE_SERVER_DECIDE_BYTE_RANGE_HPP
#define DYNASIO_EXAMPLES_URL_STORE_SERVER_DECIDE_BYTE_RANGE_HPP

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace examples {

/// The bytes from `first` up to, but without, `end`.
struct byte_range
{
    std::uint64_t first = 0;
    std::uint64_t end = 0;

    bool operator==(byte_range const&) const = default;
};

/// What a `Range` field asks for.
struct range_decision
{
    enum class kind
    {
        whole,           ///< no range, one that is invalid or in another unit, or several: answered with all
        part,            ///< 206
        not_satisfiable, ///< 416: begins behind the end, or is a suffix of no bytes
    };

    kind what = kind::whole;
    byte_range part{};
};

/// The bytes of a value of `size` bytes for this field.
range_decision decide_range(std::string_view field, std::uint64_t size);

/// `bytes 0-9/100`, or `bytes */100` without a range.
std::string content_range(std::optional<byte_range> part, std::uint64_t size);

} // namespace examples

#endif
