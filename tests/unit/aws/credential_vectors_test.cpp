// SPDX-License-Identifier: BSL-1.0
//
// The cases of credentials: what a source asks for, and what it makes of the responses. Processes really run.

#include "support/coroutine_test.hpp"
#include "support/data_cases.hpp"
#include "text/rfc3339.hpp"
#include "unit/aws/recorded_exchanges.hpp"

#include <dynasio/aws/configuration.hpp>
#include <dynasio/aws/configuration_error.hpp>
#include <dynasio/aws/credential_providers.hpp>
#include <dynasio/testing/manual_clock.hpp>
#include <dynasio/testing/scripted_transport.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <regex>
#include <string>
#include <vector>

namespace dynasio::tests {
namespace {

namespace asio = boost::asio;
namespace json = boost::json;
using namespace std::chrono_literals;
using aws::errc;

/// The kind of our error, by the name of the case.
std::map<std::string, errc> const vector_errors{
    {"imds_default_chain_error", errc::credentials_not_configured},
    {"imds_disabled", errc::credentials_not_configured},
    {"imds_no_iam_role", errc::credentials_incomplete},
    // The case has no region, which is found before the variables with the keys are.
    {"profile_overrides_web_identity", errc::missing_region},
    {"credential_process_failure", errc::credentials_failed},
    {"empty_config", errc::credentials_not_configured},
    {"invalid_config", errc::malformed_profile_file},
    {"invalid_sso_credentials_config", errc::credentials_incomplete},
    {"sso_token", errc::credentials_incomplete},
};

/// Before all credentials of the cases expire.
constexpr auto usual_time = std::chrono::system_clock::time_point(1'200'000'000s);

std::map<std::string, std::string, std::less<>> texts_of(json::value const& object)
{
    std::map<std::string, std::string, std::less<>> result;
    for (auto const& [name, value] : object.as_object())
        result[std::string(name)] = text_of(value);
    return result;
}

std::chrono::system_clock::time_point time_of(json::object const& c)
{
    auto const* const now = c.if_contains("now");
    return now && now->is_string() ? text::parse_rfc3339(text_of(*now)).value() : usual_time;
}

std::string body_with_token(std::string const& role, std::string const& session, std::string const& token)
{
    return "Action=AssumeRoleWithWebIdentity&Version=2011-06-15&RoleArn=arn%3Aaws%3Aiam%3A%3A" + role
        + "&RoleSessionName=" + session + "&WebIdentityToken=" + token;
}

/// Some requests were recorded with other roles, tokens and keys than those of the case.
recording_corrections corrections_of(json::object const& c, std::string const& made_up_name)
{
    recording_corrections result;
    result[{"web_identity_token_env", 0}].body =
        body_with_token("123456789012%3Arole%2Ftest-role", "test-session", "web-identity-token-2%0A");
    result[{"web_identity_token_profile", 0}].body =
        body_with_token("1234567890123%3Arole%2FRoleA", made_up_name, "sometoken%0A");
    result[{"web_identity_token_source_profile", 0}].body =
        body_with_token("123456789012%3Arole%2Fs3-reader", made_up_name, "sometoken%0A");
    auto const first_response = [&]
    { return text_of(c.at("exchanges").at(0).at("response").as_object(), "body"); };
    if (text_of(c, "name") == "web_identity_token_source_profile")
    {
        std::smatch token;
        auto const body = first_response();
        EXPECT_TRUE(std::regex_search(body, token, std::regex("<SessionToken>([^<]+)<")));
        result[{"web_identity_token_source_profile", 1}].session_token = token.str(1);
    }
    if (text_of(c, "name") == "ecs_assume_role")
    {
        auto const keys = json::parse(first_response()).as_object();
        auto& second = result[{"ecs_assume_role", 1}];
        second.signer = text_of(keys, "AccessKeyId");
        second.session_token = text_of(keys, "Token");
    }
    return result;
}

/// Every secret that the files, the variables and the responses of the case have.
std::vector<std::string> secrets_of(json::object const& c)
{
    static std::regex const written(
        "(?:aws_secret_access_key|aws_session_token)\\s*=\\s*(\\S+)|"
        "\"(?:accessToken|refreshToken|clientSecret|[sS]ecretAccessKey|Token|sessionToken)\"\\s*:\\s*"
        "\"([^\"]+)\"|<(?:SecretAccessKey|SessionToken)>([^<]+)<");
    std::vector<std::string> result;
    auto const search = [&](std::string const& text)
    {
        for (std::sregex_iterator i(text.begin(), text.end(), written), end; i != end; ++i)
            for (std::size_t group = 1; group < i->size(); ++group)
                if ((*i)[group].matched)
                    result.push_back((*i)[group].str());
    };
    for (auto const& [path, text] : texts_of(c.at("fs")))
        if (path.ends_with(".jwt"))
            result.emplace_back(text::trim(text));
        else
            search(text);
    for (auto const& each : c.at("exchanges").as_array())
    {
        auto const body = text_of(each.at("response").as_object(), "body");
        if (text_of(each.at("request").as_object(), "uri").ends_with("/latest/api/token"))
            result.push_back(body);
        search(body);
    }
    auto const variables = texts_of(c.at("env"));
    if (auto const key = variables.find("AWS_SECRET_ACCESS_KEY"); key != variables.end())
        result.push_back(key->second);
    return result;
}

void check_credentials(aws::resolved_credentials const& found, json::object const& expected)
{
    EXPECT_EQ(found.credentials.access_key_id, text_of(expected, "access_key_id"));
    EXPECT_EQ(found.credentials.secret_access_key, sigv4::secret(text_of(expected, "secret_access_key")));
    EXPECT_EQ(found.credentials.session_token, sigv4::secret(text_of(expected, "session_token")));
    EXPECT_EQ(found.account_id, text_of(expected, "account_id"));
    std::optional<std::chrono::system_clock::time_point> expiry;
    if (auto const* const seconds = expected.if_contains("expiry"))
        expiry.emplace(std::chrono::seconds(seconds->to_number<std::int64_t>()));
    EXPECT_EQ(found.expiration, expiry);
    for (auto const& [member, unused] : expected)
        EXPECT_TRUE(member == "access_key_id" || member == "secret_access_key" || member == "session_token"
            || member == "account_id" || member == "expiry")
            << "nothing compares " << member;
}

void check_error(aws::credentials_error const& error, json::object const& c)
{
    auto const expected = vector_errors.find(text_of(c, "name"));
    ASSERT_NE(expected, vector_errors.end()) << "which kind of error is expected?";
    EXPECT_EQ(error.code, expected->second) << error.detail;
    EXPECT_FALSE(error.detail.empty());
    for (auto const& secret : secrets_of(c))
        EXPECT_EQ(error.detail.find(secret), std::string::npos) << error.detail;
}

using provider_ptr = std::shared_ptr<aws::credentials_provider>;
using provider_maker = std::function<provider_ptr(aws::environment const&)>;

/// Runs `get` to its end. Pauses between attempts pass at once; processes and files take real time.
aws::credentials_result run_get(provider_ptr const& provider, dynasio::testing::scripted_transport& server,
    std::shared_ptr<dynasio::testing::manual_clock> const& clock)
{
    asio::io_context context(1);
    aws::provider_context const with(clock->now() + provider->timeout(), server, clock);
    aws::credentials_result outcome;
    bool ended = false;
    asio::co_spawn(
        context, [&]() -> asio::awaitable<void> { outcome = co_await provider->get(with); },
        [&](std::exception_ptr failure)
        {
            ended = true;
            report_failure(failure);
        });
    for (int rounds = 0; !ended && rounds < 10'000; ++rounds)
    {
        context.restart();
        auto const next = context.run_one_for(20ms) == 0 ? clock->next_deadline() : std::nullopt;
        if (next && *next - clock->now() <= 1s)
            clock->advance_to_next();
    }
    EXPECT_TRUE(ended) << "it waits for something that never comes";
    if (!ended)
        clock->stop();
    return outcome;
}

aws::credentials_result outcome_of(json::object const& c, provider_maker const& make)
{
    auto const clock = std::make_shared<dynasio::testing::manual_clock>(time_of(c));
    dynasio::testing::scripted_transport server(clock);
    auto const since_1970 =
        std::chrono::duration_cast<std::chrono::milliseconds>(time_of(c).time_since_epoch());
    auto const made_up_name = "dynasio-" + std::to_string(since_1970.count());
    expect_exchanges(server, c, corrections_of(c, made_up_name), made_up_name);
    try
    {
        auto const env = aws::environment::of(texts_of(c.at("env")), texts_of(c.at("fs")));
        auto outcome = run_get(make(env), server, clock);
        EXPECT_EQ(server.report(), "");
        return outcome;
    }
    catch (aws::configuration_error const& e)
    {
        return aws::credentials_error{e.code(), e.what()};
    }
}

void check_case(json::object const& c, provider_maker const& make)
{
    auto const outcome = outcome_of(c, make);
    auto const& expected = c.at("expected").as_object();
    ASSERT_EQ(expected.size(), 1u);
    if (auto const* ok = expected.if_contains("Ok"))
    {
        ASSERT_TRUE(outcome.has_value()) << outcome.error().detail;
        return check_credentials(**outcome, ok->as_object());
    }
    ASSERT_TRUE(expected.contains("ErrorContains"));
    ASSERT_TRUE(outcome.has_error()) << "there is no error";
    check_error(outcome.error(), c);
}

void run_vectors(char const* file, provider_maker const& make)
{
    run_cases(file, cases_of(load_test_data(file), "name"), {},
        [&make](json::object const& c) { check_case(c, make); });
}

TEST(credential_vectors, default_chain)
{
    constexpr auto file = "credentials/default-chain.json";
    DYNASIO_REQUIRE_TEST_DATA(file);
    run_vectors(file, [](aws::environment const& env) { return aws::default_credentials(env); });
}

/// The same search as part of a whole configuration.
TEST(credential_vectors, default_chain_of_a_configuration)
{
    constexpr auto file = "credentials/default-chain.json";
    DYNASIO_REQUIRE_TEST_DATA(file);
    run_vectors(file, [](aws::environment const& env) { return aws::load_configuration(env).credentials; });
}

TEST(credential_vectors, profile)
{
    constexpr auto file = "credentials/profile-provider.json";
    DYNASIO_REQUIRE_TEST_DATA(file);
    run_vectors(file, [](aws::environment const& env) { return aws::profile_credentials(env); });
}

} // namespace
} // namespace dynasio::tests
