// SPDX-License-Identifier: BSL-1.0
//
// Providers in a chain that hang, throw and fail: each has its own time, and its own name in the error.

#include "support/asked_provider.hpp"

#include <dynasio/aws/credential_providers.hpp>
#include <dynasio/testing/gate.hpp>

#include <boost/asio/error.hpp>
#include <boost/system/system_error.hpp>

#include <gtest/gtest.h>

#include <chrono>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

namespace dynasio::tests {
namespace {

using namespace std::chrono_literals;
using aws::errc;
namespace asio = boost::asio;

/// Does what the test says.
class told_provider final : public aws::credentials_provider
{
public:
    using work = std::function<asio::awaitable<aws::credentials_result>(aws::provider_context const&)>;

    told_provider(std::string name, std::chrono::steady_clock::duration time, work what)
        : name_(std::move(name)), time_(time), what_(std::move(what))
    {}

    std::string_view name() const noexcept override { return name_; }
    std::chrono::steady_clock::duration timeout() const noexcept override { return time_; }
    asio::awaitable<aws::credentials_result> get(aws::provider_context const& with) override
    {
        return what_(with);
    }

private:
    std::string const name_;
    std::chrono::steady_clock::duration const time_;
    work const what_;
};

asio::awaitable<aws::credentials_result> hang(aws::provider_context const& with)
{
    co_await http::sleep_until(with.clock, with.clock->now() + 1h);
    co_return aws::credentials_error(errc::credentials_failed, "woken");
}

/// Says itself that it was cancelled, as the providers of the library do.
asio::awaitable<aws::credentials_result> hang_and_say(aws::provider_context const& with)
{
    try
    {
        co_await http::sleep_until(with.clock, with.clock->now() + 1h);
    }
    catch (boost::system::system_error const&)
    {}
    co_return aws::credentials_error(asio::error::operation_aborted, "cancelled");
}

asio::awaitable<aws::credentials_result> fail_by_exception(aws::provider_context const&)
{
    throw std::runtime_error("it broke");
    co_return aws::credentials_error();
}

asio::awaitable<aws::credentials_result> give_null(aws::provider_context const&)
{
    co_return std::shared_ptr<aws::resolved_credentials const>();
}

asio::awaitable<aws::credentials_result> give_keys(aws::provider_context const&)
{
    co_return std::make_shared<aws::resolved_credentials const>(
        sigv4::credentials("AKID", sigv4::secret("sEcReT")), "slow", "");
}

/// The vault is asked first; the other one has more time.
std::shared_ptr<aws::credentials_provider> chain_of(told_provider::work vault, told_provider::work slow)
{
    return aws::credentials_chain({std::make_shared<told_provider>("vault", 2s, std::move(vault)),
        std::make_shared<told_provider>("slow", 30s, std::move(slow))});
}

struct asked_chain : asked_provider
{
    asked_chain() { idle = 2ms; }

    /// What the vault's failure is in the chain.
    aws::credentials_error failure_of(told_provider::work vault)
    {
        auto const found = ask(chain_of(std::move(vault), &give_keys));
        EXPECT_TRUE(found.has_error());
        return found.has_error() ? found.error() : aws::credentials_error();
    }
};

TEST(credentials_chain, gives_each_provider_its_own_time)
{
    for (auto* const vault : {&hang, &hang_and_say})
    {
        asked_chain a;
        auto const begun = a.clock->now();
        auto const why = a.failure_of(vault);
        EXPECT_EQ(a.clock->now() - begun, 2s);
        EXPECT_EQ(why.code, errc::credentials_failed);
        EXPECT_EQ(why.detail, "provider vault: no credentials within its timeout");
        EXPECT_EQ(why.provider, "vault");
        EXPECT_EQ(a.clock->pending_alarms(), 0u);
    }
}

TEST(credentials_chain, has_time_for_the_slowest)
{
    auto const both = chain_of(&hang, &hang);
    EXPECT_GT(both->timeout(), 30s);
    constexpr auto for_ever = std::chrono::steady_clock::duration::max();
    auto const longest = std::make_shared<told_provider>("longest", for_ever, &hang);
    EXPECT_EQ(aws::credentials_chain({longest})->timeout(), for_ever);
}

TEST(credentials_chain, tells_the_provider_the_end_of_its_time)
{
    asked_chain a;
    auto const begun = a.clock->now();
    http::time_point told;
    auto const look = [&](aws::provider_context const& with)
    {
        told = with.deadline;
        return give_null(with);
    };
    a.failure_of(look);
    EXPECT_EQ(told - begun, 2s);
    a.start(chain_of(look, &give_keys), 1s);
    a.finish();
    EXPECT_EQ(told - begun, 1s) << "the caller has less";
}

TEST(credentials_chain, names_the_provider_that_throws)
{
    asked_chain a;
    auto const why = a.failure_of(&fail_by_exception);
    EXPECT_EQ(why.detail, "provider vault: it broke");
    EXPECT_EQ(why.provider, "vault");
}

TEST(credentials_chain, takes_null_for_a_failure)
{
    asked_chain a;
    auto const why = a.failure_of(&give_null);
    EXPECT_EQ(why.code, errc::credentials_failed);
    EXPECT_EQ(why.detail, "provider vault: returned null");
}

TEST(credentials_chain, names_the_innermost_provider)
{
    asked_chain a;
    auto const inner = chain_of(&fail_by_exception, &give_keys);
    auto const found = a.ask(aws::credentials_chain({inner}));
    ASSERT_TRUE(found.has_error());
    EXPECT_EQ(found.error().provider, "vault");
}

TEST(credentials_chain, ends_when_it_is_cancelled)
{
    asked_chain a;
    a.start(chain_of(&hang, &give_keys), 1min);
    a.context.poll();
    a.cancel.emit(asio::cancellation_type::terminal);
    a.finish();
    EXPECT_TRUE(a.failure || a.outcome->has_error());
    EXPECT_EQ(a.clock->pending_alarms(), 0u);
}

} // namespace
} // namespace dynasio::tests
