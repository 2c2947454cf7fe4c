// SPDX-License-Identifier: BSL-1.0
//
// Rounds of a save against a scripted server.

#include "support/stepped_operation.hpp"
#include "unit/stores/scripted_transactions.hpp"
#include "unit/stores/store_failure.hpp"

#include <dynasio/call_metadata.hpp>
#include <dynasio/http/errc.hpp>
#include <dynasio/stores/spec_store.hpp>
#include <dynasio/stores/store_error.hpp>

#include <boost/asio/error.hpp>
#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace dynasio::tests {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;

constexpr char const* transact = "TransactWriteItems";
constexpr std::int64_t first = 1'700'000'000; ///< where the manual clock begins
std::string const conflict = cancelled(R"({"Code":"None"},{"Code":"TransactionConflict"})");
std::string const version_exists = cancelled(R"({"Code":"ConditionalCheckFailed"},{"Code":"None"})");

/// Cancelled by the latest item, which has this time.
std::string newer(std::string const& updated_at)
{
    return cancelled(R"({"Code":"None"},{"Code":"ConditionalCheckFailed","Item":{"sub":{"S":"u"},)"
                     R"("updated_at_id":{"S":"latest#x"},"updated_at":{"S":")"
        + updated_at + R"("}}})");
}

std::string newer(std::int64_t updated_at)
{
    return newer(std::to_string(updated_at));
}

struct spec_save : ::testing::Test
{
    void respond(std::string body, unsigned status = 400)
    {
        world.server->expect(transact).reply(status, std::move(body));
    }
    void succeed() { respond("{}", 200); }
    void lose() { world.server->expect(transact).fail(http::errc::closed_early, http::stage::receiving); }

    spec_store store(spec_store_options const& options = {}) { return spec_store(world.make(3), options); }

    asio::awaitable<spec_info> save(spec_store const& specs, call_options options = {})
    {
        spec one;
        one.id = "x";
        one.version = "1";
        return specs.create_or_update("u", one, options);
    }

    /// The second that a save gets.
    std::int64_t saved_at(spec_store const& specs, call_options options = {})
    {
        std::int64_t seconds = 0;
        world.run(
            [&]() -> asio::awaitable<void>
            {
                auto const info = co_await save(specs, options);
                seconds = info.updated_at;
            });
        return seconds;
    }

    /// What a save fails with.
    store_error_details failure(spec_store const& specs, store_errc code, call_options options = {})
    {
        auto const details = store_failure(world, [&] { return save(specs, options); }).details();
        EXPECT_EQ(make_error_code(details.code), code) << details.reason;
        return details;
    }

    /// The seconds that the requests so far asked for.
    [[nodiscard]] std::vector<std::int64_t> seconds() const
    {
        std::vector<std::int64_t> found;
        std::string const name = R"("updated_at":{"S":")";
        for (auto const& r : world.server->requests())
            found.push_back(std::stoll(r.body.substr(r.body.find(name) + name.size())));
        return found;
    }
    [[nodiscard]] std::vector<std::string> tokens() const { return tokens_of(world.server->requests()); }

    scripted_client world;
};

TEST_F(spec_save, asks_for_the_stored_items_of_both_puts)
{
    succeed();
    EXPECT_EQ(saved_at(store()), first);
    auto const body = world.server->requests().at(0).body;
    std::string const wanted = R"("ReturnValuesOnConditionCheckFailure":"ALL_OLD")";
    auto const one = body.find(wanted);
    ASSERT_NE(one, body.npos);
    EXPECT_NE(body.find(wanted, one + 1), body.npos);
}

TEST_F(spec_save, repeats_with_the_same_token_after_a_lost_response)
{
    lose();
    succeed();
    EXPECT_EQ(saved_at(store()), first);
    auto const seen = tokens();
    ASSERT_EQ(seen.size(), 2u);
    EXPECT_EQ(seen[0], seen[1]);
}

// The lost request could be carried out late, once a removal has taken the latest item away.
TEST_F(spec_save, tells_of_a_lost_request_with_an_earlier_second)
{
    lose();
    respond(newer(first + 5));
    succeed();
    call_metadata known;
    EXPECT_EQ(saved_at(store(), call_options().metadata(known)), first + 6);
    EXPECT_TRUE(known.earlier_attempt_may_have_been_applied);
    auto const seen = tokens();
    ASSERT_EQ(seen.size(), 3u);
    EXPECT_EQ(seen[0], seen[1]);
    EXPECT_NE(seen[1], seen[2]);
}

TEST_F(spec_save, has_nothing_to_tell_of_a_lost_request_with_its_own_second)
{
    for (bool const is_second_round : {false, true})
    {
        call_metadata known;
        if (is_second_round)
            respond(version_exists);
        lose();
        succeed();
        EXPECT_GE(saved_at(store(), call_options().metadata(known)), first);
        EXPECT_FALSE(known.earlier_attempt_may_have_been_applied);
    }
}

TEST_F(spec_save, repeats_after_a_request_that_was_not_sent)
{
    world.server->expect(transact).fail(asio::error::connection_refused, http::stage::connecting);
    succeed();
    EXPECT_EQ(saved_at(store()), first);
}

TEST_F(spec_save, keeps_its_second_after_a_conflict_and_takes_another_token)
{
    respond(conflict);
    respond(conflict);
    succeed();
    call_metadata known;
    auto const before = world.clock->now();
    EXPECT_EQ(saved_at(store(), call_options().metadata(known)), first);
    EXPECT_EQ(seconds(), (std::vector<std::int64_t>{first, first, first}));
    auto const seen = tokens();
    ASSERT_EQ(seen.size(), 3u);
    EXPECT_NE(seen[0], seen[1]);
    EXPECT_NE(seen[1], seen[2]);
    EXPECT_GT(known.waited, 0ns);
    EXPECT_EQ(known.waited, world.clock->now() - before);
}

TEST_F(spec_save, keeps_a_token_that_may_have_been_applied)
{
    lose();
    respond(conflict);
    succeed();
    EXPECT_EQ(saved_at(store()), first);
    auto const seen = tokens();
    ASSERT_EQ(seen.size(), 3u);
    EXPECT_EQ(seen[0], seen[1]);
    EXPECT_EQ(seen[1], seen[2]) << "another token could save it a second time";
}

TEST_F(spec_save, waits_for_a_transaction_that_still_runs)
{
    lose();
    for (int i = 0; i < 7; ++i) // more than a call has attempts
        respond(refused("TransactionInProgressException"));
    succeed();
    EXPECT_EQ(saved_at(store()), first);
    auto const seen = tokens();
    EXPECT_EQ(std::set(seen.begin(), seen.end()).size(), 1u);
}

TEST_F(spec_save, pauses_and_takes_the_second_after_the_latest_that_it_was_shown)
{
    respond(newer(first + 10));
    respond(newer(first + 20));
    succeed();
    auto const before = world.clock->now();
    EXPECT_EQ(saved_at(store()), first + 21);
    EXPECT_EQ(seconds(), (std::vector<std::int64_t>{first, first + 11, first + 21}));
    EXPECT_GT(world.clock->now(), before) << "losers pause";
    EXPECT_LE(world.clock->now(), before + 25ms + 50ms);
    auto const seen = tokens();
    ASSERT_EQ(seen.size(), 3u);
    EXPECT_NE(seen[0], seen[1]);
    EXPECT_NE(seen[1], seen[2]);
}

TEST_F(spec_save, takes_the_time_after_its_pause)
{
    respond(newer(first));
    succeed();
    spec_store_options options;
    options.now = [this]
    {
        // Not before the pause.
        bool const paused = world.clock->now() > testing::manual_clock::epoch();
        return std::chrono::system_clock::time_point(std::chrono::seconds(paused ? first + 100 : first));
    };
    EXPECT_EQ(saved_at(store(options)), first + 100);
}

TEST_F(spec_save, takes_another_token_for_another_second_also_after_a_lost_response)
{
    lose();
    respond(newer(first + 10));
    succeed();
    EXPECT_EQ(saved_at(store()), first + 11);
    auto const seen = tokens();
    ASSERT_EQ(seen.size(), 3u);
    EXPECT_EQ(seen[0], seen[1]);
    EXPECT_NE(seen[1], seen[2]);
}

TEST_F(spec_save, takes_the_next_second_where_a_version_has_no_latest_item)
{
    respond(version_exists);
    succeed();
    EXPECT_EQ(saved_at(store()), first + 1);
}

TEST_F(spec_save, goes_on_for_as_long_as_it_has_time)
{
    for (int i = 0; i < 40; ++i)
        respond(newer(first + i));
    succeed();
    EXPECT_EQ(saved_at(store()), first + 40);
}

TEST_F(spec_save, ends_with_its_deadline)
{
    for (auto const& lost : {newer(first), conflict})
    {
        SCOPED_TRACE(lost);
        respond(lost);
        // Every pause is longer.
        auto const details = failure(store(), store_errc::conflict, call_options().timeout(1ns));
        EXPECT_EQ(details.key, (item{{"sub", "u"}, {"updated_at_id", "latest#x"}}));
        ASSERT_TRUE(details.cause.has_value());
        EXPECT_EQ(*details.cause, errc::transaction_canceled);
        EXPECT_FALSE(details.cause->may_have_been_applied());
    }
}

TEST_F(spec_save, ends_with_its_deadline_however_often_others_win)
{
    auto const end = world.clock->now() + 2s;
    std::int64_t others = first;
    auto const server = std::make_shared<stepping_server>(
        [&](http::request const&) { return respond_with(400, newer(others++)); });
    world.transport = server;
    auto const details = failure(store(), store_errc::conflict, call_options().timeout(2s));
    EXPECT_EQ(details.cause, errc::transaction_canceled);
    EXPECT_LE(world.clock->now(), end);
    EXPECT_GT(server->begun(), 8u) << "pauses stay short";
    EXPECT_LT(server->begun(), 100u) << "pauses grow";
}

TEST_F(spec_save, says_in_a_conflict_that_a_lost_attempt_may_have_been_applied)
{
    lose();
    respond(newer(first));
    spec_store_options options;
    options.max_rounds = 1;
    auto const details = failure(store(options), store_errc::conflict);
    ASSERT_TRUE(details.cause.has_value());
    EXPECT_TRUE(details.cause->may_have_been_applied());
}

TEST_F(spec_save, ends_after_the_rounds_that_were_given)
{
    respond(newer(first));
    respond(conflict);
    respond(version_exists);
    spec_store_options options;
    options.max_rounds = 3;
    auto const details = failure(store(options), store_errc::conflict);
    EXPECT_NE(details.reason.find("3 attempts"), std::string::npos) << details.reason;
}

TEST_F(spec_save, names_a_latest_item_whose_time_no_save_can_follow)
{
    std::string const times[] = {"00000000001700000000", "01700000000", "9223372036854775807",
        "99999999999999999999", "latest", "-17000000000", "1700000000.5"};
    for (auto const& time : times)
    {
        SCOPED_TRACE(time);
        respond(newer(time));
        auto const details = failure(store(), store_errc::malformed_item);
        EXPECT_EQ(details.table, "package.specs");
        EXPECT_EQ(details.key, (item{{"sub", "u"}, {"updated_at_id", "latest#x"}}));
        EXPECT_EQ(details.attribute, "updated_at");
    }
}

TEST_F(spec_save, follows_the_largest_time_but_one)
{
    respond(newer("9223372036854775806"));
    succeed();
    EXPECT_EQ(saved_at(store()), std::numeric_limits<std::int64_t>::max());
}

TEST_F(spec_save, of_two_puts_says_that_the_first_was_applied)
{
    spec_store_options options;
    options.write_mode = write_mode::two_puts;
    auto const specs = store(options);
    world.server->expect("PutItem").reply(200, "{}");
    world.server->expect("PutItem").reply(400, refused("AccessDeniedException"));
    auto failed = world.failure_of([&]() -> asio::awaitable<void> { (void)co_await save(specs); });
    ASSERT_TRUE(failed.has_value());
    EXPECT_EQ(*failed, errc::access_denied);
    EXPECT_TRUE(failed->may_have_been_applied());

    world.server->expect("PutItem").reply(400, refused("AccessDeniedException"));
    failed = world.failure_of([&]() -> asio::awaitable<void> { (void)co_await save(specs); });
    ASSERT_TRUE(failed.has_value());
    EXPECT_FALSE(failed->may_have_been_applied());
}

} // namespace
} // namespace dynasio::tests
