// SPDX-License-Identifier: BSL-1.0

#include "aws/credentials/fixed_credentials.hpp"

#include "text/ini_text.hpp"

#include <optional>
#include <string_view>
#include <utility>

namespace dynasio::aws::detail {

namespace {

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
        for (char const* property : {"role_arn", "web_identity_token_file", "sso_session", "sso_start_url"})
            if (profile.get(property))
                return property;
        return nullptr;
    }
    for (char const* property : {"login_session", "credential_process"})
        if (profile.get(property))
            return property;
    return nullptr;
}

credentials_error not_supported(std::string const& profile, char const* property)
{
    return {errc::not_supported,
        profile + " asks for credentials by " + property + ", which is not supported yet"};
}

} // namespace

credentials_result profile_keys(
    profile_files const& files, profile_location const& where, std::string const& name)
{
    std::string const title = "profile " + text::in_quotes(name.empty() ? "default" : name);
    auto const* const profile = files.profile(name.empty() ? "default" : name);
    if (!profile)
        return credentials_error(name.empty() ? errc::credentials_not_configured : errc::profile_not_found,
            title + " " + absence_from(where));
    if (auto const* property = unsupported(*profile, true))
        return not_supported(title, property);

    auto const id = profile->get("aws_access_key_id");
    auto const key = profile->get("aws_secret_access_key");
    if (!id && !key)
    {
        if (auto const* property = unsupported(*profile, false))
            return not_supported(title, property);
        return credentials_error(errc::credentials_not_configured, title + " has no aws_access_key_id");
    }
    if (!id || !key)
        return credentials_error(errc::credentials_incomplete,
            title + " has "
                + (id ? "aws_access_key_id, but no aws_secret_access_key"
                      : "aws_secret_access_key, but no aws_access_key_id"));
    auto token = profile->get("aws_session_token");
    if (!token)
        token = profile->get("aws_security_token");
    sigv4::credentials keys(std::string(*id), sigv4::secret(*key), sigv4::secret(token.value_or("")));
    return std::make_shared<resolved_credentials const>(
        std::move(keys), "profile", text(profile->get("aws_account_id")));
}

} // namespace dynasio::aws::detail
