// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SIGV4_REQUEST_HPP
#define DYNASIO_SIGV4_REQUEST_HPP

#include <span>
#include <string_view>

namespace dynasio::sigv4 {

/// One header of a request that is to be signed; views of the caller's text.
struct header
{
    std::string_view name;
    std::string_view value;
};

/// What the signature says about the body. Holds a view; the bytes stay with the caller until signing has
/// returned.
class payload
{
public:
    enum class kind
    {
        bytes,    ///< the body itself; it is hashed here
        hash,     ///< its SHA-256 is known already
        unsigned_ ///< the body is not covered by the signature
    };

    /// An empty body.
    constexpr payload() noexcept = default;
    /// A body that is hashed when the request is signed.
    constexpr static payload bytes(std::string_view body) noexcept { return {kind::bytes, body}; }
    /// `hex` is the SHA-256 of the body as 64 lower-case hexadecimal digits; anything else is refused when
    /// signing.
    constexpr static payload hash(std::string_view hex) noexcept { return {kind::hash, hex}; }
    /// Signs the words `UNSIGNED-PAYLOAD` instead of a hash. DynamoDB does not accept it, S3 does over TLS.
    constexpr static payload not_signed() noexcept { return {kind::unsigned_, {}}; }

    constexpr kind what() const noexcept { return kind_; }
    constexpr std::string_view text() const noexcept { return text_; }

private:
    constexpr payload(kind what, std::string_view text) noexcept : kind_(what), text_(text) {}

    kind kind_ = kind::bytes;
    std::string_view text_;
};

/// A request as it goes over the wire, before it is signed. Views only: everything must live until signing
/// has returned.
struct request
{
    std::string_view method = "GET";
    /// Path and optional query as sent: `/`, `/a/b?x=1`.
    std::string_view target = "/";
    /// In any order and letter case, `host` among them. The host is signed as given: leaving out a default
    /// port or setting brackets around an IPv6 address is up to whoever writes the header.
    std::span<header const> headers = {};
    payload body = {};
};

} // namespace dynasio::sigv4

#endif
