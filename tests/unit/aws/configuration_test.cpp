// SPDX-License-Identifier: BSL-1.0
//
// What environment, profile and code say together: precedence, and an error for each value that cannot be.

#include "aws/config/profile_location.hpp"

#include <dynasio/aws/configuration.hpp>
#include <dynasio/aws/configuration_error.hpp>
#include <dynasio/aws/credential_providers.hpp>

#include "support/credentials_from.hpp"
#include "support/data_cases.hpp"

#include <iostream>

namespace {

using namespace dynasio::aws;
using dynasio::tests::cases_of;
using dynasio::tests::run_cases;
namespace json = boost::json;

std::string text(json::value const& value)
{
    return std::string(value.as_string());
}

environment with_config(std::string config, environment::variables vars = {})
{
    vars["HOME"] = "/h";
    return environment::of(std::move(vars), {{"/h/.aws/config", std::move(config)}});
}

struct failure
{
    boost::system::error_code code;
    std::string what;

    bool says(std::string const& part) const { return what.find(part) != std::string::npos; }
};

failure failure_of(environment const& env, load_options const& overrides = {})
{
    try
    {
        load_configuration(env, overrides);
    }
    catch (configuration_error const& error)
    {
        return {error.code(), error.what()};
    }
    return {{}, "no error"};
}

std::string config_text(json::object const& data)
{
    std::string config;
    for (auto const& [name, properties] : data.at("profiles").as_object())
    {
        config += "[profile " + std::string(name) + "]\n";
        for (auto const& [key, value] : properties.as_object())
            config += std::string(key) + " = " + text(value) + "\n";
    }
    for (auto const& [name, services] : data.at("services").as_object())
    {
        config += "[services " + std::string(name) + "]\n";
        for (auto const& [service_name, properties] : services.as_object())
        {
            config += std::string(service_name) + " =\n";
            for (auto const& [key, value] : properties.as_object())
                config += "  " + std::string(key) + " = " + text(value) + "\n";
        }
    }
    return config;
}

TEST(Configuration, EndpointUrlVectors)
{
    DYNASIO_REQUIRE_TEST_DATA("endpoints/configured-url-tests.json");
    auto const data = dynasio::tests::load_test_data("endpoints/configured-url-tests.json").as_object();
    auto const config = config_text(data);
    run_cases("endpoints/configured-url-tests.json", cases_of(data.at("endpointUrlTests"), "name"), {},
        [&](json::object const& test)
        {
            environment::variables vars{{"AWS_PROFILE", text(test.at("profile"))}};
            for (auto const& [name, value] :
                data.at("environments").at(test.at("environment").as_string()).as_object())
                vars[name] = text(value);
            auto const env = with_config(config, vars);
            auto const files = load_profile_files(env, locate_profile_files(env));

            auto const& client =
                data.at("client_configs").at(test.at("client_config").as_string()).as_object();
            std::optional<std::string> code;
            if (auto const* url = client.if_contains("endpoint_url"))
                code = text(*url);
            std::optional<bool> ignore;
            if (auto const* flag = client.if_contains("ignore_configured_endpoint_urls"))
                ignore = flag->as_bool();

            auto const service_name = text(test.at("service"));
            auto const found =
                resolve_endpoint_url(service_name, code, ignore, env, files, text(test.at("profile")));
            // The default address of S3 is not known here; that there is no custom one is what counts.
            auto const expected = text(test.at("output").at("endpointUrl"));
            bool const by_default = expected.find(".amazonaws.com") != std::string::npos;
            EXPECT_EQ(found ? found->value : "none", by_default ? "none" : expected);
            if (service_name == "dynamodb")
            {
                EXPECT_EQ(load_configuration(env).endpoint_of(service::dynamodb).url(), expected);
            }
        });
}

TEST(Configuration, NothingConfigured)
{
    auto const found = load_configuration(environment::of({}));
    EXPECT_EQ(found.profile, "default");
    EXPECT_EQ(found.region, "");
    EXPECT_FALSE(found.endpoint_url);
    EXPECT_FALSE(found.use_fips);
    EXPECT_EQ(found.retry.max_attempts, 4u);
    EXPECT_TRUE(found.credentials);
    try
    {
        found.endpoint_of(service::dynamodb);
        FAIL() << "no error";
    }
    catch (configuration_error const& error)
    {
        EXPECT_EQ(error.code(), errc::missing_region);
        EXPECT_NE(std::string(error.what()).find("AWS_REGION"), std::string::npos) << error.what();
    }
}

TEST(Configuration, RegionPrecedence)
{
    std::string const config = "[default]\nregion = from-profile\n";
    EXPECT_EQ(load_configuration(with_config(config)).region, "from-profile");
    EXPECT_EQ(load_configuration(with_config(config, {{"AWS_DEFAULT_REGION", "old"}})).region, "old");
    environment::variables const both{{"AWS_DEFAULT_REGION", "old"}, {"AWS_REGION", "new"}};
    EXPECT_EQ(load_configuration(with_config(config, both)).region, "new");
    load_options overrides;
    overrides.region("code");
    EXPECT_EQ(load_configuration(with_config(config, both), overrides).region, "code");
}

TEST(Configuration, ProfilePrecedence)
{
    std::string const config = "[default]\nregion = d\n[profile a]\nregion = a\n[profile b]\nregion = b\n";
    EXPECT_EQ(load_configuration(with_config(config, {{"AWS_PROFILE", "a"}})).region, "a");
    load_options overrides;
    overrides.profile("b");
    auto const found = load_configuration(with_config(config, {{"AWS_PROFILE", "a"}}), overrides);
    EXPECT_EQ(found.region, "b");
    EXPECT_EQ(found.profile, "b");
    auto const missing = failure_of(with_config(config, {{"AWS_PROFILE", "c"}}));
    EXPECT_EQ(missing.code, errc::profile_not_found);
    EXPECT_TRUE(missing.says("\"c\"") && missing.says("/h/.aws/config")) << missing.what;
}

TEST(Configuration, EverythingFromTheProfile)
{
    auto const found = load_configuration(
        with_config("[default]\nregion = eu-west-1\nuse_fips_endpoint = true\n"
                    "use_dualstack_endpoint = True\nmax_attempts = 7\nretry_mode = standard\n"
                    "sdk_ua_app_id = app\naccount_id_endpoint_mode = disabled\n"));
    EXPECT_TRUE(found.use_fips);
    EXPECT_TRUE(found.use_dual_stack);
    EXPECT_EQ(found.retry.max_attempts, 7u);
    EXPECT_EQ(found.app_id, "app");
    EXPECT_EQ(found.endpoint_of(service::dynamodb).host, "dynamodb-fips.eu-west-1.api.aws");
    EXPECT_EQ(found.endpoint_of(service::dynamodb_streams).host, "streams-dynamodb-fips.eu-west-1.api.aws");
}

TEST(Configuration, VariablesBeatTheProfileAndCodeBeatsBoth)
{
    std::string const config = "[default]\nmax_attempts = 7\nuse_fips_endpoint = true\nsdk_ua_app_id = a\n";
    environment::variables const vars{
        {"AWS_MAX_ATTEMPTS", "5"}, {"AWS_USE_FIPS_ENDPOINT", "false"}, {"AWS_SDK_UA_APP_ID", "b"}};
    auto found = load_configuration(with_config(config, vars));
    EXPECT_EQ(found.retry.max_attempts, 5u);
    EXPECT_FALSE(found.use_fips);
    EXPECT_EQ(found.app_id, "b");
    load_options overrides;
    overrides.max_attempts(2);
    overrides.use_fips(true);
    overrides.app_id("c");
    found = load_configuration(with_config(config, vars), overrides);
    EXPECT_EQ(found.retry.max_attempts, 2u);
    EXPECT_TRUE(found.use_fips);
    EXPECT_EQ(found.app_id, "c");
}

TEST(Configuration, StreamsHaveTheirOwnUrl)
{
    auto const found = load_configuration(environment::of(
        {{"AWS_ENDPOINT_URL", "http://a"}, {"AWS_ENDPOINT_URL_DYNAMODB_STREAMS", "http://b:1"}}));
    EXPECT_EQ(found.endpoint_of(service::dynamodb).url(), "http://a");
    EXPECT_EQ(found.endpoint_of(service::dynamodb_streams).url(), "http://b:1");
}

TEST(Configuration, MalformedValuesAreNamed)
{
    struct
    {
        char const* variable;
        char const* value;
        errc code;
    } const cases[] = {
        {"AWS_MAX_ATTEMPTS", "abc", errc::invalid_value},
        {"AWS_MAX_ATTEMPTS", "0", errc::invalid_value},
        {"AWS_MAX_ATTEMPTS", "-1", errc::invalid_value},
        {"AWS_MAX_ATTEMPTS", "3.5", errc::invalid_value},
        {"AWS_MAX_ATTEMPTS", "99999999999", errc::invalid_value},
        {"AWS_RETRY_MODE", "sometimes", errc::invalid_value},
        {"AWS_DEFAULTS_MODE", "fast", errc::invalid_value},
        {"AWS_DEFAULTS_MODE", "in_region", errc::invalid_value},
        {"AWS_USE_FIPS_ENDPOINT", "yes", errc::invalid_value},
        {"AWS_USE_DUALSTACK_ENDPOINT", "1", errc::invalid_value},
        {"AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "maybe", errc::invalid_value},
        {"AWS_ACCOUNT_ID_ENDPOINT_MODE", "never", errc::invalid_value},
        {"AWS_REGION", "not a region", errc::invalid_region},
        {"AWS_DEFAULT_REGION", "a/b", errc::invalid_region},
    };
    for (auto const& test : cases)
    {
        auto const found = failure_of(environment::of({{test.variable, test.value}}));
        EXPECT_EQ(found.code, test.code) << test.variable << '=' << test.value << ": " << found.what;
        EXPECT_TRUE(found.says(test.variable) && found.says(test.value)) << found.what;
    }
    for (std::string const attempts : {"many", "0", "-1", "4294967296", "1e3", "0x1", "+1"})
    {
        auto const found = failure_of(with_config("[default]\nmax_attempts = " + attempts + "\n"));
        EXPECT_EQ(found.code, errc::invalid_value) << attempts;
        EXPECT_TRUE(found.says("property max_attempts is \"" + attempts + "\"")) << found.what;
    }
    auto const in_code = failure_of(environment::of({}), load_options().max_attempts(0));
    EXPECT_EQ(in_code.code, errc::invalid_value);
    EXPECT_TRUE(in_code.says("load_options::max_attempts is 0")) << in_code.what;
    auto const in_profile = failure_of(with_config("[default]\nmax_attempts = many\n"));
    EXPECT_TRUE(in_profile.says("profile \"default\", property max_attempts is \"many\"")) << in_profile.what;
    auto const url = failure_of(environment::of({{"AWS_ENDPOINT_URL_DYNAMODB", "localhost:8000"}}));
    EXPECT_EQ(url.code, errc::invalid_endpoint);
    EXPECT_TRUE(url.says("AWS_ENDPOINT_URL_DYNAMODB: the scheme")) << url.what;
    auto const services = failure_of(with_config("[default]\nservices = gone\n"));
    EXPECT_EQ(services.code, errc::invalid_value);
    EXPECT_TRUE(services.says("\"gone\"")) << services.what;
    EXPECT_EQ(failure_of(with_config("nonsense\n")).code, errc::malformed_profile_file);
}

TEST(Configuration, AProfileInCodeTakesTheVariablesKeysOut)
{
    environment::variables const keys{
        {"AWS_ACCESS_KEY_ID", "from_env"}, {"AWS_SECRET_ACCESS_KEY", "hush"}, {"AWS_PROFILE", "a"}};
    auto const env =
        with_config("[profile a]\naws_access_key_id = from_a\naws_secret_access_key = hush\n", keys);
    load_options overrides;
    overrides.profile("a");
    for (bool const in_code : {false, true})
    {
        auto const provider =
            (in_code ? load_configuration(env, overrides) : load_configuration(env)).credentials;
        auto const found = dynasio::tests::credentials_from(*provider);
        ASSERT_TRUE(found.has_value());
        EXPECT_EQ((*found)->credentials.access_key_id, in_code ? "from_a" : "from_env");
    }
    overrides.credentials(static_credentials({"id", dynasio::sigv4::secret("hush")}));
    EXPECT_EQ(load_configuration(env, overrides).credentials, overrides.credentials());
}

} // namespace
