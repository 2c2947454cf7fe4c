// SPDX-License-Identifier: BSL-1.0
//
// A call whose credentials come from two roles, interrupted at each of its steps: it ends, nothing is left, and its write was
// not sent unless the keys were there.

#include "unit/aws/sts_answers.hpp"
#include "unit/client/stepped_search.hpp"

#include <dynasio/aws/credential_providers.hpp>

#include <gtest/gtest.h>

#include <memory>
#include <utility>
#include <vector>

namespace dynasio::tests {
namespace {

std::shared_ptr<aws::credentials_provider> two_roles()
{
    aws::issuer_options const sts("us-east-1");
    sigv4::credentials keys("BASE", sigv4::secret("secret"));
    auto source = aws::static_credentials(std::move(keys));
    for (auto const* arn : {"arn:aws:iam::1:role/first", "arn:aws:iam::2:role/second"})
        source = aws::assume_role_credentials(aws::assume_role_options(arn), std::move(source), sts);
    return source;
}

/// The first role is had at the second attempt, the second one after a lost response. The put goes to the host of the account that
/// the last role is of.
std::vector<search_step> two_roles_and_put()
{
    return {{"POST sts.us-east-1.amazonaws.com/ as BASE", respond_with(503, "")},
        {"POST sts.us-east-1.amazonaws.com/ as BASE",
            respond_with(200, role_answer("FIRST", "2033-01-01T00:00:00Z"))},
        {"POST sts.us-east-1.amazonaws.com/ as FIRST", lost_response()},
        {"POST sts.us-east-1.amazonaws.com/ as FIRST",
            respond_with(200, role_answer("SECOND", "2033-01-01T00:00:00Z"))},
        {"POST 210987654321.ddb.us-east-1.amazonaws.com/ as SECOND", respond_with(200, "{}")}};
}

class interrupted_roles : public ::testing::TestWithParam<interruption>
{};

TEST_P(interrupted_roles, end_with_what_is_known_of_the_write)
{
    auto const make = [] { return std::make_unique<stepped_search_put>(two_roles(), two_roles_and_put()); };
    interrupt_at_every_step(make, GetParam(), 2 * two_roles_and_put().size());
}

INSTANTIATE_TEST_SUITE_P(all, interrupted_roles,
    ::testing::Values(interruption::cancel, interruption::cancel_client, interruption::destroy_client,
        interruption::destroy_context));

} // namespace
} // namespace dynasio::tests
