// SPDX-License-Identifier: BSL-1.0
//
// The plan of a profile as texts, to be compared in every field.

#ifndef DYNASIO_TESTS_UNIT_AWS_PLAN_LINKS_HPP
#define DYNASIO_TESTS_UNIT_AWS_PLAN_LINKS_HPP

#include "aws/credentials/profile/plan.hpp"

#include <map>
#include <memory>
#include <ostream>
#include <string>
#include <variant>
#include <vector>

namespace dynasio::tests {

/// The members that a case and a plan say of one link of the chain: kind, then names and texts.
struct link
{
    std::string kind;
    std::map<std::string, std::string> texts;

    friend bool operator==(link const&, link const&) = default;
    friend std::ostream& operator<<(std::ostream& out, link const& l)
    {
        out << l.kind;
        for (auto const& [name, text] : l.texts)
            out << ' ' << name << '=' << text;
        return out;
    }
};

inline link without_blanks(link l)
{
    std::erase_if(l.texts, [](auto const& member) { return member.second.empty(); });
    return l;
}

struct link_of_base
{
    link operator()(std::shared_ptr<aws::resolved_credentials const> const& keys) const
    {
        return {"AccessKey",
            {{"access_key_id", keys->credentials.access_key_id},
                {"secret_access_key", std::string(keys->credentials.secret_access_key.reveal())},
                {"session_token", std::string(keys->credentials.session_token.reveal())},
                {"account_id", keys->account_id}}};
    }
    link operator()(aws::detail::named_source which) const
    {
        std::map<aws::detail::named_source, std::string> const names{
            {aws::detail::named_source::environment, "Environment"},
            {aws::detail::named_source::instance, "Ec2InstanceMetadata"},
            {aws::detail::named_source::container, "EcsContainer"}};
        return {"NamedSource", {{"NamedSource", names.at(which)}}};
    }
    link operator()(aws::web_identity_options const& role) const
    {
        return {"WebIdentityToken",
            {{"role_arn", role.role_arn}, {"web_identity_token_file", role.token_file},
                {"role_session_name", role.session_name}}};
    }
    link operator()(aws::sso_options const& role) const
    {
        return {"Sso",
            {{"sso_account_id", role.account_id}, {"sso_role_name", role.role_name},
                {"sso_region", role.region}, {"sso_start_url", role.start_url}, {"sso_session", role.session},
                {"portal", role.portal_endpoint_url}, {"oidc", role.oidc_endpoint_url}}};
    }
    link operator()(aws::detail::login_session const& login) const
    {
        return {"Login", {{"session", login.session}}};
    }
    link operator()(aws::detail::process_command const& process) const
    {
        return {"Process", {{"command", std::string(process.command.reveal())}}};
    }
};

inline std::vector<link> links_of(aws::detail::credentials_plan const& plan)
{
    std::vector<link> result{without_blanks(std::visit(link_of_base(), plan.base))};
    for (auto const& role : plan.roles)
    {
        auto const seconds = role.duration.count();
        result.push_back(without_blanks({"AssumeRole",
            {{"role_arn", role.role_arn}, {"role_session_name", role.session_name},
                {"external_id", role.external_id},
                {"duration_seconds", seconds ? std::to_string(seconds) : std::string()}}}));
    }
    return result;
}

} // namespace dynasio::tests

#endif
