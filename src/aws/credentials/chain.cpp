// SPDX-License-Identifier: BSL-1.0

#include <dynasio/aws/credential_providers.hpp>

#include "aws/credentials/fixed_credentials.hpp"

#include <algorithm>
#include <atomic>
#include <utility>

namespace dynasio::aws {

namespace {

namespace asio = boost::asio;

class chain final : public credentials_provider
{
public:
    chain(std::vector<std::shared_ptr<credentials_provider>> providers, std::string hint)
        : providers_(std::move(providers)), hint_(std::move(hint))
    {}

    std::string_view name() const noexcept override { return "chain"; }

    std::chrono::steady_clock::duration timeout() const noexcept override
    {
        auto longest = credentials_provider::timeout();
        for (auto const& provider : providers_)
            longest = std::max(longest, provider->timeout());
        return longest;
    }

    std::shared_ptr<resolved_credentials const> cached(
        std::chrono::system_clock::time_point now) noexcept override
    {
        auto* const chosen = chosen_.load(std::memory_order_acquire);
        return chosen ? chosen->cached(now) : nullptr;
    }

    bool outlive_expiration() const noexcept override
    {
        auto* const chosen = chosen_.load(std::memory_order_acquire);
        return chosen && chosen->outlive_expiration();
    }

    asio::awaitable<credentials_result> get(provider_context const& with) override
    {
        // Credentials may be renewed, but do not change their source.
        if (auto* const chosen = chosen_.load(std::memory_order_acquire))
            co_return co_await chosen->get(with);
        std::string reasons;
        for (auto const& provider : providers_)
        {
            auto found = co_await provider->get(with);
            if (found.has_value())
                chosen_.store(provider.get(), std::memory_order_release);
            if (found.has_value() || found.error().code != errc::credentials_not_configured)
                co_return found;
            add(reasons, std::string(provider->name()) + ": " + found.error().detail);
        }
        if (!hint_.empty())
            add(reasons, hint_);
        co_return credentials_error(
            errc::credentials_not_configured, reasons.empty() ? "no providers to ask" : "tried " + reasons);
    }

    void invalidate(resolved_credentials const& refused) noexcept override
    {
        if (auto* const chosen = chosen_.load(std::memory_order_acquire))
            chosen->invalidate(refused);
    }

private:
    static void add(std::string& reasons, std::string const& one)
    {
        reasons += (reasons.empty() ? "" : "; ") + one;
    }

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

// A profile named in code is the more explicit wish, so it takes the keys of the variables out.
std::shared_ptr<credentials_provider> usual_search(
    environment const& env, bool with_variables, std::shared_ptr<credentials_provider> profile)
{
    std::vector<std::shared_ptr<credentials_provider>> providers;
    if (with_variables)
        providers.push_back(environment_credentials(env));
    providers.push_back(std::move(profile));
    return std::make_shared<chain>(std::move(providers), unsupported_wishes(env));
}

} // namespace

std::shared_ptr<credentials_provider> credentials_chain(
    std::vector<std::shared_ptr<credentials_provider>> providers)
{
    return std::make_shared<chain>(std::move(providers), std::string());
}

std::shared_ptr<credentials_provider> default_credentials(environment const& env, std::string const& profile)
{
    return usual_search(env, profile.empty(), profile_credentials(env, profile));
}

std::shared_ptr<credentials_provider> detail::default_credentials(environment const& env,
    profile_files const& files, profile_location const& where, std::string const& profile_in_code)
{
    auto const name =
        profile_in_code.empty() ? env.variable("AWS_PROFILE").value_or(std::string()) : profile_in_code;
    return usual_search(
        env, profile_in_code.empty(), fixed_credentials("profile", profile_keys(files, where, name)));
}

} // namespace dynasio::aws
