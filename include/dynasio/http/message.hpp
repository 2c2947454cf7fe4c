// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_HTTP_MESSAGE_HPP
#define DYNASIO_HTTP_MESSAGE_HPP

#include <dynasio/http/fields.hpp>

#include <compare>
#include <cstdint>
#include <string>

namespace dynasio::http {

/// Where connections go: scheme, host and port. Two requests share connections only if all three are equal.
struct origin
{
    bool tls = true;
    std::string host; ///< name or address; IPv6 without brackets
    std::uint16_t port = 443;

    /// The value of the `Host` header: without a default port, IPv6 in brackets.
    [[nodiscard]] std::string host_header() const;

    friend auto operator<=>(origin const&, origin const&) = default;
};

class interruption;

/// Refers to an `interruption`, or to nothing. A copy refers to nothing, since it may outlive what the original refers to.
class interruption_ref
{
public:
    interruption_ref() = default;
    interruption_ref(interruption& stop) noexcept : stop_(&stop) {}
    interruption_ref(interruption_ref const&) noexcept {}
    interruption_ref& operator=(interruption_ref const&) noexcept
    {
        stop_ = nullptr;
        return *this;
    }
    interruption_ref& operator=(interruption& stop) noexcept
    {
        stop_ = &stop;
        return *this;
    }

    [[nodiscard]] interruption* get() const noexcept { return stop_; }

private:
    interruption* stop_ = nullptr;
};

/// One request. The transport adds `Host` and `Content-Length` and nothing else.
struct request
{
    origin to;
    std::string method = "POST";
    std::string target = "/";
    fields headers;
    std::string body;
    /// Whether sending it twice has the effect of sending it once (GET, HEAD, PUT, DELETE, or a read).
    bool idempotent = false;
    /// Whether request or response hold secrets. The pool then overwrites each copy of their bytes that it makes before
    /// that memory is freed or used otherwise, also that of OpenSSL, and keeps no copy of the request on the stack. The
    /// response belongs to the caller: its fields overwrite themselves, its body is the caller's to overwrite.
    bool secret = false;
    /// Ends `transport::send` with `operation_aborted`, from any thread and beside the cancellation of its coroutine, where
    /// the transport looks at it; the pool and the transports for tests do. Must outlive the operation.
    interruption_ref stop = {};
};

/// One complete response. Bodies are never partial: a response that ends early is an error.
struct response
{
    unsigned status = 0;
    fields headers;
    std::string body;
};

} // namespace dynasio::http

#endif
