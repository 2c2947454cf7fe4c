// SPDX-License-Identifier: BSL-1.0

#include "aws/credentials/sso/sso_token.hpp"
#include "support/asked_provider.hpp"
#include "support/data_cases.hpp"

#include "text/rfc3339.hpp"

#include <dynasio/aws/configuration_error.hpp>
#include <dynasio/aws/credential_providers.hpp>
#include <dynasio/aws/profile_file.hpp>
#include <dynasio/http/errc.hpp>

#include <boost/json/parse.hpp>

#include <gtest/gtest.h>

namespace dynasio::tests {
namespace {

using namespace std::chrono_literals;
using aws::errc;

std::string sso_file(std::string const& end, std::string const& more = "")
{
    return R"({"startUrl":"https://x.awsapps.com/start","region":"eu-west-1","accessToken":"sEcReT-old","expiresAt":")"
        + end + "\"" + more + ",\"unknown\":{\"kept\":[1, 2]}}";
}

std::string const renewable =
    R"(,"refreshToken":"sEcReT-refresh","clientId":"client","clientSecret":"sEcReT-client","registrationExpiresAt":"2024-01-01T00:00:00Z")";

std::string const role_keys =
    R"({"roleCredentials":{"accessKeyId":"ASIA","secretAccessKey":"sEcReT","sessionToken":"token","expiration":1700003600123}})";

std::string const portal_url = "https://portal.sso.eu-west-1.amazonaws.com/federation/"
                               "credentials?account_id=111122223333&role_name=My%20Role";
std::string const oidc_url = "https://oidc.eu-west-1.amazonaws.com/token";

aws::sso_options my_role()
{
    aws::sso_options role;
    role.account_id = "111122223333";
    role.role_name = "My Role";
    role.start_url = "https://x.awsapps.com/start";
    role.region = "eu-west-1";
    role.session = "my-session";
    return role;
}

/// The clock stands at 2023-11-14T22:13:20Z.
struct asked_sso : asked_provider
{
    explicit asked_sso(std::optional<std::string> file)
        : path(aws::detail::sso_token_path(aws::environment::of({{"HOME", "/home"}}), my_role())),
          env(aws::environment::of({{"HOME", "/home"}},
              file ? aws::environment::files{{path, *file}} : aws::environment::files())),
          provider(aws::sso_credentials(env, my_role()))
    {}
    ~asked_sso() { EXPECT_EQ(server.report(), ""); }

    testing::scripted_transport::expectation expect_portal(std::string const& token)
    {
        return expect("GET", portal_url)
            .where([=](http::request const& r) { return r.headers.find("x-amz-sso_bearer_token") == token; });
    }
    testing::scripted_transport::expectation expect_renewal()
    {
        return expect("POST", oidc_url)
            .where(
                [](http::request const& r)
                {
                    return r.headers.find("content-type") == "application/json"
                        && boost::json::parse(r.body)
                        == boost::json::parse(
                            R"({"clientId":"client","clientSecret":"sEcReT-client","grantType":"refresh_token","refreshToken":"sEcReT-refresh"})");
                });
    }
    void expect_keys(std::string const& token) { expect_portal(token).reply(200, role_keys); }

    std::string const path;
    aws::environment const env;
    std::shared_ptr<aws::credentials_provider> const provider;
};

TEST(sso_credentials, have_a_file_for_each_session_or_start_url)
{
    auto const env = aws::environment::of({{"HOME", "/home"}});
    auto role = my_role();
    EXPECT_EQ(aws::detail::sso_token_path(env, role),
        "/home/.aws/sso/cache/9e28173066ce536e277c5fb355efd9c64f398167.json");
    role.session.clear();
    EXPECT_EQ(aws::detail::sso_token_path(env, role),
        "/home/.aws/sso/cache/3947de8b16688092197fa616c34e01335f21d256.json");
    EXPECT_EQ(aws::detail::sso_token_path(aws::environment::of({}), role), "");
}

TEST(sso_credentials, come_for_the_token_of_the_file)
{
    asked_sso a(sso_file("2023-11-14T22:18:21Z"));
    a.expect_keys("sEcReT-old");
    auto const found = a.ask(a.provider);
    ASSERT_TRUE(found.has_value()) << found.error().detail;
    EXPECT_EQ(
        (*found)->credentials, sigv4::credentials("ASIA", sigv4::secret("sEcReT"), sigv4::secret("token")));
    EXPECT_EQ((*found)->account_id, "111122223333");
    EXPECT_EQ((*found)->provider, "sso");
    EXPECT_EQ((*found)->expiration, http::wall_time(1'700'003'600'123ms));
}

TEST(sso_credentials, renew_the_token_five_minutes_before_its_end_and_keep_the_rest_of_the_file)
{
    asked_sso a(sso_file("2023-11-14T22:18:20Z", renewable));
    a.expect_renewal().reply(200,
        R"({"accessToken":"sEcReT-new\/2","tokenType":"Bearer","expiresIn":28800,"refreshToken":"sEcReT-refresh2"})");
    a.expect_keys("sEcReT-new/2");
    EXPECT_TRUE(a.ask(a.provider).has_value());
    auto expected = boost::json::parse(sso_file("2023-11-15T06:13:20Z", renewable));
    expected.as_object()["accessToken"] = "sEcReT-new/2";
    expected.as_object()["refreshToken"] = "sEcReT-refresh2";
    EXPECT_EQ(boost::json::parse(a.env.file(a.path).value()), expected);
    a.expect_keys("sEcReT-new/2");
    EXPECT_TRUE(a.ask(a.provider).has_value());
}

TEST(sso_credentials, keep_a_token_that_was_not_renewed_as_long_as_it_is_valid)
{
    asked_sso a(sso_file("2023-11-14T22:15:20Z", renewable));
    a.expect_renewal().reply(400, R"({"error":"invalid_grant","error_description":"sEcReT"})");
    a.expect_keys("sEcReT-old");
    EXPECT_TRUE(a.ask(a.provider).has_value());
    a.clock->advance(29s);
    a.expect_keys("sEcReT-old");
    EXPECT_TRUE(a.ask(a.provider).has_value()) << "it is tried every 30 seconds only";
    a.clock->advance(1s);
    a.expect_renewal().fail(http::errc::closed_early, http::stage::receiving);
    a.expect_keys("sEcReT-old");
    EXPECT_TRUE(a.ask(a.provider).has_value());
    a.clock->advance(2min);
    a.expect_renewal().reply(400, R"({"error":"invalid_grant"})");
    EXPECT_EQ(a.refusal(a.provider, {"aws sso login --sso-session my-session", "400"}), errc::login_expired);
}

TEST(sso_credentials, take_the_token_of_another_process_that_was_faster)
{
    asked_sso a(sso_file("2023-11-14T22:00:00Z", renewable));
    testing::gate const answered;
    a.expect_renewal().hold(answered).reply(400, "{}");
    a.start(a.provider, 1min);
    for (int i = 0; i < 10 && a.server.requests().empty(); ++i)
        a.context.run_one_for(20ms);
    a.env.replace_file(a.path, sso_file("2023-11-14T23:00:00Z"));
    a.expect_keys("sEcReT-old");
    answered.open();
    a.finish();
    EXPECT_TRUE(a.outcome && a.outcome->has_value());
}

TEST(sso_credentials, need_a_person_where_the_token_cannot_be_renewed)
{
    for (auto const& more : {std::string(), renewable.substr(0, renewable.find(",\"clientSecret")),
             renewable.substr(0, renewable.find("2024")) + "2023-11-14T22:13:20Z\""})
    {
        asked_sso a(sso_file("2023-11-14T22:13:20Z", more));
        EXPECT_EQ(a.refusal(a.provider, {"expired", "aws sso login"}), errc::login_expired) << more;
    }
    asked_sso none(std::nullopt);
    EXPECT_EQ(none.refusal(none.provider, {none.path, "aws sso login"}), errc::login_expired);
    asked_sso refused(sso_file("2023-11-14T23:00:00Z"));
    refused.expect_portal("sEcReT-old").reply(401, R"({"message":"sEcReT"})");
    EXPECT_EQ(refused.refusal(refused.provider, {"refused", "aws sso login"}), errc::login_expired);
}

TEST(sso_credentials, of_a_file_or_response_that_is_malformed_are_an_error)
{
    for (std::string const file : {"", "sEcReT", "[]", R"({"accessToken":1})", R"({"accessToken":"sEcReT"})",
             R"({"accessToken":"sEcReT","expiresAt":"soon"})",
             R"({"accessToken":"","expiresAt":"2023-11-14T23:00:00Z"})"})
    {
        asked_sso a(file);
        auto const code = a.refusal(a.provider, {a.path});
        EXPECT_TRUE(code == errc::credentials_failed || code == errc::credentials_incomplete) << file;
    }
    for (std::string const body :
        {"sEcReT", "{}", R"({"roleCredentials":{"accessKeyId":"A"}})",
            R"({"roleCredentials":{"accessKeyId":"A","secretAccessKey":"sEcReT","sessionToken":"t"}})",
            R"({"roleCredentials":{"accessKeyId":"A","secretAccessKey":"sEcReT","sessionToken":"t","expiration":"x"}})"})
    {
        asked_sso a(sso_file("2023-11-14T23:00:00Z"));
        a.expect_portal("sEcReT-old").reply(200, body);
        auto const code = a.refusal(a.provider, {"My Role"});
        EXPECT_TRUE(code == errc::credentials_failed || code == errc::credentials_incomplete) << body;
    }
    asked_sso a(sso_file("2023-11-14T23:00:00Z"));
    a.expect_portal("sEcReT-old").reply(404, "sEcReT");
    EXPECT_EQ(a.refusal(a.provider, {"404"}), errc::credentials_failed);
    a.expect_portal("sEcReT-old").reply(500, "").times(3);
    EXPECT_EQ(a.refusal(a.provider, {"500"}), errc::credentials_failed);
}

TEST(sso_credentials, need_their_options)
{
    for (auto const member : {&aws::sso_options::account_id, &aws::sso_options::role_name,
             &aws::sso_options::start_url, &aws::sso_options::region})
    {
        auto role = my_role();
        (role.*member).clear();
        EXPECT_THROW(aws::sso_credentials(aws::environment::of({}), role), aws::configuration_error);
    }
}

/// A case of tokens: the token that a profile's file has.
void check_token_case(boost::json::object const& c)
{
    aws::environment::variables variables;
    aws::environment::files files;
    for (auto const& [name, value] : c.at("env").as_object())
        variables[std::string(name)] = text_of(value);
    for (auto const& [path, value] : c.at("fs").as_object())
        files[std::string(path)] = text_of(value);
    auto const env = aws::environment::of(variables, files);
    auto const profiles = aws::parse_profile_files(env.file("/home/.aws/config").value(), "");
    auto const* const profile = profiles.profile(env.variable("AWS_PROFILE").value_or("default"));
    ASSERT_TRUE(profile);
    aws::sso_options role;
    role.session = profile->get("sso_session").value();
    role.start_url = profiles.sso_sessions.at(role.session).get("sso_start_url").value();
    auto const path = aws::detail::sso_token_path(env, role);
    auto const file = env.file(path);
    ASSERT_TRUE(file) << path;
    auto const token = aws::detail::read_sso_token(*file, path);
    ASSERT_TRUE(token.has_value()) << token.error().detail;
    EXPECT_TRUE(c.at("exchanges").as_array().empty());
    auto const& expected = c.at("expected").at("Ok").as_object();
    ASSERT_EQ(expected.size(), 2u);
    EXPECT_EQ(token->access_token.reveal(), text_of(expected, "token"));
    EXPECT_EQ(text::format_rfc3339(token->expires_at), text_of(expected, "expiration"));
}

TEST(sso_credentials, find_the_token_where_the_vendor_does)
{
    constexpr auto file = "credentials/token-chain.json";
    DYNASIO_REQUIRE_TEST_DATA(file);
    run_cases(file, cases_of(load_test_data(file), "name"), {}, check_token_case);
}

} // namespace
} // namespace dynasio::tests
