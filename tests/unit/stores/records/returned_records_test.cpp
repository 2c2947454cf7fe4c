// SPDX-License-Identifier: BSL-1.0
//
// Writes that return a record lose none: neither one that does not fit the struct, nor one that a lost response had.

#include "support/scripted_client.hpp"
#include "unit/stores/store_failure.hpp"

#include <dynasio/http/errc.hpp>
#include <dynasio/stores/record_table.hpp>

#include <gtest/gtest.h>

namespace {

struct city
{
    std::string name = {};
    int people = 0;
};
BOOST_DESCRIBE_STRUCT(city, (), (name, people))

} // namespace

template <>
struct dynasio::record_definition<city> : dynasio::record_key<&city::name>
{};

namespace dynasio::tests {
namespace {

namespace asio = boost::asio;

struct returned_records : ::testing::Test
{
    template <class Begin>
    std::optional<store_error> refusal_of(Begin begin)
    {
        return store_failure(world, begin);
    }

    void lose(std::string const& operation)
    {
        world.server->expect(operation).fail(http::errc::closed_early, http::stage::receiving);
    }

    scripted_client world;
    client owner = world.make(4);
    record_table<city> cities{owner, "cities"};
};

TEST_F(returned_records, that_do_not_fit_are_in_the_error)
{
    for (auto const* stored : {R"({"name":{"S":"Bonn"},"people":{"S":"many"}})", R"({"name":{"S":"Bonn"}})",
             R"({"name":{"S":"Bonn"},"people":{"N":"1.5"}})"})
        for (auto const* operation : {"UpdateItem", "DeleteItem"})
        {
            bool const deletes = operation == std::string_view("DeleteItem");
            world.server->expect(operation).reply(200, std::string(R"({"Attributes":)") + stored + "}");
            auto const seen = refusal_of(
                [&]() -> asio::awaitable<void>
                {
                    if (deletes)
                        (void)co_await cities.take_record("Bonn");
                    else
                        (void)co_await cities.update_and_get("Bonn", attr<&city::people> = 1);
                });
            ASSERT_TRUE(seen.has_value());
            EXPECT_EQ(seen->code(), store_errc::malformed_item);
            EXPECT_TRUE(seen->details().applied);
            EXPECT_EQ(seen->details().attribute, "people");
            ASSERT_TRUE(seen->details().stored_item.has_value());
            std::string json;
            json::encode(json, *seen->details().stored_item);
            EXPECT_EQ(json, stored);
            EXPECT_NE(std::string(seen->what()).find("the write was applied"), std::string::npos);
        }
}

TEST_F(returned_records, reads_have_the_item_too_but_apply_nothing)
{
    world.server->expect("GetItem").reply(200, R"({"Item":{"name":{"S":"Bonn"}}})");
    auto const seen =
        refusal_of([&]() -> asio::awaitable<void> { (void)co_await cities.get_record("Bonn"); });
    ASSERT_TRUE(seen && seen->details().stored_item);
    EXPECT_FALSE(seen->details().applied);
    EXPECT_EQ(std::string(seen->what()).find("applied"), std::string::npos);
}

/// Of three attempts, the first one may have taken the record, whatever the others say.
TEST_F(returned_records, are_not_called_absent_when_an_earlier_attempt_may_have_taken_them)
{
    for (auto const* last : {"{}", R"({"Attributes":{}})"})
        for (bool const throttled : {false, true})
        {
            lose("DeleteItem");
            if (throttled)
                world.server->expect("DeleteItem")
                    .reply(400, R"({"__type":"x#ProvisionedThroughputExceededException"})");
            world.server->expect("DeleteItem").reply(200, last);
            auto const failure = world.failure_of([&] { return cities.take_record("Bonn"); });
            ASSERT_TRUE(failure.has_value()) << last;
            EXPECT_EQ(*failure, client_errc::outcome_unknown);
            EXPECT_TRUE(failure->may_have_been_applied());
        }
    // With a condition that the deleted record does not meet any more.
    lose("DeleteItem");
    world.server->expect("DeleteItem").reply(400, R"({"__type":"x#ConditionalCheckFailedException"})");
    auto const only_if = write_options().only_if(attr<&city::people> == 1);
    auto const failure = world.failure_of([&] { return cities.take_record("Bonn", only_if); });
    ASSERT_TRUE(failure.has_value());
    EXPECT_EQ(*failure, client_errc::outcome_unknown);
}

TEST_F(returned_records, that_were_not_there_are_empty)
{
    for (auto const* response : {"{}", R"({"Attributes":{}})"})
        world.server->expect("DeleteItem").reply(200, response);
    world.server->expect("DeleteItem").reply(400, R"({"__type":"x#ConditionalCheckFailedException"})");
    world.run(
        [&]() -> asio::awaitable<void>
        {
            for (int i = 0; i < 2; ++i)
            {
                auto const nothing = co_await cities.take_record("Bonn");
                EXPECT_FALSE(nothing.has_value());
            }
            auto const only_if = write_options().only_if(attr<&city::people> == 1);
            auto const nothing = co_await cities.take_record("Bonn", only_if);
            EXPECT_FALSE(nothing.has_value());
        });
}

TEST_F(returned_records, fill_every_place_of_a_key)
{
    world.server->expect("BatchGetItem")
        .where(
            [](http::request const& r)
            {
                EXPECT_EQ(r.body,
                    R"({"RequestItems":{"cities":{"Keys":[{"name":{"S":"Bonn"}},{"name":{"S":"Rome"}},)"
                    R"({"name":{"S":"Oslo"}}]}}})");
                return true;
            })
        .reply(200,
            R"({"Responses":{"cities":[{"name":{"S":"Oslo"},"people":{"N":"7"}},)"
            R"({"name":{"S":"Bonn"},"people":{"N":"3"}}]}})");
    world.run(
        [&]() -> asio::awaitable<void>
        {
            std::vector<table_key<city>> const keys{"Bonn", "Rome", "Bonn", "Oslo", "Bonn"};
            auto const found = co_await cities.get_many(keys);
            std::vector<std::string> names;
            for (auto const& each : found)
                names.push_back(each.name + std::to_string(each.people));
            EXPECT_EQ(names, (std::vector<std::string>{"Bonn3", "Bonn3", "Oslo7", "Bonn3"}));
        });
}

} // namespace
} // namespace dynasio::tests
