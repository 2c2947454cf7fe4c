// SPDX-License-Identifier: BSL-1.0
//
// A record with members of many kinds, and a table of it whose writes must be refused, or sent.

#ifndef DYNASIO_TESTS_UNIT_STORES_RECORDS_CHECKED_RECORD_HPP
#define DYNASIO_TESTS_UNIT_STORES_RECORDS_CHECKED_RECORD_HPP

#include "support/scripted_client.hpp"
#include "unit/stores/store_failure.hpp"

#include <dynasio/expressions.hpp>
#include <dynasio/stores/record_table.hpp>

#include <gtest/gtest.h>

#include <array>
#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace dynasio::tests {

enum class mood
{
    calm,
    wild,
};
BOOST_DESCRIBE_ENUM(mood, calm, wild)

struct room
{
    std::string name = {};
    std::int16_t seats = 0;
    std::optional<std::string> note = {};
};
BOOST_DESCRIBE_STRUCT(room, (), (name, seats, note))

struct house
{
    std::string id = {};
    std::string owner = {};
    std::string kind = {};
    std::optional<std::string> other_kind = {};
    mood feel = {};
    std::optional<mood> was = {};
    std::optional<std::string> note = {};
    std::int8_t floors = 0;
    std::int64_t area = 0;
    std::int64_t garden = 0;
    std::uint32_t doors = 0;
    std::uint32_t windows = 0;
    double price = 0;
    float height = 0;
    number exact = {};
    std::chrono::nanoseconds age = {};
    room hall = {};
    std::vector<room> rooms = {};
    std::array<int, 2> pair = {};
    std::map<std::string, mood> moods = {};
    std::set<mood> seen = {};
    std::set<std::string> tags = {};
    attribute_value any = {};
};
BOOST_DESCRIBE_STRUCT(house, (),
    (id, owner, kind, other_kind, feel, was, note, floors, area, garden, doors, windows, price, height, exact,
        age, hall, rooms, pair, moods, seen, tags, any))

/// The same with a narrow version.
struct versioned_house
{
    std::string id = {};
    std::string owner = {};
    std::int8_t revision = 0;
};
BOOST_DESCRIBE_STRUCT(versioned_house, (), (id, owner, revision))

} // namespace dynasio::tests

template <>
struct dynasio::record_definition<dynasio::tests::house> : dynasio::record_key<&dynasio::tests::house::id>
{
    static constexpr auto categories =
        dynasio::category_lists(dynasio::category<&dynasio::tests::house::kind>("HUT", "VILLA"),
            dynasio::category<&dynasio::tests::house::other_kind>("HUT", "VILLA", "TENT"));
};
template <>
struct dynasio::record_definition<dynasio::tests::versioned_house>
    : dynasio::record_key<&dynasio::tests::versioned_house::id>
{
    static constexpr auto version = &dynasio::tests::versioned_house::revision;
};

namespace dynasio::tests {

struct checked_records : ::testing::Test
{
    /// The details of the `store_error` that the operation ends with.
    template <class Begin>
    store_error_details refusal_of(Begin begin)
    {
        return store_failure(world, begin).details();
    }

    /// Nothing is sent. Returns attribute and reason.
    template <class... Changes>
    std::string refused(Changes... changes)
    {
        auto const sent = world.server->requests().size();
        auto const details = refusal_of([&] { return houses.update_record("a", changes...); });
        EXPECT_EQ(details.code, store_errc::bad_input);
        EXPECT_EQ(world.server->requests().size(), sent);
        return details.attribute + ": " + details.reason;
    }

    /// The body of the request.
    template <class... Changes>
    std::string sent(Changes... changes)
    {
        std::string body;
        world.server->expect("UpdateItem")
            .where(
                [&body](http::request const& r)
                {
                    body = r.body;
                    return true;
                })
            .reply(200, "{}");
        world.run([&]() -> boost::asio::awaitable<void> { co_await houses.update_record("a", changes...); });
        return body;
    }

    scripted_client world;
    client owner = world.make();
    record_table<house> houses{owner, "houses"};
    record_table<versioned_house> versioned{owner, "houses"};
};

} // namespace dynasio::tests

#endif
