// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_HTTP_POOL_CONNECT_RESPONSE_HPP
#define DYNASIO_SRC_HTTP_POOL_CONNECT_RESPONSE_HPP

#include "http/exchange/header_check.hpp"

#include <boost/system/error_code.hpp>

#include <cstddef>
#include <string_view>

namespace dynasio::http {

/// Reads the response to CONNECT, without a socket. What is in the tunnel begins behind the header, and we are the first to
/// say something there, so a response that opens a tunnel ends with its header.
class connect_response
{
public:
    explicit connect_response(std::size_t max_header_bytes);

    /// `bytes` are all that was read so far. True when the header is there. The error does not depend on how they came.
    /// Errors: `errc::malformed_response`, also for a tunnel with bytes in it or with a body; `errc::response_too_large`.
    bool read(std::string_view bytes, boost::system::error_code& e);

    [[nodiscard]] unsigned status() const noexcept { return check_.status(); }
    [[nodiscard]] bool opens_tunnel() const noexcept { return status() >= 200 && status() < 300; }

private:
    header_check fresh() const;
    void check_tunnel(std::string_view header, std::size_t behind, boost::system::error_code& e) const;

    std::size_t max_;
    header_check check_;
    std::size_t begin_ = 0; // of the header, behind those of interim responses
    unsigned interim_ = 0;
};

} // namespace dynasio::http

#endif
