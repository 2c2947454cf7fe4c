// SPDX-License-Identifier: BSL-1.0
//
// The cases of credentials that our sources reach: environment and profile. Every other case is left out for the source
// that it needs.

#include "support/credentials_from.hpp"
#include "support/data_cases.hpp"

#include <dynasio/aws/configuration_error.hpp>
#include <dynasio/aws/credential_providers.hpp>

#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <memory>
#include <string>

namespace dynasio::tests {
namespace {

namespace json = boost::json;
using aws::errc;

/// The kind of our error, by the name of the case.
std::map<std::string, errc> const errors{
    {"imds_disabled", errc::credentials_not_configured},
    {"profile_overrides_web_identity", errc::not_supported},
    {"empty_config", errc::credentials_not_configured},
    {"invalid_config", errc::malformed_profile_file},
    {"invalid_sso_credentials_config", errc::not_supported},
};

std::vector<left_out> const reasons_for_chain{
    left_out_named("there is no provider of the instance metadata service",
        {"imds_assume_role", "imds_default_chain_error", "imds_default_chain_success", "imds_no_iam_role"}),
    left_out_named("there is no provider for containers",
        {"ecs_assume_role", "ecs_credentials", "eks_pod_identity_credentials"}),
    left_out_named(
        "there is no provider for single sign-on", {"e2e_fips_and_dual_stack_sso", "sso_assume_role"}),
    left_out_named("there is no provider for web identities",
        {"web_identity_token_env", "web_identity_token_profile", "web_identity_token_source_profile"}),
};

std::vector<left_out> const reasons_for_profile{
    left_out_named("there is no provider that assumes roles",
        {"assume_role_override_global_env_url", "assume_role_override_service_profile_url", "e2e_assume_role",
            "e2e_fips_and_dual_stack_sts", "retry_on_error"}),
    left_out_named("there is no provider for single sign-on", {"sso_credentials", "sso_token"}),
    left_out_named(
        "there is no provider that runs a process", {"credential_process", "credential_process_failure"}),
};

std::map<std::string, std::string, std::less<>> texts_of(json::value const& object)
{
    std::map<std::string, std::string, std::less<>> result;
    for (auto const& [name, value] : object.as_object())
        result[std::string(name)] = text_of(value);
    return result;
}

using provider_maker = std::function<std::shared_ptr<aws::credentials_provider>(aws::environment const&)>;

void check_credentials(aws::resolved_credentials const& found, json::object const& expected)
{
    EXPECT_EQ(found.credentials.access_key_id, text_of(expected, "access_key_id"));
    EXPECT_EQ(found.credentials.secret_access_key, sigv4::secret(text_of(expected, "secret_access_key")));
    EXPECT_EQ(found.credentials.session_token, sigv4::secret(text_of(expected, "session_token")));
    EXPECT_EQ(found.account_id, text_of(expected, "account_id"));
    EXPECT_FALSE(found.expiration);
    for (auto const& [member, unused] : expected)
        EXPECT_TRUE(member == "access_key_id" || member == "secret_access_key" || member == "session_token"
            || member == "account_id")
            << "nothing compares " << member;
}

/// The errors of files are thrown when a provider is made, all others are its result.
aws::credentials_result outcome_of(provider_maker const& make, aws::environment const& env)
{
    try
    {
        return credentials_from(*make(env));
    }
    catch (aws::configuration_error const& e)
    {
        return aws::credentials_error{e.code(), e.what()};
    }
}

void check_case(json::object const& c, provider_maker const& make)
{
    auto const outcome = outcome_of(make, aws::environment::of(texts_of(c.at("env")), texts_of(c.at("fs"))));
    ASSERT_TRUE(c.at("exchanges").as_array().empty()) << "no source of ours sends requests";
    auto const& expected = c.at("expected").as_object();
    ASSERT_EQ(expected.size(), 1u);
    if (auto const* ok = expected.if_contains("Ok"))
    {
        ASSERT_TRUE(outcome.has_value()) << outcome.error().detail;
        return check_credentials(**outcome, ok->as_object());
    }
    ASSERT_TRUE(expected.contains("ErrorContains"));
    auto const error = errors.find(text_of(c, "name"));
    ASSERT_NE(error, errors.end()) << "which kind of error is expected?";
    ASSERT_TRUE(outcome.has_error()) << "there is no error";
    EXPECT_EQ(outcome.error().code, error->second) << outcome.error().detail;
}

void run_vectors(char const* file, std::vector<left_out> const& reasons, provider_maker const& make)
{
    run_cases(file, cases_of(load_test_data(file), "name"), reasons,
        [&make](json::object const& c) { check_case(c, make); });
}

TEST(credential_vectors, default_chain)
{
    constexpr auto file = "credentials/default-chain.json";
    DYNASIO_REQUIRE_TEST_DATA(file);
    run_vectors(
        file, reasons_for_chain, [](aws::environment const& env) { return aws::default_credentials(env); });
}

TEST(credential_vectors, profile)
{
    constexpr auto file = "credentials/profile-provider.json";
    DYNASIO_REQUIRE_TEST_DATA(file);
    run_vectors(
        file, reasons_for_profile, [](aws::environment const& env) { return aws::profile_credentials(env); });
}

} // namespace
} // namespace dynasio::tests
