// SPDX-License-Identifier: BSL-1.0
//
// All operations of a client at once: how many there are, their cancellation, and the drain. The server holds its responses
// back behind gates.

#include "client_requests.hpp"
#include "support/scripted_client.hpp"

#include <dynasio/aws/credentials_provider.hpp>
#include <dynasio/http/errc.hpp>
#include <dynasio/operations/describe_table.hpp>
#include <dynasio/wait.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>
#include <gtest/gtest.h>

#include <atomic>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace dynasio::tests {
namespace {

using namespace std::chrono_literals;
namespace asio = boost::asio;

/// A call under way, and what it ended with.
struct begun_call
{
    std::optional<error> failure;
    bool ended = false;
};

asio::awaitable<void> put_until_end(client c, std::shared_ptr<begun_call> state, call_options options)
{
    auto const request = conditional_put();
    auto const outcome = co_await c.try_put_item(request, options);
    if (!outcome)
        state->failure = outcome.error();
    state->ended = true;
}

class client_in_flight : public ::testing::Test
{
protected:
    std::shared_ptr<begun_call> begin(call_options options = {})
    {
        auto state = std::make_shared<begun_call>();
        asio::co_spawn(world.context, put_until_end(*owner, state, options), report_failure);
        return state;
    }

    /// Runs what is ready; time stands still.
    void settle()
    {
        world.context.restart();
        world.context.poll();
    }

    std::shared_ptr<std::optional<drain_result>> begin_drain(http::time_point deadline)
    {
        auto result = std::make_shared<std::optional<drain_result>>();
        asio::co_spawn(world.context, owner->drain(deadline),
            [this, result](std::exception_ptr thrown, drain_result r)
            {
                report_failure(thrown);
                if (owner)
                {
                    EXPECT_EQ(owner->statistics().calls, 0u) << "it ends after the calls";
                }
                *result = r;
            });
        settle();
        return result;
    }

    void expect_nothing_left()
    {
        settle();
        EXPECT_EQ(owner->statistics().calls, 0u);
        EXPECT_EQ(world.clock->pending_alarms(), 0u);
    }

    scripted_client world;
    testing::gate const held;
    std::optional<client> owner = world.make(3);
};

TEST_F(client_in_flight, is_counted_with_its_pauses)
{
    world.server->expect("PutItem").reply(500, "");
    world.server->expect("PutItem").hold(held);
    world.server->expect("PutItem").hold(held);
    EXPECT_EQ(owner->statistics().calls, 0u);
    auto const one = begin();
    EXPECT_EQ(owner->statistics().calls, 0u) << "it has not been awaited";
    settle();
    EXPECT_EQ(owner->statistics().calls, 1u) << "in its pause";
    EXPECT_EQ(owner->statistics().retry_capacity, 500u);
    EXPECT_EQ(owner->statistics().retry_tokens, 500u - 14u);
    auto const copy = *owner;
    world.clock->advance_to_next();
    auto const two = begin();
    settle();
    EXPECT_EQ(copy.statistics().calls, 2u);
    EXPECT_FALSE(copy.statistics().connections) << "the transport is ours";
    EXPECT_FALSE(copy.statistics().draining);
    held.open();
    settle();
    EXPECT_TRUE(one->ended && two->ended);
    expect_nothing_left();
}

TEST_F(client_in_flight, tells_of_its_own_pool)
{
    auto options = world.options();
    options.transport = nullptr;
    client const c(world.context.get_executor(), options);
    auto const found = c.statistics();
    ASSERT_TRUE(found.connections);
    EXPECT_EQ(found.connections->idle, 0u);
}

TEST_F(client_in_flight, is_cancelled_where_it_waits)
{
    world.server->expect("PutItem").fail(http::errc::closed_early, http::stage::receiving);
    world.server->expect("PutItem").hold(held);
    auto const pausing = begin();
    settle();
    auto const sending = begin();
    settle();
    EXPECT_EQ(owner->statistics().calls, 2u);
    owner->cancel();
    EXPECT_FALSE(pausing->ended || sending->ended) << "they end on their executors";
    settle();
    for (auto const& call : {pausing, sending})
    {
        ASSERT_TRUE(call->ended);
        ASSERT_TRUE(call->failure);
        EXPECT_EQ(call->failure->code(), asio::error::operation_aborted) << *call->failure;
        EXPECT_TRUE(call->failure->may_have_been_applied()) << *call->failure;
        EXPECT_EQ(call->failure->details().operation, "PutItem");
    }
    expect_nothing_left();
    // Later calls work.
    world.server->expect("PutItem").reply(200, "{}");
    auto const later = begin();
    settle();
    EXPECT_TRUE(later->ended);
    EXPECT_FALSE(later->failure);
    EXPECT_EQ(world.server->report(), "");
}

TEST_F(client_in_flight, that_has_not_begun_is_not_cancelled)
{
    world.server->expect("PutItem").reply(200, "{}");
    auto const call = begin();
    owner->cancel();
    settle();
    EXPECT_TRUE(call->ended);
    EXPECT_FALSE(call->failure);
}

/// Never gives any.
class no_credentials final : public aws::credentials_provider
{
public:
    explicit no_credentials(testing::gate g) : never_(std::move(g)) {}
    [[nodiscard]] std::string_view name() const noexcept override { return "none"; }
    asio::awaitable<aws::credentials_result> get(aws::provider_context const&) override
    {
        co_await never_.wait();
        co_return aws::credentials_error{aws::errc::credentials_failed, "none"};
    }

private:
    testing::gate const never_;
};

TEST_F(client_in_flight, is_cancelled_while_it_waits_for_credentials)
{
    owner = world.make(1, std::make_shared<no_credentials>(held));
    auto const call = begin();
    settle();
    EXPECT_FALSE(call->ended);
    owner->cancel();
    settle();
    ASSERT_TRUE(call->failure);
    EXPECT_EQ(call->failure->code(), asio::error::operation_aborted);
    EXPECT_FALSE(call->failure->may_have_been_applied());
    EXPECT_EQ(owner->statistics().calls, 0u);
    held.open(); // the provider goes on without it
    settle();
}

TEST_F(client_in_flight, is_ended_in_a_pause_between_its_calls_at_once)
{
    for (bool const drains : {false, true})
    {
        SCOPED_TRACE(drains ? "drain" : "cancel");
        world.server->expect("DescribeTable").reply(400, R"({"__type":"ResourceNotFoundException"})");
        std::optional<result<model::table_description>> outcome;
        auto const wait = [&]() -> asio::awaitable<void>
        { outcome = co_await try_wait_until_table_exists(*owner, "t"); };
        asio::co_spawn(world.context, wait(), report_failure);
        settle();
        EXPECT_EQ(owner->statistics().calls, 0u) << "in its pause";
        EXPECT_FALSE(outcome);
        if (drains)
            EXPECT_TRUE(*begin_drain(http::no_deadline));
        else
            owner->cancel();
        settle(); // time stands still
        ASSERT_TRUE(outcome);
        ASSERT_TRUE(outcome->has_error());
        EXPECT_EQ(outcome->error().code(), asio::error::operation_aborted) << outcome->error();
        expect_nothing_left();
    }
}

TEST_F(client_in_flight, is_not_cancelled_with_those_of_another_client)
{
    world.server->expect("PutItem").hold(held);
    auto const call = begin();
    settle();
    auto const other = world.make();
    other.cancel();
    settle();
    EXPECT_FALSE(call->ended);
    held.open();
    settle();
    EXPECT_TRUE(call->ended);
    EXPECT_FALSE(call->failure);
}

TEST_F(client_in_flight, is_awaited_by_a_drain)
{
    world.server->expect("PutItem").hold(held).reply(200, "{}");
    world.server->expect("PutItem").hold(held).reply(200, "{}");
    auto const one = begin();
    auto const two = begin();
    settle();
    auto const drained = begin_drain(http::no_deadline);
    EXPECT_FALSE(*drained);
    EXPECT_TRUE(owner->statistics().draining);
    auto const late = begin();
    settle();
    ASSERT_TRUE(late->failure);
    EXPECT_EQ(*late->failure, client_errc::drained) << *late->failure;
    EXPECT_FALSE(late->failure->may_have_been_applied());
    EXPECT_FALSE(*drained);
    held.open();
    settle();
    ASSERT_TRUE(*drained);
    EXPECT_EQ((*drained)->finished, 2u);
    EXPECT_EQ((*drained)->cut, 0u);
    EXPECT_FALSE(one->failure || two->failure);
    expect_nothing_left();
}

TEST_F(client_in_flight, goes_on_with_its_retries_in_a_drain)
{
    world.server->expect("PutItem").reply(500, "");
    world.server->expect("PutItem").reply(200, "{}");
    auto const call = begin();
    settle();
    auto const drained = begin_drain(world.clock->now() + 1h);
    EXPECT_FALSE(*drained);
    world.clock->advance(1s);
    settle();
    EXPECT_TRUE(call->ended);
    EXPECT_FALSE(call->failure);
    ASSERT_TRUE(*drained);
    EXPECT_EQ((*drained)->finished, 1u);
    expect_nothing_left();
}

TEST_F(client_in_flight, is_cut_at_the_deadline_of_a_drain)
{
    testing::gate const soon;
    world.server->expect("PutItem").hold(soon).reply(200, "{}");
    world.server->expect("PutItem").hold(held);
    auto const quick = begin();
    auto const slow = begin();
    settle();
    auto const drained = begin_drain(world.clock->now() + 5s);
    auto const second = begin_drain(world.clock->now() + 9s);
    soon.open();
    settle();
    EXPECT_TRUE(quick->ended);
    EXPECT_FALSE(quick->failure);
    EXPECT_FALSE(*drained);
    world.clock->advance(5s);
    settle();
    ASSERT_TRUE(*drained);
    EXPECT_EQ((*drained)->finished, 1u);
    EXPECT_EQ((*drained)->cut, 1u);
    ASSERT_TRUE(*second);
    EXPECT_EQ((*second)->finished + (*second)->cut, 2u);
    ASSERT_TRUE(slow->failure);
    EXPECT_EQ(slow->failure->code(), asio::error::operation_aborted);
    EXPECT_TRUE(slow->failure->may_have_been_applied());
    expect_nothing_left();
}

TEST_F(client_in_flight, is_cut_for_each_drain_whoever_has_cut_it)
{
    for (bool const by_cancel : {false, true})
    {
        scripted_client fresh;
        testing::gate const never;
        fresh.server->expect("PutItem").hold(never).times(2);
        client const c = fresh.make();
        auto const first = std::make_shared<begun_call>();
        auto const second = std::make_shared<begun_call>();
        for (auto const& each : {first, second})
            asio::co_spawn(fresh.context, put_until_end(c, each, {}), report_failure);
        fresh.context.poll();
        std::optional<drain_result> patient;
        asio::co_spawn(fresh.context, c.drain(http::no_deadline),
            [&](std::exception_ptr, drain_result r) { patient = r; });
        if (!by_cancel)
            asio::co_spawn(fresh.context, c.drain(fresh.clock->now() + 1s), asio::detached);
        fresh.context.restart();
        fresh.context.poll();
        EXPECT_FALSE(patient);
        if (by_cancel)
            c.cancel();
        else
            fresh.clock->advance(1s);
        fresh.context.restart();
        fresh.context.poll();
        ASSERT_TRUE(patient);
        EXPECT_EQ(patient->cut, 2u);
        EXPECT_EQ(patient->finished, 0u);
    }
}

/// A source of credentials that does not answer would keep the context at work.
TEST_F(client_in_flight, takes_the_search_for_credentials_along_in_a_drain)
{
    owner = world.make(1, std::make_shared<no_credentials>(held));
    auto const call = begin();
    settle();
    EXPECT_FALSE(call->ended);
    auto const drained = begin_drain(world.clock->now());
    settle();
    ASSERT_TRUE(*drained);
    EXPECT_EQ((*drained)->cut, 1u);
    EXPECT_TRUE(call->ended);
    settle();
    EXPECT_TRUE(world.context.stopped());
    EXPECT_EQ(world.clock->pending_alarms(), 0u);
}

/// A transport of the caller's that asks the client how many calls there are when its request is stopped.
class asking_transport final
    : public http::transport
    , http::alarm
{
public:
    asio::awaitable<http::send_result> send(http::request const& r, http::time_point) override
    {
        return wait(*this, r);
    }
    void stop() noexcept override {}

    client const* asked = nullptr;
    std::vector<std::size_t> calls;

private:
    static asio::awaitable<http::send_result> wait(asking_transport& self, http::request const& r)
    {
        r.stop.get()->watch(self);
        auto const error = co_await self.stopped_.wait();
        r.stop.get()->unwatch();
        EXPECT_FALSE(error);
        http::transport_error why;
        why.code = asio::error::operation_aborted;
        co_return why;
    }

    void fire(boost::system::error_code) noexcept override
    {
        calls.push_back(asked->statistics().calls);
        stopped_.open();
    }

    testing::gate stopped_;
};

TEST_F(client_in_flight, may_be_counted_while_it_is_cancelled)
{
    auto const transport = std::make_shared<asking_transport>();
    auto options = world.options();
    options.transport = transport;
    owner.emplace(world.context.get_executor(), options);
    transport->asked = &*owner;
    auto const call = begin();
    settle();
    owner->cancel();
    settle();
    EXPECT_TRUE(call->ended);
    EXPECT_EQ(transport->calls, std::vector<std::size_t>{1});
}

TEST_F(client_in_flight, leaves_nothing_to_do_for_a_drain)
{
    for (auto const deadline : {world.clock->now(), world.clock->now() - 1h, http::no_deadline})
    {
        auto const drained = begin_drain(deadline);
        ASSERT_TRUE(*drained);
        EXPECT_EQ((*drained)->finished + (*drained)->cut, 0u);
    }
    expect_nothing_left();
}

TEST_F(client_in_flight, survives_a_cancelled_drain)
{
    world.server->expect("PutItem").hold(held).reply(200, "{}");
    auto const call = begin();
    settle();
    asio::cancellation_signal signal;
    std::exception_ptr thrown;
    asio::co_spawn(world.context, owner->drain(world.clock->now() + 5s),
        asio::bind_cancellation_slot(signal.slot(), [&](std::exception_ptr e, drain_result) { thrown = e; }));
    settle();
    asio::post(world.context, [&] { signal.emit(asio::cancellation_type::terminal); });
    settle();
    ASSERT_TRUE(thrown);
    EXPECT_THROW(std::rethrow_exception(thrown), boost::system::system_error);
    EXPECT_FALSE(call->ended);
    held.open();
    settle();
    EXPECT_TRUE(call->ended);
    EXPECT_FALSE(call->failure);
    EXPECT_TRUE(owner->statistics().draining);
    expect_nothing_left();
}

TEST_F(client_in_flight, ends_with_its_client_in_a_drain)
{
    world.server->expect("PutItem").hold(held);
    auto const call = begin();
    settle();
    auto const drained = begin_drain(world.clock->now() + 5s);
    owner.reset();
    world.server->stop();
    settle();
    ASSERT_TRUE(*drained);
    EXPECT_TRUE(call->ended);
    EXPECT_EQ((*drained)->finished, 1u);
}

TEST_F(client_in_flight, may_be_destroyed_with_its_context_and_a_drain)
{
    auto context = std::make_unique<asio::io_context>(1);
    testing::scripted_transport server(world.clock);
    server.expect("PutItem").hold(held);
    auto options = world.options();
    options.transport = std::shared_ptr<http::transport>(std::shared_ptr<void>(), &server);
    client const c(context->get_executor(), options);
    auto const state = std::make_shared<begun_call>();
    asio::co_spawn(*context, put_until_end(c, state, {}), asio::detached);
    context->poll();
    bool drained = false;
    asio::co_spawn(*context, c.drain(world.clock->now() + 1h),
        [&](std::exception_ptr, drain_result) { drained = true; });
    context->restart();
    context->poll();
    EXPECT_EQ(c.statistics().calls, 1u);
    world.clock->stop(); // as its lifetime demands
    context.reset();
    EXPECT_FALSE(drained);
    EXPECT_FALSE(state->ended);
    EXPECT_EQ(c.statistics().calls, 0u);
    EXPECT_EQ(world.clock->pending_alarms(), 0u);
}

TEST(client_threads, cancel_and_drain_from_other_threads)
{
    asio::io_context context;
    auto const clock = std::make_shared<testing::manual_clock>();
    auto const server = std::make_shared<testing::scripted_transport>(clock);
    testing::gate const half;
    constexpr int count = 400;
    server->expect("PutItem").times(count / 2).reply(200, "{}");
    server->expect("PutItem").times(count).hold(half).reply(200, "{}");
    client_options options;
    options.region = "us-east-1";
    options.credentials = aws::static_credentials({"AKID", sigv4::secret("secret")});
    options.transport = server;
    options.clock = clock;
    client const c(context.get_executor(), options);
    std::atomic<int> done{0};
    std::atomic<int> cut{0};
    std::atomic<int> refused{0};
    auto const put = [&](client own) -> asio::awaitable<void>
    {
        auto const request = conditional_put();
        auto const outcome = co_await own.try_put_item(request);
        if (outcome)
            ++done;
        else if (outcome.error().code() == asio::error::operation_aborted)
            ++cut;
        else if (outcome.error() == client_errc::drained)
            ++refused;
    };
    for (int i = 0; i < count; ++i)
        asio::co_spawn(context, put(c), asio::detached);
    std::optional<drain_result> result;
    std::vector<std::thread> threads;
    for (int i = 0; i < 3; ++i)
        threads.emplace_back([&] { context.run(); });
    for (int i = 0; i < 20; ++i)
        c.cancel();
    asio::co_spawn(context, c.drain(clock->now()),
        [&](std::exception_ptr thrown, drain_result r)
        {
            report_failure(thrown);
            result = r;
        });
    for (auto& t : threads)
        t.join();
    EXPECT_TRUE(result);
    EXPECT_EQ(done + cut + refused, count);
    EXPECT_EQ(c.statistics().calls, 0u);
}

} // namespace
} // namespace dynasio::tests
