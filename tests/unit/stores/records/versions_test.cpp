// SPDX-License-Identifier: BSL-1.0
//
// Optimistic locking: which conditions are sent, and what their failures tell.

#include "support/scripted_client.hpp"
#include "unit/stores/store_failure.hpp"

#include <dynasio/stores/record_table.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <type_traits>

namespace {

struct order
{
    std::string id = {};
    int total = 0;
    int revision = 0;
};
BOOST_DESCRIBE_STRUCT(order, (), (id, total, revision))

struct plain
{
    std::string id = {};
    int total = 0;
};
BOOST_DESCRIBE_STRUCT(plain, (), (id, total))

order const& order_of(int revision)
{
    static std::map<int, order> all;
    auto& result = all[revision];
    result.id = "a";
    result.revision = revision;
    return result;
}

} // namespace

template <>
struct dynasio::record_definition<order> : dynasio::record_key<&order::id>
{
    static constexpr auto version = &order::revision;
};
template <>
struct dynasio::record_definition<plain> : dynasio::record_key<&plain::id>
{};

namespace dynasio::tests {
namespace {

namespace asio = boost::asio;
namespace records = dynasio::stores::records;

constexpr char const* failed_condition =
    R"({"__type":"com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException"})";

std::string failed_with(std::string const& stored)
{
    return R"({"__type":"com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException","Item":)" + stored
        + "}";
}
std::string stored_order(std::string const& revision, std::string const& total = "0")
{
    return R"({"id":{"S":"a"},"total":{"N":")" + total + R"("},"revision":{"N":")" + revision + R"("}})";
}

struct record_versions : ::testing::Test
{
    /// The details of the `store_error` that the operation ends with.
    template <class Begin>
    store_error_details refusal_of(Begin begin)
    {
        return store_failure(world, begin).details();
    }

    /// What an operation sends.
    template <class Begin>
    std::string body_of(std::string const& operation, Begin begin)
    {
        std::string body;
        world.server->expect(operation)
            .where(
                [&body](http::request const& r)
                {
                    body = r.body;
                    return true;
                })
            .reply(200, "{}");
        world.run([&]() -> asio::awaitable<void> { co_await begin(); });
        return body;
    }

    void respond(std::string const& operation, std::string body)
    {
        world.server->expect(operation).reply(400, std::move(body));
    }

    scripted_client world;
    client owner = world.make();
    record_table<order> orders{owner, "orders"};
    record_table<plain> plains{owner, "plains"};
};

TEST_F(record_versions, are_returned_by_writes_of_whole_records)
{
    for (int i = 0; i < 4; ++i)
        world.server->expect("PutItem").reply(200, "{}");
    world.run(
        [&]() -> asio::awaitable<void>
        {
            auto mine = order_of(0);
            mine.revision = co_await orders.create_record(mine);
            EXPECT_EQ(mine.revision, 1);
            mine.revision = co_await orders.put_record(mine);
            EXPECT_EQ(mine.revision, 2);
            // A record may begin with any version.
            auto later = order_of(1'000);
            later.revision = co_await orders.create_record(later);
            EXPECT_EQ(later.revision, 1'001);
            int const named = co_await orders.create_record(attr<&order::id> = "b", attr<&order::total> = 1);
            EXPECT_EQ(named, 1);
        });
    static_assert(std::is_void_v<record_table<plain>::version_type>);
}

TEST_F(record_versions, that_differ_are_both_told)
{
    respond("PutItem", failed_with(stored_order("2.0")));
    auto details = refusal_of([&] { return orders.put_record(order_of(1)); });
    EXPECT_EQ(details.code, store_errc::conflict);
    EXPECT_EQ(details.attribute, "revision");
    EXPECT_EQ(details.reason, "the stored record has version 2, this object has version 1");
    ASSERT_TRUE(details.stored_item);
    EXPECT_EQ(details.stored_item->at("id"), attribute_value("a"));
    ASSERT_TRUE(details.cause);

    respond("PutItem", failed_condition);
    details = refusal_of([&] { return orders.put_record(order_of(1)); });
    EXPECT_EQ(details.code, store_errc::conflict);
    EXPECT_EQ(details.attribute, "revision");
    EXPECT_EQ(details.reason, "no record is stored, this object has version 1");

    for (auto const* stored : {R"({"id":{"S":"a"}})", R"({"id":{"S":"a"},"revision":{"S":"1"}})"})
    {
        respond("PutItem", failed_with(stored));
        details = refusal_of([&] { return orders.put_record(order_of(0)); });
        EXPECT_EQ(details.code, store_errc::conflict);
        EXPECT_EQ(details.reason, "the stored record has no version, this object has version 0");
    }
}

TEST_F(record_versions, that_match_leave_the_condition_to_blame)
{
    auto const only_if = write_options().only_if(attr<&order::total> == 5);
    respond("PutItem", failed_with(stored_order("1")));
    auto details = refusal_of([&] { return orders.put_record(order_of(1), only_if); });
    EXPECT_EQ(details.code, store_errc::conflict);
    EXPECT_EQ(details.attribute, "");
    EXPECT_EQ(details.reason, "the stored record does not meet the condition");
    // A new record: nothing is stored, as it should be.
    respond("PutItem", failed_condition);
    details = refusal_of([&] { return orders.put_record(order_of(0), only_if); });
    EXPECT_EQ(details.attribute, "");
    EXPECT_EQ(details.reason, "no stored record meets the condition");

    respond("PutItem", failed_with(R"({"id":{"S":"a"}})"));
    plain other;
    other.id = "a";
    details = refusal_of(
        [&] { return plains.put_record(other, write_options().only_if(attr<&plain::total> == 5)); });
    EXPECT_EQ(details.code, store_errc::conflict);
    EXPECT_EQ(details.reason, "the stored record does not meet the condition");
}

TEST_F(record_versions, do_not_matter_to_new_records)
{
    auto const only_if = write_options().only_if(attr<&order::total> == 5);
    respond("PutItem", failed_with(stored_order("7")));
    auto details = refusal_of([&] { return orders.create_record(order_of(0), only_if); });
    EXPECT_EQ(details.code, store_errc::already_exists);
    // None is there: the condition failed, not the existence.
    respond("PutItem", failed_condition);
    details = refusal_of([&] { return orders.create_record(order_of(0), only_if); });
    EXPECT_EQ(details.code, store_errc::conflict);
    EXPECT_EQ(details.reason, "no stored record meets the condition");
    respond("PutItem", failed_condition);
    details = refusal_of([&]() -> asio::awaitable<void>
        { (void)co_await orders.create_record_if_absent(order_of(0), only_if); });
    EXPECT_EQ(details.code, store_errc::conflict);
}

TEST_F(record_versions, are_checked_by_deletions_of_records)
{
    auto const mine = order_of(3);
    EXPECT_EQ(body_of("DeleteItem", [&] { return orders.delete_record(mine); }),
        R"j({"TableName":"orders","Key":{"id":{"S":"a"}},)j"
        R"j("ConditionExpression":"attribute_exists(#0) AND #1 = :0",)j"
        R"("ExpressionAttributeNames":{"#0":"id","#1":"revision"},"ExpressionAttributeValues":{":0":{"N":"3"}},)"
        R"("ReturnValuesOnConditionCheckFailure":"ALL_OLD"})");
    EXPECT_EQ(body_of("DeleteItem", [&] { return orders.delete_record("a"); }),
        R"j({"TableName":"orders","Key":{"id":{"S":"a"}},"ConditionExpression":"attribute_exists(#0)",)j"
        R"("ExpressionAttributeNames":{"#0":"id"}})");
    // Braces are a key, although the record is an aggregate.
    record_table<order> const& table = orders;
    EXPECT_EQ(body_of("DeleteItem", [&] { return table.delete_record({"a"}); }),
        body_of("DeleteItem", [&] { return table.delete_record("a"); }));

    respond("DeleteItem", failed_with(stored_order("4")));
    auto details = refusal_of([&] { return orders.delete_record(mine); });
    EXPECT_EQ(details.code, store_errc::conflict);
    EXPECT_EQ(details.attribute, "revision");
    EXPECT_EQ(details.reason, "the stored record has version 4, this object has version 3");
    respond("DeleteItem", failed_condition);
    details = refusal_of([&] { return orders.delete_record(mine); });
    EXPECT_EQ(details.code, store_errc::not_found);
    respond("DeleteItem", failed_with(stored_order("4")));
    details =
        refusal_of([&]() -> asio::awaitable<void> { (void)co_await orders.delete_record_if_exists(mine); });
    EXPECT_EQ(details.code, store_errc::conflict);
    respond("DeleteItem", failed_condition);
    world.run(
        [&]() -> asio::awaitable<void>
        {
            bool const existed = co_await orders.delete_record_if_exists(mine);
            EXPECT_FALSE(existed);
        });
}

TEST_F(record_versions, are_told_by_transactions)
{
    auto const mine = order_of(3);
    auto const cancelled = [](std::string const& stored)
    {
        return R"({"__type":"com.amazonaws.dynamodb.v20120810#TransactionCanceledException",)"
               R"("CancellationReasons":[{"Code":"ConditionalCheckFailed")"
            + (stored.empty() ? std::string() : R"(,"Item":)" + stored) + "}]}";
    };
    for (bool const erases : {true, false})
    {
        auto const action = erases ? orders.erase(mine) : orders.put(mine);
        respond("TransactWriteItems", cancelled(stored_order("4")));
        auto details = refusal_of([&] { return in_transaction(owner, action); });
        EXPECT_EQ(details.code, store_errc::conflict);
        EXPECT_EQ(details.reason, "the stored record has version 4, this object has version 3");
        EXPECT_EQ(details.key.at("id"), attribute_value("a"));
        respond("TransactWriteItems", cancelled(""));
        details = refusal_of([&] { return in_transaction(owner, action); });
        EXPECT_EQ(details.code, erases ? store_errc::not_found : store_errc::conflict);
    }
    respond("TransactWriteItems", cancelled(stored_order("3", "4")));
    auto const put = orders.put(mine, attr<&order::total> == 5);
    auto const details = refusal_of([&] { return in_transaction(owner, put); });
    EXPECT_EQ(details.reason, "the stored record does not meet the condition");
}

/// A struct of which older items have no version.
struct old_records : record_versions
{
    static records::record_type const& type(std::string (*default_version)())
    {
        static std::array<records::record_field, 3> fields{};
        static records::record_type result = records::record_type_of<order>;
        std::copy(result.fields.begin(), result.fields.end(), fields.begin());
        fields[result.version].may_be_absent = true;
        result.fields = fields;
        result.default_version = default_version;
        return result;
    }
    std::string condition_of_put(int revision, std::string (*default_version)())
    {
        auto const& of = type(default_version);
        auto const table = records::make_record_table(owner, "orders", of, {});
        auto const record = order_of(revision);
        auto const body = body_of("PutItem",
            [&]
            {
                return records::done(records::put_one(table, records::encode_record(of, &record),
                    records::existence::any, true, write_options()));
            });
        auto const begin = body.find("ConditionExpression\":\"") + 22;
        return body.substr(begin, body.find('"', begin) - begin);
    }
};

TEST_F(old_records, are_replaced_by_objects_with_the_default_version_only)
{
    auto const zero = [] { return std::string("0"); };
    auto const one = [] { return std::string("1"); };
    EXPECT_EQ(condition_of_put(0, zero), "attribute_not_exists(#0) OR #0 = :0"); // #0 is the version
    EXPECT_EQ(condition_of_put(1, zero), "#0 = :0");
    // New objects and old records differ: #0 is the key, #1 the version.
    EXPECT_EQ(condition_of_put(0, one), "attribute_not_exists(#0) OR #1 = :0");
    EXPECT_EQ(condition_of_put(1, one), "attribute_exists(#0) AND attribute_not_exists(#1) OR #1 = :0");
    EXPECT_EQ(records::record_type_of<order>.default_version(), "0");
}

} // namespace
} // namespace dynasio::tests
