// SPDX-License-Identifier: BSL-1.0
//
// Batches whose requests end in several ways: whether the writes that are handed back may have been applied, and
// whether any write of the batch may have been.

#include "batch_requests.hpp"
#include "support/scripted_client.hpp"

#include <dynasio/batch.hpp>
#include <dynasio/http/errc.hpp>

#include <ostream>

namespace dynasio::tests {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;
using namespace batch_requests;

/// What an attempt gets.
enum class outcome
{
    lost,      ///< no response, after the request was sent
    not_sent,  ///< no connection
    throttled, ///< nothing is written
    fault,     ///< 500
    leaves_1,  ///< write 1 is unprocessed
    done,
    refused, ///< as invalid
};

/// A batch of three writes that fails.
struct verdict_case
{
    char const* name;
    unsigned max_attempts; ///< of each request
    std::vector<outcome> attempts;
    std::size_t left;
    bool left_may_have_been_applied;
    bool any_may_have_been_applied;
};

void PrintTo(verdict_case const& c, std::ostream* out)
{
    *out << c.name;
}

struct played_batch : ::testing::Test
{
    scripted_client scripted;

    void play(std::vector<outcome> const& attempts)
    {
        for (auto const each : attempts)
        {
            auto step = scripted.server->expect("BatchWriteItem");
            switch (each)
            {
            case outcome::lost:
                step.fail(http::errc::closed_early, http::stage::receiving);
                break;
            case outcome::not_sent:
                step.fail(http::errc::connect_timeout, http::stage::connecting);
                break;
            case outcome::throttled:
                step.reply(400, throttled);
                break;
            case outcome::fault:
                step.reply(500, R"({"__type":"x#InternalServerError","message":"oops"})");
                break;
            case outcome::leaves_1:
                step.reply(200, unprocessed_put("1"));
                break;
            case outcome::done:
                step.reply(200, "{}");
                break;
            case outcome::refused:
                step.reply(400, invalid);
                break;
            }
        }
    }

    static batch_options options()
    {
        batch_options result;
        result.concurrency = 1;
        result.timeout = 10s;
        result.base_delay = 1ms;
        result.max_delay = 1ms;
        return result;
    }
};

class batch_verdict
    : public played_batch
    , public ::testing::WithParamInterface<verdict_case>
{};

TEST_P(batch_verdict, is_about_the_writes_left_in_the_result_and_about_all_in_the_error)
{
    auto const& c = GetParam();
    play(c.attempts);
    play(c.attempts);
    scripted.run(
        [&]() -> asio::awaitable<void>
        {
            auto const owner = scripted.make(c.max_attempts);
            auto const written = co_await try_batch_write(owner, puts(3), options());
            CO_ASSERT_TRUE(written.error.has_value());
            EXPECT_EQ(count_writes(written.unprocessed), c.left);
            EXPECT_EQ(written.may_have_been_applied, c.left_may_have_been_applied);
            EXPECT_EQ(written.error->may_have_been_applied(), c.any_may_have_been_applied);
            EXPECT_EQ(verdict_of(written), c.any_may_have_been_applied);

            std::optional<error> thrown;
            try
            {
                co_await batch_write(owner, puts(3), options());
            }
            catch (operation_error const& e)
            {
                thrown = e.error();
            }
            CO_ASSERT_TRUE(thrown.has_value());
            EXPECT_EQ(thrown->may_have_been_applied(), c.any_may_have_been_applied);
            EXPECT_EQ(thrown->code(), written.error->code());
        });
}

using enum outcome;

INSTANTIATE_TEST_SUITE_P(cases, batch_verdict,
    ::testing::Values(verdict_case{"refused", 1, {refused}, 3, false, false},
        verdict_case{"throttled_and_refused", 1, {throttled, refused}, 3, false, false},
        verdict_case{"not_sent_and_throttled", 2, {not_sent, throttled, refused}, 3, false, false},
        verdict_case{"lost", 1, {lost}, 3, true, true}, //
        verdict_case{"fault", 1, {fault}, 3, true, true},
        verdict_case{"lost_throttled_and_refused", 2, {lost, throttled, refused}, 3, true, true},
        verdict_case{"fault_throttled_and_refused", 2, {fault, throttled, refused}, 3, true, true},
        verdict_case{
            "lost_throttled_unprocessed_and_refused", 2, {lost, throttled, leaves_1, refused}, 1, true, true},
        verdict_case{
            "unprocessed_lost_throttled_and_refused", 2, {leaves_1, lost, throttled, refused}, 1, true, true},
        verdict_case{"lost_unprocessed_and_refused", 2, {lost, leaves_1, refused}, 1, true, true},
        verdict_case{"fault_unprocessed_and_refused", 2, {fault, leaves_1, refused}, 1, true, true},
        verdict_case{"not_sent_unprocessed_and_refused", 2, {not_sent, leaves_1, refused}, 1, false, true},
        verdict_case{"unprocessed_and_refused", 2, {leaves_1, refused}, 1, false, true}),
    [](auto const& c) { return std::string(c.param.name); });

TEST_F(played_batch, does_not_carry_a_verdict_over_to_the_writes_of_the_next_one)
{
    play({lost, throttled, done, refused});
    scripted.run(
        [&]() -> asio::awaitable<void>
        {
            auto const owner = scripted.make(2);
            auto const written = co_await try_batch_write(owner, puts(30), options());
            CO_ASSERT_TRUE(written.error.has_value());
            EXPECT_EQ(count_writes(written.unprocessed), 5u);
            EXPECT_FALSE(written.may_have_been_applied);
            EXPECT_TRUE(written.error->may_have_been_applied()) << "25 writes were applied";
        });
}

TEST_F(played_batch, keeps_its_verdict_when_the_deadline_comes_after_a_lost_response)
{
    play({lost, throttled, throttled, throttled});
    scripted.run(
        [&]() -> asio::awaitable<void>
        {
            auto const owner = scripted.make(2);
            auto wanted = options();
            wanted.call.timeout(1h); // only the batch's own time counts
            wanted.timeout = 1s;
            wanted.base_delay = wanted.max_delay = 1h;
            auto const written = co_await try_batch_write(owner, puts(3), wanted);
            CO_ASSERT_TRUE(written.error.has_value());
            EXPECT_EQ(written.error->code(), client_errc::deadline_exceeded);
            EXPECT_TRUE(written.error->is_timeout());
            EXPECT_TRUE(written.may_have_been_applied);
            EXPECT_TRUE(written.error->may_have_been_applied());
        });
}

} // namespace
} // namespace dynasio::tests
