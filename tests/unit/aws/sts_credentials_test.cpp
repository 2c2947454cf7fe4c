// SPDX-License-Identifier: BSL-1.0
//
// Roles that are assumed: what STS is asked for, as whom, how often, and what is said when it refuses.

#include "support/asked_provider.hpp"
#include "unit/aws/sts_answers.hpp"

#include <dynasio/aws/configuration_error.hpp>
#include <dynasio/aws/credential_providers.hpp>
#include <dynasio/http/errc.hpp>

#include <boost/asio/error.hpp>

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace dynasio::tests {
namespace {

using namespace std::chrono_literals;
using aws::errc;

std::string const sts_url = "https://sts.eu-west-1.amazonaws.com/";
std::string const arn = "arn:aws:iam::123456789012:role/r";
std::string const made_up_body =
    "Action=AssumeRole&Version=2011-06-15&RoleArn=arn%3Aaws%3Aiam%3A%3A123456789012%3Arole%2Fr"
    "&RoleSessionName=dynasio-1700000000000";

/// Gives what it was told to, once each, and counts.
class told_source final : public aws::credentials_provider
{
public:
    std::string_view name() const noexcept override { return "told"; }

    boost::asio::awaitable<aws::credentials_result> get(aws::provider_context const&) override
    {
        auto next = results.at(asked++);
        co_return next;
    }
    std::shared_ptr<aws::resolved_credentials const> cached(
        std::chrono::system_clock::time_point) noexcept override
    {
        return ready;
    }
    void invalidate(aws::resolved_credentials const& refused) noexcept override
    {
        dropped.push_back(refused.credentials.access_key_id);
    }

    std::vector<aws::credentials_result> results;
    std::shared_ptr<aws::resolved_credentials const> ready;
    std::size_t asked = 0;
    std::vector<std::string> dropped;
};

std::shared_ptr<aws::resolved_credentials const> keys_named(
    std::string id, std::optional<http::wall_time> end = std::nullopt)
{
    sigv4::credentials keys(std::move(id), sigv4::secret("sEcReT-key"), sigv4::secret("sEcReT-token"));
    return std::make_shared<aws::resolved_credentials const>(std::move(keys), "told", "", end);
}

struct asked_role : asked_provider
{
    ~asked_role() { EXPECT_EQ(server.report(), ""); }

    std::shared_ptr<aws::credentials_provider> role(
        aws::assume_role_options options = aws::assume_role_options(arn))
    {
        return aws::assume_role_credentials(std::move(options), source, aws::issuer_options("eu-west-1"));
    }

    /// The next request to STS must be signed by this key.
    testing::scripted_transport::expectation expect_signed(std::string const& id)
    {
        return expect("POST", sts_url)
            .where(
                [=](http::request const& r)
                {
                    auto const authorization = r.headers.find("authorization").value_or("");
                    return authorization.starts_with("AWS4-HMAC-SHA256 Credential=" + id
                        + "/20231114/eu-west-1/sts/aws4_request, SignedHeaders=");
                });
    }

    std::shared_ptr<told_source> const source = std::make_shared<told_source>();
};

TEST(assume_role, asks_with_all_that_the_role_has)
{
    asked_role a;
    a.source->results = {keys_named("AKID")};
    aws::assume_role_options role(arn);
    role.session_name = "me@example.com";
    role.external_id = "a b&c=d/\xC3\xA9+%";
    role.duration = 900s;
    a.expect_signed("AKID").reply(200, role_answer("ASIA", "2023-11-14T23:00:00Z"));
    auto const found = a.ask(a.role(role));
    ASSERT_TRUE(found.has_value()) << found.error().detail;
    auto const sent = a.server.requests().at(0);
    auto const begin = std::string(
        "Action=AssumeRole&Version=2011-06-15&RoleArn=arn%3Aaws%3Aiam%3A%3A123456789012%3Arole%2Fr"
        "&RoleSessionName=me%40example.com&");
    EXPECT_TRUE(sent.body.starts_with(begin)) << sent.body;
    EXPECT_NE(sent.body.find("&DurationSeconds=900"), std::string::npos) << sent.body;
    EXPECT_NE(sent.body.find("&ExternalId=a%20b%26c%3Dd%2F%C3%A9%2B%25"), std::string::npos) << sent.body;
    EXPECT_EQ(sent.headers.find("x-amz-security-token"), "sEcReT-token");
    EXPECT_EQ(sent.headers.find("x-amz-date"), "20231114T221320Z");
    EXPECT_EQ(sent.headers.find("content-type"), "application/x-www-form-urlencoded");
    auto const& keys = **found;
    EXPECT_EQ(keys.credentials.access_key_id, "ASIA");
    EXPECT_EQ(keys.credentials.secret_access_key, sigv4::secret("role-sEcReT"));
    EXPECT_EQ(keys.credentials.session_token, sigv4::secret("role-sEcReT/token=="));
    EXPECT_EQ(keys.account_id, "210987654321");
    EXPECT_EQ(keys.provider, "assume-role");
    EXPECT_EQ(keys.expiration, http::wall_time(1'700'002'800s));
}

TEST(assume_role, makes_up_a_name_and_asks_for_nothing_more)
{
    asked_role a;
    a.source->results = {keys_named("AKID")};
    a.expect_signed("AKID")
        .reply(200, role_answer())
        .where([](http::request const& r) { return r.body == made_up_body; });
    EXPECT_TRUE(a.ask(a.role()).has_value());
}

http::fields dated(std::string date)
{
    http::fields result;
    result.add("date", std::move(date));
    return result;
}

TEST(assume_role, signs_once_more_by_the_clock_of_the_service)
{
    asked_role a;
    a.source->results = {keys_named("AKID"), keys_named("AKID")};
    auto const signed_at = [](std::string time)
    { return [=](http::request const& r) { return r.headers.find("x-amz-date") == time; }; };
    a.expect("POST", sts_url)
        .where(signed_at("20231114T221320Z"))
        .reply(403, error_answer("SignatureDoesNotMatch", "Signature expired"),
            dated("Tue, 14 Nov 2023 22:43:20 GMT"));
    a.expect("POST", sts_url).where(signed_at("20231114T224320Z")).reply(200, role_answer());
    auto const found = a.ask(a.role());
    ASSERT_TRUE(found.has_value()) << found.error().detail;
    EXPECT_EQ(a.server.requests().at(0).body, a.server.requests().at(1).body);

    // Once: whoever is refused then is refused for another reason.
    for (auto const* date : {"Tue, 14 Nov 2023 22:43:20 GMT", "Tue, 14 Nov 2023 23:43:20 GMT"})
        a.expect("POST", sts_url).reply(403, error_answer("SignatureDoesNotMatch"), dated(date));
    EXPECT_EQ(a.refusal(a.role(), {"SignatureDoesNotMatch"}), errc::credentials_failed);
}

TEST(assume_role, is_refused_where_the_clock_is_right)
{
    for (auto const* date : {"", "yesterday", "Tue, 14 Nov 2023 22:16:20 GMT"})
    {
        asked_role a;
        a.source->results = {keys_named("AKID")};
        a.expect_signed("AKID").reply(403, error_answer("SignatureDoesNotMatch"), dated(date));
        EXPECT_EQ(a.refusal(a.role(), {"SignatureDoesNotMatch"}), errc::credentials_failed);
    }
}

TEST(assume_role, asks_again_what_may_improve_and_nothing_else)
{
    std::pair<unsigned, std::string> const passing[] = {{500, ""}, {503, "<html>busy</html>"}, {429, ""},
        {400, error_answer("Throttling")}, {400, error_answer("ThrottlingException")},
        {400, error_answer("RequestTimeout")}, {400, error_answer("IDPCommunicationError")}};
    for (auto const& [status, body] : passing)
    {
        asked_role a;
        a.source->results = {keys_named("AKID")};
        a.expect_signed("AKID").reply(status, body);
        a.expect_signed("AKID").fail(http::errc::closed_early, http::stage::receiving);
        a.expect_signed("AKID").reply(200, role_answer());
        EXPECT_TRUE(a.ask(a.role()).has_value()) << status << body;
        EXPECT_EQ(a.source->asked, 1u);
    }
    std::pair<unsigned, std::string> const lasting[] = {{403, error_answer("AccessDenied")},
        {400, error_answer("ValidationError")}, {403, error_answer("SignatureDoesNotMatch")}, {404, "no"},
        {302, ""}};
    for (auto const& [status, body] : lasting)
    {
        asked_role a;
        a.source->results = {keys_named("AKID")};
        a.expect_signed("AKID").reply(status, body);
        EXPECT_EQ(a.refusal(a.role(), {arn, "sts.eu-west-1.amazonaws.com"}), errc::credentials_failed)
            << status;
    }
}

TEST(assume_role, ends_after_three_attempts)
{
    asked_role a;
    a.source->results = {keys_named("AKID"), keys_named("AKID")};
    a.expect_signed("AKID").reply(500, "").times(3);
    EXPECT_EQ(a.refusal(a.role(), {arn, "500"}), errc::credentials_failed);
    a.expect_signed("AKID")
        .fail(http::errc::connect_timeout, http::stage::connecting, "unreachable")
        .times(3);
    EXPECT_EQ(a.refusal(a.role(), {arn, "unreachable"}), errc::credentials_failed);
}

TEST(assume_role, asks_its_source_once_more_when_that_has_expired)
{
    for (std::string const code : {"ExpiredToken", "ExpiredTokenException", "InvalidClientTokenId"})
    {
        asked_role a;
        auto const end = a.clock->wall_now() + 1h;
        a.source->results = {keys_named("OLD", end), keys_named("NEW", end)};
        a.expect_signed("OLD").reply(403, error_answer(code));
        a.expect_signed("NEW").reply(200, role_answer());
        EXPECT_TRUE(a.ask(a.role()).has_value()) << code;
        EXPECT_EQ(a.source->dropped, std::vector<std::string>{"OLD"});
    }
}

TEST(assume_role, ends_when_the_new_credentials_of_its_source_are_refused_too)
{
    asked_role a;
    auto const end = a.clock->wall_now() + 1h;
    a.source->results = {keys_named("OLD", end), keys_named("NEW", end)};
    a.expect_signed("OLD").reply(403, error_answer("ExpiredToken"));
    a.expect_signed("NEW").reply(403, error_answer("ExpiredToken"));
    EXPECT_EQ(a.refusal(a.role(), {"ExpiredToken"}), errc::credentials_failed);
    EXPECT_EQ(a.source->dropped, (std::vector<std::string>{"OLD", "NEW"}));
}

TEST(assume_role, does_not_ask_for_credentials_that_never_change_again)
{
    asked_role a;
    a.source->results = {keys_named("AKID")};
    a.expect_signed("AKID").reply(403, error_answer("InvalidClientTokenId"));
    EXPECT_EQ(a.refusal(a.role(), {"InvalidClientTokenId"}), errc::credentials_failed);
}

TEST(assume_role, keeps_what_its_source_gave_until_a_minute_before_its_end)
{
    asked_role a;
    a.source->results = {
        keys_named("ONE", a.clock->wall_now() + 1h), keys_named("TWO", a.clock->wall_now() + 2h)};
    auto const role = a.role();
    a.expect_signed("ONE").reply(200, role_answer());
    EXPECT_TRUE(a.ask(role).has_value());
    a.clock->advance(59min - 1s);
    a.expect("POST", sts_url).reply(200, role_answer());
    EXPECT_TRUE(a.ask(role).has_value());
    EXPECT_EQ(a.source->asked, 1u);
    a.clock->advance(1s);
    a.expect("POST", sts_url).reply(200, role_answer());
    EXPECT_TRUE(a.ask(role).has_value());
    EXPECT_EQ(a.source->asked, 2u);
}

TEST(assume_role, takes_what_its_source_has_ready)
{
    asked_role a;
    a.source->ready = keys_named("READY");
    a.expect_signed("READY").reply(200, role_answer());
    EXPECT_TRUE(a.ask(a.role()).has_value());
    EXPECT_EQ(a.source->asked, 0u);
}

TEST(assume_role, passes_on_why_its_source_has_nothing)
{
    asked_role a;
    a.source->results = {aws::credentials_error(errc::login_expired, "log in again"),
        std::shared_ptr<aws::resolved_credentials const>()};
    EXPECT_EQ(a.refusal(a.role(), {"log in again"}), errc::login_expired);
    EXPECT_EQ(a.refusal(a.role(), {"told", "null"}), errc::credentials_failed);
}

TEST(assume_role, shows_code_and_message_of_a_refusal_on_one_line)
{
    asked_role a;
    a.source->results = {keys_named("AKID")};
    a.expect_signed("AKID").reply(403,
        error_answer(
            "AccessDenied", "User: x is not\nauthorized&#x1b;[2J to &lt;this&gt; " + std::string(500, 'x')));
    auto const found = a.ask(a.role());
    ASSERT_TRUE(found.has_error());
    auto const& text = found.error().detail;
    EXPECT_NE(text.find("AccessDenied: User: x is not\\nauthorized\\x1b[2J to <this> xxx"), std::string::npos)
        << text;
    EXPECT_EQ(text.find_first_of("\n\x1b"), std::string::npos) << text;
    EXPECT_LT(text.size(), 500u);
}

/// Servers of others repeat in errors what they were sent.
TEST(assume_role, shows_no_message_that_repeats_a_secret)
{
    for (std::string const secret : {"sEcReT-token", "sEcReT-key"})
    {
        asked_role a;
        a.source->results = {keys_named("AKID")};
        a.expect_signed("AKID").reply(403, error_answer("AccessDenied", "no: " + secret + "!"));
        EXPECT_EQ(a.refusal(a.role(), {"AccessDenied"}), errc::credentials_failed);
    }
}

} // namespace
} // namespace dynasio::tests
