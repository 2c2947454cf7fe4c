// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_AWS_CREDENTIALS_STS_STS_RESPONSE_HPP
#define DYNASIO_SRC_AWS_CREDENTIALS_STS_STS_RESPONSE_HPP

#include <dynasio/aws/credentials_result.hpp>

#include <string>
#include <string_view>

namespace dynasio::aws::detail {

/// Reads the keys of a response of AssumeRole or AssumeRoleWithWebIdentity; the account is that of the role. Errors:
/// `credentials_failed`, `credentials_incomplete`; their text begins with `what`, and shows no text of the response.
credentials_result read_sts_keys(std::string_view xml, std::string const& provider, std::string const& what);

/// What STS has refused a request for.
struct sts_error
{
    std::string code;    ///< `ExpiredToken`; empty when the response is no error of STS
    std::string message; ///< printable, and short
};

/// Reads an error of STS.
sts_error read_sts_error(std::string_view xml);

} // namespace dynasio::aws::detail

#endif
