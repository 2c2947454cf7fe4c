// SPDX-License-Identifier: BSL-1.0
//
// What the reader and the writer of JSON strings share.

#ifndef DYNASIO_SRC_TEXT_PLAIN_RUN_HPP
#define DYNASIO_SRC_TEXT_PLAIN_RUN_HPP

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace dynasio::text {

/// ASCII that stands for itself in a JSON string.
inline bool is_plain(char c) noexcept
{
    auto const byte = static_cast<unsigned char>(c);
    return byte >= 0x20 && byte < 0x80 && c != '"' && c != '\\';
}

/// The first character from `at` on that is not plain, or `end`.
inline char const* skip_plain(char const* at, char const* end) noexcept
{
#ifdef __SSE2__
    // Compared as signed, what is not ASCII is less than a space too. So is a quote, once its second bit is flipped, by
    // which it trades places with the space; the characters below the space stay there.
    for (; end - at >= 16; at += 16)
    {
        auto const text = _mm_loadu_si128(reinterpret_cast<__m128i const*>(at));
        auto const flipped = _mm_xor_si128(text, _mm_set1_epi8(2));
        auto const special = _mm_or_si128(
            _mm_cmpgt_epi8(_mm_set1_epi8(' ' + 1), flipped), _mm_cmpeq_epi8(text, _mm_set1_epi8('\\')));
        if (auto const bits = static_cast<unsigned>(_mm_movemask_epi8(special)); bits != 0)
            return at + std::countr_zero(bits);
    }
#endif
    if constexpr (std::endian::native == std::endian::little)
    {
        // Eight at once: subtracting borrows out of each byte that is below what is subtracted, so the top bit of a byte
        // is set when it is not plain. A borrow can disturb bytes above such a one only, so the lowest one is right.
        constexpr std::uint64_t ones = 0x0101010101010101;
        while (end - at >= 8)
        {
            std::uint64_t word = 0;
            std::memcpy(&word, at, sizeof word);
            auto const quotes = word ^ (ones * '"');
            auto const backslashes = word ^ (ones * '\\');
            auto const special =
                (word | (word - ones * 0x20) | (quotes - ones) | (backslashes - ones)) & ones * 0x80;
            if (special != 0)
                return at + std::countr_zero(special) / 8;
            at += 8;
        }
    }
    while (at != end && is_plain(*at))
        ++at;
    return at;
}

/// The length of the UTF-8 sequence of several bytes that begins at `at`; 0 when it is cut, over-long, a surrogate, above
/// U+10FFFF, or begins with ASCII.
std::ptrdiff_t utf8_sequence(char const* at, char const* end) noexcept;

/// What `skip_text` does once it has met a character that is not ASCII.
char const* skip_unicode(char const* at, char const* end) noexcept;

/// The first character from `at` on that is neither plain nor part of valid UTF-8, or `end`.
inline char const* skip_text(char const* at, char const* end) noexcept
{
    at = skip_plain(at, end);
    return at == end || static_cast<unsigned char>(*at) < 0x80 ? at : skip_unicode(at, end);
}

/// A few bytes that are compared all at once; `?` stands for any.
class byte_pattern
{
public:
    /// How many bytes must be readable where it is looked for.
    static constexpr std::ptrdiff_t readable = 8;

    consteval explicit byte_pattern(std::string_view text)
    {
        std::array<unsigned char, readable> bytes{};
        std::array<unsigned char, readable> mask{};
        for (std::size_t i = 0; i < text.size(); ++i)
            if (text[i] != '?')
            {
                bytes[i] = static_cast<unsigned char>(text[i]);
                mask[i] = 0xff;
            }
        bytes_ = std::bit_cast<std::uint64_t>(bytes);
        mask_ = std::bit_cast<std::uint64_t>(mask);
    }

    [[nodiscard]] bool matches(char const* at) const noexcept
    {
        std::uint64_t word = 0;
        std::memcpy(&word, at, sizeof word);
        return ((word ^ bytes_) & mask_) == 0;
    }

private:
    std::uint64_t bytes_ = 0;
    std::uint64_t mask_ = 0;
};

/// Whether the text is UTF-8, control characters included.
bool is_utf8(std::string_view text) noexcept;

} // namespace dynasio::text

#endif
