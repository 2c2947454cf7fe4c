// SPDX-License-Identifier: BSL-1.0
//
// The acceptance cases of the store of specs that save. "Stored" means read back with a plain Scan.

#include "store_fixture.hpp"

#include <dynasio/testing/scripted_transport.hpp>

#include <algorithm>
#include <set>

namespace dynasio::tests {
namespace {

struct spec_store_cases : store_cases
{
    [[nodiscard]] std::string table() const { return spec_options().table_name; }
};

bool contains(std::vector<item> const& all, item const& wanted)
{
    return std::find(all.begin(), all.end(), wanted) != all.end();
}

item stored(std::string const& sub, std::string const& id, std::int64_t seconds, bool latest,
    std::string const& version, std::int64_t count)
{
    auto const digits = std::to_string(seconds);
    auto const padded = std::string(20 - digits.size(), '0') + digits;
    item result;
    result.set("sub", sub);
    result.set("updated_at_id", (latest ? "latest" : padded) + "#" + id);
    result.set("id_updated_at", id + "#" + (latest ? "latest" : padded));
    result.set("id", id);
    result.set("updated_at", digits);
    result.set("version", version);
    result.set("model_count", count);
    return result;
}

TEST_F(spec_store_cases, case_01_a_save_stores_exactly_the_two_items)
{
    set_time(1609459200.9);
    run_stores(
        [this](stores& s) -> asio::awaitable<void>
        {
            auto const info = co_await save(s.specs, "user#1", "Spec_One", "1.0.0", 11);
            EXPECT_EQ(info.updated_at, 1609459200);
            EXPECT_EQ(s.operations(), std::vector<std::string>{"TransactWriteItems"});
            auto const all = co_await scan(s.owner, table());
            EXPECT_EQ(all.size(), 2u);
            EXPECT_TRUE(contains(all, stored("user#1", "Spec_One", 1609459200, false, "1.0.0", 11)));
            EXPECT_TRUE(contains(all, stored("user#1", "Spec_One", 1609459200, true, "1.0.0", 11)));
        });
}

TEST_F(spec_store_cases, case_02_a_second_save_adds_a_version)
{
    run_stores(
        [this](stores& s) -> asio::awaitable<void>
        {
            set_time(1609459200.9);
            co_await save(s.specs, "user#1", "Spec_One", "1.0.0", 11);
            set_time(1609459201.1);
            auto second = make_spec("Spec_One", "1.1.0", 12);
            second.title = "T2";
            second.description = "d";
            auto const info = co_await s.specs.create_or_update("user#1", second);
            auto const all = co_await scan(s.owner, table());
            EXPECT_EQ(all.size(), 3u);

            s.sent->clear();
            auto const versions = co_await s.specs.list_versions("user#1", "Spec_One");
            CO_ASSERT_EQ(versions.size(), 2u);
            EXPECT_EQ(versions[0].updated_at, 1609459200);
            EXPECT_FALSE(versions[0].title);
            EXPECT_EQ(versions[1].updated_at, 1609459201);
            EXPECT_EQ(versions[1], info);
            auto const latest = co_await s.specs.latest_version("user#1", "Spec_One");
            EXPECT_EQ(latest, "1.1.0");
            auto const models = co_await s.specs.count_models("user#1");
            EXPECT_EQ(models, 12);
            auto const whole = co_await s.specs.get("user#1", "Spec_One");
            EXPECT_EQ(whole, info);
            auto const listed = co_await s.specs.list("user#1");
            EXPECT_EQ(listed, std::vector<spec_info>{info});
            EXPECT_EQ(
                s.operations(), (std::vector<std::string>{"Query", "GetItem", "Query", "GetItem", "Query"}));
        });
}

TEST_F(spec_store_cases, case_03_saves_within_a_second_are_two_versions)
{
    run_stores(
        [this](stores& s) -> asio::awaitable<void>
        {
            set_time(1700000000.1);
            co_await save(s.specs, "u", "x", "1");
            set_time(1700000000.8);
            auto const info = co_await save(s.specs, "u", "x", "2");
            EXPECT_EQ(info.updated_at, 1700000001);
            auto const all = co_await scan(s.owner, table());
            EXPECT_EQ(all.size(), 3u);
            EXPECT_TRUE(contains(all, stored("u", "x", 1700000000, false, "1", 1)));
            EXPECT_TRUE(contains(all, stored("u", "x", 1700000001, false, "2", 1)));
            EXPECT_TRUE(contains(all, stored("u", "x", 1700000001, true, "2", 1)));
        });
}

TEST_F(spec_store_cases, case_04_time_never_runs_backwards)
{
    run_stores(
        [this](stores& s) -> asio::awaitable<void>
        {
            set_time(1700000100);
            co_await save(s.specs, "u", "x", "1");
            set_time(1700000000);
            auto const info = co_await save(s.specs, "u", "x", "2");
            EXPECT_EQ(info.updated_at, 1700000101);
            auto const latest = co_await s.specs.get("u", "x", read_options().consistent());
            EXPECT_EQ(latest, info);
        });
}

TEST_F(spec_store_cases, case_05_shorter_times_are_older)
{
    run_stores(
        [this](stores& s) -> asio::awaitable<void>
        {
            set_time(999999999);
            co_await save(s.specs, "u", "x", "1");
            s.sent->clear();
            set_time(1000000000);
            auto const info = co_await save(s.specs, "u", "x", "2");
            EXPECT_EQ(info.updated_at, 1000000000);
            EXPECT_EQ(s.count("TransactWriteItems"), 1u);
        });
}

TEST_F(spec_store_cases, case_06_saves_at_once_are_as_many_versions)
{
    set_time(1700000000);
    run_stores(
        [this](stores& s) -> asio::awaitable<void>
        {
            auto patient = spec_options();
            patient.call_timeout = std::chrono::minutes(3); // a busy machine
            s.specs = spec_store(s.owner, patient);
            for (std::size_t const count : {10u, 50u})
            {
                auto const id = "x" + std::to_string(count);
                std::vector<asio::awaitable<void>> all;
                auto const one = [](stores& t, std::string of, std::size_t i) -> asio::awaitable<void>
                { co_await save(t.specs, "u", of, std::to_string(i)); };
                for (std::size_t i = 0; i < count; ++i)
                    all.push_back(one(s, id, i));
                co_await together(std::move(all));

                auto const versions = co_await s.specs.list_versions("u", id, list_options().consistent());
                CO_ASSERT_EQ(versions.size(), count);
                for (std::size_t i = 0; i < count; ++i)
                    EXPECT_EQ(versions[i].updated_at, 1700000000 + static_cast<std::int64_t>(i));
                std::set<std::string> names;
                for (auto const& each : versions)
                    names.insert(each.version);
                EXPECT_EQ(names.size(), count);
                auto const latest = co_await s.specs.get("u", id, read_options().consistent());
                EXPECT_EQ(latest, versions.back());
            }
            auto const items = co_await scan(s.owner, table());
            EXPECT_EQ(items.size(), 62u);
        });
}

TEST_F(spec_store_cases, case_07_dropped_response_stores_one_version)
{
    run_stores(
        [this](stores& s) -> asio::awaitable<void>
        {
            auto const dropped = std::make_shared<int>(0);
            s.between->set(
                [dropped](http::request& r,
                    interposed_transport::sender const& send) -> asio::awaitable<http::send_result>
                {
                    auto answer = co_await send(r);
                    if (dynasio::testing::operation_of(r) != "TransactWriteItems" || ++*dropped > 1)
                        co_return answer;
                    co_return lost_response();
                });
            auto const info = co_await save(s.specs, "u", "x", "1");
            EXPECT_EQ(*dropped, 2);
            EXPECT_EQ(info.updated_at, 1700000000);
            auto const all = co_await scan(s.owner, table());
            EXPECT_EQ(all.size(), 2u);
            EXPECT_TRUE(contains(all, stored("u", "x", 1700000000, false, "1", 1)));
        });
}

TEST_F(spec_store_cases, case_26_both_modes_write_the_same_bytes)
{
    run_stores(
        [this](stores& s) -> asio::awaitable<void>
        {
            auto plain = spec_options();
            plain.table_name = table_name("plain");
            plain.write_mode = write_mode::two_puts;
            spec_store const two_puts(s.owner, plain);
            co_await two_puts.create_table();
            s.sent->clear();

            for (double const now : {1609459200.9, 1609459201.1})
            {
                set_time(now);
                auto input = make_spec("Spec_One", std::to_string(now), 11);
                input.name = "Spec_One";
                input.title = "";
                co_await s.specs.create_or_update("user#1", input);
                co_await two_puts.create_or_update("user#1", input);
            }
            EXPECT_EQ(s.operations(),
                (std::vector<std::string>{
                    "TransactWriteItems", "PutItem", "PutItem", "TransactWriteItems", "PutItem", "PutItem"}));
            // Version first.
            EXPECT_NE(s.bodies("PutItem").at(0).find("00000000001609459200#Spec_One"), std::string::npos);
            EXPECT_NE(s.bodies("PutItem").at(1).find("latest#Spec_One"), std::string::npos);

            auto const ours = co_await scan(s.owner, table());
            auto const theirs = co_await scan(s.owner, table_name("plain"));
            EXPECT_EQ(ours.size(), 3u);
            EXPECT_EQ(theirs.size(), 3u);
            for (auto const& each : ours)
                EXPECT_TRUE(contains(theirs, each)) << each;
        });
}

TEST_F(spec_store_cases, a_version_without_its_latest_item_is_not_replaced)
{
    // A crash between the writes of `two_puts` leaves this behind, and so does an unfinished removal.
    set_time(1700000000);
    run_stores(
        [this](stores& s) -> asio::awaitable<void>
        {
            co_await put(s.owner, table(), stored("u", "x", 1700000000, false, "0", 1));
            auto const info = co_await save(s.specs, "u", "x", "1");
            EXPECT_EQ(info.updated_at, 1700000001);
            auto const versions = co_await s.specs.list_versions("u", "x");
            EXPECT_EQ(versions.size(), 2u);
        });
}

TEST_F(spec_store_cases, a_latest_item_that_no_version_can_follow_is_malformed)
{
    set_time(1700000000);
    run_stores(
        [this](stores& s) -> asio::awaitable<void>
        {
            for (auto const* time : {"00000000001700000000", "9223372036854775807"})
            {
                auto latest = stored("u", "x", 1, true, "0", 1);
                latest.set("updated_at", time);
                co_await put(s.owner, table(), latest);
                s.sent->clear();
                auto const details =
                    co_await failure(save(s.specs, "u", "x", "1"), store_errc::malformed_item);
                EXPECT_EQ(details.attribute, "updated_at");
                EXPECT_EQ(details.key, (item{{"sub", "u"}, {"updated_at_id", "latest#x"}}));
                EXPECT_EQ(s.count("TransactWriteItems"), 1u);
            }
        });
}

TEST_F(spec_store_cases, rounds_are_bounded)
{
    set_time(1700000000);
    run_stores(
        [this](stores& s) -> asio::awaitable<void>
        {
            for (int i = 0; i < 3; ++i)
                co_await put(s.owner, table(), stored("u", "x", 1700000000 + i, false, "0", 1));
            auto few = spec_options();
            few.max_rounds = 3;
            spec_store const bounded(s.owner, few);
            s.sent->clear();
            auto const details = co_await failure(save(bounded, "u", "x", "1"), store_errc::conflict);
            EXPECT_EQ(s.count("TransactWriteItems"), 3u);
            EXPECT_EQ(details.table, table());
            EXPECT_TRUE(details.cause.has_value());
            few.max_rounds = 4;
            auto const info = co_await save(spec_store(s.owner, few), "u", "x", "1");
            EXPECT_EQ(info.updated_at, 1700000003);
        });
}

TEST_F(spec_store_cases, transaction_conflicts_are_tried_again_with_the_same_second)
{
    run_stores(
        [](stores& s) -> asio::awaitable<void>
        {
            auto const tokens = std::make_shared<std::vector<std::string>>();
            s.between->set(
                [tokens](http::request& r,
                    interposed_transport::sender const& send) -> asio::awaitable<http::send_result>
                {
                    tokens->push_back(r.body.substr(r.body.find("ClientRequestToken"), 60));
                    if (tokens->size() > 2)
                        co_return co_await send(r);
                    http::response answer;
                    answer.status = 400;
                    answer.body =
                        R"({"__type":"com.amazonaws.dynamodb.v20120810#TransactionCanceledException",)"
                        R"("CancellationReasons":[{"Code":"None"},{"Code":"TransactionConflict"}]})";
                    co_return http::send_result(std::move(answer));
                });
            auto const info = co_await save(s.specs, "u", "x", "1");
            EXPECT_EQ(info.updated_at, 1700000000);
            CO_ASSERT_EQ(tokens->size(), 3u);
            EXPECT_NE((*tokens)[0], (*tokens)[1]);
            EXPECT_NE((*tokens)[1], (*tokens)[2]);
        });
}

} // namespace
} // namespace dynasio::tests
