// SPDX-License-Identifier: BSL-1.0
//
// What becomes of writes of records whose response is lost: applied once, or said otherwise.

#include "support/scripted_client.hpp"

#include <dynasio/call_metadata.hpp>
#include <dynasio/http/errc.hpp>
#include <dynasio/stores/record_table.hpp>

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

namespace {

struct city
{
    std::string name;
    int people = 0;
    std::vector<std::string> mayors;
};
BOOST_DESCRIBE_STRUCT(city, (), (name, people, mayors))

struct page
{
    std::string name;
    std::string text;
    int revision = 0;
};
BOOST_DESCRIBE_STRUCT(page, (), (name, text, revision))

} // namespace

template <>
struct dynasio::record_definition<city> : dynasio::record_key<&city::name>
{};
template <>
struct dynasio::record_definition<page> : dynasio::record_key<&page::name>
{
    static constexpr auto version = &page::revision;
};

namespace dynasio::tests {
namespace {

namespace asio = boost::asio;

constexpr char const* failed_condition =
    R"({"__type":"com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException","message":"x"})";

struct record_resend : ::testing::Test
{
    void lose(std::string const& operation)
    {
        world.server->expect(operation).fail(http::errc::closed_early, http::stage::receiving);
    }

    template <class Begin>
    void expect_unknown_after_one_attempt(Begin begin)
    {
        lose("UpdateItem");
        auto const failure = world.failure_of(begin);
        ASSERT_TRUE(failure.has_value());
        EXPECT_EQ(*failure, client_errc::outcome_unknown);
        EXPECT_TRUE(failure->may_have_been_applied());
        EXPECT_EQ(failure->details().attempts.size(), 1u);
    }

    scripted_client world;
    client owner = world.make(3);
    record_table<city> cities{owner, "cities"};
    record_table<page> pages{owner, "pages"};
};

TEST_F(record_resend, counts_once)
{
    expect_unknown_after_one_attempt(
        [&] { return cities.update_record("Hamburg", attr<&city::people> += 50); });
    expect_unknown_after_one_attempt(
        [&] { return cities.update_record("Hamburg", add(attr<&city::people>, 50)); });
    expect_unknown_after_one_attempt(
        [&] { return cities.update_record_if_exists("Hamburg", attr<&city::people> -= 50); });
    expect_unknown_after_one_attempt(
        [&] { return cities.update_and_get("Hamburg", attr<&city::people> += 50); });
}

TEST_F(record_resend, appends_once)
{
    expect_unknown_after_one_attempt(
        [&]
        {
            return cities.update_record(
                "Hamburg", attr<&city::mayors> = list_append(attr<&city::mayors>, {"Ann"}));
        });
}

TEST_F(record_resend, counts_a_version_once)
{
    expect_unknown_after_one_attempt([&] { return pages.update_record("a", attr<&page::text> = "x"); });
    expect_unknown_after_one_attempt([&] { return pages.update_record_by_name("a", item{{"text", "x"}}); });
}

TEST_F(record_resend, repeats_what_is_the_same_when_applied_twice)
{
    lose("UpdateItem");
    world.server->expect("UpdateItem").reply(200, "{}");
    call_metadata known;
    auto const options = call_options().metadata(known);
    auto const failure =
        world.failure_of([&] { return cities.update_record("Hamburg", attr<&city::people> = 50, options); });
    EXPECT_FALSE(failure.has_value());
    EXPECT_EQ(known.attempts, 2u);
    EXPECT_TRUE(known.earlier_attempt_may_have_been_applied);
}

TEST_F(record_resend, repeats_a_counter_where_that_is_asked_for)
{
    lose("UpdateItem");
    world.server->expect("UpdateItem").reply(200, "{}");
    call_metadata known;
    auto const options = call_options().resend(resend::always).metadata(known);
    auto const failure =
        world.failure_of([&] { return cities.update_record("Hamburg", attr<&city::people> += 50, options); });
    EXPECT_FALSE(failure.has_value());
    EXPECT_TRUE(known.earlier_attempt_may_have_been_applied);
}

TEST_F(record_resend, never_repeats_where_that_is_forbidden)
{
    auto const options = call_options().resend(resend::never);
    expect_unknown_after_one_attempt(
        [&] { return cities.update_record("Hamburg", attr<&city::people> = 50, options); });
}

/// A write under its version, whose second attempt finds the version changed.
TEST_F(record_resend, a_version_that_the_lost_attempt_counted_is_no_conflict)
{
    page mine;
    mine.name = "a";
    mine.text = "mine";
    mine.revision = 3;
    struct lost_case
    {
        char const* stored;
        bool succeeds;
    };
    for (auto const& each : {
             lost_case{R"({"Item":{"name":{"S":"a"},"text":{"S":"mine"},"revision":{"N":"4"}}})", true},
             // Others may have written before the lost attempt, or after it.
             lost_case{R"({"Item":{"name":{"S":"a"},"text":{"S":"theirs"},"revision":{"N":"4"}}})", false},
             lost_case{R"({"Item":{"name":{"S":"a"},"text":{"S":"theirs"},"revision":{"N":"5"}}})", false},
         })
    {
        lose("PutItem");
        world.server->expect("PutItem").reply(400, failed_condition);
        world.server->expect("GetItem").reply(200, each.stored);
        auto const failure = world.failure_of([&] { return pages.put_record(mine); });
        EXPECT_EQ(!failure.has_value(), each.succeeds) << each.stored;
        if (!failure)
            continue;
        EXPECT_EQ(*failure, client_errc::outcome_unknown) << each.stored;
        EXPECT_TRUE(failure->may_have_been_applied());
    }
}

TEST_F(record_resend, a_put_that_is_not_repeated_is_looked_at)
{
    city mine;
    mine.name = "Hamburg";
    lose("PutItem");
    world.server->expect("GetItem").reply(
        200, R"({"Item":{"name":{"S":"Hamburg"},"people":{"N":"0"},"mayors":{"L":[]}}})");
    auto const options = call_options().resend(resend::never);
    EXPECT_FALSE(world.failure_of([&] { return cities.put_record(mine, options); }).has_value());
}

TEST_F(record_resend, a_record_that_the_lost_attempt_took_is_not_called_absent)
{
    lose("DeleteItem");
    world.server->expect("DeleteItem").reply(200, "{}");
    auto failure = world.failure_of([&] { return cities.take_record("Hamburg"); });
    ASSERT_TRUE(failure.has_value());
    EXPECT_EQ(*failure, client_errc::outcome_unknown);
    EXPECT_TRUE(failure->may_have_been_applied());

    lose("DeleteItem");
    world.server->expect("DeleteItem")
        .reply(200, R"({"Attributes":{"name":{"S":"Hamburg"},"people":{"N":"0"},"mayors":{"L":[]}}})");
    failure = world.failure_of([&] { return cities.take_record("Hamburg"); });
    EXPECT_FALSE(failure.has_value());
}

} // namespace
} // namespace dynasio::tests
