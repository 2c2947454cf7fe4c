// SPDX-License-Identifier: BSL-1.0
//
// Records whose time to live has passed are left out where that is wished.

#include "record_reads.hpp"
#include "stores/records/expiry.hpp"

#include <dynasio/stores/records/detail/record_type_of.hpp>

#include <limits>

namespace {

template <class Time>
struct timed
{
    int id = 0;
    Time end{};
};
template <class Time>
struct timed_definition : dynasio::record_key<&timed<Time>::id>
{
    static constexpr auto time_to_live = &timed<Time>::end;
};

using long_days = std::chrono::sys_time<std::chrono::duration<std::int64_t, std::ratio<86400>>>;
using short_days = std::chrono::sys_time<std::chrono::duration<std::int32_t, std::ratio<86400>>>;

BOOST_DESCRIBE_STRUCT(timed<std::int64_t>, (), (id, end))
BOOST_DESCRIBE_STRUCT(timed<std::uint64_t>, (), (id, end))
BOOST_DESCRIBE_STRUCT(timed<long_days>, (), (id, end))
BOOST_DESCRIBE_STRUCT(timed<short_days>, (), (id, end))
BOOST_DESCRIBE_STRUCT(timed<std::optional<std::chrono::sys_seconds>>, (), (id, end))

struct lasting
{
    int id = 0;
};
BOOST_DESCRIBE_STRUCT(lasting, (), (id))

} // namespace

template <class Time>
struct dynasio::record_definition<timed<Time>> : timed_definition<Time>
{};
template <>
struct dynasio::record_definition<lasting> : dynasio::record_key<&lasting::id>
{};

namespace dynasio::tests {
namespace {

using namespace std::chrono_literals;
namespace asio = boost::asio;
using stores::records::is_expired;

constexpr std::int64_t now = 1'700'000'000; // of a manual clock
constexpr std::int64_t five_years = 5LL * 365 * 24 * 60 * 60;

static_assert(is_expired(now, now) && is_expired(now - 1, now) && !is_expired(now + 1, now));
static_assert(is_expired(now - five_years + 1, now) && !is_expired(now - five_years, now));
static_assert(!is_expired(0, now), "none, in a struct without optional");
static_assert(!is_expired(std::numeric_limits<std::int64_t>::max(), now)
    && !is_expired(std::numeric_limits<std::int64_t>::min(), now));

template <class Time>
std::optional<std::int64_t> expiry_of(Time end)
{
    timed<Time> const record{1, end};
    return stores::records::record_type_of<timed<Time>>.expires_at(&record);
}

TEST(record_expiry, is_in_seconds_since_1970)
{
    EXPECT_EQ(expiry_of(std::int64_t{-5}), -5);
    EXPECT_EQ(expiry_of(std::numeric_limits<std::uint64_t>::max()), std::numeric_limits<std::int64_t>::max());
    EXPECT_EQ(expiry_of(short_days(short_days::duration(2))), 172'800);
    EXPECT_EQ(expiry_of(short_days(short_days::duration(-2))), -172'800);
    EXPECT_EQ(expiry_of(long_days::max()), std::numeric_limits<std::int64_t>::max());
    EXPECT_EQ(expiry_of(long_days::min()), std::numeric_limits<std::int64_t>::min());
    EXPECT_EQ(expiry_of(long_days(long_days::duration(-2))), -172'800);
    EXPECT_EQ(expiry_of(std::optional(std::chrono::sys_seconds(7s))), 7);
    EXPECT_EQ(expiry_of(std::optional<std::chrono::sys_seconds>()), std::nullopt);
    lasting const record;
    EXPECT_EQ(stores::records::record_type_of<lasting>.expires_at(&record), std::nullopt);
}

struct expired_records : record_reads
{
    static std::string ending(int number, std::int64_t end)
    {
        return stored(number, R"(,"device":{"S":"d"},"expires_at":{"N":")" + std::to_string(end) + R"("})");
    }
    read_options const skip_them = read_options().skip_expired();
};

TEST_F(expired_records, are_not_got)
{
    struct given
    {
        std::string item;
        bool is_found;
    };
    std::vector<given> const cases{
        {ending(1, now - 1), false},
        {ending(1, now), false},
        {ending(1, now + 1), true},
        {stored(1), true},
        {ending(1, now - five_years), true},
    };
    auto const sessions = table();
    for (auto const& [item, is_found] : cases)
        for (bool const skips : {true, false})
        {
            expect("GetItem", R"({"Item":)" + item + '}');
            expect("BatchGetItem", R"({"Responses":{"t":[)" + stored(2) + ',' + item + "]}}");
            world.run(
                [&]() -> asio::awaitable<void>
                {
                    auto const how = skips ? skip_them : read_options();
                    auto const found = co_await sessions.get_record({"u", 1}, how);
                    EXPECT_EQ(found.has_value(), is_found || !skips) << item;
                    std::vector<table_key<session>> const keys{{"u", 1}, {"u", 2}};
                    auto const both = co_await sessions.get_many(keys, how);
                    CO_ASSERT_EQ(both.size(), is_found || !skips ? 2u : 1u);
                    EXPECT_EQ(both.back().number, 2);
                });
        }
}

TEST_F(expired_records, expire_by_the_clock_of_the_client)
{
    auto const sessions = table();
    for (auto const& [wall, is_found] : {std::pair(now + 9, true), std::pair(now + 10, false)})
    {
        world.clock->set_wall(http::wall_time(std::chrono::seconds(wall)));
        expect("Scan", page({ending(1, now + 10)}));
        EXPECT_EQ(numbers(sessions.scan(skip_them)).size(), is_found ? 1u : 0u);
    }
    // The service's clock is known from a response, and counts.
    world.clock->set_wall(http::wall_time(std::chrono::seconds(now)));
    http::fields headers;
    headers.add("Date", "Tue, 14 Nov 2023 23:13:20 GMT"); // an hour later
    world.server->expect("Scan").reply(200, page({}), headers);
    EXPECT_TRUE(numbers(sessions.scan(skip_them)).empty());
    expect("Scan", page({ending(1, now + 3599)}));
    EXPECT_TRUE(numbers(sessions.scan(skip_them)).empty());
}

TEST_F(expired_records, are_left_out_of_pages_limits_and_cursors)
{
    auto const sessions = table();
    auto const last = [](int number)
    { return R"({"user":{"S":"u"},"number":{"N":")" + std::to_string(number) + R"("}})"; };
    auto const of_five = page({ending(5, now - 1)}, last(5));
    for (bool const ahead : {false, true})
    {
        auto stream = sessions.query(of_user(), stream_options(skip_them).limit(3).read_ahead(ahead));
        expect("Query", page({ending(1, 1), stored(2), ending(3, now), stored(4)}, last(4)));
        if (ahead)
            expect("Query", of_five);
        world.run(
            [&]() -> asio::awaitable<void>
            {
                auto const first = co_await stream.next();
                CO_ASSERT_TRUE(first.has_value());
                EXPECT_EQ(first->number, 1) << "five years are a mistake";
                std::vector<session> rest;
                bool const more = co_await stream.next_page(rest);
                EXPECT_TRUE(more);
                CO_ASSERT_EQ(rest.size(), 2u);
                EXPECT_EQ(rest[0].number, 2);
                EXPECT_EQ(rest[1].number, 4);
            });
        EXPECT_EQ(numbers(stream), std::vector<int>()) << "the limit is reached";
        auto const cursor = stream.cursor();
        ASSERT_TRUE(cursor.has_value());

        auto next = sessions.query(of_user(), stream_options(skip_them).after(*cursor));
        expect("Query", of_five);
        expect("Query", page({ending(6, now - 1), stored(7), ending(8, now), stored(9)}));
        skip(next, 1);
        expect("Query", page({ending(8, now), stored(9)}));
        EXPECT_EQ(numbers(sessions.query(of_user(), stream_options(skip_them).after(next.cursor().value()))),
            std::vector<int>{9});
        EXPECT_EQ(last_start(), last(7));
        EXPECT_EQ(numbers(next), std::vector<int>{9});
        EXPECT_EQ(next.cursor(), std::nullopt);
    }
}

TEST_F(expired_records, make_empty_pages)
{
    auto stream = table().scan(skip_them);
    expect("Scan", page({ending(1, now), ending(2, now)}, R"({"user":{"S":"u"},"number":{"N":"2"}})"));
    expect("Scan", page({stored(3)}));
    world.run(
        [&]() -> asio::awaitable<void>
        {
            std::vector<session> found;
            bool more = co_await stream.next_page(found);
            EXPECT_TRUE(more);
            EXPECT_TRUE(found.empty());
            more = co_await stream.next_page(found);
            EXPECT_TRUE(more);
            EXPECT_EQ(found.size(), 1u);
            more = co_await stream.next_page(found);
            EXPECT_FALSE(more);
        });
}

TEST_F(expired_records, are_left_out_where_an_index_has_keys_only)
{
    auto const sessions = table();
    expect_description(R"("ProjectionType":"KEYS_ONLY")");
    expect("Query", page({stored(1), stored(2), stored(3)}));
    expect("BatchGetItem",
        R"({"Responses":{"t":[)" + ending(3, now + 1) + ',' + ending(1, now) + ',' + stored(2) + "]}}");
    auto stream = sessions.query(of_device(), stream_options(skip_them).index("stamps"));
    skip(stream, 1);
    auto const cursor = stream.cursor();
    EXPECT_EQ(numbers(stream), std::vector<int>{3});
    expect("Query", page({}));
    numbers(sessions.query(of_device(), stream_options().index("stamps").after(cursor.value())));
    EXPECT_EQ(last_start(), R"({"user":{"S":"u"},"number":{"N":"2"},"device":{"S":"d"},"stamp":{"N":"25"}})");
}

TEST_F(expired_records, need_a_time_to_live)
{
    record_table<lasting> const others(owner, "t");
    std::vector<table_key<lasting>> const keys{1};
    EXPECT_EQ(refused_operation([&] { return others.get_record(1, skip_them); }).attribute, "skip_expired");
    EXPECT_EQ(refused_operation([&] { return others.get_many(keys, skip_them); }).attribute, "skip_expired");
    EXPECT_EQ(refused(others.scan(skip_them)).attribute, "skip_expired");
    EXPECT_EQ(refused(others.query(key(attr<&lasting::id> == 1), skip_them)).attribute, "skip_expired");
    EXPECT_TRUE(world.server->requests().empty());
}

} // namespace
} // namespace dynasio::tests
