// SPDX-License-Identifier: BSL-1.0
//
// A call whose credentials come from two roles, interrupted at each of its steps: it ends, nothing is left, and its write was
// not sent unless the keys were there.

#include "support/stepped_operation.hpp"
#include "unit/aws/sts_answers.hpp"
#include "unit/client/client_requests.hpp"

#include <dynasio/aws/credential_providers.hpp>
#include <dynasio/http/errc.hpp>

#include <boost/asio/error.hpp>

#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace dynasio::tests {
namespace {

namespace asio = boost::asio;

/// Where a request goes, and as whom it is signed. That of the call goes to the host of the account that the last role is of.
std::string asked_as(http::request const& r)
{
    auto const authorization = std::string(r.headers.find("authorization").value_or(""));
    auto const id = authorization.find("Credential=");
    if (id == authorization.npos)
        return r.to.host + " as nobody";
    return r.to.host + " as " + authorization.substr(id + 11, authorization.find('/') - id - 11);
}

std::vector<std::string> const asked_in_order{"sts.us-east-1.amazonaws.com as BASE",
    "sts.us-east-1.amazonaws.com as BASE", "sts.us-east-1.amazonaws.com as FIRST",
    "sts.us-east-1.amazonaws.com as FIRST", "210987654321.ddb.us-east-1.amazonaws.com as SECOND"};

/// The first role is had at the second attempt, the second one after a lost response.
class stepped_role_put final : public stepped_operation
{
public:
    stepped_role_put()
        : stepped_operation([this](http::request const& r) { return respond(r); }, 1, two_roles())
    {}

    asio::awaitable<void> run() override
    {
        auto const request = conditional_put();
        return keep(owner->try_put_item(request));
    }

    /// The search for credentials is cancelled by a handler. One that is ready before it may begin a request, which must not
    /// reach the server.
    void destroy_client() override
    {
        auto const begun = server->begun();
        stepped_operation::destroy_client();
        while (world.context.poll_one() != 0)
        {}
        EXPECT_LE(server->received(), begun) << "a request without a client";
    }

    void check(bool interrupted) override
    {
        owner
            .reset(); // a cancelled call leaves the search for credentials to other calls; nobody else ends it
        EXPECT_FALSE(failure) << "ended with an exception that has no verdict";
        for (std::size_t i = 0; i < asked_.size(); ++i)
            EXPECT_EQ(asked_[i], asked_in_order.at(i));
        if (!outcome_)
        {
            EXPECT_EQ(asked_.size(), asked_in_order.size());
            return;
        }
        EXPECT_TRUE(interrupted) << *outcome_;
        EXPECT_EQ(outcome_->code(), asio::error::operation_aborted);
        EXPECT_EQ(outcome_->may_have_been_applied(), server->begun() == asked_in_order.size()) << *outcome_;
    }

private:
    static std::shared_ptr<aws::credentials_provider> two_roles()
    {
        aws::issuer_options const sts("us-east-1");
        sigv4::credentials keys("BASE", sigv4::secret("secret"));
        auto source = aws::static_credentials(std::move(keys));
        for (auto const* arn : {"arn:aws:iam::1:role/first", "arn:aws:iam::2:role/second"})
            source = aws::assume_role_credentials(aws::assume_role_options(arn), std::move(source), sts);
        return source;
    }

    http::send_result respond(http::request const& r)
    {
        asked_.push_back(asked_as(r));
        switch (asked_.size())
        {
        case 1:
            return respond_with(503, "");
        case 2:
            return respond_with(200, role_answer("FIRST", "2033-01-01T00:00:00Z"));
        case 3: {
            http::transport_error lost;
            lost.code = http::errc::closed_early;
            lost.reached = http::stage::receiving;
            return lost;
        }
        case 4:
            return respond_with(200, role_answer("SECOND", "2033-01-01T00:00:00Z"));
        default:
            return respond_with(200, "{}");
        }
    }

    asio::awaitable<void> keep(asio::awaitable<result<put_item_output>> put)
    {
        auto const done = co_await std::move(put);
        if (!done)
            outcome_ = done.error();
    }

    std::vector<std::string> asked_;
    std::optional<error> outcome_;
};

class interrupted_roles : public ::testing::TestWithParam<interruption>
{};

TEST_P(interrupted_roles, end_with_what_is_known_of_the_write)
{
    auto const make = [] { return std::make_unique<stepped_role_put>(); };
    interrupt_at_every_step(make, GetParam(), 2 * asked_in_order.size());
}

INSTANTIATE_TEST_SUITE_P(all, interrupted_roles,
    ::testing::Values(interruption::cancel, interruption::destroy_client, interruption::destroy_context));

} // namespace
} // namespace dynasio::tests
