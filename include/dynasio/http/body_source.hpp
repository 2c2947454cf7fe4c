// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_HTTP_BODY_SOURCE_HPP
#define DYNASIO_HTTP_BODY_SOURCE_HPP

#include <boost/asio/awaitable.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>

namespace dynasio::http {

/// Where the body of a request comes from, piece by piece. Derive from it for files and generators.
///
/// One operation at a time. A transport calls it on the executor of the coroutine that awaits `transport::open`, and drops
/// its reference when that operation has ended.
class body_source
{
public:
    virtual ~body_source() = default;

    /// How many bytes the body has from its beginning, or nothing when that is not known before its end. Must not change.
    /// With a size the request has a `Content-Length`; without one it is chunked.
    [[nodiscard]] virtual std::optional<std::uint64_t> size() const = 0;

    /// Puts the next bytes into `into`, which is not empty, and returns how many these are; 0 at the end of the body. No
    /// idle time runs meanwhile.
    /// Errors: by exceptions. The request is broken off, so that the server does not take it for a whole one, and ends
    /// with `errc::source_failed`. So does a source that ends before its size; it is not asked for more than its size.
    /// Cancellation: `terminal`. It must then end soon: a server may answer early, and the response is delivered when this has ended.
    /// Lifetimes: `into` stays valid until the operation has ended.
    virtual boost::asio::awaitable<std::size_t> read(std::span<std::byte> into) = 0;

    /// Goes back to the beginning, so that the request can be sent once more. False, as by default, where that is not
    /// possible; the request is then not sent again once a part of the body was read.
    virtual bool rewind() { return false; }
};

/// A body that is in memory. It has a size and can be sent again.
std::shared_ptr<body_source> make_body_source(std::string bytes);

} // namespace dynasio::http

#endif
