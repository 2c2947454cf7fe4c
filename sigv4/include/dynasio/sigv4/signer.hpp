// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SIGV4_SIGNER_HPP
#define DYNASIO_SIGV4_SIGNER_HPP

#include <dynasio/sigv4/credentials.hpp>
#include <dynasio/sigv4/request.hpp>

#include <chrono>
#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace dynasio::sigv4 {

/// A request whose headers are sorted already. Views only, good until signing has returned.
struct prepared_request
{
    std::string_view method = "POST";
    /// Path as sent, without a query.
    std::string_view path = "/";
    /// Value of the `host` header as sent.
    std::string_view host = {};
    /// The other headers to sign. Names in lower case, sorted, each once. Values are signed without blanks at the
    /// ends and with inner runs of blanks as one space, as services do with what they receive. All headers are
    /// signed, so leave out those for which `is_never_signed` holds.
    std::span<header const> headers = {};
    std::string_view body = {};
};

/// Signs many requests to one service in one region; gives the same signatures as `sign_headers`, at little
/// more than the cost of the SHA-256 blocks.
///
/// Thread safety: one object may be used from any threads.
class signer
{
public:
    /// `cached_keys`: how many derived keys to keep, one for each secret access key and day in use.
    /// Throws `std::invalid_argument` if the region or the service is empty or `cached_keys` is 0,
    /// `std::runtime_error` if no provider of OpenSSL offers SHA-256 and HMAC (with `DYNASIO_EVP_ONLY` only).
    signer(std::string region, std::string service, std::size_t cached_keys = 8);
    ~signer();
    signer(signer const&) = delete;
    signer& operator=(signer const&) = delete;

    /// Appends to `out` the lines that signing adds, each as `name: value\r\n`: `x-amz-date`,
    /// `x-amz-security-token` if there is a token, `authorization`. The time is cut to seconds. Allocates
    /// nothing beyond `out` while the key of the day is cached; with `DYNASIO_EVP_ONLY` OpenSSL allocates
    /// contexts. Throws `std::invalid_argument` if a text has a CR, LF or NUL, a name is no HTTP token in lower
    /// case, the headers are not sorted or repeat a name, the path has a query, or the credentials or host are empty; `out` is unchanged then.
    /// With `DYNASIO_EVP_ONLY` throws `std::runtime_error` if OpenSSL fails, and `out` may have grown.
    void sign(prepared_request const& what, credentials const& who,
        std::chrono::system_clock::time_point time, std::string& out) const;

    /// The region and service that were given.
    std::string const& region() const noexcept;
    std::string const& service() const noexcept;

private:
    struct impl;
    std::unique_ptr<impl> impl_;
};

} // namespace dynasio::sigv4

#endif
