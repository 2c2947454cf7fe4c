// SPDX-License-Identifier: BSL-1.0

#include <dynasio/aws/credential_providers.hpp>

#include "aws/config/profile_location.hpp"
#include "aws/credentials/identity_cache.hpp"
#include "text/ini_text.hpp"

#include <dynasio/aws/configuration_error.hpp>

#include <utility>

namespace dynasio::aws {

namespace {

namespace asio = boost::asio;
using credentials_ptr = std::shared_ptr<resolved_credentials const>;

std::string text(std::optional<std::string_view> value)
{
    return std::string(value.value_or(std::string_view()));
}

// What a profile asks for beside static keys. `before_keys` are those that count even if there are static
// keys, because the keys may then be there only to obtain others.
char const* unsupported(profile_section const& profile, bool before_keys)
{
    if (before_keys)
    {
        if (profile.get("role_arn"))
            return "role_arn";
        if (profile.get("web_identity_token_file"))
            return "web_identity_token_file";
        if (profile.get("sso_session"))
            return "sso_session";
        if (profile.get("sso_start_url"))
            return "sso_start_url";
        return nullptr;
    }
    if (profile.get("login_session"))
        return "login_session";
    if (profile.get("credential_process"))
        return "credential_process";
    return nullptr;
}

[[noreturn]] void refuse(std::string const& where, char const* property)
{
    throw configuration_error(
        errc::not_supported, where + " asks for credentials by " + property + ", which is not supported yet");
}

class profile_provider final : public credentials_provider
{
public:
    profile_provider(environment env, std::string profile)
        : env_(std::move(env)), profile_(std::move(profile))
    {}

    std::string_view name() const noexcept override { return "profile"; }

    credentials_ptr cached(std::chrono::system_clock::time_point) noexcept override { return kept_.load(); }

    asio::awaitable<credentials_ptr> get() override
    {
        if (auto known = kept_.load())
            co_return known;
        co_return kept_.store(read());
    }

private:
    credentials_ptr read() const
    {
        std::string name = profile_;
        if (name.empty())
            name = env_.variable("AWS_PROFILE").value_or(std::string());
        bool const asked_for = !name.empty();
        if (!asked_for)
            name = "default";
        std::string const where = "profile " + text::in_quotes(name);

        auto const files = load_profile_files(env_);
        auto const* const profile = files.profile(name);
        if (!profile && asked_for)
            throw configuration_error(errc::profile_not_found, where + " is in neither file");
        if (!profile)
            throw configuration_error(errc::credentials_not_configured, where + " is in neither file");
        if (auto const* property = unsupported(*profile, true))
            refuse(where, property);

        auto const id = profile->get("aws_access_key_id");
        auto const key = profile->get("aws_secret_access_key");
        if (!id && !key)
        {
            if (auto const* property = unsupported(*profile, false))
                refuse(where, property);
            throw configuration_error(errc::credentials_not_configured, where + " has no aws_access_key_id");
        }
        if (!id || !key)
            throw configuration_error(errc::credentials_incomplete,
                where + " has "
                    + (id ? "aws_access_key_id, but no aws_secret_access_key"
                          : "aws_secret_access_key, but no aws_access_key_id"));
        auto token = profile->get("aws_session_token");
        if (!token)
            token = profile->get("aws_security_token");
        sigv4::credentials keys(std::string(*id), sigv4::secret(*key), sigv4::secret(token.value_or("")));
        return std::make_shared<resolved_credentials const>(
            std::move(keys), "profile", text(profile->get("aws_account_id")));
    }

    environment env_;
    std::string profile_;
    detail::identity_cache kept_;
};

} // namespace

std::shared_ptr<credentials_provider> profile_credentials(environment env, std::string profile)
{
    return std::make_shared<profile_provider>(std::move(env), std::move(profile));
}

} // namespace dynasio::aws
