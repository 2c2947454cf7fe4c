// SPDX-License-Identifier: BSL-1.0
//
// The acceptance cases of the store of specs that delete.

#include "store_fixture.hpp"

#include <dynasio/stores/remove_user.hpp>
#include <dynasio/testing/scripted_transport.hpp>

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <random>

namespace dynasio::tests {
namespace {

using namespace std::chrono_literals;

struct spec_remove_cases : store_cases
{
    [[nodiscard]] std::string table() const { return spec_options().table_name; }

    /// One spec with so many versions.
    asio::awaitable<void> make_versions(stores& s, std::string id, int count)
    {
        for (int i = 0; i < count; ++i)
        {
            set_time(1700000000 + i);
            co_await save(s.specs, "u", id, std::to_string(i));
        }
        s.sent->clear();
    }

    /// The table has exactly the items with these keys, so many.
    asio::awaitable<void> expect_left(stores& s, std::vector<item> const& keys, std::size_t count)
    {
        auto const all = co_await scan(s.owner, table());
        EXPECT_EQ(all.size(), count);
        EXPECT_EQ(keys.size(), count);
        for (auto const& each : all)
        {
            item key{{"sub", each.at("sub")}, {"updated_at_id", each.at("updated_at_id")}};
            EXPECT_NE(std::find(keys.begin(), keys.end(), key), keys.end()) << key;
        }
    }

    /// The spec `x` has one version, which is the latest, and nothing is left of others.
    asio::awaitable<void> expect_only(stores& s, std::string version, std::int64_t seconds)
    {
        auto const latest = co_await s.specs.get("u", "x", read_options().consistent());
        CO_ASSERT_TRUE(latest.has_value());
        EXPECT_EQ(latest->version, version);
        EXPECT_EQ(latest->updated_at, seconds);
        auto const versions = co_await s.specs.list_versions("u", "x", list_options().consistent());
        EXPECT_EQ(versions, std::vector<spec_info>{*latest});
    }
};

bool is(http::request const& r, char const* operation)
{
    return dynasio::testing::operation_of(r) == operation;
}

TEST_F(spec_remove_cases, case_08_ids_with_a_common_beginning_are_apart)
{
    run_stores(
        [this](stores& s) -> asio::awaitable<void>
        {
            for (auto const* id : {"a", "a#b", "a#5"})
                co_await make_versions(s, id, 2);
            auto const versions = co_await s.specs.list_versions("u", "a");
            CO_ASSERT_EQ(versions.size(), 2u);
            for (auto const& each : versions)
                EXPECT_EQ(each.id, "a");
            auto const removed = co_await s.specs.remove("u", "a");
            EXPECT_EQ(removed, 3u);
            auto const all = co_await scan(s.owner, table());
            EXPECT_EQ(all.size(), 6u);
            for (auto const* id : {"a#b", "a#5"})
            {
                auto const whole = co_await s.specs.list_versions("u", id);
                EXPECT_EQ(whole.size(), 2u);
                auto const latest = co_await s.specs.latest_version("u", id);
                EXPECT_EQ(latest, "1");
            }
        });
}

TEST_F(spec_remove_cases, case_11_versions_are_deleted_in_transactions)
{
    run_stores(
        [this](stores& s) -> asio::awaitable<void>
        {
            for (auto const& [versions, transactions] : {std::pair(60, 1u), std::pair(150, 2u)})
            {
                co_await make_versions(s, "x", versions);
                auto const removed = co_await s.specs.remove("u", "x");
                EXPECT_EQ(removed, static_cast<std::size_t>(versions) + 1);
                EXPECT_EQ(s.count("Query"), 1u);
                EXPECT_EQ(s.count("DeleteItem"), 1u);
                EXPECT_EQ(s.count("TransactWriteItems"), transactions);
                EXPECT_EQ(s.operations().size(), 2u + transactions);
                auto const all = co_await scan(s.owner, table());
                EXPECT_TRUE(all.empty());
            }
        });
}

TEST_F(spec_remove_cases, case_11_counts_are_exact_when_first_responses_are_lost)
{
    run_stores(
        [this](stores& s) -> asio::awaitable<void>
        {
            for (int const versions : {60, 150})
            {
                s.between->set({});
                co_await make_versions(s, "x", versions);
                s.between->set(lose_first_responses());
                auto const removed = co_await s.specs.remove("u", "x");
                EXPECT_EQ(removed, static_cast<std::size_t>(versions) + 1);
                EXPECT_EQ(s.count("DeleteItem"), 2u);
                s.between->set({});
                auto const all = co_await scan(s.owner, table());
                EXPECT_TRUE(all.empty());
            }
        });
}

TEST_F(spec_remove_cases, case_11_unprocessed_items_are_sent_again)
{
    run_stores(
        [this](stores& s) -> asio::awaitable<void>
        {
            co_await make_versions(s, "x", 60);
            s.between->set(leave_unprocessed(20, 2));
            auto const removed = co_await s.specs.remove_all("u");
            EXPECT_EQ(removed, 61u);
            EXPECT_GT(s.count("BatchWriteItem"), 3u);
            auto const all = co_await scan(s.owner, table());
            EXPECT_TRUE(all.empty());
        });
}

TEST_F(spec_remove_cases, case_12_what_stays_throttled_is_handed_back)
{
    run_stores(
        [this](stores& s) -> asio::awaitable<void>
        {
            co_await make_versions(s, "x", 30);
            s.between->set(
                [&s, sent = std::make_shared<int>(0)](http::request& r,
                    interposed_transport::sender const& send) -> asio::awaitable<http::send_result>
                {
                    if (!is(r, "TransactWriteItems"))
                        co_return co_await send(r);
                    if (++*sent == 5)
                        s.clock->shift(1h);
                    http::response answer;
                    answer.status = 400;
                    answer.body = R"({"__type":"com.amazonaws.dynamodb.v20120810#ThrottlingException"})";
                    co_return http::send_result(std::move(answer));
                });
            auto const details = co_await failure(
                s.specs.remove("u", "x", call_options().timeout(60s)), store_errc::unfinished);
            EXPECT_EQ(details.deleted, 1u);
            EXPECT_EQ(details.cause, errc::throttling);
            co_await expect_left(s, details.keys_left, 30);

            s.between->set({});
            auto const latest = co_await s.specs.latest_version("u", "x");
            EXPECT_FALSE(latest);
            auto const removed = co_await s.specs.remove("u", "x");
            EXPECT_EQ(removed, 30u);
            auto const rest = co_await scan(s.owner, table());
            EXPECT_TRUE(rest.empty());
        });
}

TEST_F(spec_remove_cases, case_12_what_stays_unprocessed_is_handed_back)
{
    run_stores(
        [this](stores& s) -> asio::awaitable<void>
        {
            co_await make_versions(s, "x", 30);
            auto const busy = leave_unprocessed(20, 1'000'000);
            s.between->set(
                [busy, &s, batches = std::make_shared<int>(0)](http::request& r,
                    interposed_transport::sender const& send) -> asio::awaitable<http::send_result>
                {
                    auto answer = co_await busy(r, send);
                    if (is(r, "BatchWriteItem") && ++*batches == 5)
                        s.clock->shift(1h);
                    co_return answer;
                });
            auto const details = co_await failure(
                s.specs.remove_all("u", call_options().timeout(60s)), store_errc::unfinished);
            EXPECT_EQ(details.table, table());
            EXPECT_TRUE(details.cause == client_errc::deadline_exceeded) << details.cause->describe();
            auto const left = details.keys_left.size();
            EXPECT_GT(left, 0u);
            co_await expect_left(s, details.keys_left, left);
            EXPECT_EQ(details.deleted + left, 31u);

            s.between->set({});
            auto const removed = co_await s.specs.remove_all("u");
            EXPECT_EQ(removed, left);
            auto const rest = co_await scan(s.owner, table());
            EXPECT_TRUE(rest.empty());
        });
}

TEST_F(spec_remove_cases, case_14_a_save_between_query_and_delete_of_the_latest_wins)
{
    run_stores(
        [this](stores& s) -> asio::awaitable<void>
        {
            co_await make_versions(s, "x", 3);
            s.between->set(
                [this, &s](http::request& r,
                    interposed_transport::sender const& send) -> asio::awaitable<http::send_result>
                {
                    if (is(r, "DeleteItem"))
                    {
                        s.between->set({});
                        set_time(1700000500);
                        co_await save(s.specs, "u", "x", "new");
                    }
                    co_return co_await send(r);
                });
            auto const removed = co_await s.specs.remove("u", "x");
            EXPECT_EQ(removed, 3u); // the versions that were there before
            co_await expect_only(s, "new", 1700000500);
        });
}

TEST_F(spec_remove_cases, case_14_a_save_between_delete_of_the_latest_and_of_the_versions_wins)
{
    run_stores(
        [this](stores& s) -> asio::awaitable<void>
        {
            co_await make_versions(s, "x", 3);
            s.between->set(
                [this, &s](http::request& r,
                    interposed_transport::sender const& send) -> asio::awaitable<http::send_result>
                {
                    if (is(r, "TransactWriteItems"))
                    {
                        s.between->set({});
                        set_time(1700000000); // even with the time of an old version
                        co_await save(s.specs, "u", "x", "new");
                    }
                    co_return co_await send(r);
                });
            auto const removed = co_await s.specs.remove("u", "x");
            EXPECT_EQ(removed, 4u);
            co_await expect_only(s, "new", 1700000003);
        });
}

TEST_F(spec_remove_cases, a_save_in_the_second_of_a_deleted_version_is_left_alone)
{
    // The second transaction finds the keys that the save has taken anew.
    run_stores(
        [this](stores& s) -> asio::awaitable<void>
        {
            co_await make_versions(s, "x", 3);
            s.between->set(
                [this, &s](http::request& r,
                    interposed_transport::sender const& send) -> asio::awaitable<http::send_result>
                {
                    if (is(r, "TransactWriteItems"))
                    {
                        s.between->set({});
                        auto const other = co_await s.specs.remove("u", "x");
                        EXPECT_EQ(other, 3u);
                        set_time(1700000002);
                        co_await save(s.specs, "u", "x", "new");
                    }
                    co_return co_await send(r);
                });
            auto const removed = co_await s.specs.remove("u", "x");
            EXPECT_EQ(removed, 3u) << "the latest item, and two versions that another removal deleted too";
            co_await expect_only(s, "new", 1700000002);
        });
}

TEST_F(spec_remove_cases, a_save_behind_a_lost_response_is_left_alone)
{
    run_stores(
        [this](stores& s) -> asio::awaitable<void>
        {
            co_await make_versions(s, "x", 3);
            s.between->set(
                [this, &s](http::request& r,
                    interposed_transport::sender const& send) -> asio::awaitable<http::send_result>
                {
                    auto answer = co_await send(r);
                    if (!is(r, "TransactWriteItems"))
                        co_return answer;
                    s.between->set({});
                    set_time(1700000002);
                    co_await save(s.specs, "u", "x", "new");
                    co_return lost_response();
                });
            auto const removed = co_await s.specs.remove("u", "x");
            EXPECT_EQ(removed, 4u);
            co_await expect_only(s, "new", 1700000002);
        });
}

TEST_F(spec_remove_cases, two_removals_and_a_save_in_one_second_leave_the_save_or_nothing)
{
    set_time(1700000000);
    run_stores(
        [this](stores& s) -> asio::awaitable<void>
        {
            // Each request takes its time, so that the orders differ.
            std::mt19937 random(7);
            s.between->set(
                [&random](http::request& r,
                    interposed_transport::sender const& send) -> asio::awaitable<http::send_result>
                {
                    auto const executor = co_await asio::this_coro::executor;
                    asio::steady_timer before(executor, std::chrono::microseconds(random() % 4000));
                    co_await before.async_wait(asio::use_awaitable);
                    auto answer = co_await send(r);
                    asio::steady_timer after(executor, std::chrono::microseconds(random() % 4000));
                    co_await after.async_wait(asio::use_awaitable);
                    co_return answer;
                });
            auto const remove = [](stores& t) -> asio::awaitable<void> { co_await t.specs.remove("u", "x"); };
            auto const renew = [](stores& t) -> asio::awaitable<void>
            { co_await save(t.specs, "u", "x", "new"); };
            int saved = 0;
            for (int i = 0; i < 30; ++i)
            {
                co_await save(s.specs, "u", "x", "old");
                std::vector<asio::awaitable<void>> all;
                all.push_back(remove(s));
                all.push_back(renew(s));
                all.push_back(remove(s));
                co_await together(std::move(all));
                auto const left = co_await scan(s.owner, table());
                if (left.empty())
                    continue;
                ++saved;
                auto const latest = co_await s.specs.get("u", "x", read_options().consistent());
                CO_ASSERT_TRUE(latest.has_value()); // else a version is without its latest item
                EXPECT_EQ(latest->version, "new");
                auto const versions = co_await s.specs.list_versions("u", "x", list_options().consistent());
                CO_ASSERT_EQ(versions, std::vector<spec_info>{*latest});
                co_await s.specs.remove("u", "x");
            }
            EXPECT_GT(saved, 0) << "no save ever won";
        });
}

TEST_F(spec_remove_cases, a_latest_item_that_keeps_changing_is_a_conflict)
{
    run_stores(
        [this](stores& s) -> asio::awaitable<void>
        {
            co_await make_versions(s, "x", 1);
            s.between->set(
                [](http::request& r,
                    interposed_transport::sender const& send) -> asio::awaitable<http::send_result>
                {
                    if (!is(r, "DeleteItem"))
                        co_return co_await send(r);
                    http::response answer;
                    answer.status = 400;
                    answer.body =
                        R"({"__type":"com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException"})";
                    co_return http::send_result(std::move(answer));
                });
            co_await failure(s.specs.remove("u", "x"), store_errc::conflict);
            EXPECT_EQ(s.count("Query"), 5u);
            s.between->set({});
            auto const all = co_await scan(s.owner, table());
            EXPECT_EQ(all.size(), 2u);
        });
}

TEST_F(spec_remove_cases, removals_at_once_leave_nothing)
{
    run_stores(
        [this](stores& s) -> asio::awaitable<void>
        {
            co_await make_versions(s, "x", 5);
            auto const one = [](stores& t) -> asio::awaitable<void> { co_await t.specs.remove("u", "x"); };
            std::vector<asio::awaitable<void>> all;
            for (int i = 0; i < 4; ++i)
                all.push_back(one(s));
            co_await together(std::move(all));
            auto const rest = co_await scan(s.owner, table());
            EXPECT_TRUE(rest.empty());
        });
}

TEST_F(spec_remove_cases, a_malformed_latest_item_can_be_removed)
{
    run_stores(
        [this](stores& s) -> asio::awaitable<void>
        {
            item broken{
                {"sub", "u"}, {"updated_at_id", "latest#x"}, {"id_updated_at", "x#latest"}, {"id", "x"}};
            co_await put(s.owner, table(), broken);
            auto const removed = co_await s.specs.remove("u", "x");
            EXPECT_EQ(removed, 1u);
        });
}

TEST_F(spec_remove_cases, remove_all_is_of_one_user)
{
    run_stores(
        [this](stores& s) -> asio::awaitable<void>
        {
            co_await make_versions(s, "x", 20);
            co_await make_versions(s, "y", 20);
            co_await save(s.specs, "other", "x", "1");
            s.sent->clear();
            auto const removed = co_await s.specs.remove_all("u");
            EXPECT_EQ(removed, 42u);
            EXPECT_EQ(
                s.operations(), (std::vector<std::string>{"Query", "BatchWriteItem", "BatchWriteItem"}));
            auto const all = co_await scan(s.owner, table());
            EXPECT_EQ(all.size(), 2u);
        });
}

TEST_F(spec_remove_cases, remove_user_takes_specs_and_credentials)
{
    run_stores(
        [this](stores& s) -> asio::awaitable<void>
        {
            co_await make_versions(s, "x", 2);
            credential_keys keys;
            keys.public_key = "pk_1";
            for (auto const* id : {"default", "another"})
                co_await s.credentials.create_or_update("u", id, keys);
            co_await s.credentials.create_or_update("other", "default", keys);
            auto const removed = co_await remove_user(s.specs, s.credentials, "u");
            EXPECT_EQ(removed.spec_items, 3u);
            EXPECT_EQ(removed.credentials, 2u);
            auto const again = co_await remove_user(s.specs, s.credentials, "u");
            EXPECT_EQ(again.spec_items + again.credentials, 0u);
            auto const others = co_await s.credentials.list("other");
            EXPECT_EQ(others.size(), 1u);
        });
}

} // namespace
} // namespace dynasio::tests
