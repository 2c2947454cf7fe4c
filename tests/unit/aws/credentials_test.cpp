// SPDX-License-Identifier: BSL-1.0
//
// Credential providers over environments made of maps. Each error is checked for its code, for naming what is
// wrong, and for not showing a secret.

#include <dynasio/aws/configuration.hpp>
#include <dynasio/aws/configuration_error.hpp>
#include <dynasio/aws/credential_providers.hpp>

#include "support/credentials_from.hpp"

#include <gtest/gtest.h>

#include <map>
#include <optional>

namespace {

using namespace dynasio::aws;
using dynasio::sigv4::credentials;
using dynasio::sigv4::secret;
using provider_ptr = std::shared_ptr<credentials_provider>;
using credentials_ptr = std::shared_ptr<resolved_credentials const>;

credentials_ptr get(provider_ptr const& provider)
{
    return dynasio::tests::credentials_from(*provider).value();
}

struct failure
{
    boost::system::error_code code;
    std::string what;

    bool says(std::string const& part) const { return what.find(part) != std::string::npos; }
};

failure failure_of(provider_ptr const& provider)
{
    auto const found = dynasio::tests::credentials_from(*provider);
    EXPECT_FALSE(provider->cached({}));
    if (found.has_value())
        return {{}, "no error"};
    auto const& why = found.error();
    EXPECT_EQ(why.detail.find("hush"), std::string::npos) << "shows a secret: " << why.detail;
    return {why.code, why.detail};
}

environment with_files(std::string config, std::string credentials_file, environment::variables vars = {})
{
    vars["HOME"] = "/h";
    return environment::of(std::move(vars),
        {{"/h/.aws/config", std::move(config)}, {"/h/.aws/credentials", std::move(credentials_file)}});
}

TEST(Credentials, Static)
{
    auto const provider = static_credentials(credentials("id", secret("hush"), secret("t")), "123456789012");
    auto const cached = provider->cached({});
    ASSERT_TRUE(cached);
    EXPECT_EQ(cached, get(provider));
    EXPECT_EQ(cached->credentials, credentials("id", secret("hush"), secret("t")));
    EXPECT_EQ(cached->account_id, "123456789012");
    EXPECT_EQ(cached->provider, "static");
    EXPECT_THROW(static_credentials(credentials("", secret("hush"))), configuration_error);
    EXPECT_THROW(static_credentials(credentials("id", secret())), configuration_error);
}

TEST(Credentials, Environment)
{
    auto const provider = environment_credentials(
        environment::of({{"AWS_ACCESS_KEY_ID", " id "}, {"AWS_SECRET_ACCESS_KEY", "hush"},
            {"AWS_SESSION_TOKEN", "t"}, {"AWS_SECURITY_TOKEN", "old"}, {"AWS_ACCOUNT_ID", "1"}}));
    auto const found = provider->cached({});
    ASSERT_TRUE(found);
    EXPECT_EQ(found->credentials, credentials("id", secret("hush"), secret("t")));
    EXPECT_EQ(found->account_id, "1");
    EXPECT_FALSE(found->expiration);
    EXPECT_EQ(get(provider), found);
}

TEST(Credentials, EnvironmentWithTheOldTokenName)
{
    auto const provider = environment_credentials(environment::of(
        {{"AWS_ACCESS_KEY_ID", "id"}, {"AWS_SECRET_ACCESS_KEY", "hush"}, {"AWS_SECURITY_TOKEN", "t"}}));
    EXPECT_EQ(get(provider)->credentials.session_token, secret("t"));
}

TEST(Credentials, EnvironmentNotConfiguredOrIncomplete)
{
    EXPECT_EQ(
        failure_of(environment_credentials(environment::of({}))).code, errc::credentials_not_configured);
    EXPECT_EQ(failure_of(environment_credentials(
                             environment::of({{"AWS_ACCESS_KEY_ID", "  "}, {"AWS_SECRET_ACCESS_KEY", ""}})))
                  .code,
        errc::credentials_not_configured);
    auto const no_secret =
        failure_of(environment_credentials(environment::of({{"AWS_ACCESS_KEY_ID", "id"}})));
    EXPECT_EQ(no_secret.code, errc::credentials_incomplete);
    EXPECT_TRUE(no_secret.says("AWS_SECRET_ACCESS_KEY is not")) << no_secret.what;
    auto const no_id =
        failure_of(environment_credentials(environment::of({{"AWS_SECRET_ACCESS_KEY", "hush"}})));
    EXPECT_EQ(no_id.code, errc::credentials_incomplete);
    EXPECT_TRUE(no_id.says("AWS_ACCESS_KEY_ID is not")) << no_id.what;
}

TEST(Credentials, Profile)
{
    auto const env = with_files("[default]\nregion = r\naws_account_id = 7\n",
        "[default]\naws_access_key_id = id\naws_secret_access_key = hush\naws_session_token = t\n");
    auto const provider = profile_credentials(env);
    auto const found = provider->cached({});
    ASSERT_TRUE(found);
    EXPECT_EQ(found->credentials, credentials("id", secret("hush"), secret("t")));
    EXPECT_EQ(found->account_id, "7");
    EXPECT_EQ(found->provider, "profile");
    EXPECT_EQ(get(provider), found);
}

TEST(Credentials, ProfileNamedByVariableOrCode)
{
    std::string const keys = "[a]\naws_access_key_id = ida\naws_secret_access_key = hush\n"
                             "[b]\naws_access_key_id = idb\naws_secret_access_key = hush\n";
    auto const env = with_files("", keys, {{"AWS_PROFILE", "a"}});
    EXPECT_EQ(get(profile_credentials(env))->credentials.access_key_id, "ida");
    EXPECT_EQ(get(profile_credentials(env, "b"))->credentials.access_key_id, "idb");
    auto const missing = failure_of(profile_credentials(env, "c"));
    EXPECT_EQ(missing.code, errc::profile_not_found);
    EXPECT_EQ(missing.what, R"(profile "c" is neither in "/h/.aws/config" nor in "/h/.aws/credentials")");
    auto const homeless = failure_of(profile_credentials(environment::of({}), "c"));
    EXPECT_TRUE(homeless.says("none of HOME, AWS_CONFIG_FILE and AWS_SHARED_CREDENTIALS_FILE is set"))
        << homeless.what;
}

TEST(Credentials, ProfileNotConfiguredIncompleteOrBroken)
{
    EXPECT_EQ(failure_of(profile_credentials(environment::of({}))).code, errc::credentials_not_configured);
    EXPECT_EQ(failure_of(profile_credentials(with_files("[default]\nregion = r\n", ""))).code,
        errc::credentials_not_configured);
    auto const partial =
        failure_of(profile_credentials(with_files("", "[default]\naws_secret_access_key = hush\n")));
    EXPECT_EQ(partial.code, errc::credentials_incomplete);
    EXPECT_TRUE(partial.says("no aws_access_key_id")) << partial.what;
    auto const broken =
        failure_of(profile_credentials(with_files("", "[default]\naws_secret_access_key hush\n")));
    EXPECT_EQ(broken.code, errc::malformed_profile_file);
    EXPECT_TRUE(broken.says("/h/.aws/credentials, line 2")) << broken.what;
}

TEST(Credentials, ProfileThatAsksForMoreIsNotAskedForItsKeys)
{
    std::string const keys = "aws_access_key_id = id\naws_secret_access_key = hush\n";
    for (auto const& [property, part] :
        {std::pair<std::string, char const*>("role_arn", "role_arn"), {"web_identity_token_file", "role_arn"},
            {"sso_session", "sso-session"}, {"sso_start_url", "single sign-on"}})
        for (auto const& more : {std::string(), keys})
        {
            auto const result =
                failure_of(profile_credentials(with_files("[default]\n" + property + " = x\n" + more, "")));
            EXPECT_NE(result.code, errc::credentials_not_configured) << property;
            EXPECT_TRUE(result.says(part)) << result.what;
        }
    EXPECT_EQ(
        failure_of(profile_credentials(with_files("[default]\ncredential_process = exit 1\n" + keys, "")))
            .code,
        errc::credentials_failed);
}

TEST(Credentials, DefaultOrderIsEnvironmentThenProfile)
{
    std::string const file = "[default]\naws_access_key_id = from_file\naws_secret_access_key = hush\n";
    environment::variables const keys{{"AWS_ACCESS_KEY_ID", "from_env"}, {"AWS_SECRET_ACCESS_KEY", "hush"}};
    auto const both = default_credentials(with_files("", file, keys));
    EXPECT_EQ(get(both)->credentials.access_key_id, "from_env");
    ASSERT_TRUE(both->cached({}));
    EXPECT_EQ(both->cached({})->provider, "environment");
    EXPECT_EQ(get(default_credentials(with_files("", file)))->credentials.access_key_id, "from_file");
    EXPECT_EQ(get(default_credentials(with_files("", file, keys), "default"))->credentials.access_key_id,
        "from_file");
}

/// Counts what is read.
class counting_source final : public environment::source
{
public:
    explicit counting_source(environment::files contents) : contents_(std::move(contents)) {}

    std::optional<std::string> variable(std::string const& name) const override
    {
        return name == "HOME" ? std::optional<std::string>("/h") : std::nullopt;
    }
    std::optional<std::string> file(std::string const& path) const override
    {
        ++reads;
        auto const found = contents_.find(path);
        return found == contents_.end() ? std::nullopt : std::optional(found->second);
    }

    mutable int reads = 0;

private:
    environment::files contents_;
};

TEST(Credentials, FilesAreReadOnceWhenTheConfigurationIsLoaded)
{
    auto const source = std::make_shared<counting_source const>(
        environment::files{{"/h/.aws/config", "[default]\nregion = r\n"},
            {"/h/.aws/credentials", "[default]\naws_access_key_id = id\naws_secret_access_key = hush\n"}});
    auto const loaded = load_configuration(environment(source));
    EXPECT_EQ(source->reads, 2);
    EXPECT_EQ(get(loaded.credentials)->credentials.access_key_id, "id");
    EXPECT_EQ(get(loaded.credentials), loaded.credentials->cached({}));
    EXPECT_EQ(source->reads, 2);
}

TEST(Credentials, FilesAreReadOnceWhenTheProviderIsMade)
{
    auto const source = std::make_shared<counting_source const>(environment::files{
        {"/h/.aws/credentials", "[default]\naws_access_key_id = id\naws_secret_access_key = hush\n"}});
    auto const provider = default_credentials(environment(source));
    EXPECT_EQ(source->reads, 2);
    EXPECT_EQ(get(provider)->credentials.access_key_id, "id");
    EXPECT_EQ(source->reads, 2);
}

/// Not configured at first; gives others each time when it is.
class renewing_provider final : public credentials_provider
{
public:
    std::string_view name() const noexcept override { return "renewing"; }
    boost::asio::awaitable<credentials_result> get(provider_context const&) override
    {
        if (++asked == 1)
            co_return credentials_error(errc::credentials_not_configured, "not yet");
        co_return std::make_shared<resolved_credentials const>(
            credentials(std::to_string(asked), secret("hush")));
    }
    void invalidate(resolved_credentials const& which) noexcept override
    {
        refused.push_back(which.credentials.access_key_id);
    }

    int asked = 0;
    std::vector<std::string> refused;
};

TEST(Credentials, ChainKeepsToTheProviderThatItHasFound)
{
    auto const first = std::make_shared<renewing_provider>();
    auto const second = std::make_shared<renewing_provider>();
    second->asked = 1;
    auto const both = credentials_chain({first, second});
    EXPECT_EQ(get(both)->credentials.access_key_id, "2");
    auto const renewed = get(both);
    EXPECT_EQ(renewed->credentials.access_key_id, "3");
    EXPECT_EQ(first->asked, 1);
    both->invalidate(*renewed);
    EXPECT_TRUE(first->refused.empty());
    EXPECT_EQ(second->refused, std::vector<std::string>{"3"});
}

TEST(Credentials, ErrorsAreThrownByValue)
{
    try
    {
        get(environment_credentials(environment::of({})));
        FAIL();
    }
    catch (boost::system::system_error const& e)
    {
        EXPECT_EQ(e.code(), errc::credentials_not_configured);
        EXPECT_NE(std::string(e.what()).find("AWS_ACCESS_KEY_ID"), std::string::npos) << e.what();
    }
}

TEST(Credentials, ChainStopsAtAConfiguredButBrokenProvider)
{
    std::string const file = "[default]\naws_access_key_id = from_file\naws_secret_access_key = hush\n";
    EXPECT_EQ(failure_of(default_credentials(with_files("", file, {{"AWS_ACCESS_KEY_ID", "id"}}))).code,
        errc::credentials_incomplete);
}

TEST(Credentials, ChainListsWhatItTried)
{
    auto const result =
        failure_of(default_credentials(environment::of({{"AWS_EC2_METADATA_DISABLED", "true"}})));
    EXPECT_EQ(result.code, errc::credentials_not_configured);
    EXPECT_TRUE(result.says("environment: AWS_ACCESS_KEY_ID")) << result.what;
    EXPECT_TRUE(result.says("profile: profile \"default\"")) << result.what;
    EXPECT_TRUE(result.says("web-identity: AWS_WEB_IDENTITY_TOKEN_FILE")) << result.what;
    EXPECT_TRUE(result.says("container: AWS_CONTAINER_CREDENTIALS_RELATIVE_URI")) << result.what;
    EXPECT_TRUE(result.says("instance: AWS_EC2_METADATA_DISABLED")) << result.what;
    EXPECT_EQ(failure_of(credentials_chain({})).code, errc::credentials_not_configured);
}

} // namespace
