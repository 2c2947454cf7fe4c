// SPDX-License-Identifier: BSL-1.0
//
// The file of trusted certificates that environment and profile name.

#include "support/http_test_ca.hpp"

#include <dynasio/aws/configuration.hpp>
#include <dynasio/aws/configuration_error.hpp>

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <string>
#include <utility>

namespace dynasio::aws {
namespace {

std::string certificates()
{
    tests::test_ca const authority;
    std::ifstream in(authority.file(), std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

configuration load(environment::variables variables, std::string const& profile = "")
{
    variables.emplace("AWS_CONFIG_FILE", "/config");
    variables.emplace("AWS_REGION", "eu-west-1");
    return load_configuration(environment::of(std::move(variables),
        {{"/config", "[default]\n" + profile}, {"/good.pem", certificates()}, {"/bad.pem", "certificates"}}));
}

std::string complaint(environment::variables variables, std::string const& profile = "")
{
    try
    {
        load(std::move(variables), profile);
    }
    catch (configuration_error const& e)
    {
        return (e.code() == errc::unreadable_file ? "unreadable: " : "other: ") + std::string(e.what());
    }
    return "none";
}

TEST(trust_settings, come_from_the_environment_and_else_from_the_profile)
{
    EXPECT_EQ(load({}).ca_bundle, "");
    EXPECT_EQ(load({{"AWS_CA_BUNDLE", "/good.pem"}}).ca_bundle, "/good.pem");
    EXPECT_EQ(load({}, "ca_bundle = /good.pem\n").ca_bundle, "/good.pem");
    EXPECT_EQ(load({{"AWS_CA_BUNDLE", "/good.pem"}}, "ca_bundle = /bad.pem\n").ca_bundle, "/good.pem");
    EXPECT_EQ(load({{"AWS_CA_BUNDLE", " "}}, "ca_bundle = /good.pem\n").ca_bundle, "/good.pem");
}

TEST(trust_settings, that_cannot_be_read_are_named)
{
    for (std::string const path : {"/missing.pem", "/bad.pem"})
    {
        auto const of_variable = complaint({{"AWS_CA_BUNDLE", path}});
        EXPECT_TRUE(of_variable.starts_with("unreadable: ")) << of_variable;
        EXPECT_NE(of_variable.find("AWS_CA_BUNDLE is \"" + path + '"'), of_variable.npos) << of_variable;
        auto const of_profile = complaint({}, "ca_bundle = " + path + "\n");
        EXPECT_TRUE(of_profile.starts_with("unreadable: ")) << of_profile;
        EXPECT_NE(
            of_profile.find("profile \"default\", property ca_bundle is \"" + path + '"'), of_profile.npos)
            << of_profile;
    }
}

/// A folder is there, but cannot be read as a file.
TEST(trust_settings, that_are_a_folder_are_named)
{
    class with_folder final : public environment::source
    {
    public:
        [[nodiscard]] std::optional<std::string> variable(std::string const& name) const override
        {
            return name == "AWS_CA_BUNDLE" ? std::optional<std::string>("/tmp") : std::nullopt;
        }
        [[nodiscard]] std::optional<std::string> file(std::string const& path) const override
        {
            if (path == "/tmp")
                throw configuration_error(errc::unreadable_file, "file \"/tmp\": Is a directory");
            return std::nullopt;
        }
    };
    try
    {
        load_configuration(environment(std::make_shared<with_folder>()));
        ADD_FAILURE() << "accepted";
    }
    catch (configuration_error const& e)
    {
        std::string const text = e.what();
        EXPECT_EQ(e.code(), errc::unreadable_file);
        EXPECT_NE(text.find("AWS_CA_BUNDLE is \"/tmp\""), text.npos) << text;
        EXPECT_NE(text.find("Is a directory"), text.npos) << text;
    }
}

} // namespace
} // namespace dynasio::aws
