// SPDX-License-Identifier: BSL-1.0
//
// Credentials of a role that is assumed with those of another one, and what is asked for them.

#ifndef DYNASIO_TESTS_UNIT_CLIENT_TWO_ROLES_HPP
#define DYNASIO_TESTS_UNIT_CLIENT_TWO_ROLES_HPP

#include "unit/aws/sts_answers.hpp"

#include <dynasio/aws/credential_providers.hpp>

#include <memory>
#include <string>
#include <utility>

namespace dynasio::tests {

/// The requests, as `name_of` has them. The put goes to the host of the account that the last role is of.
inline std::string const ask_for_first = "POST sts.us-east-1.amazonaws.com/ as BASE";
inline std::string const ask_for_second = "POST sts.us-east-1.amazonaws.com/ as FIRST";
inline std::string const put_as_second = "POST 210987654321.ddb.us-east-1.amazonaws.com/ as SECOND";

/// What STS responds. They are valid for years.
inline std::string keys_of_role(std::string const& id)
{
    return role_answer(id, "2033-01-01T00:00:00Z");
}

inline std::shared_ptr<aws::credentials_provider> two_roles()
{
    aws::issuer_options const sts("us-east-1");
    sigv4::credentials keys("BASE", sigv4::secret("secret"));
    auto source = aws::static_credentials(std::move(keys));
    for (auto const* arn : {"arn:aws:iam::1:role/first", "arn:aws:iam::2:role/second"})
        source = aws::assume_role_credentials(aws::assume_role_options(arn), std::move(source), sts);
    return source;
}

} // namespace dynasio::tests

#endif
