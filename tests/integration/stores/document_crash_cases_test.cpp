// SPDX-License-Identifier: BSL-1.0
//
// Programs that stop between two requests of an operation on a document, and the sweep that cleans up after them.

#include "document_fixture.hpp"

#include <dynasio/operations/update_item.hpp>
#include <dynasio/testing/scripted_transport.hpp>

#include <algorithm>

namespace dynasio::tests {
namespace {

using dynasio::testing::operation_of;
using sender = interposed_transport::sender;
using std::chrono::hours;

bool is_write(http::request const& r)
{
    auto const name = operation_of(r);
    return name != "GetItem" && name != "BatchGetItem";
}

/// The program stops at the write with this number: it has been carried out, or not. Nothing comes after it.
struct stop
{
    unsigned position;
    bool carried_out;
};

interposed_transport::hook stopping(stop at, std::shared_ptr<bool> reached)
{
    auto const seen = std::make_shared<unsigned>(0);
    return [=](http::request& r, sender const& send) -> asio::awaitable<http::send_result>
    {
        if (*reached)
            co_return lost_response();
        if (!is_write(r) || (*seen)++ != at.position)
            co_return co_await send(r);
        *reached = true;
        if (at.carried_out)
            co_await send(r);
        co_return lost_response();
    };
}

struct document_crash_cases : document_cases
{
    std::chrono::system_clock::time_point now{std::chrono::seconds(1'700'000'000)};

    document_store_options clocked()
    {
        document_store_options options;
        options.track_revisions = true;
        options.now = [this] { return now; };
        return options;
    }

    /// Runs the operation, stopped at each of its writes in turn. Then the document is the old or the new one, or gone, as
    /// `is_whole` says. At most so many items are left that nothing refers to, and a sweep deletes them.
    void stop_everywhere(std::function<asio::awaitable<void>(document_store const&)> operation,
        std::function<bool(std::optional<attribute_value> const&)> is_whole, std::size_t least_stops,
        std::size_t most_left)
    {
        run_documents(
            [&](documents& d) -> asio::awaitable<void>
            {
                document_store const store(d.owner, d.tree, clocked());
                std::size_t stops = 0;
                std::size_t left = 0; // items that nothing refers to
                for (unsigned i = 0; i < 40; ++i)
                {
                    stop const at{i / 2, i % 2 == 1};
                    auto const first = document_write_options().key("k");
                    co_await store.write(example(), first);
                    auto const reached = std::make_shared<bool>(false);
                    d.between->set(stopping(at, reached));
                    try
                    {
                        auto running = operation(store);
                        co_await std::move(running);
                    }
                    catch (boost::system::system_error const&)
                    {} // as it will, when it was stopped
                    d.between->set({});
                    auto const found = co_await store.read("k");
                    auto const value = found ? std::optional(found->value) : std::nullopt;
                    EXPECT_TRUE(is_whole(value)) << "stopped at write " << at.position;
                    auto const own = found ? found->items.size() : 0;
                    auto const before = co_await count_items(d);
                    left = std::max(left, before - own);
                    auto const early = co_await store.sweep();
                    EXPECT_EQ(early.total.deleted, 0u);
                    now += hours(25);
                    auto const swept = co_await store.sweep();
                    EXPECT_EQ(swept.total.deleted, before - own) << "stopped at write " << at.position;
                    auto const after = co_await count_items(d);
                    EXPECT_EQ(after, own);
                    auto const again = co_await store.read("k");
                    EXPECT_EQ(again.has_value(), found.has_value());
                    if (!*reached)
                        break;
                    ++stops;
                }
                EXPECT_GE(stops, least_stops);
                EXPECT_EQ(left, most_left);
            });
    }
};

call_options impatient()
{
    return call_options().max_attempts(1).timeout(std::chrono::seconds(5));
}

TEST_F(document_crash_cases, a_write_that_stops)
{
    stop_everywhere(
        [](document_store const& store) -> asio::awaitable<void>
        {
            auto options = document_write_options(impatient());
            options.key("k");
            co_await store.write(other_example(), options);
        },
        [](auto const& value) { return value == example() || value == other_example(); }, 8, 3);
}

TEST_F(document_crash_cases, a_write_in_a_transaction_that_stops)
{
    stop_everywhere(
        [](document_store const& store) -> asio::awaitable<void>
        {
            auto options = document_write_options(impatient());
            options.key("k").in_transaction();
            co_await store.write(other_example(), options);
        },
        [](auto const& value) { return value == example() || value == other_example(); }, 2, 0);
}

TEST_F(document_crash_cases, a_change_in_place_that_stops)
{
    stop_everywhere([](document_store const& store) -> asio::awaitable<void>
        { co_await store.write_path("k", "..longitude", "x", document_change_options(impatient())); },
        [=](auto const& value)
        {
            auto expected = example();
            expected.as_map().at("location").as_map().at("geolocation").as_map().set("longitude", "x");
            return value == example() || value == expected;
        },
        2, 0);
}

TEST_F(document_crash_cases, a_change_of_a_shard_that_stops)
{
    auto changed = example();
    changed.as_map().set("location", document_of("{'city':'Oslo'}"));
    stop_everywhere(
        [](document_store const& store) -> asio::awaitable<void>
        {
            auto const city = document_of("{'city':'Oslo'}");
            co_await store.write_path("k", "location", city, document_change_options(impatient()));
        },
        [=](auto const& value) { return value == example() || value == changed; }, 8, 3);
}

TEST_F(document_crash_cases, an_encryption_with_another_key_that_stops)
{
    stop_everywhere([](document_store const& store) -> asio::awaitable<void>
        { co_await store.reencrypt("k", document_change_options(impatient())); },
        [](auto const& value) { return value == example(); }, 8, 3);
}

TEST_F(document_crash_cases, a_removal_that_stops)
{
    stop_everywhere([](document_store const& store) -> asio::awaitable<void>
        { co_await store.remove("k", document_change_options(impatient())); },
        [](auto const& value) { return !value || value == example(); }, 6, 3);
}

TEST_F(document_crash_cases, a_sweep_beside_a_write_that_stops_for_long)
{
    run_documents(
        [this](documents& d) -> asio::awaitable<void>
        {
            document_store const store(d.owner, d.tree, clocked());
            co_await store.write(example(), document_write_options().key("k"));
            // The sweep runs before the root is put, and before the replaced shards are deleted.
            unsigned sweeps = 0;
            d.between->set(
                [&](http::request& r, sender const& send) -> asio::awaitable<http::send_result>
                {
                    auto const name = operation_of(r);
                    if ((name == "PutItem" && sweeps == 0) || (name == "BatchGetItem" && sweeps == 1))
                    {
                        ++sweeps;
                        now += std::chrono::minutes(50);
                        document_sweep_options options;
                        options.older_than = hours(1);
                        co_await store.sweep(options);
                    }
                    co_return co_await send(r);
                });
            co_await store.write(other_example(), document_write_options().key("k"));
            EXPECT_EQ(sweeps, 2u);
            d.between->set({});
            auto const found = co_await store.read("k");
            CO_ASSERT_TRUE(found.has_value());
            EXPECT_EQ(found->value, other_example());
            auto const items = co_await count_items(d);
            EXPECT_EQ(items, 4u);
        });
}

TEST_F(document_crash_cases, a_shard_that_is_written_again_is_not_swept)
{
    run_documents(
        [this](documents& d) -> asio::awaitable<void>
        {
            document_store const store(d.owner, d.tree, clocked());
            auto const& table = d.tree.shards[0];
            auto const orphan = [&](std::string key, std::int64_t written_at)
            {
                item const metadata{{"table_name", table.table}, {"region_name", "us-east-1"},
                    {"primary_key_name", "IDX"}, {"path", "$.birth_details"}, {"shards", attribute_list()},
                    {"written_at", written_at}};
                return item{{"IDX", std::move(key)}, {"__dystore_meta__", metadata}};
            };
            auto const old = orphan("a", 1'600'000'000);
            auto const young = orphan("a", 1'700'000'000);
            co_await put(d.owner, table.table, old);
            d.between->set(
                [&](http::request& r, sender const& send) -> asio::awaitable<http::send_result>
                {
                    if (operation_of(r) == "DeleteItem")
                        co_await put(d.owner, table.table, young);
                    co_return co_await send(r);
                });
            auto const swept = co_await store.sweep();
            EXPECT_EQ(swept.total.deleted, 0u);
            EXPECT_EQ(swept.unreferenced.size(), 1u);
            d.between->set({});
            auto const left = co_await get(d.owner, table.table, item::of("IDX", "a"));
            EXPECT_EQ(left, young);
        });
}

TEST_F(document_crash_cases, undated_shards_are_deleted_when_they_are_seen_again)
{
    run_documents(
        [](documents& d) -> asio::awaitable<void>
        {
            auto options = numbered();
            options.cipher = document_cipher::legacy;
            document_store const store(d.owner, d.tree, options);
            co_await store.write(example());
            auto const kept = co_await store.write(example());
            co_await store.remove("u1", document_change_options().delete_shards(false));
            document_sweep_options sweeping;
            sweeping.dry_run = true;
            auto const first = co_await store.sweep(sweeping);
            EXPECT_EQ(first.undated.size(), 3u);
            EXPECT_TRUE(first.unreferenced.empty());
            sweeping.seen_before = first.undated;
            auto const dry = co_await store.sweep(sweeping);
            EXPECT_EQ(dry.unreferenced.size(), 3u);
            EXPECT_EQ(dry.total.deleted, 0u);
            sweeping.dry_run = false;
            auto const second = co_await store.sweep(sweeping);
            EXPECT_EQ(second.total.deleted, 3u);
            auto const found = co_await store.read(kept.key);
            CO_ASSERT_TRUE(found.has_value());
            EXPECT_EQ(found->value, example());
            sweeping.older_than = std::chrono::minutes(59);
            co_await failure(store.sweep(sweeping), store_errc::bad_input);
        });
}

TEST_F(document_crash_cases, a_sweep_goes_on_where_another_one_ended)
{
    run_documents(
        [this](documents& d) -> asio::awaitable<void>
        {
            document_store const store(d.owner, d.tree, clocked());
            co_await store.write(example(), document_write_options().key("kept"));
            for (int i = 0; i < 3; ++i)
            {
                co_await store.write(example(), document_write_options().key("k"));
                co_await store.remove("k", document_change_options().delete_shards(false));
            }
            now += hours(25);
            document_sweep_options options;
            options.max_candidates = 2;
            std::size_t deleted = 0;
            unsigned sweeps = 0;
            std::size_t told = 0;
            options.progress = [&](document_sweep_progress const&) { ++told; };
            do
            {
                auto const part = co_await store.sweep(options);
                deleted += part.total.deleted;
                options.after = part.next;
                ++sweeps;
            } while (options.after && sweeps < 20);
            // Shards of shards are found when what refers to them has gone.
            options.after.reset();
            options.max_candidates = 100;
            auto const rest = co_await store.sweep(options);
            EXPECT_EQ(deleted + rest.total.deleted, 9u);
            EXPECT_GT(sweeps, 1u);
            EXPECT_GT(told, sweeps);
            auto const items = co_await count_items(d);
            EXPECT_EQ(items, 4u);
        });
}

TEST_F(document_crash_cases, nothing_is_swept_while_references_are_not_known)
{
    run_documents(
        [this](documents& d) -> asio::awaitable<void>
        {
            document_store const store(d.owner, d.tree, clocked());
            co_await store.write(example(), document_write_options().key("k"));
            co_await store.remove("k", document_change_options().delete_shards(false));
            co_await put(d.owner, d.tree.table, item::of("ID", "bad", "__dystore_meta__", "x"));
            now += hours(25);
            auto const why = co_await failure(store.sweep(), store_errc::malformed_item);
            EXPECT_EQ(why.key, item::of("ID", "bad"));
            auto const items = co_await count_items(d);
            EXPECT_EQ(items, 4u);
        });
}

} // namespace
} // namespace dynasio::tests
