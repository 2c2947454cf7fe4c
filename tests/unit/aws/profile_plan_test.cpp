// SPDX-License-Identifier: BSL-1.0
//
// What a profile asks for: every case of role resolution, compared in every field, and what the cases leave open.

#include "aws/credentials/profile/plan.hpp"
#include "support/data_cases.hpp"
#include "unit/aws/plan_links.hpp"

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace dynasio::aws::detail {
namespace {

namespace json = boost::json;
using tests::link;
using tests::links_of;
using tests::text_of;

link link_of(json::object const& expected)
{
    EXPECT_EQ(expected.size(), 1u);
    link result;
    for (auto const& [kind, content] : expected)
    {
        result.kind = kind;
        if (content.is_string())
            result.texts[result.kind] = text_of(content);
        else
            for (auto const& [name, text] : content.as_object())
                result.texts[std::string(name)] = text_of(text);
    }
    return result;
}

void fill(profile_files::sections& sections, json::object const& from)
{
    for (auto const& [name, properties] : from)
    {
        auto& section = sections[std::string(name)];
        for (auto const& [property, value] : properties.as_object())
            section.set(std::string(property), text_of(value));
    }
}

/// The kind of our error, by the description of the case.
std::map<std::string, errc> const plan_errors{
    {"role_arn without source source_profile", errc::credentials_incomplete},
    {"partial credentials error (missing access key)", errc::credentials_incomplete},
    {"missing credentials error (empty source profile)", errc::credentials_incomplete},
    {"profile only contains configuration", errc::credentials_not_configured},
    {"missing source profile", errc::profile_not_found},
    {"assume role profile infinite loop", errc::invalid_value},
    {"web identity role", errc::credentials_incomplete},
    {"invalid SSO credentials configuration: missing account ID", errc::credentials_incomplete},
    {"invalid SSO credentials configuration: missing role name", errc::credentials_incomplete},
    {"invalid SSO token configuration: sso_region must be in sso-session", errc::invalid_value},
};

void check_plan(json::object const& c)
{
    auto const& input = c.at("input").as_object();
    profile_files files;
    fill(files.profiles, input.at("profiles").as_object());
    if (auto const* sessions = input.if_contains("sso_sessions"))
        fill(files.sso_sessions, sessions->as_object());
    auto const plan = plan_profile(files, text_of(input, "selected_profile"));
    auto const& output = c.at("output").as_object();
    ASSERT_EQ(output.size(), 1u);
    if (auto const* chain = output.if_contains("ProfileChain"))
    {
        ASSERT_TRUE(plan.has_value()) << plan.error().detail;
        std::vector<link> expected;
        for (auto const& each : chain->as_array())
            expected.push_back(link_of(each.as_object()));
        EXPECT_EQ(links_of(*plan), expected);
        return;
    }
    ASSERT_TRUE(output.contains("Error"));
    ASSERT_TRUE(plan.has_error()) << "there is no error";
    auto const expected = plan_errors.find(text_of(c, "docs"));
    ASSERT_NE(expected, plan_errors.end()) << "which kind of error is expected?";
    EXPECT_EQ(plan.error().code, expected->second) << plan.error().detail;
    for (auto const* secret : {"def456", "abc123", "bug_if_returned"})
        EXPECT_EQ(plan.error().detail.find(secret), std::string::npos) << plan.error().detail;
}

TEST(profile_plan, follows_the_cases_of_roles)
{
    constexpr auto file = "credentials/assume-role-tests.json";
    DYNASIO_REQUIRE_TEST_DATA(file);
    tests::run_cases(file, tests::cases_of(tests::load_test_data(file), "docs"), {}, &check_plan);
}

std::vector<link> planned(std::string const& config, std::string const& name = "a")
{
    auto const plan = plan_profile(parse_profile_files(config, ""), name);
    EXPECT_TRUE(plan.has_value()) << (plan.has_error() ? plan.error().detail : std::string());
    return plan.has_value() ? links_of(*plan) : std::vector<link>();
}

credentials_error refusal_of(std::string const& config, std::string const& name = "a")
{
    auto const plan = plan_profile(parse_profile_files(config, ""), name);
    EXPECT_TRUE(plan.has_error()) << config;
    return plan.has_error() ? plan.error() : credentials_error();
}

TEST(profile_plan, goes_from_the_base_to_the_role_that_was_asked_for)
{
    auto const chain = planned(R"(
[profile a]
role_arn = arn:a
source_profile = b
duration_seconds = 43200
external_id = who
role_session_name = sa
[profile b]
role_arn = arn:b
source_profile = c
[profile c]
role_arn = arn:c
credential_source = EcsContainer
duration_seconds = 900
)");
    std::vector<link> const expected{{"NamedSource", {{"NamedSource", "EcsContainer"}}},
        {"AssumeRole", {{"role_arn", "arn:c"}, {"duration_seconds", "900"}}},
        {"AssumeRole", {{"role_arn", "arn:b"}}},
        {"AssumeRole",
            {{"role_arn", "arn:a"}, {"duration_seconds", "43200"}, {"external_id", "who"},
                {"role_session_name", "sa"}}}};
    EXPECT_EQ(chain, expected);
}

TEST(profile_plan, takes_the_first_kind_that_a_profile_has)
{
    std::string config = "[profile a]\naws_access_key_id = id\naws_secret_access_key = key\n"
                         "aws_session_token = token\naws_account_id = 123\n";
    EXPECT_EQ(planned(config),
        (std::vector<link>{{"AccessKey",
            {{"access_key_id", "id"}, {"secret_access_key", "key"}, {"session_token", "token"},
                {"account_id", "123"}}}}));
    config += "credential_process = print keys\n";
    EXPECT_EQ(planned(config), (std::vector<link>{{"Process", {{"command", "print keys"}}}}));
    config += "login_session = arn:me\n";
    EXPECT_EQ(planned(config), (std::vector<link>{{"Login", {{"session", "arn:me"}}}}));
    config += "sso_start_url = https://s\nsso_region = r\nsso_account_id = 1\nsso_role_name = n\n";
    EXPECT_EQ(planned(config),
        (std::vector<link>{{"Sso",
            {{"sso_start_url", "https://s"}, {"sso_region", "r"}, {"sso_account_id", "1"},
                {"sso_role_name", "n"}}}}));
    config += "role_arn = arn:a\nweb_identity_token_file = /t\n";
    EXPECT_EQ(planned(config),
        (std::vector<link>{
            {"WebIdentityToken", {{"role_arn", "arn:a"}, {"web_identity_token_file", "/t"}}}}));
    config += "credential_source = Environment\n";
    EXPECT_EQ(planned(config),
        (std::vector<link>{
            {"NamedSource", {{"NamedSource", "Environment"}}}, {"AssumeRole", {{"role_arn", "arn:a"}}}}));
}

TEST(profile_plan, takes_what_a_session_says)
{
    std::string const session = "[sso-session s]\nsso_region = r\nsso_start_url = https://s\n";
    std::string const profile = "[profile a]\nsso_session = s\nsso_account_id = 1\nsso_role_name = n\n";
    std::vector<link> const expected{{"Sso",
        {{"sso_session", "s"}, {"sso_region", "r"}, {"sso_start_url", "https://s"}, {"sso_account_id", "1"},
            {"sso_role_name", "n"}}}};
    EXPECT_EQ(planned(session + profile), expected);
    EXPECT_EQ(planned(session + profile + "sso_region = r\nsso_start_url = https://s\n"), expected)
        << "repeated, and not contradicted";
    EXPECT_EQ(refusal_of(session + profile + "sso_start_url = https://other\n").code, errc::invalid_value);
    EXPECT_EQ(refusal_of(profile).code, errc::invalid_value) << "there is no such session";
    EXPECT_EQ(refusal_of("[sso-session s]\nsso_region = r\n" + profile).code, errc::credentials_incomplete);
    auto const token_only = refusal_of(session + "[profile a]\nsso_session = s\n");
    EXPECT_EQ(token_only.code, errc::credentials_incomplete);
    EXPECT_NE(token_only.detail.find("sso_account_id"), std::string::npos) << token_only.detail;
}

TEST(profile_plan, refuses_what_cannot_be_carried_out)
{
    struct refused
    {
        char const* properties;
        errc code;
        char const* named;
    };
    refused const cases[] = {
        {"role_arn = r\nsource_profile = a", errc::invalid_value, "its own source"},
        {"role_arn = r\nsource_profile = b\ncredential_source = Environment", errc::invalid_value,
            "credential_source"},
        {"role_arn = r\ncredential_source = environment", errc::invalid_value, "environment"},
        {"role_arn = r\nsource_profile = b\nmfa_serial = 1", errc::not_supported, "mfa_serial"},
        {"role_arn = r\nsource_profile = b\nduration_seconds = 899", errc::invalid_value, "899"},
        {"role_arn = r\nsource_profile = b\nduration_seconds = 43201", errc::invalid_value, "43201"},
        {"role_arn = r\nsource_profile = b\nduration_seconds = 900s", errc::invalid_value, "900s"},
        {"role_arn = r\nsource_profile = b\nduration_seconds = -900", errc::invalid_value, "-900"},
        {"role_arn = r\nsource_profile = b\nduration_seconds = 99999999999999999999", errc::invalid_value,
            "duration_seconds"},
        {"aws_access_key_id = AKIDTOP", errc::credentials_incomplete, "aws_secret_access_key"},
        {"aws_secret_access_key = TOPSECRET", errc::credentials_incomplete, "aws_access_key_id"},
        {"web_identity_token_file = /t", errc::credentials_incomplete, "role_arn"},
        {"region = r", errc::credentials_not_configured, "no credentials"},
    };
    for (auto const& each : cases)
    {
        auto const why = refusal_of(std::string("[profile b]\naws_access_key_id = i\n"
                                                "aws_secret_access_key = TOPSECRET\n[profile a]\n")
            + each.properties);
        EXPECT_EQ(why.code, each.code) << each.properties;
        EXPECT_NE(why.detail.find("profile \"a\""), std::string::npos) << why.detail;
        EXPECT_NE(why.detail.find(each.named), std::string::npos) << why.detail;
        EXPECT_EQ(why.detail.find("TOPSECRET"), std::string::npos) << why.detail;
    }
}

/// Chains of any length end, with keys or as circles.
TEST(profile_plan, follows_long_chains)
{
    std::string config;
    constexpr int length = 300;
    for (int i = 0; i < length; ++i)
        config += "[profile p" + std::to_string(i) + "]\nrole_arn = arn:" + std::to_string(i)
            + "\nsource_profile = p" + std::to_string(i + 1) + "\n";
    auto const last = "[profile p" + std::to_string(length) + "]\n";
    auto const chain = planned(config + last + "aws_access_key_id = i\naws_secret_access_key = k\n", "p0");
    ASSERT_EQ(chain.size(), length + 1u);
    EXPECT_EQ(chain.back().texts.at("role_arn"), "arn:0");
    EXPECT_EQ(refusal_of(config + last + "role_arn = arn:last\nsource_profile = p7\n", "p0").code,
        errc::invalid_value);
    EXPECT_EQ(refusal_of(config, "p0").code, errc::profile_not_found);
    EXPECT_EQ(refusal_of(config, "none").code, errc::profile_not_found);
}

} // namespace
} // namespace dynasio::aws::detail
