// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_AWS_CREDENTIALS_LOGIN_DPOP_HPP
#define DYNASIO_SRC_AWS_CREDENTIALS_LOGIN_DPOP_HPP

#include <dynasio/sigv4/secret.hpp>

#include <chrono>
#include <string>
#include <string_view>

namespace dynasio::aws::detail {

/// What a proof is about.
struct dpop_request
{
    std::string_view method;
    std::string_view url; ///< without query and fragment
    std::chrono::sys_seconds time;
    std::string_view id;    ///< unique to the proof
    std::string_view nonce; ///< that the server has asked for; empty for none
};

/// Proves to have a private key (RFC 9449): a JWT, signed by ES256, for the header `DPoP`. `pem` is a key on the curve P-256, as SEC 1 or
/// PKCS #8. Throws `std::runtime_error`, which shows nothing of the key.
std::string make_dpop_proof(sigv4::secret const& pem, dpop_request const& what);

} // namespace dynasio::aws::detail

#endif
