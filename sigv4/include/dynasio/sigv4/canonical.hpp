// SPDX-License-Identifier: BSL-1.0
//
// The first steps of a signature as pure functions: each gives the text that both sides must agree on.

#ifndef DYNASIO_SIGV4_CANONICAL_HPP
#define DYNASIO_SIGV4_CANONICAL_HPP

#include <dynasio/sigv4/request.hpp>

#include <chrono>
#include <span>
#include <string>
#include <string_view>

namespace dynasio::sigv4 {

/// How the path of the target becomes the canonical path.
struct path_rules
{
    /// Resolve dot segments and doubled slashes. Every service but S3 does.
    bool normalize = true;
    /// Percent-encode the path as it is sent once more (`%20` becomes `%2520`). Every service but S3 does.
    bool double_encode = true;
};

/// The canonical form of `path` (without a query); at least `/`.
std::string canonical_path(std::string_view path, path_rules rules = {});

/// The parameters of `query` (what follows the `?`), encoded and sorted by name, then value. Percent-encoding
/// that is there already is kept in meaning; a plus sign means itself.
std::string canonical_query(std::string_view query);

/// Headers as they are signed.
struct canonical_headers_text
{
    /// One `name:value\n` for each name, sorted; names in lower case, values trimmed and with inner runs of
    /// blanks folded, values of a repeated name joined by commas in order of appearance.
    std::string lines;
    /// The names, joined by semicolons.
    std::string names;
};

/// Throws `std::invalid_argument` for a name that is no HTTP token and for a value with a CR, LF or NUL.
/// Headers for which `is_never_signed` holds are left out.
canonical_headers_text canonical_headers(std::span<header const> headers);

/// Whether the header may change on its way (`connection`, `user-agent`, ...) and so stays out of every
/// signature. Letter case does not matter.
bool is_never_signed(std::string_view name) noexcept;

/// The line that stands for the body: its SHA-256 in hexadecimal, or `UNSIGNED-PAYLOAD`.
/// Throws `std::invalid_argument` if a precomputed hash is not 64 lower-case hexadecimal digits.
std::string payload_hash(payload const& body);

/// All parts joined. `body_hash` comes from `payload_hash`.
std::string canonical_request(std::string_view method, std::string_view path, std::string_view query,
    canonical_headers_text const& headers, std::string_view body_hash);

/// `YYYYMMDDTHHMMSSZ`. Throws `std::invalid_argument` for a year outside 0 to 9999.
std::string format_time(std::chrono::sys_seconds time);

/// `date/region/service/aws4_request`, the date from `time`.
std::string credential_scope(
    std::chrono::sys_seconds time, std::string_view region, std::string_view service);

/// The text whose HMAC is the signature.
std::string string_to_sign(std::string_view canonical_request, std::chrono::sys_seconds time,
    std::string_view region, std::string_view service);

} // namespace dynasio::sigv4

#endif
