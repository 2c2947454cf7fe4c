// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_HTTP_MESSAGE_URL_HPP
#define DYNASIO_SRC_HTTP_MESSAGE_URL_HPP

#include <dynasio/http/message.hpp>

#include <string>
#include <string_view>

namespace dynasio::http {

/// What a request needs of an absolute `http` or `https` URL (RFC 3986).
struct url
{
    origin to;
    std::string target = "/"; ///< path and query, as they are written; the path begins with `/`

    [[nodiscard]] std::string_view path() const;

    /// The URL without its query, which may hold what nobody else should see.
    [[nodiscard]] std::string without_query() const;
};

/// Reads a URL. Throws `std::invalid_argument` that says why not: for other schemes, user information, a fragment, hosts that
/// are no host name and no address, and characters that have to be percent-encoded.
url parse_url(std::string_view text);

/// What a reference, such as that of a `Location`, means at this URL (RFC 3986, section 5.2). Its fragment is dropped. Throws as
/// `parse_url`.
url resolve_reference(url const& base, std::string_view reference);

} // namespace dynasio::http

#endif
