// SPDX-License-Identifier: BSL-1.0
//
// Headers and signature of one attempt: values in, header lines out.

#ifndef DYNASIO_SRC_CALL_SIGN_ATTEMPT_HPP
#define DYNASIO_SRC_CALL_SIGN_ATTEMPT_HPP

#include <dynasio/clock.hpp>
#include <dynasio/http/fields.hpp>
#include <dynasio/sigv4/signer.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace dynasio::call {

/// What one attempt sends, and when. Views only.
struct attempt_facts
{
    std::string_view fixed_headers; ///< as `render_fixed_headers` gives them
    std::string_view host;          ///< value of the `Host` header
    std::string_view path;
    std::string_view target; ///< value of the `X-Amz-Target` header
    std::string_view body;
    std::string_view invocation_id; ///< the same for all attempts of a call
    std::string_view trace_id; ///< value of the `X-Amzn-Trace-Id` header, which is not signed; empty for none
    unsigned attempt = 1;
    unsigned max_attempts = 1;
    http::wall_time server_now; ///< by the server's clock
    /// Until when a response is of use, by the server's clock; nothing while that is not known.
    std::optional<http::wall_time> useful_until;
};

/// The header lines that are the same on every request of a client.
std::string render_fixed_headers(std::string_view user_agent);

/// All headers of the attempt but those that the transport adds. Throws as `sigv4::signer::sign`.
http::fields sign_attempt(
    attempt_facts const& facts, sigv4::signer const& signer, sigv4::credentials const& who);

} // namespace dynasio::call

#endif
