// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_AWS_CREDENTIALS_SOURCE_KEY_JSON_HPP
#define DYNASIO_SRC_AWS_CREDENTIALS_SOURCE_KEY_JSON_HPP

#include <dynasio/aws/credentials_result.hpp>

#include <string>
#include <string_view>

namespace dynasio::aws::detail {

/// Who wrote the JSON.
enum class key_json_form : unsigned char
{
    instance,  ///< `Code` must be `Success`; `Token`
    container, ///< `Token`, `AccountId`
    process,   ///< `Version` must be 1; `SessionToken`, `AccountId`
};

/// A part of the keys that is not there; `what` begins the text.
credentials_error incomplete(std::string const& what, char const* member);

/// Reads keys: `AccessKeyId`, `SecretAccessKey`, a session token, `Expiration` (RFC 3339), `AccountId`. Errors:
/// `credentials_failed`, `credentials_incomplete`; their text begins with `what` and shows nothing of the JSON but a `Code`.
credentials_result read_key_json(
    std::string_view json, key_json_form form, std::string const& provider, std::string const& what);

} // namespace dynasio::aws::detail

#endif
