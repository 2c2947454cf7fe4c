// SPDX-License-Identifier: BSL-1.0

#include "aws/credentials/profile/plan.hpp"

#include "text/ini_text.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <string_view>
#include <utility>

namespace dynasio::aws::detail {

namespace {

/// Ends the planning, from whatever depth.
struct plan_failure
{
    credentials_error why;
};

std::string title_of(std::string const& name)
{
    return "profile " + text::in_quotes(name);
}

[[noreturn]] void fail(errc code, std::string const& name, std::string const& why)
{
    throw plan_failure{{code, title_of(name) + " " + why}};
}

std::string text_of(profile_section const& profile, std::string_view property)
{
    return std::string(profile.get(property).value_or(""));
}

bool has_keys(profile_section const& profile)
{
    return profile.get("aws_access_key_id") || profile.get("aws_secret_access_key");
}

std::shared_ptr<resolved_credentials const> keys_of(profile_section const& profile, std::string const& name)
{
    auto const id = profile.get("aws_access_key_id");
    auto const key = profile.get("aws_secret_access_key");
    if (!id || !key)
        fail(errc::credentials_incomplete, name,
            id ? "has aws_access_key_id, but no aws_secret_access_key"
               : "has aws_secret_access_key, but no aws_access_key_id");
    auto token = profile.get("aws_session_token");
    if (!token)
        token = profile.get("aws_security_token");
    sigv4::credentials keys(std::string(*id), sigv4::secret(*key), sigv4::secret(token.value_or("")));
    return std::make_shared<resolved_credentials const>(
        std::move(keys), "profile", text_of(profile, "aws_account_id"));
}

assume_role_options role_of(profile_section const& profile, std::string const& name)
{
    if (profile.get("mfa_serial"))
        fail(errc::not_supported, name, "has mfa_serial, which needs a person; it is not supported");
    assume_role_options role(text_of(profile, "role_arn"));
    role.session_name = text_of(profile, "role_session_name");
    role.external_id = text_of(profile, "external_id");
    if (auto const duration = profile.get("duration_seconds"))
    {
        long seconds = 0;
        auto const* const end = duration->data() + duration->size();
        auto const [stop, error] = std::from_chars(duration->data(), end, seconds);
        if (error != std::errc() || stop != end || seconds < 900 || seconds > 43200)
            fail(errc::invalid_value, name,
                "has duration_seconds " + text::in_quotes(*duration) + ", which must be from 900 to 43200");
        role.duration = std::chrono::seconds(seconds);
    }
    return role;
}

named_source source_of(std::string_view text, std::string const& name)
{
    if (text == "Environment")
        return named_source::environment;
    if (text == "Ec2InstanceMetadata")
        return named_source::instance;
    if (text != "EcsContainer")
        fail(errc::invalid_value, name,
            "has credential_source " + text::in_quotes(text)
                + ", which must be Environment, Ec2InstanceMetadata or EcsContainer");
    return named_source::container;
}

bool asks_for_sso(profile_section const& profile)
{
    constexpr char const* properties[] = {"sso_session", "sso_start_url", "sso_account_id", "sso_role_name"};
    return std::any_of(std::begin(properties), std::end(properties),
        [&](char const* property) { return profile.get(property).has_value(); });
}

/// A property of the session, which the profile may repeat, but not contradict.
std::string of_session(profile_section const& session, profile_section const& profile,
    std::string_view property, std::string const& name)
{
    auto const value = session.get(property);
    auto const repeated = profile.get(property);
    if (repeated && repeated != value)
        fail(errc::invalid_value, name,
            "has " + std::string(property) + ", which only its sso-session may have");
    if (!value)
        fail(errc::credentials_incomplete, name, "names an sso-session without " + std::string(property));
    return std::string(*value);
}

sso_options sso_of(profile_files const& files, profile_section const& profile, std::string const& name)
{
    sso_options role;
    if (auto const session_name = profile.get("sso_session"))
    {
        auto const session = files.sso_sessions.find(*session_name);
        if (session == files.sso_sessions.end())
            fail(errc::invalid_value, name,
                "names the sso-session " + text::in_quotes(*session_name)
                    + ", but there is none of that name");
        role.session = *session_name;
        role.region = of_session(session->second, profile, "sso_region", name);
        role.start_url = of_session(session->second, profile, "sso_start_url", name);
    }
    else
        for (auto const& [property, member] : {std::pair("sso_region", &sso_options::region),
                 std::pair("sso_start_url", &sso_options::start_url)})
        {
            if (!profile.get(property))
                fail(errc::credentials_incomplete, name,
                    std::string("asks for single sign-on, but has no ") + property);
            role.*member = text_of(profile, property);
        }
    for (auto const& [property, member] : {std::pair("sso_account_id", &sso_options::account_id),
             std::pair("sso_role_name", &sso_options::role_name)})
    {
        if (!profile.get(property))
            fail(errc::credentials_incomplete, name,
                std::string("asks for single sign-on, but has no ") + property
                    + ", without which there is a token, but no credentials");
        role.*member = text_of(profile, property);
    }
    return role;
}

/// Goes from a profile to its source, and so on to the base; the roles are in that order.
class planner
{
public:
    explicit planner(profile_files const& files) : files_(files) {}

    credentials_plan plan(std::string const& name)
    {
        credentials_plan result{named_source::environment, {}};
        walk(name, result);
        // The one that is nearest to the base comes first.
        std::reverse(result.roles.begin(), result.roles.end());
        return result;
    }

private:
    void walk(std::string const& name, credentials_plan& result)
    {
        auto const* const profile = files_.profile(name);
        if (!profile)
            fail(errc::profile_not_found, visited_.empty() ? name : visited_.back(),
                visited_.empty()
                    ? std::string("does not exist")
                    : "has the source profile " + text::in_quotes(name) + ", which does not exist");
        bool const is_source = !visited_.empty();
        if (is_source && has_keys(*profile))
        {
            result.base = keys_of(*profile, name);
            return;
        }
        if (std::find(visited_.begin(), visited_.end(), name) != visited_.end())
            fail(errc::invalid_value, name,
                "is its own source, over " + std::to_string(visited_.size())
                    + (visited_.size() == 1 ? " profile" : " profiles") + ", and has no keys");
        visited_.push_back(name);
        if (profile->get("web_identity_token_file") && !profile->get("source_profile")
            && !profile->get("credential_source"))
            result.base = web_identity_of(*profile, name);
        else if (profile->get("role_arn"))
            follow_role(*profile, name, result);
        else
            result.base = base_of(*profile, name, is_source);
    }

    void follow_role(profile_section const& profile, std::string const& name, credentials_plan& result)
    {
        auto const source = profile.get("source_profile");
        auto const named = profile.get("credential_source");
        if (source && named)
            fail(errc::invalid_value, name,
                "has source_profile and credential_source, but may have one of them only");
        if (!source && !named)
            fail(errc::credentials_incomplete, name,
                "has role_arn, but none of source_profile, credential_source and web_identity_token_file");
        result.roles.push_back(role_of(profile, name));
        if (named)
            result.base = source_of(*named, name);
        else
            walk(std::string(*source), result);
    }

    static web_identity_options web_identity_of(profile_section const& profile, std::string const& name)
    {
        if (!profile.get("role_arn"))
            fail(errc::credentials_incomplete, name, "has web_identity_token_file, but no role_arn");
        web_identity_options role(text_of(profile, "role_arn"), text_of(profile, "web_identity_token_file"));
        role.session_name = text_of(profile, "role_session_name");
        return role;
    }

    base_source base_of(profile_section const& profile, std::string const& name, bool is_source) const
    {
        if (asks_for_sso(profile))
            return sso_of(files_, profile, name);
        if (auto const session = profile.get("login_session"))
            return login_session{std::string(*session)};
        if (auto const command = profile.get("credential_process"))
            return process_command{sigv4::secret(*command)};
        if (has_keys(profile))
            return keys_of(profile, name);
        fail(is_source ? errc::credentials_incomplete : errc::credentials_not_configured, name,
            "has no credentials: no role_arn, sso_session, login_session, credential_process or "
            "aws_access_key_id");
    }

    profile_files const& files_;
    std::vector<std::string> visited_;
};

} // namespace

plan_result plan_profile(profile_files const& files, std::string const& name)
{
    try
    {
        return planner(files).plan(name);
    }
    catch (plan_failure const& failure)
    {
        return failure.why;
    }
}

} // namespace dynasio::aws::detail
