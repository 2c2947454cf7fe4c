// SPDX-License-Identifier: BSL-1.0

#include <dynasio/aws/credential_providers.hpp>

#include <dynasio/aws/configuration_error.hpp>

#include "aws/credentials/identity_cache.hpp"
#include "text/ini_text.hpp"

#include <utility>

namespace dynasio::aws {

namespace {

namespace asio = boost::asio;
using credentials_ptr = std::shared_ptr<resolved_credentials const>;
using wall_time = std::chrono::system_clock::time_point;

class static_provider final : public credentials_provider
{
public:
    explicit static_provider(credentials_ptr value) : value_(std::move(value)) {}

    std::string_view name() const noexcept override { return "static"; }
    credentials_ptr cached(wall_time) noexcept override { return value_; }
    asio::awaitable<credentials_ptr> get() override { co_return value_; }

private:
    credentials_ptr value_;
};

// Reads a variable into a secret without leaving a copy behind.
sigv4::secret secret_variable(environment const& env, char const* name)
{
    auto value = env.variable(name);
    if (!value)
        return {};
    sigv4::secret result(*value);
    text::wipe(*value);
    return result;
}

class environment_provider final : public credentials_provider
{
public:
    explicit environment_provider(environment env) : env_(std::move(env)) {}

    std::string_view name() const noexcept override { return "environment"; }
    credentials_ptr cached(wall_time) noexcept override { return kept_.load(); }

    asio::awaitable<credentials_ptr> get() override
    {
        if (auto known = kept_.load())
            co_return known;
        co_return kept_.store(read());
    }

private:
    credentials_ptr read() const
    {
        auto id = env_.variable("AWS_ACCESS_KEY_ID");
        auto key = secret_variable(env_, "AWS_SECRET_ACCESS_KEY");
        if (!id && key.empty())
            throw configuration_error(
                errc::credentials_not_configured, "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set");
        if (key.empty())
            throw configuration_error(
                errc::credentials_incomplete, "AWS_ACCESS_KEY_ID is set, but AWS_SECRET_ACCESS_KEY is not");
        if (!id)
            throw configuration_error(
                errc::credentials_incomplete, "AWS_SECRET_ACCESS_KEY is set, but AWS_ACCESS_KEY_ID is not");
        auto token = secret_variable(env_, "AWS_SESSION_TOKEN");
        if (token.empty())
            token = secret_variable(env_, "AWS_SECURITY_TOKEN");
        sigv4::credentials keys(std::move(*id), std::move(key), std::move(token));
        return std::make_shared<resolved_credentials const>(
            std::move(keys), "environment", env_.variable("AWS_ACCOUNT_ID").value_or(std::string()));
    }

    environment env_;
    detail::identity_cache kept_;
};

class chain final : public credentials_provider
{
public:
    chain(std::vector<std::shared_ptr<credentials_provider>> providers, std::string hint)
        : providers_(std::move(providers)), hint_(std::move(hint))
    {}

    std::string_view name() const noexcept override { return "chain"; }

    credentials_ptr cached(wall_time now) noexcept override
    {
        auto* const chosen = chosen_.load(std::memory_order_acquire);
        return chosen ? chosen->cached(now) : nullptr;
    }

    asio::awaitable<credentials_ptr> get() override
    {
        std::string reasons;
        for (auto const& provider : providers_)
        {
            try
            {
                auto found = co_await provider->get();
                // Later questions go to this one only: its identity may be renewed, but does not change its
                // kind.
                chosen_.store(provider.get(), std::memory_order_release);
                co_return found;
            }
            catch (configuration_error const& error)
            {
                if (error.code() != errc::credentials_not_configured)
                    throw;
                reasons +=
                    (reasons.empty() ? "" : "; ") + std::string(provider->name()) + ": " + error.what();
            }
        }
        if (!hint_.empty())
            reasons += (reasons.empty() ? "" : "; ") + hint_;
        throw configuration_error(
            errc::credentials_not_configured, reasons.empty() ? "no providers to ask" : "tried " + reasons);
    }

private:
    std::vector<std::shared_ptr<credentials_provider>> const providers_;
    std::string const hint_;
    std::atomic<credentials_provider*> chosen_ = nullptr;
};

// What the environment asks for that the chain cannot do yet: a user should not have to guess.
std::string unsupported_wishes(environment const& env)
{
    std::string result;
    for (char const* name : {"AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
             "AWS_CONTAINER_CREDENTIALS_FULL_URI"})
        if (env.variable(name))
            result += (result.empty() ? "" : "; ") + std::string(name) + " is set, but is not supported yet";
    return result;
}

} // namespace

std::shared_ptr<credentials_provider> static_credentials(sigv4::credentials keys, std::string account_id)
{
    if (keys.access_key_id.empty())
        throw configuration_error(
            errc::credentials_incomplete, "static credentials: the access key id is empty");
    if (keys.secret_access_key.empty())
        throw configuration_error(
            errc::credentials_incomplete, "static credentials: the secret access key is empty");
    return std::make_shared<static_provider>(
        std::make_shared<resolved_credentials const>(std::move(keys), "static", std::move(account_id)));
}

std::shared_ptr<credentials_provider> environment_credentials(environment env)
{
    return std::make_shared<environment_provider>(std::move(env));
}

std::shared_ptr<credentials_provider> credentials_chain(
    std::vector<std::shared_ptr<credentials_provider>> providers)
{
    return std::make_shared<chain>(std::move(providers), std::string());
}

std::shared_ptr<credentials_provider> default_credentials(environment env, std::string profile)
{
    std::vector<std::shared_ptr<credentials_provider>> providers;
    if (profile.empty())
        providers.push_back(environment_credentials(env));
    providers.push_back(profile_credentials(env, std::move(profile)));
    return std::make_shared<chain>(std::move(providers), unsupported_wishes(env));
}

} // namespace dynasio::aws
