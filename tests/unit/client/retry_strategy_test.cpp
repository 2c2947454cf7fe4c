// SPDX-License-Identifier: BSL-1.0
//
// A retry strategy of the user: what it is asked, what it decides, and what it cannot.

#include "call/client_state.hpp"
#include "client/client_handle.hpp"
#include "support/scripted_client.hpp"
#include "unit/client/client_requests.hpp"

#include <dynasio/aws/retry_strategy.hpp>
#include <dynasio/http/errc.hpp>
#include <dynasio/operations/update_item.hpp>

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace dynasio::tests {
namespace {

using namespace std::chrono_literals;
using delay_or_stop = std::optional<std::chrono::nanoseconds>;

constexpr auto throttled = R"({"__type":"x#ThrottlingException","message":"slow"})";
constexpr auto faulty = R"({"__type":"x#InternalServerError","message":"oops"})";

/// Notes what it is asked.
class noting_strategy final : public aws::retry_strategy
{
public:
    struct question
    {
        aws::retry_candidate candidate; ///< its texts are no longer valid
        std::string operation;
        std::string code;
    };

    explicit noting_strategy(std::function<delay_or_stop(aws::retry_candidate const&)> decide)
        : decide_(std::move(decide))
    {}

    std::optional<std::chrono::nanoseconds> next_delay(aws::retry_candidate const& failed) override
    {
        questions.push_back({failed, std::string(failed.operation), std::string(failed.code)});
        return decide_(failed);
    }

    std::vector<question> questions;

private:
    std::function<delay_or_stop(aws::retry_candidate const&)> decide_;
};

struct strategy_world : scripted_client
{
    explicit strategy_world(
        std::function<delay_or_stop(aws::retry_candidate const&)> decide, unsigned max_attempts = 4)
        : strategy(std::make_shared<noting_strategy>(std::move(decide)))
    {
        auto wanted = options(max_attempts);
        wanted.retry_strategy = strategy;
        owner.emplace(context.get_executor(), wanted);
    }

    std::optional<error> get(call_options how = {})
    {
        auto const request = get_request();
        return failure_of([&] { return owner->get_item(request, how); });
    }

    [[nodiscard]] unsigned quota() { return call::state_of(*owner)->quota().available(); }

    std::shared_ptr<noting_strategy> strategy;
    std::optional<client> owner;
};

delay_or_stop in_a_second(aws::retry_candidate const&)
{
    return 1s;
}

TEST(retry_strategy, is_told_of_the_failure_and_its_delay_is_kept)
{
    strategy_world world(in_a_second);
    http::fields after;
    after.add("x-amz-retry-after", "3000");
    world.server->expect("GetItem").reply(400, throttled, after);
    world.server->expect("GetItem").reply(500, faulty);
    world.server->expect("GetItem").fail(http::errc::closed_early, http::stage::receiving);
    world.server->expect("GetItem").reply(200, "{}");
    auto const began = world.clock->now();
    EXPECT_FALSE(world.get());
    EXPECT_EQ(world.clock->now() - began, 3s);
    auto const& questions = world.strategy->questions;
    ASSERT_EQ(questions.size(), 3u);
    for (unsigned i = 0; i < 3; ++i)
    {
        SCOPED_TRACE(i);
        EXPECT_EQ(questions[i].operation, "GetItem");
        EXPECT_EQ(questions[i].candidate.attempt, i + 1);
        EXPECT_EQ(questions[i].candidate.max_attempts, 4u);
        EXPECT_EQ(questions[i].candidate.elapsed, i * 1s);
    }
    EXPECT_EQ(questions[0].candidate.kind, aws::retry_class::throttling);
    EXPECT_EQ(questions[0].code, "ThrottlingException");
    EXPECT_EQ(questions[0].candidate.http_status, 400u);
    EXPECT_EQ(questions[0].candidate.suggested_delay, 3s);
    EXPECT_EQ(questions[1].candidate.kind, aws::retry_class::transient);
    EXPECT_EQ(questions[1].code, "InternalServerError");
    EXPECT_EQ(questions[1].candidate.http_status, 500u);
    EXPECT_GT(questions[1].candidate.suggested_delay, 0ns);
    EXPECT_LE(questions[1].candidate.suggested_delay, 50ms);
    EXPECT_EQ(questions[2].code, "");
    EXPECT_EQ(questions[2].candidate.http_status, 0u);
    EXPECT_EQ(world.quota(), 500u - 5 - 14) << "it costs what other retries cost";
}

TEST(retry_strategy, can_stop_a_call_for_nothing)
{
    strategy_world world([](aws::retry_candidate const& failed) -> delay_or_stop
        { return failed.attempt < 2 ? delay_or_stop(0ns) : std::nullopt; });
    world.server->expect("GetItem").reply(500, faulty).times(2);
    auto const failure = world.get();
    ASSERT_TRUE(failure);
    EXPECT_EQ(*failure, errc::internal_server_error);
    EXPECT_NE(
        failure->details().context.find("the retry strategy wants no other attempt"), std::string::npos);
    EXPECT_EQ(world.quota(), 500u - 14) << "only the retry that was made";
}

TEST(retry_strategy, a_negative_delay_is_none)
{
    strategy_world world([](aws::retry_candidate const&) -> delay_or_stop { return -1h; });
    world.server->expect("GetItem").reply(500, faulty);
    world.server->expect("GetItem").reply(200, "{}");
    auto const began = world.clock->now();
    call_metadata metadata;
    EXPECT_FALSE(world.get(call_options().metadata(metadata)));
    EXPECT_EQ(world.clock->now(), began);
    EXPECT_EQ(metadata.waited, 0ns);
}

TEST(retry_strategy, that_throws_ends_the_call_with_what_it_has)
{
    strategy_world world(
        [](aws::retry_candidate const&) -> delay_or_stop { throw std::runtime_error("lost"); });
    world.server->expect("GetItem").reply(500, faulty);
    auto const failure = world.get();
    ASSERT_TRUE(failure);
    EXPECT_EQ(*failure, errc::internal_server_error);
    EXPECT_NE(failure->details().context.find("the retry strategy threw: lost"), std::string::npos);
    strategy_world other([](aws::retry_candidate const&) -> delay_or_stop { throw 7; });
    other.server->expect("GetItem").reply(500, faulty);
    auto const odd = other.get();
    ASSERT_TRUE(odd);
    EXPECT_EQ(*odd, errc::internal_server_error);
}

TEST(retry_strategy, is_not_asked_about_what_cannot_be_retried)
{
    strategy_world world(in_a_second, 1);
    world.server->expect("GetItem").reply(400, R"({"__type":"x#ValidationException","message":"bad"})");
    ASSERT_TRUE(world.get());
    world.server->expect("GetItem").reply(500, faulty); // the only attempt
    auto const last = world.get();
    ASSERT_TRUE(last);
    EXPECT_NE(last->details().context.find("attempts exhausted"), std::string::npos) << *last;
    EXPECT_TRUE(world.strategy->questions.empty());
}

TEST(retry_strategy, does_not_send_again_what_must_not_be)
{
    strategy_world world(in_a_second);
    world.server->expect("UpdateItem").fail(http::errc::closed_early, http::stage::receiving);
    update_item_input request;
    request.table_name = "things";
    request.key = item{{"id", "a"}};
    auto const failure = world.failure_of(
        [&] { return world.owner->update_item(request, call_options().resend(resend::never)); });
    ASSERT_TRUE(failure);
    EXPECT_EQ(*failure, client_errc::outcome_unknown);
    EXPECT_TRUE(world.strategy->questions.empty());
}

TEST(retry_strategy, cannot_wait_past_the_deadline)
{
    strategy_world world(
        [](aws::retry_candidate const&) -> delay_or_stop { return delay_or_stop::value_type::max(); });
    world.server->expect("GetItem").reply(500, faulty);
    auto const began = world.clock->now();
    auto const failure = world.get(call_options().timeout(5s));
    ASSERT_TRUE(failure);
    EXPECT_EQ(*failure, errc::internal_server_error);
    EXPECT_EQ(world.clock->now(), began) << "it fails at once";
    EXPECT_EQ(world.quota(), 500u);
    EXPECT_EQ(world.strategy->questions.size(), 1u);
}

TEST(retry_strategy, cannot_overdraw_the_quota)
{
    scripted_client world;
    auto const strategy = std::make_shared<noting_strategy>(in_a_second);
    auto options = world.options(4);
    options.retry_strategy = strategy;
    options.retry.initial_tokens = 10;
    client const c(world.context.get_executor(), options);
    world.server->expect("GetItem").reply(500, faulty);
    auto const request = get_request();
    auto const failure = world.failure_of([&] { return c.get_item(request); });
    ASSERT_TRUE(failure);
    EXPECT_NE(failure->details().context.find("retry quota exhausted"), std::string::npos) << *failure;
    EXPECT_EQ(strategy->questions.size(), 1u);
}

} // namespace
} // namespace dynasio::tests
