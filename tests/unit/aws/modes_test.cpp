// SPDX-License-Identifier: BSL-1.0
//
// Retry mode and defaults mode: what environment, profile and code say together, and what each of them decides.

#include <dynasio/aws/configuration.hpp>
#include <dynasio/aws/configuration_error.hpp>

#include <gtest/gtest.h>

#include <chrono>
#include <optional>
#include <string>
#include <utility>

namespace {

using namespace dynasio::aws;
using namespace std::chrono_literals;
using timeout = std::optional<std::chrono::steady_clock::duration>;

environment modes_in(std::string const& property, environment::variables vars = {})
{
    vars["HOME"] = "/h";
    return environment::of(
        std::move(vars), {{"/h/.aws/config", "[default]\nregion = eu-west-1\n" + property + "\n"}});
}

environment modes_of(environment::variables vars)
{
    return modes_in("", std::move(vars));
}

timeout timeout_of(environment const& env, load_options const& overrides = {})
{
    return load_configuration(env, overrides).connect_timeout;
}

TEST(Modes, RetryModePrecedence)
{
    auto const mode_of = [](environment const& env, load_options const& overrides = {})
    { return load_configuration(env, overrides).retry.mode; };
    EXPECT_EQ(mode_of(modes_of({})), retry_mode::standard);
    EXPECT_EQ(mode_of(modes_in("retry_mode = adaptive")), retry_mode::adaptive);
    EXPECT_EQ(mode_of(modes_of({{"AWS_RETRY_MODE", "Adaptive"}})), retry_mode::adaptive);
    auto const both = modes_in("retry_mode = adaptive", {{"AWS_RETRY_MODE", "standard"}});
    EXPECT_EQ(mode_of(both), retry_mode::standard);
    EXPECT_EQ(mode_of(both, load_options().retry_mode(retry_mode::adaptive)), retry_mode::adaptive);
}

TEST(Modes, LegacyRetriesAreStandardOnesWithANote)
{
    auto const of_variable = load_configuration(modes_of({{"AWS_RETRY_MODE", "LEGACY"}}));
    EXPECT_EQ(of_variable.retry.mode, retry_mode::standard);
    EXPECT_EQ(of_variable.retry.max_attempts, 4u);
    ASSERT_EQ(of_variable.notes.size(), 1u);
    EXPECT_NE(of_variable.notes[0].find("AWS_RETRY_MODE is \"LEGACY\""), std::string::npos)
        << of_variable.notes[0];
    auto const of_profile = load_configuration(modes_in("retry_mode = legacy"));
    ASSERT_EQ(of_profile.notes.size(), 1u);
    EXPECT_NE(of_profile.notes[0].find("property retry_mode"), std::string::npos) << of_profile.notes[0];
    auto const in_code =
        load_configuration(modes_in("retry_mode = legacy"), load_options().retry_mode(retry_mode::standard));
    EXPECT_TRUE(in_code.notes.empty());
    EXPECT_TRUE(load_configuration(modes_in("retry_mode = adaptive")).notes.empty());
}

TEST(Modes, DefaultsModesDecideHowLongConnectingMayTake)
{
    EXPECT_EQ(timeout_of(modes_of({})), std::nullopt);
    std::pair<char const*, timeout> const cases[] = {{"standard", 3100ms}, {"cross-region", 3100ms},
        {"in-region", 1100ms}, {"mobile", 30s}, {"legacy", std::nullopt}, {"In-Region", 1100ms},
        {"auto", 3100ms}};
    for (auto const& [name, expected] : cases)
    {
        SCOPED_TRACE(name);
        EXPECT_EQ(timeout_of(modes_of({{"AWS_DEFAULTS_MODE", name}})), expected);
        EXPECT_EQ(timeout_of(modes_in(std::string("defaults_mode = ") + name)), expected);
    }
}

TEST(Modes, DefaultsModePrecedence)
{
    auto const both = modes_in("defaults_mode = mobile", {{"AWS_DEFAULTS_MODE", "in-region"}});
    EXPECT_EQ(timeout_of(both), timeout(1100ms));
    EXPECT_EQ(timeout_of(both, load_options().defaults_mode(defaults_mode::legacy)), std::nullopt);
    EXPECT_EQ(timeout_of(both, load_options().defaults_mode(defaults_mode::mobile)), timeout(30s));
}

TEST(Modes, AutoIsInRegionInAFunctionOfTheClientsRegion)
{
    auto const automatic = [](environment::variables vars, load_options options = {})
    {
        vars["AWS_DEFAULTS_MODE"] = "auto";
        return timeout_of(modes_of(std::move(vars)), options);
    };
    std::string const lambda = "AWS_Lambda_provided.al2023";
    std::string const near = "eu-west-1";
    EXPECT_EQ(automatic({{"AWS_EXECUTION_ENV", lambda}, {"AWS_REGION", near}}), timeout(1100ms));
    EXPECT_EQ(automatic({{"AWS_EXECUTION_ENV", lambda}, {"AWS_DEFAULT_REGION", near}}), timeout(1100ms));
    EXPECT_EQ(
        automatic({{"AWS_EXECUTION_ENV", lambda}, {"AWS_REGION", near}}, load_options().region("us-east-1")),
        timeout(3100ms))
        << "cross-region";
    EXPECT_EQ(automatic({{"AWS_EXECUTION_ENV", lambda}}), timeout(3100ms)) << "unknown region";
    EXPECT_EQ(automatic({{"AWS_EXECUTION_ENV", "AWS_ECS_FARGATE"}, {"AWS_REGION", near}}), timeout(3100ms));
    EXPECT_EQ(automatic({{"AWS_REGION", near}}), timeout(3100ms));
}

TEST(Modes, UnknownOnesAreNamed)
{
    for (std::string const property : {"retry_mode", "defaults_mode"})
        try
        {
            load_configuration(modes_in(property + " = quick"));
            ADD_FAILURE() << property << " was accepted";
        }
        catch (configuration_error const& e)
        {
            EXPECT_EQ(e.code(), errc::invalid_value);
            EXPECT_NE(std::string(e.what()).find(property + " is \"quick\""), std::string::npos) << e.what();
        }
}

TEST(Modes, ALambdaFunctionIsKnownByItsName)
{
    EXPECT_FALSE(load_configuration(modes_of({{"_X_AMZN_TRACE_ID", "Root=1"}})).lambda_environment);
    EXPECT_FALSE(load_configuration(modes_of({{"AWS_LAMBDA_FUNCTION_NAME", " "}})).lambda_environment);
    auto const found =
        load_configuration(modes_of({{"AWS_LAMBDA_FUNCTION_NAME", "f"}, {"_X_AMZN_TRACE_ID", "Root=1"}}));
    ASSERT_TRUE(found.lambda_environment);
    EXPECT_EQ(found.lambda_environment->exact_variable("_X_AMZN_TRACE_ID"), "Root=1");
}

TEST(Modes, AnExactVariableKeepsItsWhiteSpace)
{
    auto const env = environment::of({{"spaced", " a\t"}, {"empty", ""}, {"blank", " "}});
    EXPECT_EQ(env.exact_variable("spaced"), " a\t");
    EXPECT_EQ(env.exact_variable("blank"), " ");
    EXPECT_FALSE(env.exact_variable("empty"));
    EXPECT_FALSE(env.exact_variable("absent"));
}

} // namespace
