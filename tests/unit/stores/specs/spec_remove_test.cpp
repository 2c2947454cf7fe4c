// SPDX-License-Identifier: BSL-1.0
//
// Removal of one spec against a scripted server: each of its requests meets what can happen to it.

#include "support/stepped_operation.hpp"
#include "unit/stores/scripted_transactions.hpp"
#include "unit/stores/store_failure.hpp"

#include <dynasio/call_metadata.hpp>
#include <dynasio/http/errc.hpp>
#include <dynasio/stores/credential_store.hpp>
#include <dynasio/stores/remove_user.hpp>
#include <dynasio/stores/spec_store.hpp>
#include <dynasio/stores/store_error.hpp>

#include <boost/asio/error.hpp>
#include <gtest/gtest.h>

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace dynasio::tests {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;

constexpr char const* transact = "TransactWriteItems";
constexpr std::int64_t first = 1'700'000'000;

std::string key_text(std::int64_t seconds)
{
    return "0000000000" + std::to_string(seconds) + "#x";
}

std::string found(std::string const& sort_key, std::int64_t seconds)
{
    return R"({"sub":{"S":"u"},"updated_at_id":{"S":")" + sort_key + R"("},"updated_at":{"S":")"
        + std::to_string(seconds) + R"("}})";
}

/// The response to the query: so many versions with successive seconds, and the latest item if it has a time.
std::string items(int versions, std::int64_t latest = 0)
{
    std::string body = R"({"Items":[)";
    for (int i = 0; i < versions; ++i)
        body += (i ? "," : "") + found(key_text(first + i), first + i);
    if (latest)
        body += (versions ? "," : "") + found("latest#x", latest);
    return body + "]}";
}

/// Cancelled, because a latest item with this time has appeared; 0: because it has disappeared.
std::string guarded(std::int64_t latest)
{
    auto const stored = latest ? R"(,"Item":)" + found("latest#x", latest) : std::string();
    return cancelled(R"({"Code":"ConditionalCheckFailed")" + stored + R"(},{"Code":"None"})");
}

std::string const conflict = cancelled(R"({"Code":"None"},{"Code":"TransactionConflict"})");
std::string const failed_condition = refused("ConditionalCheckFailedException");

struct spec_remove : ::testing::Test
{
    void respond(char const* operation, std::string body, unsigned status = 200)
    {
        world.server->expect(operation).reply(status, std::move(body));
    }
    void lose(char const* operation)
    {
        world.server->expect(operation).fail(http::errc::closed_early, http::stage::receiving);
    }
    void lose_before(char const* operation)
    {
        world.server->expect(operation).fail(asio::error::connection_refused, http::stage::connecting);
    }
    /// Three versions and the latest item, which is deleted.
    void delete_latest()
    {
        respond("Query", items(3, first + 2));
        respond("DeleteItem", "{}");
    }

    asio::awaitable<std::size_t> remove(call_options options = {})
    {
        return spec_store(owner).remove("u", "x", options);
    }

    std::size_t removed(call_options options = {})
    {
        std::size_t count = 0;
        world.run([&]() -> asio::awaitable<void> { count = co_await remove(options); });
        return count;
    }

    store_error_details failure(store_errc code, call_options options = {})
    {
        auto const details = store_failure(world, [&] { return remove(options); }).details();
        EXPECT_EQ(make_error_code(details.code), code) << details.reason;
        return details;
    }

    /// The transactions so far.
    [[nodiscard]] std::vector<http::request> transactions() const
    {
        std::vector<http::request> found;
        for (auto const& r : world.server->requests())
            if (testing::operation_of(r) == transact)
                found.push_back(r);
        return found;
    }
    [[nodiscard]] std::vector<std::string> tokens() const { return tokens_of(transactions()); }

    /// The seconds of the versions that a transaction deletes, less `first`.
    static std::vector<std::int64_t> deletes(http::request const& r)
    {
        std::vector<std::int64_t> found;
        std::string const name = R"("updated_at_id":{"S":"0000000000)";
        for (auto at = r.body.find(name); at != r.body.npos; at = r.body.find(name, at + 1))
            found.push_back(std::stoll(r.body.substr(at + name.size())) - first);
        return found;
    }

    scripted_client world;
    client owner = world.make(3);
};

using offsets = std::vector<std::int64_t>;

TEST_F(spec_remove, deletes_versions_only_while_there_is_no_latest_item)
{
    delete_latest();
    respond(transact, "{}");
    EXPECT_EQ(removed(), 4u);
    auto const requests = world.server->requests();
    EXPECT_NE(requests[1].body.find(R"("ConditionExpression":"#0 = :0")"), std::string::npos)
        << requests[1].body;
    auto const& body = requests[2].body;
    auto const deletion = [](int i)
    {
        return R"({"Delete":{"TableName":"package.specs","Key":{"sub":{"S":"u"},"updated_at_id":{"S":")"
            + key_text(first + i) + R"("}}}})";
    };
    EXPECT_EQ(body.substr(0, body.find(R"(,"ClientRequestToken")")),
        R"({"TransactItems":[{"ConditionCheck":{"TableName":"package.specs","Key":{"sub":{"S":"u"},)"
        R"j("updated_at_id":{"S":"latest#x"}},"ConditionExpression":"attribute_not_exists(#0)",)j"
        R"("ExpressionAttributeNames":{"#0":"updated_at_id"},)"
        R"("ReturnValuesOnConditionCheckFailure":"ALL_OLD"}},)"
            + deletion(0) + "," + deletion(1) + "," + deletion(2) + "]");
}

TEST_F(spec_remove, counts_exactly_when_each_first_response_is_lost)
{
    lose("Query");
    respond("Query", items(60, first + 59));
    lose("DeleteItem");
    respond("DeleteItem", failed_condition, 400);
    lose("Query");
    respond("Query", items(60));
    lose(transact);
    respond(transact, "{}");
    call_metadata known;
    EXPECT_EQ(removed(call_options().metadata(known)), 61u);
    EXPECT_TRUE(known.earlier_attempt_may_have_been_applied) << "of the deletion of the latest item";
    auto const seen = tokens();
    ASSERT_EQ(seen.size(), 2u);
    EXPECT_EQ(seen[0], seen[1]);
}

TEST_F(spec_remove, counts_exactly_when_no_request_arrives_at_first)
{
    lose_before("Query");
    respond("Query", items(3, first + 2));
    lose_before("DeleteItem");
    respond("DeleteItem", "{}");
    lose_before(transact);
    respond(transact, "{}");
    EXPECT_EQ(removed(), 4u);
}

TEST_F(spec_remove, does_not_count_a_latest_item_that_another_removal_deleted)
{
    respond("Query", items(3, first + 2));
    respond("DeleteItem", failed_condition, 400);
    respond("Query", items(2));
    respond(transact, "{}");
    EXPECT_EQ(removed(), 2u);
}

TEST_F(spec_remove, counts_the_deletion_that_was_lost_also_after_a_conflict)
{
    respond("Query", items(3, first + 2));
    lose("DeleteItem");
    respond("DeleteItem", refused("TransactionConflictException"), 400);
    respond("DeleteItem", failed_condition, 400);
    respond("Query", items(3));
    respond(transact, "{}");
    EXPECT_EQ(removed(), 4u);
}

TEST_F(spec_remove, waits_while_a_transaction_writes_the_latest_item)
{
    respond("Query", items(3, first + 2));
    for (int i = 0; i < 7; ++i)
        respond("DeleteItem", refused("TransactionConflictException"), 400);
    respond("DeleteItem", "{}");
    respond(transact, "{}");
    auto const before = world.clock->now();
    EXPECT_EQ(removed(), 4u);
    EXPECT_GT(world.clock->now(), before);
}

TEST_F(spec_remove, lets_a_save_win)
{
    respond("Query", items(3, first + 2));
    respond("DeleteItem", failed_condition, 400);
    respond("Query", items(4, first + 3));
    respond(transact, "{}");
    EXPECT_EQ(removed(), 3u);
    auto const request = transactions().at(0);
    EXPECT_EQ(deletes(request), (offsets{0, 1, 2}));
    EXPECT_NE(
        request.body.find(R"("ConditionExpression":"#0 = :0","ExpressionAttributeNames":{"#0":"updated_at"},)"
                          R"("ExpressionAttributeValues":{":0":{"S":"1700000003"}})"),
        std::string::npos)
        << request.body;
}

TEST_F(spec_remove, does_not_count_a_lost_deletion_that_a_save_may_have_come_before)
{
    respond("Query", items(3, first + 2));
    lose("DeleteItem");
    respond("DeleteItem", failed_condition, 400);
    respond("Query", items(4, first + 3));
    respond(transact, "{}");
    call_metadata known;
    EXPECT_EQ(removed(call_options().metadata(known)), 3u);
    EXPECT_TRUE(known.earlier_attempt_may_have_been_applied);
}

TEST_F(spec_remove, says_that_the_latest_item_may_be_gone_when_the_next_query_fails)
{
    respond("Query", items(3, first + 2));
    lose("DeleteItem");
    respond("DeleteItem", failed_condition, 400);
    respond("Query", refused("AccessDeniedException"), 400);
    auto failed = world.failure_of([&]() -> asio::awaitable<void> { (void)co_await remove(); });
    ASSERT_TRUE(failed.has_value());
    EXPECT_EQ(*failed, errc::access_denied);
    EXPECT_TRUE(failed->may_have_been_applied());

    respond("Query", items(3, first + 2));
    respond("DeleteItem", failed_condition, 400);
    respond("Query", refused("AccessDeniedException"), 400);
    failed = world.failure_of([&]() -> asio::awaitable<void> { (void)co_await remove(); });
    ASSERT_TRUE(failed.has_value());
    EXPECT_FALSE(failed->may_have_been_applied());
}

TEST_F(spec_remove, is_a_conflict_when_the_latest_item_keeps_changing)
{
    for (int i = 0; i < 5; ++i)
    {
        respond("Query", items(1, first));
        respond("DeleteItem", failed_condition, 400);
    }
    auto const details = failure(store_errc::conflict);
    EXPECT_EQ(details.cause, errc::conditional_check_failed);
    EXPECT_FALSE(details.cause->may_have_been_applied());
}

TEST_F(spec_remove, leaves_what_a_save_wrote_while_versions_are_deleted)
{
    // The save has the second of a version that was found.
    delete_latest();
    respond(transact, guarded(first + 1), 400);
    respond(transact, "{}");
    EXPECT_EQ(removed(), 3u);
    auto const sent = transactions();
    EXPECT_EQ(deletes(sent[0]), (offsets{0, 1, 2}));
    EXPECT_EQ(deletes(sent[1]), (offsets{0, 2}))
        << "a version that is newer than the latest item is of no save";
    EXPECT_NE(sent[1].body.find(R"("#0 = :0")"), std::string::npos);
    auto const seen = tokens();
    EXPECT_NE(seen[0], seen[1]) << "another transaction";
}

TEST_F(spec_remove, deletes_what_is_newer_than_a_save_of_a_clock_that_stands_still)
{
    delete_latest();
    respond(transact, guarded(first), 400);
    respond(transact, "{}");
    EXPECT_EQ(removed(), 3u);
    EXPECT_EQ(deletes(transactions()[1]), (offsets{1, 2}));
}

TEST_F(spec_remove, has_nothing_to_delete_when_a_save_has_the_only_second)
{
    respond("Query", items(1, first));
    respond("DeleteItem", "{}");
    respond(transact, guarded(first), 400);
    EXPECT_EQ(removed(), 1u);
}

TEST_F(spec_remove, follows_the_latest_item_as_it_changes)
{
    delete_latest();
    respond(transact, guarded(first + 2), 400);
    respond(transact, guarded(first + 3), 400);
    respond(transact, guarded(0), 400);
    respond(transact, "{}");
    EXPECT_EQ(removed(), 3u);
    auto const sent = transactions();
    ASSERT_EQ(sent.size(), 4u);
    for (std::size_t i = 1; i < 4; ++i)
        EXPECT_EQ(deletes(sent[i]), (offsets{0, 1}));
    EXPECT_NE(sent[1].body.find(R"("1700000002")"), std::string::npos);
    EXPECT_NE(sent[2].body.find(R"("1700000003")"), std::string::npos);
    EXPECT_NE(sent[3].body.find("attribute_not_exists"), std::string::npos);
}

TEST_F(spec_remove, stops_at_a_latest_item_without_a_valid_time)
{
    delete_latest();
    respond(transact,
        cancelled(
            R"({"Code":"ConditionalCheckFailed","Item":{"sub":{"S":"u"},"updated_at_id":{"S":"latest#x"},)"
            R"("updated_at":{"S":"01700000009"}}},{"Code":"None"})"),
        400);
    auto const details = failure(store_errc::unfinished);
    EXPECT_EQ(details.deleted, 1u);
    EXPECT_EQ(details.keys_left.size(), 3u);
    EXPECT_NE(details.reason.find("updated_at"), std::string::npos) << details.reason;
}

TEST_F(spec_remove, pauses_after_a_conflict_and_takes_another_token)
{
    delete_latest();
    for (int i = 0; i < 7; ++i)
        respond(transact, conflict, 400);
    respond(transact, "{}");
    auto const before = world.clock->now();
    EXPECT_EQ(removed(), 4u);
    EXPECT_GT(world.clock->now(), before);
    auto const seen = tokens();
    for (std::size_t i = 1; i < seen.size(); ++i)
        EXPECT_NE(seen[i - 1], seen[i]);
}

TEST_F(spec_remove, keeps_a_token_that_may_have_been_applied)
{
    delete_latest();
    lose(transact);
    respond(transact, conflict, 400);
    respond(transact, "{}");
    EXPECT_EQ(removed(), 4u);
    auto const seen = tokens();
    ASSERT_EQ(seen.size(), 3u);
    EXPECT_EQ(seen[0], seen[1]);
    EXPECT_EQ(seen[1], seen[2]);
}

TEST_F(spec_remove, deletes_ninety_nine_versions_at_a_time)
{
    respond("Query", items(150, first + 149));
    respond("DeleteItem", "{}");
    respond(transact, "{}");
    respond(transact, "{}");
    EXPECT_EQ(removed(), 151u);
    auto const sent = transactions();
    EXPECT_EQ(deletes(sent[0]).size(), 99u);
    EXPECT_EQ(deletes(sent[1]).size(), 51u);
    EXPECT_NE(tokens()[0], tokens()[1]);
}

TEST_F(spec_remove, halves_what_is_refused_for_its_size)
{
    respond("Query", items(120, first + 119));
    respond("DeleteItem", "{}");
    respond(transact, refused("ValidationException", "Collection size"), 400);          // 99
    respond(transact, cancelled(R"({"Code":"None"},{"Code":"ValidationError"})"), 400); // 49
    respond(transact, "{}");                                                            // 24 five times
    world.server->expect(transact).reply(200, "{}").times(4);
    EXPECT_EQ(removed(), 121u);
    std::vector<std::size_t> sizes;
    for (auto const& r : transactions())
        sizes.push_back(deletes(r).size());
    EXPECT_EQ(sizes, (std::vector<std::size_t>{99, 49, 24, 24, 24, 24, 24}));
    auto const seen = tokens();
    for (std::size_t i = 1; i < seen.size(); ++i)
        EXPECT_NE(seen[i - 1], seen[i]);
}

TEST_F(spec_remove, hands_back_what_is_refused_by_itself)
{
    delete_latest();
    respond(transact, refused("ValidationException"), 400); // 3
    respond(transact, refused("ValidationException"), 400); // 1
    auto const details = failure(store_errc::unfinished);
    EXPECT_EQ(details.cause, errc::validation);
    EXPECT_EQ(details.deleted, 1u);
    EXPECT_EQ(details.keys_left.size(), 3u);
}

TEST_F(spec_remove, hands_back_the_keys_that_are_left)
{
    respond("Query", items(150, first + 149));
    respond("DeleteItem", "{}");
    respond(transact, "{}");
    respond(transact, refused("AccessDeniedException"), 400);
    auto const details = failure(store_errc::unfinished);
    EXPECT_EQ(details.cause, errc::access_denied);
    EXPECT_EQ(details.deleted, 100u);
    ASSERT_EQ(details.keys_left.size(), 51u);
    for (std::size_t i = 0; i < 51; ++i)
        EXPECT_EQ(details.keys_left[i],
            (item{{"sub", "u"}, {"updated_at_id", key_text(first + static_cast<std::int64_t>(i))}}));
}

TEST_F(spec_remove, ends_within_its_deadline_when_it_is_throttled_for_ever)
{
    for (auto const& busy : {refused("ThrottlingException"), conflict})
    {
        SCOPED_TRACE(busy);
        auto const server = std::make_shared<stepping_server>(
            [&, query = true](http::request const& r) mutable
            {
                if (testing::operation_of(r) != transact)
                    return respond_with(200, std::exchange(query, false) ? items(3, first + 2) : "{}");
                return respond_with(400, busy);
            });
        world.transport = server;
        owner = world.make(3);
        auto const end = world.clock->now() + 20s;
        auto const details = failure(store_errc::unfinished, call_options().timeout(20s));
        EXPECT_LE(world.clock->now(), end);
        EXPECT_GT(server->begun(), 8u);
        EXPECT_EQ(details.deleted, 1u);
        EXPECT_EQ(details.keys_left.size(), 3u);
        ASSERT_TRUE(details.cause.has_value());
        EXPECT_TRUE(details.cause->from_service());
        EXPECT_FALSE(details.cause->may_have_been_applied());
    }
}

TEST_F(spec_remove, of_a_user_says_that_specs_are_gone_when_key_pairs_cannot_be_found)
{
    spec_store const specs(owner);
    credential_store const credentials(owner);
    for (bool const some : {true, false})
    {
        respond("Query", items(some ? 3 : 0));
        if (some)
            respond("BatchWriteItem", "{}");
        respond("Query", refused("AccessDeniedException"), 400);
        auto const failed = world.failure_of(
            [&]() -> asio::awaitable<void> { (void)co_await remove_user(specs, credentials, "u"); });
        ASSERT_TRUE(failed.has_value());
        EXPECT_EQ(*failed, errc::access_denied);
        EXPECT_EQ(failed->may_have_been_applied(), some);
    }
}

TEST_F(spec_remove, continues_where_it_ended)
{
    respond("Query", items(3));
    respond(transact, "{}");
    EXPECT_EQ(removed(), 3u);
}

TEST_F(spec_remove, of_an_unknown_spec_is_one_request)
{
    respond("Query", R"({"Items":[]})");
    EXPECT_EQ(removed(), 0u);
}

} // namespace
} // namespace dynasio::tests
