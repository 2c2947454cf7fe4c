// SPDX-License-Identifier: BSL-1.0
//
// Pieces of text that both the general and the fast way need.

#ifndef DYNASIO_SIGV4_SRC_TEXT_HPP
#define DYNASIO_SIGV4_SRC_TEXT_HPP

#include <array>
#include <chrono>
#include <string>
#include <string_view>

namespace dynasio::sigv4::detail {

inline constexpr std::string_view algorithm_name = "AWS4-HMAC-SHA256";
inline constexpr std::string_view scope_end = "aws4_request";

/// `YYYYMMDDTHHMMSSZ`; the first eight characters are the date of the credential scope.
class time_text
{
public:
    /// Throws `std::invalid_argument` for a year outside 0 to 9999.
    explicit time_text(std::chrono::sys_seconds time);

    std::string_view time() const noexcept { return {text_.data(), text_.size()}; }
    std::string_view date() const noexcept { return {text_.data(), 8}; }

private:
    std::array<char, 16> text_;
};

constexpr char lower(char c) noexcept
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

/// Whether `name` can be the name of a header.
bool is_token(std::string_view name) noexcept;

/// Whether `append_folded` would change nothing.
bool is_folded(std::string_view value) noexcept;

/// Appends the canonical form of a header's value: without blanks at the ends, each inner run of blanks as one space.
void append_folded(std::string& out, std::string_view value);

/// Whether `text` has a character that would end a header line early: CR, LF or NUL.
bool breaks_a_line(std::string_view text) noexcept;

/// Throws `std::invalid_argument` that names `what`, never the text itself.
void require_one_line(std::string_view text, std::string_view what);

/// Throws `std::invalid_argument` that names `what`.
void require_something(std::string_view text, std::string_view what);

/// Appends `text` with everything but unreserved characters as %XX. `keep_slash` leaves `/` alone.
void append_encoded(std::string& out, std::string_view text, bool keep_slash = false);

/// Undoes %XX where it is well-formed.
std::string percent_decoded(std::string_view text);

} // namespace dynasio::sigv4::detail

#endif
