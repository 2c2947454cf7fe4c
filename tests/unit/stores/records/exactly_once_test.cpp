// SPDX-License-Identifier: BSL-1.0
//
// Writes of one record that are sent as transactions of one action, and transactions with a token of the caller's.

#include "support/scripted_client.hpp"
#include "unit/stores/scripted_transactions.hpp"
#include "unit/stores/store_failure.hpp"

#include <dynasio/call_metadata.hpp>
#include <dynasio/http/errc.hpp>
#include <dynasio/stores/record_table.hpp>

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

namespace {

struct tally
{
    std::string id;
    int count = 0;
};
BOOST_DESCRIBE_STRUCT(tally, (), (id, count))

} // namespace

template <>
struct dynasio::record_definition<tally> : dynasio::record_key<&tally::id>
{};

namespace dynasio::tests {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;

constexpr char const* transact = "TransactWriteItems";

std::string const failed_condition = cancelled(R"({"Code":"ConditionalCheckFailed","Message":"no"})");
std::string const conflict = cancelled(R"({"Code":"TransactionConflict","Message":"busy"})");

struct exactly_once : ::testing::Test
{
    /// The next request must have this body, but for its token.
    void expect(std::string const& action)
    {
        respond(200, "{}").where(
            [action](http::request const& r)
            {
                EXPECT_EQ(r.body.substr(0, r.body.find(R"(,"ClientRequestToken")")),
                    R"({"TransactItems":[)" + action + ']');
                return true;
            });
    }
    testing::scripted_transport::expectation respond(unsigned status, std::string body)
    {
        auto expected = world.server->expect(transact);
        expected.reply(status, std::move(body));
        return expected;
    }
    void lose() { world.server->expect(transact).fail(http::errc::closed_early, http::stage::receiving); }

    template <class Begin>
    store_error_details refusal_of(Begin begin)
    {
        return store_failure(world, begin).details();
    }
    asio::awaitable<void> count_up(call_options more = call_options())
    {
        return table.update_record("a", attr<&tally::count> += 1, more.resend(resend::exactly_once));
    }

    /// Of the requests so far, in order.
    [[nodiscard]] std::vector<std::string> tokens() const { return tokens_of(world.server->requests()); }

    scripted_client world;
    client owner = world.make(3);
    record_table<tally> table{owner, "t"};
    call_options once = call_options().resend(resend::exactly_once);
};

TEST_F(exactly_once, is_a_transaction_of_one_action)
{
    expect(
        R"({"Update":{"TableName":"t","Key":{"id":{"S":"a"}},"UpdateExpression":"SET #0 = #0 + :0",)"
        R"j("ConditionExpression":"attribute_exists(#1) AND (#0 BETWEEN :1 AND :2 OR attribute_not_exists(#0))",)j"
        R"("ExpressionAttributeNames":{"#0":"count","#1":"id"},)"
        R"("ExpressionAttributeValues":{":0":{"N":"1"},":1":{"N":"-2147483648"},":2":{"N":"2147483646"}},)"
        R"("ReturnValuesOnConditionCheckFailure":"ALL_OLD"}})");
    expect(R"({"Put":{"TableName":"t","Item":{"id":{"S":"a"},"count":{"N":"0"}}}})");
    expect(R"({"Put":{"TableName":"t","Item":{"id":{"S":"a"},"count":{"N":"0"}},)"
           R"j("ConditionExpression":"attribute_not_exists(#0)","ExpressionAttributeNames":{"#0":"id"}}})j");
    expect(
        R"j({"Delete":{"TableName":"t","Key":{"id":{"S":"a"}},"ConditionExpression":"attribute_exists(#0)",)j"
        R"("ExpressionAttributeNames":{"#0":"id"}}})");
    tally record;
    record.id = "a";
    world.run(
        [&]() -> asio::awaitable<void>
        {
            co_await count_up();
            co_await table.put_record(record, once);
            co_await table.create_record(record, once);
            co_await table.delete_record("a", once);
        });
    auto const seen = tokens();
    ASSERT_EQ(seen.size(), 4u);
    EXPECT_NE(seen[0], seen[1]);
}

TEST_F(exactly_once, repeats_with_the_same_token_after_a_lost_response)
{
    lose();
    respond(200, "{}");
    call_metadata known;
    EXPECT_FALSE(world.failure_of([&] { return count_up(call_options().metadata(known)); }).has_value());
    auto const seen = tokens();
    ASSERT_EQ(seen.size(), 2u);
    EXPECT_EQ(seen[0], seen[1]);
    EXPECT_EQ(known.requests, 1u);
    EXPECT_EQ(known.attempts, 2u);
    EXPECT_FALSE(known.earlier_attempt_may_have_been_applied) << "applied once";
}

TEST_F(exactly_once, repeats_with_another_token_after_a_conflict)
{
    for (auto const* reason : {"TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"})
        respond(400, cancelled(std::string(R"({"Code":")") + reason + R"("})"));
    respond(200, "{}");
    call_metadata known;
    auto const before = world.clock->now();
    EXPECT_FALSE(world.failure_of([&] { return count_up(call_options().metadata(known)); }).has_value());
    auto const seen = tokens();
    ASSERT_EQ(seen.size(), 4u);
    EXPECT_NE(seen[0], seen[1]);
    EXPECT_NE(seen[1], seen[2]);
    EXPECT_NE(seen[2], seen[3]);
    EXPECT_EQ(known.requests, 4u);
    EXPECT_GT(known.waited, 0ns);
    EXPECT_EQ(known.waited, world.clock->now() - before);
}

TEST_F(exactly_once, keeps_a_token_that_may_have_been_applied)
{
    lose();
    respond(400, conflict);
    respond(200, "{}");
    EXPECT_FALSE(world.failure_of([&] { return count_up(); }).has_value());
    auto const seen = tokens();
    ASSERT_EQ(seen.size(), 3u);
    EXPECT_EQ(seen[0], seen[1]);
    EXPECT_EQ(seen[1], seen[2]) << "another token could apply it a second time";
}

TEST_F(exactly_once, ends_at_the_deadline)
{
    respond(400, conflict);
    // Every pause is longer.
    auto const failure = world.failure_of([&] { return count_up(call_options().timeout(1ns)); });
    ASSERT_TRUE(failure.has_value());
    EXPECT_EQ(*failure, errc::transaction_conflict);
    EXPECT_TRUE(failure->is_retryable());
    EXPECT_NE(failure->details().context.find("no time left"), std::string::npos) << *failure;
    EXPECT_FALSE(failure->may_have_been_applied());
}

TEST_F(exactly_once, conditions_fail_as_in_the_single_form)
{
    tally record;
    record.id = "a";
    auto const only_if = [&] { return write_options(once).only_if(attr<&tally::count> < 5); };
    auto const with_item =
        cancelled(R"({"Code":"ConditionalCheckFailed","Item":{"id":{"S":"a"},"count":{"N":"7"}}})");

    respond(400, failed_condition);
    auto details = refusal_of([&] { return count_up(); });
    EXPECT_EQ(details.code, store_errc::not_found);
    EXPECT_EQ(details.key.at("id"), attribute_value("a"));
    EXPECT_EQ(details.cause, errc::conditional_check_failed);
    respond(400, with_item);
    details = refusal_of([&] { return table.update_record("a", attr<&tally::count> += 1, only_if()); });
    EXPECT_EQ(details.code, store_errc::conflict);
    ASSERT_TRUE(details.cause && details.cause->details().old_item);
    EXPECT_EQ(details.cause->details().old_item->at("count"), attribute_value(7));
    respond(400, failed_condition);
    details = refusal_of([&] { return table.create_record(record, once); });
    EXPECT_EQ(details.code, store_errc::already_exists);
    respond(400, failed_condition);
    details = refusal_of([&] { return table.put_record(record, only_if()); });
    EXPECT_EQ(details.code, store_errc::conflict);
    respond(400, failed_condition);
    details = refusal_of([&] { return table.delete_record("a", once); });
    EXPECT_EQ(details.code, store_errc::not_found);
    respond(400, failed_condition);
    bool existed = true;
    EXPECT_FALSE(world
            .failure_of([&]() -> asio::awaitable<void>
                { existed = co_await table.delete_record_if_exists("a", once); })
            .has_value());
    EXPECT_FALSE(existed);
}

TEST_F(exactly_once, says_what_else_is_wrong_as_the_single_form)
{
    respond(400, cancelled(R"({"Code":"ValidationError","Message":"count is no number"})"));
    auto const failure = world.failure_of([&] { return count_up(); });
    ASSERT_TRUE(failure.has_value());
    EXPECT_EQ(*failure, errc::validation);
    EXPECT_EQ(failure->details().server_message, "count is no number");
}

TEST_F(exactly_once, is_refused_where_something_is_returned)
{
    std::vector<tally> records(1);
    records[0].id = "a";
    auto const refused = [&](auto begin)
    {
        auto const details = refusal_of(begin);
        EXPECT_EQ(details.code, store_errc::bad_input);
        EXPECT_EQ(details.attribute, "call_options::resend");
    };
    refused([&] { return table.update_and_get("a", attr<&tally::count> += 1, once); });
    refused([&] { return table.take_record("a", once); });
    refused([&] { return table.put_many(records, once); });
    refused([&] { return table.delete_many(std::vector<table_key<tally>>{std::string("a")}, once); });
    EXPECT_TRUE(world.server->requests().empty());
}

TEST_F(exactly_once, reads_are_as_ever)
{
    world.server->expect("GetItem").reply(200, "{}");
    EXPECT_FALSE(world.failure_of([&] { return table.get_record("a", once); }).has_value());
}

TEST_F(exactly_once, a_transaction_takes_a_token)
{
    respond(200, "{}").times(2);
    world.run(
        [&]() -> asio::awaitable<void>
        {
            call_metadata known;
            auto options = transaction_options(call_options().metadata(known)).token("job-17");
            co_await in_transaction(owner, table.update("a", attr<&tally::count> += 1), options);
            std::vector<transaction_action> actions(1, table.update("a", attr<&tally::count> += 1));
            co_await in_transaction(owner, actions, options);
            EXPECT_EQ(known.requests, 2u);
        });
    EXPECT_EQ(tokens(), (std::vector<std::string>{"job-17", "job-17"}));
    auto const requests = world.server->requests();
    EXPECT_EQ(requests[0].body, requests[1].body);
}

TEST_F(exactly_once, tokens_have_limits)
{
    for (auto const& token : {std::string(), std::string(37, 'x')})
    {
        auto const details = refusal_of(
            [&]
            {
                return in_transaction(
                    owner, transaction_options().token(token), table.update("a", attr<&tally::count> += 1));
            });
        EXPECT_EQ(details.code, store_errc::bad_input);
        EXPECT_EQ(details.attribute, "token");
    }
}

} // namespace
} // namespace dynasio::tests
