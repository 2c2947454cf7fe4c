// SPDX-License-Identifier: BSL-1.0

#include "aws/credentials/ask_provider.hpp"
#include "clock/add_saturated.hpp"
#include "clock/nursery.hpp"

#include <dynasio/aws/credential_providers.hpp>

#include <boost/system/system_error.hpp>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <utility>

namespace dynasio::aws {

namespace {

namespace asio = boost::asio;

/// Longer than each provider has, so that it is that provider's error which ends the search.
constexpr auto beyond_providers = std::chrono::seconds(2);

/// One provider, asked with its own time limit.
class bounded_question
{
public:
    bounded_question(credentials_provider& provider, provider_context const& with)
        : provider_(provider),
          with_(std::min(with.deadline, http::add_saturated(with.clock->now(), provider.timeout())),
              with.transport, with.clock)
    {}

    /// Cancellation: every type; ends with what the provider makes of it.
    asio::awaitable<credentials_result> ask()
    {
        auto const child = [this](http::child_group& group, std::size_t number)
        { return number == 0 ? get(group) : wait(group); };
        auto both = http::run_children(2, child, http::on_failure::keep_others);
        co_await std::move(both);
        if (outcome_.has_value() || !outcome_.error().provider.empty())
            co_return std::move(outcome_);
        auto why = outcome_.error();
        why.provider = provider_.name();
        co_return why;
    }

private:
    asio::awaitable<void> get(http::child_group& group)
    {
        auto asking = detail::ask_provider(provider_, with_);
        outcome_ = co_await std::move(asking);
        if (late_ && !outcome_.has_value())
            outcome_ = detail::too_late(provider_); // whatever it says of its cancellation
        ended_ = true;
        group.cancel_child(1);
    }

    asio::awaitable<void> wait(http::child_group& group)
    {
        if (ended_)
            co_return;
        try
        {
            co_await http::sleep_until(with_.clock, with_.deadline);
            late_ = true;
        }
        catch (boost::system::system_error const&)
        {} // the provider was faster, or all was cancelled
        if (late_)
            group.cancel_child(0);
    }

    credentials_provider& provider_;
    provider_context const with_;
    credentials_result outcome_ = credentials_error();
    bool ended_ = false;
    bool late_ = false;
};

asio::awaitable<credentials_result> ask(credentials_provider& provider, provider_context const& with)
{
    bounded_question question(provider, with);
    auto asking = question.ask();
    co_return co_await std::move(asking);
}

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
        constexpr auto most = std::chrono::steady_clock::duration::max() - beyond_providers;
        return std::min(longest, most) + beyond_providers;
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
        {
            auto asking = ask(*chosen, with);
            co_return co_await std::move(asking);
        }
        std::string reasons;
        for (auto const& provider : providers_)
        {
            auto asking = ask(*provider, with);
            auto found = co_await std::move(asking);
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
