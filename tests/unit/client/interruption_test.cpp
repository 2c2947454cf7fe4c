// SPDX-License-Identifier: BSL-1.0
//
// A call that is interrupted at each of its steps: it ends, and says what is known of its write.

#include "support/stepped_operation.hpp"
#include "unit/client/client_requests.hpp"

#include <dynasio/aws/credentials_provider.hpp>
#include <dynasio/http/errc.hpp>

#include <boost/asio/deferred.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>

#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dynasio::tests {
namespace {

namespace asio = boost::asio;

/// What a request of the call gets.
enum class reaction
{
    success,
    throttling,
    server_fault,
    lost_response,
};

using reactions = std::vector<reaction>;

http::send_result react(reaction r)
{
    switch (r)
    {
    case reaction::success:
        return respond_with(200, "{}");
    case reaction::throttling:
        return respond_with(400, R"({"__type":"x#ThrottlingException","message":"slow"})");
    case reaction::server_fault:
        return respond_with(500, R"({"__type":"x#InternalServerError","message":"oops"})");
    case reaction::lost_response:
        break;
    }
    http::transport_error lost;
    lost.code = http::errc::closed_early;
    lost.reached = http::stage::receiving;
    return lost;
}

/// Takes two handlers.
class slow_credentials final : public aws::credentials_provider
{
public:
    [[nodiscard]] std::string_view name() const noexcept override { return "slow"; }

    asio::awaitable<aws::credentials_result> get(aws::provider_context const&) override
    {
        co_await asio::post(asio::deferred);
        co_await asio::post(asio::deferred);
        sigv4::credentials keys("AKID", sigv4::secret("secret"));
        co_return std::make_shared<aws::resolved_credentials const>(std::move(keys), "slow");
    }
};

/// A put with a response for each of its requests, the last of which is a success.
class stepped_put final : public stepped_operation
{
public:
    stepped_put(reactions script, bool throws, std::shared_ptr<aws::credentials_provider> credentials)
        : stepped_operation([this](http::request const&)
              { return react(script_.at(server->received() - 1)); }, static_cast<unsigned>(script.size()),
              std::move(credentials)),
          script_(std::move(script)),
          throws_(throws)
    {}

    asio::awaitable<void> run() override
    {
        auto const request = conditional_put();
        auto put = throws_ ? keep_error(owner->put_item(request)) : keep_result(owner->try_put_item(request));
        return put;
    }

    void check(bool interrupted) override
    {
        EXPECT_FALSE(failure) << "ended with an exception that has no verdict";
        if (!outcome_)
        {
            EXPECT_EQ(server->delivered(), script_.size());
            return;
        }
        EXPECT_TRUE(interrupted) << *outcome_;
        EXPECT_EQ(outcome_->code(), asio::error::operation_aborted);
        EXPECT_EQ(outcome_->details().operation, "PutItem");
        bool uncertain = server->received() > server->delivered();
        for (std::size_t i = 0; i < server->delivered(); ++i)
            uncertain = uncertain || script_[i] != reaction::throttling;
        if (uncertain)
        {
            EXPECT_TRUE(outcome_->may_have_been_applied()) << *outcome_;
        }
        else if (server->begun() == server->delivered())
        {
            EXPECT_FALSE(outcome_->may_have_been_applied()) << *outcome_;
        }
    }

private:
    asio::awaitable<void> keep_result(asio::awaitable<result<put_item_output>> put)
    {
        auto const done = co_await std::move(put);
        if (!done)
            outcome_ = done.error();
    }

    asio::awaitable<void> keep_error(asio::awaitable<put_item_output> put)
    {
        try
        {
            co_await std::move(put);
        }
        catch (operation_error const& e)
        {
            outcome_ = e.error();
        }
    }

    reactions const script_;
    bool const throws_;
    std::optional<error> outcome_;
};

struct interrupted_put_case
{
    char const* name;
    interruption how;
    reactions script;
    bool throws;
};

void PrintTo(interrupted_put_case const& c, std::ostream* out)
{
    *out << c.name;
}

class interrupted_put : public ::testing::TestWithParam<interrupted_put_case>
{};

TEST_P(interrupted_put, ends_with_what_is_known_of_the_write)
{
    auto const& c = GetParam();
    auto const make = [&c] { return std::make_unique<stepped_put>(c.script, c.throws, nullptr); };
    interrupt_at_every_step(make, c.how, 2 * c.script.size());
}

TEST_P(interrupted_put, ends_so_while_it_waits_for_credentials_as_well)
{
    auto const& c = GetParam();
    auto const make = [&c]
    { return std::make_unique<stepped_put>(c.script, c.throws, std::make_shared<slow_credentials>()); };
    interrupt_at_every_step(make, c.how, 2 * c.script.size() + 2);
}

constexpr auto success = reaction::success;
constexpr auto throttling = reaction::throttling;
constexpr auto fault = reaction::server_fault;
constexpr auto lost = reaction::lost_response;

INSTANTIATE_TEST_SUITE_P(cases, interrupted_put,
    ::testing::Values(
        interrupted_put_case{"cancelled", interruption::cancel, {fault, throttling, success}, false},
        interrupted_put_case{"cancelled_throwing", interruption::cancel, {lost, throttling, success}, true},
        interrupted_put_case{
            "cancelled_throttled", interruption::cancel, {throttling, throttling, success}, false},
        interrupted_put_case{
            "cancelled_by_client", interruption::cancel_client, {throttling, lost, success}, true},
        interrupted_put_case{"cancelled_by_client_throttled", interruption::cancel_client,
            {throttling, throttling, success}, false},
        interrupted_put_case{
            "without_client", interruption::destroy_client, {throttling, lost, success}, true},
        interrupted_put_case{"without_client_throttled", interruption::destroy_client,
            {throttling, throttling, success}, false},
        interrupted_put_case{
            "without_context", interruption::destroy_context, {fault, throttling, success}, false}),
    [](auto const& c) { return std::string(c.param.name); });

} // namespace
} // namespace dynasio::tests
