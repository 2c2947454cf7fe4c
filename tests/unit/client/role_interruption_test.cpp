// SPDX-License-Identifier: BSL-1.0
//
// A call whose credentials come from two roles, interrupted at each of its steps: it ends, nothing is left, and its write was
// not sent unless the keys were there.

#include "unit/client/stepped_search.hpp"
#include "unit/client/two_roles.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <vector>

namespace dynasio::tests {
namespace {

/// The first role is had at the second attempt, the second one after a lost response.
std::vector<search_step> two_roles_and_put()
{
    return {{ask_for_first, respond_with(503, "")}, {ask_for_first, respond_with(200, keys_of_role("FIRST"))},
        {ask_for_second, lost_response()}, {ask_for_second, respond_with(200, keys_of_role("SECOND"))},
        {put_as_second, respond_with(200, "{}")}};
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
