// SPDX-License-Identifier: BSL-1.0
//
// Signing of any request for any AWS service. For many requests to one service see signer.hpp.

#ifndef DYNASIO_SIGV4_SIGN_HPP
#define DYNASIO_SIGV4_SIGN_HPP

#include <dynasio/sigv4/canonical.hpp>
#include <dynasio/sigv4/credentials.hpp>
#include <dynasio/sigv4/request.hpp>

#include <chrono>
#include <string>
#include <utility>
#include <vector>

namespace dynasio::sigv4 {

class key_cache;

/// What a signature is bound to, and how it is made.
struct signing_options
{
    signing_options() = default;
    signing_options(std::string region_name, std::string service_name, std::chrono::sys_seconds now)
        : region(std::move(region_name)), service(std::move(service_name)), time(now)
    {}

    /// The region of the endpoint, such as `eu-central-1`. Must not be empty.
    std::string region;
    /// The signing name of the service, such as `dynamodb`. Must not be empty.
    std::string service;
    /// When the request is signed. Services accept a few minutes of difference to their own clock.
    std::chrono::sys_seconds time{};
    path_rules path;
    /// Add and sign `x-amz-content-sha256`. S3 wants it, DynamoDB does not. Has no effect on presigned URLs.
    bool add_content_sha256 = false;
    /// Send the session token without signing it. A few services want this; DynamoDB wants it signed.
    bool omit_session_token = false;
    /// Where to keep derived keys; null derives one for each signature. Must outlive the call.
    key_cache* keys = nullptr;
};

/// A header or query parameter that signing adds to the request.
struct added_field
{
    std::string name;
    std::string value;
};

/// The result of a signature, with every step on the way for diagnosis. Holds the session token, if there is
/// one: the canonical request and the added fields are not for logs then.
struct signature_result
{
    std::string canonical_request;
    std::string string_to_sign;
    /// 64 lower-case hexadecimal digits.
    std::string signature;
    /// Names of the signed headers, sorted, joined by semicolons.
    std::string signed_headers;
};

/// The result of `sign_headers`.
struct signed_headers_result : signature_result
{
    /// Value of the `authorization` header.
    std::string authorization;
    /// The headers to add to the request, names in lower case: `x-amz-date`, then where they apply
    /// `x-amz-security-token` and `x-amz-content-sha256`, last `authorization`.
    std::vector<added_field> added_headers;
};

/// The result of `presign`.
struct presigned_result : signature_result
{
    /// The target to request: the given one with the signature among its query parameters. Until it expires,
    /// whoever has it can send the request.
    std::string target;
};

/// Signs by headers.
/// Throws `std::invalid_argument` if the request has no `host`, a header that signing adds itself, or one
/// that would break the message (CR, LF, NUL); and for empty credentials, region or service. No message
/// contains a header's value or a secret. With `DYNASIO_EVP_ONLY` throws `std::runtime_error` if OpenSSL fails.
/// Pure but for the cache, thread-safe.
signed_headers_result sign_headers(request const& what, credentials const& who, signing_options const& how);

/// Signs by query parameters: a URL that is good for `expires` from `how.time` on.
/// Throws as `sign_headers`, and if `expires` is not within 1 s and 7 days or the query has a signature
/// already.
presigned_result presign(
    request const& what, credentials const& who, signing_options const& how, std::chrono::seconds expires);

} // namespace dynasio::sigv4

#endif
