// SPDX-License-Identifier: BSL-1.0
//
// Roles that are assumed with a token from a file, and where the hosts of STS are.

#include "support/asked_provider.hpp"
#include "unit/aws/sts_answers.hpp"

#include <dynasio/aws/configuration.hpp>
#include <dynasio/aws/configuration_error.hpp>
#include <dynasio/aws/credential_providers.hpp>

#include <boost/asio/error.hpp>

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>

namespace dynasio::tests {
namespace {

using namespace std::chrono_literals;
using aws::environment;
using aws::errc;

constexpr char identity_action[] = "AssumeRoleWithWebIdentity";
std::string const identity_url = "https://sts.eu-west-1.amazonaws.com/";

std::string identity_body(std::string const& token, std::string const& session)
{
    return std::string("Action=") + identity_action
        + "&Version=2011-06-15&RoleArn=arn%3Aaws%3Aiam%3A%3A1%3Arole%2Fr&RoleSessionName=" + session
        + "&WebIdentityToken=" + token;
}

struct asked_identity : asked_provider
{
    ~asked_identity() { EXPECT_EQ(server.report(), ""); }

    std::shared_ptr<aws::credentials_provider> provider(std::string session = {})
    {
        aws::web_identity_options role("arn:aws:iam::1:role/r", "/token");
        role.session_name = std::move(session);
        return aws::web_identity_credentials(env, role, aws::issuer_options("eu-west-1"));
    }

    /// The next request must have exactly this body, and must not be signed.
    testing::scripted_transport::expectation expect_body(std::string const& body)
    {
        return expect("POST", identity_url)
            .where(
                [=](http::request const& r)
                {
                    return r.body == body && !r.headers.find("authorization") && !r.headers.find("x-amz-date")
                        && !r.headers.find("x-amz-security-token");
                });
    }

    environment env = environment::of({}, {{"/token", "sEcReT.ey-J_~/+="}});
};

TEST(web_identity, sends_the_token_without_a_signature)
{
    asked_identity a;
    a.expect_body(identity_body("sEcReT.ey-J_~%2F%2B%3D", "dynasio-1700000000000"))
        .reply(200, role_answer("ASIA", "2023-11-14T23:00:00Z", identity_action));
    auto const found = a.ask(a.provider());
    ASSERT_TRUE(found.has_value()) << found.error().detail;
    auto const& keys = **found;
    EXPECT_EQ(keys.credentials.access_key_id, "ASIA");
    EXPECT_EQ(keys.credentials.secret_access_key, sigv4::secret("role-sEcReT"));
    EXPECT_EQ(keys.credentials.session_token, sigv4::secret("role-sEcReT/token=="));
    EXPECT_EQ(keys.account_id, "210987654321");
    EXPECT_EQ(keys.provider, "web-identity");
    EXPECT_EQ(keys.expiration, http::wall_time(1'700'002'800s));
}

TEST(web_identity, reads_the_token_each_time)
{
    asked_identity a;
    auto const provider = a.provider("me");
    a.expect_body(identity_body("sEcReT.ey-J_~%2F%2B%3D", "me")).reply(200, role_answer());
    EXPECT_TRUE(a.ask(provider).has_value());
    a.env.replace_file("/token", "second");
    a.expect_body(identity_body("second", "me")).reply(200, role_answer());
    EXPECT_TRUE(a.ask(provider).has_value());
}

TEST(web_identity, asks_again_when_the_identity_provider_was_not_reached)
{
    asked_identity a;
    a.expect("POST", identity_url).reply(400, error_answer("IDPCommunicationError")).times(2);
    a.expect("POST", identity_url).reply(200, role_answer());
    EXPECT_TRUE(a.ask(a.provider()).has_value());
    for (auto const* code :
        {"InvalidIdentityToken", "IDPRejectedClaim", "ExpiredTokenException", "AccessDenied"})
    {
        a.expect("POST", identity_url).reply(400, error_answer(code));
        EXPECT_EQ(a.refusal(a.provider(), {code, "arn:aws:iam::1:role/r"}), errc::credentials_failed);
    }
}

TEST(web_identity, says_which_file_is_not_there)
{
    asked_identity a;
    a.env = environment::of({});
    EXPECT_EQ(a.refusal(a.provider(), {"/token", "does not exist"}), errc::unreadable_file);
    a.env = environment::of({}, {{"/token", ""}});
    EXPECT_EQ(a.refusal(a.provider(), {"/token", "empty"}), errc::unreadable_file);
}

/// Servers of others repeat in errors what they were sent, in full or cut short.
TEST(web_identity, shows_no_message_that_repeats_the_token)
{
    std::string const token = "sEcReT-" + std::string(900, 'x');
    for (auto const& said :
        {token, "got " + token, token.substr(0, 200), "RoleSessionName=me&amp;WebIdentityToken=" + token})
    {
        asked_identity a;
        a.env = environment::of({}, {{"/token", token}});
        a.expect("POST", identity_url).reply(400, error_answer("InvalidIdentityToken", said));
        EXPECT_EQ(a.refusal(a.provider(), {"InvalidIdentityToken"}), errc::credentials_failed);
    }
}

TEST(web_identity, of_the_environment_needs_a_role)
{
    asked_provider a;
    EXPECT_EQ(a.refusal(aws::web_identity_credentials(environment::of({})), {"AWS_WEB_IDENTITY_TOKEN_FILE"}),
        errc::credentials_not_configured);
    EXPECT_EQ(
        a.refusal(aws::web_identity_credentials(environment::of({{"AWS_WEB_IDENTITY_TOKEN_FILE", "/t"}})),
            {"AWS_ROLE_ARN"}),
        errc::credentials_incomplete);
    environment::variables const without_region{
        {"AWS_WEB_IDENTITY_TOKEN_FILE", "/t"}, {"AWS_ROLE_ARN", "arn:r"}};
    EXPECT_EQ(a.refusal(aws::web_identity_credentials(environment::of(without_region)), {"AWS_REGION"}),
        errc::missing_region);
}

void expect_refusal(std::function<void()> const& make, errc code)
{
    try
    {
        make();
        ADD_FAILURE() << "not refused";
    }
    catch (aws::configuration_error const& e)
    {
        EXPECT_EQ(e.code(), code) << e.what();
    }
}

TEST(role_arguments, are_checked)
{
    auto const source = aws::static_credentials({"AKID", sigv4::secret("s")});
    aws::issuer_options const sts("us-east-1");
    auto const assume = [&](aws::assume_role_options const& role, aws::issuer_options const& where)
    { return [=] { aws::assume_role_credentials(role, source, where); }; };
    aws::assume_role_options role("arn:r");
    EXPECT_NO_THROW(assume(role, sts)());
    expect_refusal(assume(aws::assume_role_options(), sts), errc::invalid_value);
    expect_refusal([&] { aws::assume_role_credentials(role, nullptr, sts); }, errc::invalid_value);
    expect_refusal(assume(role, aws::issuer_options()), errc::missing_region);
    expect_refusal(assume(role, aws::issuer_options("us east")), errc::invalid_region);
    auto elsewhere = sts;
    elsewhere.endpoint_url = "ftp://x";
    expect_refusal(assume(role, elsewhere), errc::invalid_endpoint);
    for (auto const seconds : {899s, 43201s, -1s})
    {
        role.duration = seconds;
        expect_refusal(assume(role, sts), errc::invalid_value);
    }
    for (auto const seconds : {0s, 900s, 43200s})
    {
        role.duration = seconds;
        EXPECT_NO_THROW(assume(role, sts)());
    }
    for (auto const& name : {std::string("x"), std::string(65, 'x'), std::string("a b"), std::string("a\nb"),
             std::string("\xC3\xA9x")})
    {
        role.session_name = name;
        expect_refusal(assume(role, sts), errc::invalid_value);
    }
    for (auto const& name : {std::string("xx"), std::string(64, 'x'), std::string("a+=,.@-_9")})
    {
        role.session_name = name;
        EXPECT_NO_THROW(assume(role, sts)());
    }
    aws::web_identity_options identity("arn:r", "");
    expect_refusal(
        [&] { aws::web_identity_credentials(environment::of({}), identity, sts); }, errc::invalid_value);
}

struct sts_host
{
    std::string region;
    bool fips;
    bool dual_stack;
    std::string endpoint_url;
    std::string url;
    std::string signing_region;
};

TEST(role_hosts, follow_region_and_settings)
{
    sts_host const hosts[] = {
        {"us-west-2", false, false, "", "https://sts.us-west-2.amazonaws.com/", "us-west-2"},
        {"us-west-2", true, false, "", "https://sts-fips.us-west-2.amazonaws.com/", "us-west-2"},
        {"us-west-2", false, true, "", "https://sts.us-west-2.api.aws/", "us-west-2"},
        {"us-west-2", true, true, "", "https://sts-fips.us-west-2.api.aws/", "us-west-2"},
        {"cn-north-1", false, false, "", "https://sts.cn-north-1.amazonaws.com.cn/", "cn-north-1"},
        {"us-gov-west-1", true, false, "", "https://sts.us-gov-west-1.amazonaws.com/", "us-gov-west-1"},
        {"us-west-2", true, true, "http://localhost:4566/sts", "http://localhost:4566/sts/", "us-west-2"},
        {"", false, false, "https://sts.example.com", "https://sts.example.com/", "us-east-1"},
    };
    for (auto const& each : hosts)
    {
        asked_provider a;
        aws::issuer_options where(each.region);
        where.endpoint_url = each.endpoint_url;
        where.use_fips = each.fips;
        where.use_dual_stack = each.dual_stack;
        auto const source = aws::static_credentials({"AKID", sigv4::secret("s")});
        a.expect("POST", each.url)
            .reply(200, role_answer())
            .where(
                [&](http::request const& r)
                {
                    auto const authorization = r.headers.find("authorization").value_or("");
                    return authorization.find("/" + each.signing_region + "/sts/") != authorization.npos;
                });
        EXPECT_TRUE(
            a.ask(aws::assume_role_credentials(aws::assume_role_options("arn:r"), source, where)).has_value())
            << each.url;
        EXPECT_EQ(a.server.report(), "");
    }
}

/// The same from variables, profile and code; the more specific wins.
TEST(role_hosts, are_configured_as_those_of_other_services)
{
    std::string const role =
        "[default]\nregion = us-east-2\nrole_arn = arn:r\ncredential_source = Environment\n";
    struct configured
    {
        environment::variables variables;
        std::string properties;
        std::function<void(aws::load_options&)> code;
        std::string url;
    };
    configured const cases[] = {
        {{}, "", nullptr, "https://sts.us-east-2.amazonaws.com/"},
        {{{"AWS_REGION", "eu-west-1"}}, "", nullptr, "https://sts.eu-west-1.amazonaws.com/"},
        {{{"AWS_REGION", "eu-west-1"}}, "", [](aws::load_options& o) { o.region("sa-east-1"); },
            "https://sts.sa-east-1.amazonaws.com/"},
        {{{"AWS_USE_FIPS_ENDPOINT", "true"}}, "use_dualstack_endpoint = true\n", nullptr,
            "https://sts-fips.us-east-2.api.aws/"},
        {{{"AWS_USE_FIPS_ENDPOINT", "true"}}, "", [](aws::load_options& o) { o.use_fips(false); },
            "https://sts.us-east-2.amazonaws.com/"},
        {{{"AWS_ENDPOINT_URL", "http://all"}}, "", nullptr, "http://all/"},
        {{{"AWS_ENDPOINT_URL", "http://all"}, {"AWS_ENDPOINT_URL_STS", "http://sts"}}, "", nullptr,
            "http://sts/"},
        {{{"AWS_ENDPOINT_URL_STS", "http://sts"}, {"AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "true"}}, "",
            nullptr, "https://sts.us-east-2.amazonaws.com/"},
        {{{"AWS_ENDPOINT_URL_DYNAMODB", "http://other"}}, "endpoint_url = http://profile\n", nullptr,
            "http://profile/"},
    };
    for (auto const& each : cases)
    {
        asked_provider a;
        auto variables = each.variables;
        variables.insert({{"HOME", "/h"}, {"AWS_ACCESS_KEY_ID", "AKID"}, {"AWS_SECRET_ACCESS_KEY", "s"}});
        aws::load_options options;
        options.profile("default"); // so that the variables' keys do not come first
        if (each.code)
            each.code(options);
        auto const loaded = aws::load_configuration(
            environment::of(variables, {{"/h/.aws/config", role + each.properties}}), options);
        a.expect("POST", each.url).reply(200, role_answer());
        auto const found = a.ask(loaded.credentials);
        EXPECT_TRUE(found.has_value()) << each.url << ": " << found.error().detail;
        EXPECT_EQ(a.server.report(), "");
    }
}

} // namespace
} // namespace dynasio::tests
