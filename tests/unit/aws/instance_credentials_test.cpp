// SPDX-License-Identifier: BSL-1.0

#include "aws/credentials/instance/instance_endpoint.hpp"
#include "aws/credentials/instance/instance_source.hpp"
#include "support/asked_provider.hpp"
#include "support/data_cases.hpp"

#include "aws/config/profile_location.hpp"

#include <dynasio/aws/configuration_error.hpp>
#include <dynasio/aws/credential_providers.hpp>
#include <dynasio/http/errc.hpp>

#include <boost/asio/error.hpp>

#include <gtest/gtest.h>

#include <map>

namespace dynasio::tests {
namespace {

using namespace std::chrono_literals;
using aws::errc;

std::string const imds = "http://169.254.169.254";
std::string const imds_token = imds + "/latest/api/token";
std::string const imds_roles = imds + "/latest/meta-data/iam/security-credentials/";

std::string instance_keys(std::string const& end = "2023-11-15T00:00:00Z")
{
    return R"({"Code":"Success","LastUpdated":"2023-11-14T22:00:00Z","Type":"AWS-HMAC","AccessKeyId":"ASIA",)"
           R"("SecretAccessKey":"sEcReT","Token":"token","Expiration":")"
        + end + "\"}";
}

http::fields with_ttl(std::string const& seconds)
{
    http::fields result;
    result.add("x-aws-ec2-metadata-token-ttl-seconds", seconds);
    return result;
}

bool has_token(http::request const& r, std::string_view token)
{
    return r.headers.find("x-aws-ec2-metadata-token") == token;
}

struct asked_instance : asked_provider
{
    asked_instance() { idle = 2ms; } // nothing but requests
    void expect_token(std::string const& token, std::string const& ttl = "21600")
    {
        expect("PUT", imds_token)
            .reply(200, token, with_ttl(ttl))
            .where([](http::request const& r)
                { return r.headers.find("x-aws-ec2-metadata-token-ttl-seconds") == "21600"; });
    }
    testing::scripted_transport::expectation expect_get(std::string const& url, std::string const& token)
    {
        return expect("GET", url).where([=](http::request const& r) { return has_token(r, token); });
    }
    void expect_keys(std::string const& token, std::string const& body = instance_keys())
    {
        expect_get(imds_roles, token).reply(200, "web-role\n");
        expect_get(imds_roles + "web-role", token).reply(200, body);
    }
    ~asked_instance() { EXPECT_EQ(server.report(), ""); }

    std::shared_ptr<aws::credentials_provider> const provider =
        aws::instance_credentials(aws::environment::of({}));
};

TEST(instance_credentials, come_by_a_token_and_the_name_of_the_role)
{
    asked_instance a;
    a.expect_token("TOKEN");
    a.expect_keys("TOKEN");
    auto const found = a.ask(a.provider);
    ASSERT_TRUE(found.has_value()) << found.error().detail;
    EXPECT_EQ(
        (*found)->credentials, sigv4::credentials("ASIA", sigv4::secret("sEcReT"), sigv4::secret("token")));
    EXPECT_EQ((*found)->provider, "instance");
    EXPECT_EQ((*found)->expiration, http::wall_time(1'700'006'400s));
    EXPECT_TRUE(a.provider->outlive_expiration());
}

TEST(instance_credentials, keep_the_token_until_120_seconds_before_its_end)
{
    asked_instance a;
    a.expect_token("first", "300");
    a.expect_keys("first");
    EXPECT_TRUE(a.ask(a.provider).has_value());
    a.clock->advance(180s - 1ns);
    a.expect_keys("first");
    EXPECT_TRUE(a.ask(a.provider).has_value());
    a.clock->advance(1ns);
    a.expect_token("second");
    a.expect_keys("second");
    EXPECT_TRUE(a.ask(a.provider).has_value());
}

TEST(instance_credentials, renew_a_token_that_is_refused_once)
{
    asked_instance a;
    a.expect_token("first");
    a.expect_keys("first");
    EXPECT_TRUE(a.ask(a.provider).has_value());
    a.expect_get(imds_roles, "first").reply(401, "");
    a.expect_token("second");
    a.expect_get(imds_roles, "second").reply(200, "web-role");
    a.expect_get(imds_roles + "web-role", "second").reply(401, "");
    a.expect_token("third");
    a.expect_get(imds_roles + "web-role", "third").reply(401, "");
    EXPECT_EQ(a.refusal(a.provider, {"401"}), errc::credentials_failed);
    a.expect_token("fourth");
    a.expect_keys("fourth");
    EXPECT_TRUE(a.ask(a.provider).has_value());
}

TEST(instance_credentials, are_not_configured_where_nothing_answers_within_a_second)
{
    asked_instance a;
    testing::gate const never;
    auto const begin = a.clock->now();
    a.expect("PUT", imds_token).hold(never);
    EXPECT_EQ(a.refusal(a.provider, {imds}), errc::credentials_not_configured);
    EXPECT_EQ(a.clock->now() - begin, 1s);
    a.expect("PUT", imds_token).fail(boost::asio::error::connection_refused, http::stage::connecting);
    EXPECT_EQ(a.refusal(a.provider, {imds}), errc::credentials_not_configured);
    never.open();
}

TEST(instance_credentials, are_not_configured_where_the_service_is_switched_off_or_has_no_role)
{
    for (unsigned const status : {403u, 404u, 405u})
    {
        asked_instance a;
        a.expect("PUT", imds_token).reply(status, "");
        EXPECT_EQ(a.refusal(a.provider, {std::to_string(status)}), errc::credentials_not_configured);
    }
    for (auto const& [status, body] : std::map<unsigned, std::string>{{404u, "<html>sEcReT"}, {200u, " \n"}})
    {
        asked_instance a;
        a.expect_token("TOKEN");
        a.expect_get(imds_roles, "TOKEN").reply(status, body);
        EXPECT_EQ(a.refusal(a.provider, {"no role"}), errc::credentials_not_configured);
    }
    EXPECT_EQ(asked_provider().refusal(
                  aws::instance_credentials(aws::environment::of({{"AWS_EC2_METADATA_DISABLED", "True"}})),
                  {"AWS_EC2_METADATA_DISABLED"}),
        errc::credentials_not_configured);
}

TEST(instance_credentials, that_fail_once_the_service_is_known_are_an_error)
{
    asked_instance a;
    a.expect_token("TOKEN", "121");
    a.expect_keys("TOKEN");
    EXPECT_TRUE(a.ask(a.provider).has_value());
    a.clock->advance(1min);
    a.expect("PUT", imds_token).fail(http::errc::closed_early, http::stage::receiving).times(4);
    EXPECT_EQ(a.refusal(a.provider, {imds}), errc::credentials_failed);
    a.expect("PUT", imds_token).reply(403, "");
    EXPECT_EQ(a.refusal(a.provider, {"403"}), errc::credentials_failed);
}

TEST(instance_credentials, are_asked_for_four_times_when_the_service_has_a_fault)
{
    asked_instance a;
    a.expect("PUT", imds_token).reply(500, "").times(3);
    a.expect_token("TOKEN");
    a.expect_get(imds_roles, "TOKEN").reply(503, "").times(3);
    a.expect_get(imds_roles, "TOKEN").reply(200, "web-role");
    a.expect_get(imds_roles + "web-role", "TOKEN").reply(500, "").times(4);
    EXPECT_EQ(a.refusal(a.provider, {"web-role", "500"}), errc::credentials_failed);
    a.expect("GET", imds_roles).reply(400, "");
    EXPECT_EQ(a.refusal(a.provider, {"400"}), errc::credentials_failed) << "no other attempt helps";
}

TEST(instance_credentials, that_have_expired_are_returned)
{
    asked_instance a;
    a.expect_token("TOKEN");
    a.expect_keys("TOKEN", instance_keys("2020-01-01T00:00:00Z"));
    auto const found = a.ask(a.provider);
    ASSERT_TRUE(found.has_value());
    EXPECT_TRUE((*found)->is_expired(a.clock->wall_now()));
}

TEST(instance_credentials, that_are_malformed_are_an_error_that_shows_nothing_of_them)
{
    struct
    {
        std::string body;
        std::string part;
        errc code;
    } const cases[] = {
        {"sEcReT", "JSON", errc::credentials_failed},
        {R"({"Code":"AssumeRoleUnauthorizedAccess","Message":"sEcReT"})", "AssumeRoleUnauthorizedAccess",
            errc::credentials_failed},
        {R"({"Code":"Success"})", "AccessKeyId", errc::credentials_incomplete},
        {R"({"Code":"Success","AccessKeyId":"A","SecretAccessKey":""})", "SecretAccessKey",
            errc::credentials_incomplete},
        {R"({"Code":"Success","AccessKeyId":"A","SecretAccessKey":"sEcReT"})", "Token",
            errc::credentials_incomplete},
        {R"({"Code":"Success","AccessKeyId":"A","SecretAccessKey":"sEcReT","Token":"t"})", "Expiration",
            errc::credentials_incomplete},
        {R"({"Code":"Success","AccessKeyId":"A","SecretAccessKey":"sEcReT","Token":"t","Expiration":"soon"})",
            "Expiration", errc::credentials_failed},
        {R"({"Code":"Success","AccessKeyId":"A","SecretAccessKey":["sEcReT"],"Token":"t","Expiration":"soon"})",
            "SecretAccessKey", errc::credentials_failed},
    };
    for (auto const& each : cases)
    {
        asked_instance a;
        a.expect_token("TOKEN");
        a.expect_keys("TOKEN", each.body);
        EXPECT_EQ(a.refusal(a.provider, {each.part}), each.code) << each.body;
    }
    for (std::string const token : {"", " ", "a b", "a\tb", "caf\xc3\xa9"})
    {
        asked_instance a;
        a.expect("PUT", imds_token).reply(200, token);
        EXPECT_EQ(a.refusal(a.provider, {"no token"}), errc::credentials_failed) << token;
    }
    for (auto const& role :
        std::vector<std::string>{"../../user-data", "a role", "a?b", "a#b", std::string(129, 'a')})
    {
        asked_instance a;
        a.expect_token("TOKEN");
        a.expect_get(imds_roles, "TOKEN").reply(200, role);
        EXPECT_EQ(a.refusal(a.provider, {"no name of a role"}), errc::credentials_failed) << role;
    }
}

/// What a case of the vendor's says: the URL of the token, or an error.
void check_imds_case(boost::json::object const& c)
{
    std::map<std::string, std::string, std::less<>> variables;
    std::map<std::string, std::string, std::less<>> files;
    for (auto const& [name, value] : c.at("env").as_object())
        variables[std::string(name)] = text_of(value);
    for (auto const& [path, value] : c.at("fs").as_object())
        files[std::string(path)] = text_of(value);
    auto const env = aws::environment::of(variables, files);
    std::optional<aws::instance_address> in_code;
    if (auto const mode = text_of(c, "mode_override"); !mode.empty())
        in_code = mode == "IPv6" ? aws::instance_address::ipv6 : aws::instance_address::ipv4;
    auto const profiles = aws::load_profile_files(env, aws::locate_profile_files(env));
    auto const* const profile = profiles.profile("default");
    auto const& expected = c.at("result").as_object();
    if (expected.contains("Err"))
    {
        EXPECT_THROW(aws::detail::resolve_instance_endpoint(env, profile, "default", in_code),
            aws::configuration_error);
        // To a user it is an error of the search, not of the program's start.
        EXPECT_EQ(asked_provider().refusal(
                      aws::detail::instance_source(env, profile, "default", in_code), {"IPv4 or IPv6"}),
            errc::invalid_value);
        return;
    }
    asked_provider a;
    a.expect("PUT", text_of(expected, "Ok")).reply(403, "");
    EXPECT_EQ(a.refusal(aws::detail::instance_source(env, profile, "default", in_code), {"403"}),
        errc::credentials_not_configured);
    EXPECT_EQ(a.server.report(), "");
}

TEST(instance_credentials, come_from_where_the_vendor_says)
{
    constexpr auto file = "credentials/imds-endpoint-tests.json";
    DYNASIO_REQUIRE_TEST_DATA(file);
    run_cases(file, cases_of(load_test_data(file), "docs"), {}, check_imds_case);
}

} // namespace
} // namespace dynasio::tests
