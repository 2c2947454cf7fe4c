// SPDX-License-Identifier: BSL-1.0
//
// Dropping the users who have not connected for months.

#include "push_fixture.hpp"

#include <dynasio/testing/scripted_transport.hpp>

#include <algorithm>
#include <set>

namespace dynasio::tests {
namespace {

/// Times are in June 2018, so users of May are those of one month ago.
class push_inactive_users : public push_cases
{
protected:
    using counts = std::vector<std::size_t>;

    /// A user whose UAID ends with this number.
    static asio::awaitable<void> make_user(router_table const& router, unsigned number,
        std::optional<std::int64_t> last_connect, std::string type = "webpush")
    {
        auto user = record();
        user.uaid = uaid_of(number);
        user.last_connect = last_connect;
        user.router_type = std::move(type);
        co_await router.register_user(user);
    }

    static uaid uaid_of(unsigned number)
    {
        auto digits = std::to_string(number);
        return uaid(std::string(32 - digits.size(), '0') + digits);
    }

    static drop_inactive_options at_once()
    {
        drop_inactive_options options;
        options.pause = std::chrono::seconds(0);
        return options;
    }

    static asio::awaitable<counts> drop(inactive_users users)
    {
        counts result;
        while (auto const count = co_await users.next())
            result.push_back(*count);
        co_return result;
    }

    asio::awaitable<std::set<std::string>> left(client owner) const
    {
        std::set<std::string> result;
        auto const all = co_await scan(std::move(owner), router_name());
        for (auto const& each : all)
            result.insert(each.at("uaid").as_string());
        co_return result;
    }
};

TEST_F(push_inactive_users, by_a_scan)
{
    run_push(
        [this](push_service& s) -> asio::awaitable<void>
        {
            co_await make_user(s.router, 1, 20180531230010);
            co_await make_user(s.router, 2, 201805000000);
            co_await make_user(s.router, 3, 20180501000001);
            co_await make_user(s.router, 4, 20180614000003);
            co_await make_user(s.router, 5, 201804230010);
            co_await make_user(s.router, 6, 201705230010);
            co_await make_user(s.router, 7, std::nullopt, "fcm");
            auto const dropped = co_await drop(s.router.drop_inactive(1, at_once()));
            EXPECT_EQ(dropped, counts{3});
            auto const kept = co_await left(s.owner);
            std::set<std::string> const expected{
                uaid_of(4).text(), uaid_of(5).text(), uaid_of(6).text(), uaid_of(7).text()};
            EXPECT_EQ(kept, expected);
            auto const earlier = co_await drop(s.router.drop_inactive(13, at_once()));
            EXPECT_EQ(earlier, counts{1});
            EXPECT_THROW(static_cast<void>(s.router.drop_inactive(0)), std::invalid_argument);
            auto none_at_once = at_once();
            none_at_once.concurrency = 0;
            EXPECT_THROW(static_cast<void>(s.router.drop_inactive(1, none_at_once)), std::invalid_argument);
        });
}

TEST_F(push_inactive_users, those_who_connect_meanwhile_stay)
{
    run_push(
        [this](push_service& s) -> asio::awaitable<void>
        {
            for (unsigned i = 1; i <= 3; ++i)
                co_await make_user(s.router, i, 20180531230010);
            auto const connect =
                [&](http::request& r,
                    interposed_transport::sender const& send) -> asio::awaitable<http::send_result>
            {
                if (dynasio::testing::operation_of(r) == "DeleteItem")
                {
                    s.between->set({});
                    co_await s.router.update_message_month(uaid_of(2), "message_2018_06");
                }
                co_return co_await send(r);
            };
            s.between->set(connect);
            auto options = at_once();
            options.concurrency = 1;
            auto const dropped = co_await drop(s.router.drop_inactive(1, options));
            EXPECT_EQ(dropped, counts{2});
            auto const kept = co_await left(s.owner);
            EXPECT_EQ(kept, std::set<std::string>{uaid_of(2).text()});
        });
}

TEST_F(push_inactive_users, after_an_error_none_is_forgotten)
{
    run_push(
        [this](push_service& s) -> asio::awaitable<void>
        {
            for (unsigned i = 1; i <= 30; ++i)
                co_await make_user(s.router, i, 20180531230010);
            unsigned deletions = 0;
            auto const fail_tenth =
                [&](http::request& r,
                    interposed_transport::sender const& send) -> asio::awaitable<http::send_result>
            {
                if (dynasio::testing::operation_of(r) != "DeleteItem" || ++deletions != 10)
                    co_return co_await send(r);
                http::response refused;
                refused.status = 400;
                refused.body = R"({"__type":"com.amazon.coral.service#AccessDeniedException"})";
                co_return refused;
            };
            s.between->set(fail_tenth);
            auto users = s.router.drop_inactive(1, at_once());
            bool failed = false;
            try
            {
                co_await users.next();
            }
            catch (service_error const& e)
            {
                failed = e.code() == errc::access_denied;
            }
            EXPECT_TRUE(failed);
            std::size_t total = 0;
            while (auto const count = co_await users.next())
                total += *count;
            EXPECT_EQ(total, 30u);
            auto const kept = co_await left(s.owner);
            EXPECT_TRUE(kept.empty());
        });
}

TEST_F(push_inactive_users, one_whose_response_was_lost_is_counted)
{
    run_push(
        [](push_service& s) -> asio::awaitable<void>
        {
            for (unsigned i = 1; i <= 3; ++i)
                co_await make_user(s.router, i, 20180531230010);
            s.between->set(lose_first_responses());
            auto const dropped = co_await drop(s.router.drop_inactive(1, at_once()));
            EXPECT_EQ(dropped, counts{3});
        });
}

TEST_F(push_inactive_users, by_the_index)
{
    run_push(
        [this](push_service& s) -> asio::awaitable<void>
        {
            auto options = router_options();
            options.access_index = true;
            auto const name = table_name("indexed");
            auto const router =
                co_await get_router_table(s.owner, name, table_capacity::on_demand(), options);
            for (unsigned i = 1; i <= 60; ++i)
                co_await make_user(router, i, i % 2 == 0 ? 20180531230010 : 201805000000);
            co_await make_user(router, 61, 20180614000003);
            // Only two of the values that are asked for have users.
            std::size_t queries = 0;
            auto const shorten =
                [&](http::request& r,
                    interposed_transport::sender const& send) -> asio::awaitable<http::send_result>
            {
                if (dynasio::testing::operation_of(r) != "Query")
                    co_return co_await send(r);
                ++queries;
                EXPECT_NE(r.body.find(R"("IndexName":"AccessIndex")"), std::string::npos) << r.body;
                if (r.body.find("20180531230010") != std::string::npos
                    || r.body.find("201805000000\"") != std::string::npos)
                    co_return co_await send(r);
                http::response none;
                none.status = 200;
                none.body = R"({"Items":[],"Count":0})";
                co_return none;
            };
            s.between->set(shorten);
            auto const dropped = co_await drop(router.drop_inactive(1, at_once()));
            EXPECT_EQ(dropped, (counts{25, 25, 10}));
            EXPECT_EQ(queries, 31u * 24 * 10 + 24 * 11);
            s.between->set({});
            auto const kept = co_await scan(s.owner, name);
            CO_ASSERT_EQ(kept.size(), 1u);
            EXPECT_EQ(kept[0].at("uaid").as_string(), uaid_of(61).text());
        });
}

} // namespace
} // namespace dynasio::tests
