// SPDX-License-Identifier: BSL-1.0
//
// The usual search: which source is next, which fault ends it, and how much time it may take.

#include "support/asked_provider.hpp"
#include "unit/aws/sts_answers.hpp"

#include <dynasio/aws/configuration.hpp>
#include <dynasio/aws/credential_providers.hpp>

#include <gtest/gtest.h>

#include <memory>
#include <string>

namespace dynasio::tests {
namespace {

using namespace std::chrono_literals;
using aws::environment;
using aws::errc;

constexpr char config_path[] = "/h/.aws/config";

/// Has a web identity behind the profile, and no instance.
struct searched : asked_provider
{
    ~searched() { EXPECT_EQ(server.report(), ""); }

    std::shared_ptr<aws::credentials_provider> search(
        std::string const& config, environment::variables more = {}, std::string const& profile = {})
    {
        environment::variables variables{{"HOME", "/h"}, {"AWS_REGION", "us-east-1"},
            {"AWS_WEB_IDENTITY_TOKEN_FILE", "/token"}, {"AWS_ROLE_ARN", "arn:next"},
            {"AWS_EC2_METADATA_DISABLED", "true"}};
        variables.merge(more);
        return aws::default_credentials(
            environment::of(variables, {{config_path, config}, {"/token", "t"}}), profile);
    }

    void expect_next()
    {
        expect("POST", "https://sts.us-east-1.amazonaws.com/")
            .reply(200, role_answer("NEXT"))
            .where([](http::request const& r) { return r.body.find("RoleArn=arn%3Anext") != r.body.npos; });
    }

    std::string id_from(std::shared_ptr<aws::credentials_provider> provider)
    {
        auto const found = ask(std::move(provider));
        return found.has_value() ? (*found)->credentials.access_key_id : found.error().detail;
    }
};

environment::variables const variable_keys{{"AWS_ACCESS_KEY_ID", "ENV"}, {"AWS_SECRET_ACCESS_KEY", "sEcReT"}};
std::string const profile_keys = "aws_access_key_id = PROFILE\naws_secret_access_key = sEcReT\n";

TEST(credential_search, goes_on_where_nothing_is_configured)
{
    for (auto const* config : {"", "[default]\n", "[default]\nregion = us-west-1\n", "[profile other]\n"})
    {
        searched s;
        s.expect_next();
        EXPECT_EQ(s.id_from(s.search(config)), "NEXT") << config;
    }
}

TEST(credential_search, ends_at_a_profile_that_is_broken)
{
    searched s;
    EXPECT_EQ(s.refusal(s.search("[default]\naws_access_key_id = A\n"), {"aws_secret_access_key"}),
        errc::credentials_incomplete);
    EXPECT_EQ(s.refusal(s.search("[default]\nsso_session = none\n"), {"none"}), errc::invalid_value);
    EXPECT_EQ(s.refusal(s.search("[default]\nrole_arn = r\nsource_profile = none\n"), {"none"}),
        errc::profile_not_found);
    EXPECT_EQ(s.refusal(s.search("[default]\ncredential_process = exit 3\n"), {"exit", "3"}),
        errc::credentials_failed);
    EXPECT_EQ(s.refusal(s.search("[default\n"), {config_path}), errc::malformed_profile_file);
    EXPECT_EQ(
        s.refusal(s.search("", {{"AWS_PROFILE", "named"}}), {"named", config_path}), errc::profile_not_found);
    EXPECT_EQ(s.refusal(s.search("", {}, "named"), {"named", config_path}), errc::profile_not_found);
}

/// Who names a source has configured it, even if that source has nothing.
TEST(credential_search, ends_at_a_source_that_a_profile_names_in_vain)
{
    searched s;
    std::string const role = "[default]\nrole_arn = arn:r\ncredential_source = ";
    EXPECT_EQ(
        s.refusal(s.search(role + "Environment\n"), {"AWS_ACCESS_KEY_ID"}), errc::credentials_incomplete);
    EXPECT_EQ(s.refusal(s.search(role + "EcsContainer\n"), {"AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"}),
        errc::credentials_incomplete);
    EXPECT_EQ(s.refusal(s.search(role + "Ec2InstanceMetadata\n"), {"AWS_EC2_METADATA_DISABLED"}),
        errc::credentials_incomplete);
}

TEST(credential_search, ends_at_a_web_identity_that_is_broken)
{
    searched s;
    EXPECT_EQ(s.refusal(s.search("", {{"AWS_ROLE_SESSION_NAME", "no blanks"}}), {"no blanks"}),
        errc::invalid_value);
    auto const env = environment::of({{"HOME", "/h"}, {"AWS_REGION", "r"}, {"AWS_ROLE_ARN", "arn:r"},
        {"AWS_WEB_IDENTITY_TOKEN_FILE", "/gone"}, {"AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "/keys"}});
    EXPECT_EQ(s.refusal(aws::default_credentials(env), {"/gone"}), errc::unreadable_file);
}

TEST(credential_search, takes_variables_first_unless_code_names_a_profile)
{
    auto const config = "[default]\n" + profile_keys + "[profile named]\n" + profile_keys;
    searched s;
    EXPECT_EQ(s.id_from(s.search(config, variable_keys)), "ENV");
    EXPECT_EQ(s.id_from(s.search(config, variable_keys, "named")), "PROFILE");
    EXPECT_EQ(s.id_from(s.search(config, variable_keys, "default")), "PROFILE");
    auto with_variable = variable_keys;
    with_variable["AWS_PROFILE"] = "named";
    EXPECT_EQ(s.id_from(s.search(config, with_variable)), "ENV");
}

/// They are still what a profile may ask for.
TEST(credential_search, lets_a_profile_in_code_use_the_variables)
{
    searched s;
    s.expect("POST", "https://sts.us-east-1.amazonaws.com/")
        .reply(200, role_answer("ROLE"))
        .where(
            [](http::request const& r)
            {
                return r.headers.find("authorization").value_or("").find("Credential=ENV/")
                    != std::string::npos;
            });
    auto const config = "[profile named]\nrole_arn = arn:r\ncredential_source = Environment\n";
    EXPECT_EQ(s.id_from(s.search(config, variable_keys, "named")), "ROLE");
}

TEST(credential_search, gives_each_source_the_time_that_it_may_take)
{
    searched s;
    auto const beyond = 2s; // so that the error is that of the source
    EXPECT_EQ(s.search("[default]\ncredential_process = true\n")->timeout(), 60s + beyond);
    EXPECT_EQ(s.search("[profile base]\ncredential_process = true\n"
                       "[default]\nrole_arn = arn:a\nsource_profile = b\n"
                       "[profile b]\nrole_arn = arn:b\nsource_profile = base\n")
                  ->timeout(),
        100s + beyond)
        << "20 s for each role";
    EXPECT_GE(s.search("")->timeout(), 10s);
}

} // namespace
} // namespace dynasio::tests
