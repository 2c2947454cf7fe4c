// SPDX-License-Identifier: BSL-1.0

#include "aws/credentials/fixed_credentials.hpp"

#include <dynasio/aws/configuration_error.hpp>
#include <dynasio/aws/credential_providers.hpp>

#include <string>
#include <utility>

namespace dynasio::aws {

namespace {

namespace asio = boost::asio;

class fixed_provider final : public credentials_provider
{
public:
    fixed_provider(std::string name, credentials_result outcome)
        : name_(std::move(name)), outcome_(std::move(outcome))
    {}

    std::string_view name() const noexcept override { return name_; }
    asio::awaitable<credentials_result> get(provider_context const&) override { co_return outcome_; }
    std::shared_ptr<resolved_credentials const> cached(
        std::chrono::system_clock::time_point) noexcept override
    {
        return outcome_.has_value() ? *outcome_ : nullptr;
    }

private:
    std::string const name_;
    credentials_result const outcome_;
};

} // namespace

std::shared_ptr<credentials_provider> detail::fixed_credentials(std::string name, credentials_result outcome)
{
    return std::make_shared<fixed_provider>(std::move(name), std::move(outcome));
}

credentials_result detail::environment_keys(environment const& env)
{
    auto id = env.variable("AWS_ACCESS_KEY_ID");
    auto key = env.secret_variable("AWS_SECRET_ACCESS_KEY");
    if (!id && !key)
        return credentials_error(
            errc::credentials_not_configured, "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set");
    if (!key)
        return credentials_error(
            errc::credentials_incomplete, "AWS_ACCESS_KEY_ID is set, but AWS_SECRET_ACCESS_KEY is not");
    if (!id)
        return credentials_error(
            errc::credentials_incomplete, "AWS_SECRET_ACCESS_KEY is set, but AWS_ACCESS_KEY_ID is not");
    auto token = env.secret_variable("AWS_SESSION_TOKEN");
    if (!token)
        token = env.secret_variable("AWS_SECURITY_TOKEN");
    sigv4::credentials keys(*std::move(id), *std::move(key), std::move(token).value_or(sigv4::secret()));
    return std::make_shared<resolved_credentials const>(
        std::move(keys), "environment", env.variable("AWS_ACCOUNT_ID").value_or(std::string()));
}

std::shared_ptr<credentials_provider> static_credentials(sigv4::credentials keys, std::string account_id)
{
    if (keys.access_key_id.empty())
        throw configuration_error(
            errc::credentials_incomplete, "static credentials: the access key id is empty");
    if (keys.secret_access_key.empty())
        throw configuration_error(
            errc::credentials_incomplete, "static credentials: the secret access key is empty");
    return detail::fixed_credentials("static",
        std::make_shared<resolved_credentials const>(std::move(keys), "static", std::move(account_id)));
}

std::shared_ptr<credentials_provider> environment_credentials(environment const& env)
{
    return detail::fixed_credentials("environment", detail::environment_keys(env));
}

} // namespace dynasio::aws
