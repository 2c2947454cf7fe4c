// SPDX-License-Identifier: BSL-1.0

#include <dynasio/aws/credential_providers.hpp>

#include <algorithm>
#include <atomic>
#include <utility>

namespace dynasio::aws {

namespace {

namespace asio = boost::asio;

class chain final : public credentials_provider
{
public:
    explicit chain(std::vector<std::shared_ptr<credentials_provider>> providers)
        : providers_(std::move(providers))
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
    std::atomic<credentials_provider*> chosen_ = nullptr;
};

} // namespace

std::shared_ptr<credentials_provider> credentials_chain(
    std::vector<std::shared_ptr<credentials_provider>> providers)
{
    return std::make_shared<chain>(std::move(providers));
}

} // namespace dynasio::aws
