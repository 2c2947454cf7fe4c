// SPDX-License-Identifier: BSL-1.0
//
// A client that gets typed responses, as users' tests do.

#include <dynasio/client.hpp>
#include <dynasio/operations.hpp>
#include <dynasio/testing/fault_transport.hpp>
#include <dynasio/testing/recording_transport.hpp>
#include <dynasio/testing/typed.hpp>

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>

namespace dynasio::testing {
namespace {

using namespace std::chrono_literals;
namespace asio = boost::asio;

struct typed_world
{
    asio::io_context context{1};
    std::shared_ptr<manual_clock> clock = std::make_shared<manual_clock>();
    std::shared_ptr<stub_transport> server = std::make_shared<stub_transport>(clock);
    client db{context.get_executor(), offline_options(server, clock)};

    template <class F>
    auto run(F f)
    {
        return testing::run(context, *clock, std::move(f));
    }

    result<get_item_output> get(std::string table, std::string id)
    {
        get_item_input input;
        input.table_name = std::move(table);
        input.key = item{{"id", id}};
        return run([&] { return db.try_get_item(input); });
    }

    result<put_item_output> put(std::string id)
    {
        put_item_input input;
        input.table_name = "users";
        input.item = item{{"id", id}};
        return run([&] { return db.try_put_item(input); });
    }
};

get_item_output found(std::string id)
{
    get_item_output output;
    output.item = item{{"id", std::move(id)}};
    return output;
}

TEST(Typed, JsonIsThatOfTheService)
{
    auto output = found("ann");
    EXPECT_EQ(json_of(output), R"({"Item":{"id":{"S":"ann"}}})");
    output.consumed_capacity.emplace().table_name = "users";
    output.metadata.attempts = 9;
    EXPECT_EQ(json_of(output),
        R"({"Item":{"id":{"S":"ann"}},"ConsumedCapacity":{"TableName":"users","LocalSecondaryIndexes":{},)"
        R"("GlobalSecondaryIndexes":{},"VectorIndexes":{}}})");
    EXPECT_EQ(json_of(get_item_output()), "{}");
    output.item->set("bad", "\xff");
    EXPECT_THROW((void)response_of(output), std::runtime_error);
}

TEST(Typed, ClientGetsWhatTheRuleHas)
{
    typed_world world;
    on<get_item_input>(*world.server)
        .where([](get_item_input const& r) { return r.table_name == "users"; })
        .reply(found("ann"));
    auto const got = world.get("users", "ann");
    ASSERT_TRUE(got) << got.error();
    EXPECT_EQ(got->item->at("id").as_string(), "ann");
    EXPECT_EQ(got->metadata.request_id(), "REQUEST-1");
    EXPECT_EQ(world.server->report(), "");
    EXPECT_FALSE(world.get("others", "ann"));
    auto const asked = requests_of<get_item_input>(*world.server);
    ASSERT_GE(asked.size(), 2U);
    EXPECT_EQ(asked[0].table_name, "users");
    EXPECT_EQ(asked[0].key, (item{{"id", "ann"}}));
    EXPECT_EQ(asked[1].table_name, "others");
    EXPECT_TRUE(requests_of<put_item_input>(*world.server).empty());
}

TEST(Typed, ChecksumIsVerified)
{
    typed_world world;
    on<get_item_input>(*world.server).reply(found("ann"));
    auto const damaged = std::make_shared<fault_transport>(world.server, [](http::request const&, std::size_t)
        { return fault::changed([](http::response& r) { r.body.replace(r.body.find("ann"), 3, "bob"); }); });
    auto options = offline_options(damaged, world.clock);
    options.retry.max_attempts = 1;
    world.db = client(world.context.get_executor(), options);
    auto const got = world.get("users", "ann");
    ASSERT_FALSE(got);
    EXPECT_EQ(got.error().code(), client_errc::checksum_mismatch) << got.error();
}

TEST(Typed, FunctionsMakeAStore)
{
    typed_world world;
    std::map<std::string, item> stored;
    on<put_item_input>(*world.server)
        .respond(
            [&](put_item_input const& r) -> http::send_result
            {
                auto const [at, added] = stored.try_emplace(std::string(r.item.at("id").as_string()), r.item);
                if (!added)
                    return service_response(failed_condition(at->second));
                return response_of(put_item_output());
            });
    on<get_item_input>(*world.server)
        .respond(
            [&](get_item_input const& r)
            {
                get_item_output output;
                if (auto const at = stored.find(std::string(r.key.at("id").as_string())); at != stored.end())
                    output.item = at->second;
                return output;
            });
    EXPECT_FALSE(world.get("users", "ann")->item);
    EXPECT_TRUE(world.put("ann"));
    auto const again = world.put("ann");
    ASSERT_FALSE(again);
    EXPECT_TRUE(again.error().is_conditional_failure());
    EXPECT_EQ(again.error().details().old_item, (item{{"id", "ann"}}));
    EXPECT_EQ(again.error().details().request_id, "REQUEST-OF-A-TEST");
    EXPECT_EQ(world.get("users", "ann")->item, (item{{"id", "ann"}}));
    EXPECT_EQ(world.server->report(), "");
}

TEST(Typed, FailuresAreRetriedByTheClockOfTheTest)
{
    typed_world world;
    on<put_item_input>(*world.server).times(2).fail_with("ThrottlingException", "slow down");
    on<put_item_input>(*world.server).delay(2s).reply({});
    auto const begun = world.clock->now();
    auto const put = world.put("ann");
    ASSERT_TRUE(put) << put.error();
    EXPECT_EQ(put->metadata.attempts, 3U);
    EXPECT_GE(world.clock->now() - begun, 2s);
    EXPECT_EQ(requests_of<put_item_input>(*world.server).size(), 3U);
    EXPECT_EQ(world.clock->pending_alarms(), 0U);
}

TEST(Typed, TransactionsTellWhyTheyWereCancelled)
{
    typed_world world;
    on<transact_write_items_input>(*world.server)
        .fail_with(cancelled_transaction({{}, {"ConditionalCheckFailed", "no", item{{"id", "b"}}}}));
    transact_write_items_input input;
    auto const done = world.run([&] { return world.db.try_transact_write_items(input); });
    ASSERT_FALSE(done);
    auto const& details = done.error().details();
    EXPECT_EQ(details.wire_code, "TransactionCanceledException");
    ASSERT_EQ(details.cancellation_reasons.size(), 2U);
    EXPECT_EQ(details.cancellation_reasons[0].code, "None");
    EXPECT_EQ(details.cancellation_reasons[1].code, "ConditionalCheckFailed");
    EXPECT_EQ(details.cancellation_reasons[1].message, "no");
    EXPECT_EQ(details.cancellation_reasons[1].old_item, (item{{"id", "b"}}));
    EXPECT_NE(details.server_message.find("[None, ConditionalCheckFailed]"), std::string::npos);
}

TEST(Typed, ScriptsAndRecordingsAreTypedToo)
{
    typed_world world;
    auto const script = std::make_shared<scripted_transport>(world.clock);
    expect<put_item_input>(*script)
        .where([](put_item_input const& r) { return r.item.at("id") == "ann"; })
        .reply({});
    expect<get_item_input>(*script).times(2).reply(found("ann"));
    auto const recorder = std::make_shared<recording_transport>(script);
    world.db = client(world.context.get_executor(), offline_options(recorder, world.clock));
    EXPECT_TRUE(world.put("ann"));
    EXPECT_TRUE(world.get("users", "ann"));
    EXPECT_TRUE(world.get("users", "bob"));
    EXPECT_EQ(script->report(), "");
    EXPECT_EQ(requests_of<put_item_input>(*recorder).at(0).item, (item{{"id", "ann"}}));
    EXPECT_EQ(requests_of<get_item_input>(*recorder).at(1).key, (item{{"id", "bob"}}));
    EXPECT_EQ(requests_of<get_item_input>(*script).size(), 2U);
}

TEST(Typed, DefaultsComeBehindAndGatesHold)
{
    typed_world world;
    gate const g;
    otherwise<get_item_input>(*world.server).reply(found("default"));
    on<get_item_input>(*world.server).times(1).hold(g).fail(http::errc::closed_early, http::stage::receiving);
    run_options options;
    options.at_rest = [&] { return !g.is_open() && (g.open(), true); };
    get_item_input input;
    auto const got =
        testing::run(world.context, *world.clock, [&] { return world.db.get_item(input); }, options);
    EXPECT_EQ(got.item->at("id").as_string(), "default");
    EXPECT_EQ(got.metadata.attempts, 2U);
    EXPECT_EQ(world.server->report(), "");
}

TEST(Typed, RequestsOfAnotherShapeAreRefused)
{
    http::request r;
    r.headers.add("X-Amz-Target", "DynamoDB_20120810.GetItem");
    r.body = R"({"TableName":7})";
    EXPECT_THROW((void)input_of<put_item_input>(r), std::runtime_error);
    EXPECT_THROW((void)input_of<get_item_input>(r), std::runtime_error);
    r.body = R"({"TableName":"users"})";
    EXPECT_EQ(input_of<get_item_input>(r).table_name, "users");
}

} // namespace
} // namespace dynasio::testing
