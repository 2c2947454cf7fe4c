// SPDX-License-Identifier: BSL-1.0
//
// The store of the URL store server on a DynamoDB server.

#include "common/checks.hpp"
#include "decide/digest.hpp"
#include "decide/json_scan.hpp"
#include "decide/refusal.hpp"
#include "store/data_reader.hpp"
#include "store/data_upload.hpp"
#include "store/key_search.hpp"
#include "store/key_store.hpp"
#include "store/sweep.hpp"
#include "support/local_dynamodb.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <utility>

namespace examples {
namespace {

using namespace std::chrono_literals;

constexpr std::int32_t chunk_bytes = 10;

class url_store_server : public dynasio::tests::local_dynamodb
{
protected:
    template <class Body>
    void run_with_tables(Body body)
    {
        run(
            [&](dynasio::client client) -> asio::awaitable<void>
            {
                store_limits limits;
                limits.chunk_bytes = chunk_bytes;
                store_tables const tables(client, table_name("url"), limits);
                co_await open_tables(tables);
                co_await body(tables);
            });
    }
};

asio::awaitable<void> add_text(data_upload& upload, std::string text)
{
    for (std::size_t at = 0; at < text.size(); at += chunk_bytes)
        co_await upload.add(dynasio::to_binary(text.substr(at, chunk_bytes)));
}

key_change with_data(key_state const& state, std::string const& key, stored_data const& data)
{
    key_change change;
    change.next = state.stored ? *state.stored : stored_key();
    change.next->key = key;
    change.next->permissions["owned"].insert("ann");
    change.next->data = data;
    change.published = data.upload;
    return change;
}

asio::awaitable<stored_data> put_text(store_tables tables, std::string key, std::string text)
{
    data_upload upload(tables);
    co_await upload.begin();
    co_await add_text(upload, text);
    auto const data = upload.finish("text/plain");
    key_decision const decide = [&](key_state const& state) { return with_data(state, key, data); };
    co_await change_key(tables, key, with_text::no, decide);
    co_return data;
}

asio::awaitable<void> put_metadata(store_tables tables, std::string key, std::string json)
{
    key_decision const decide = [&](key_state const& state)
    {
        auto const merged = merge_metadata(state.metadata_text, json);
        key_change change;
        change.next = state.stored ? *state.stored : stored_key();
        change.next->key = key;
        change.next->permissions["owned"].insert("ann");
        change.next->metadata.emplace();
        change.next->metadata->digest = sha256_hex(merged.text);
        change.next->metadata->terms = merged.terms;
        change.metadata_text = merged.text;
        return change;
    };
    co_await change_key(tables, key, with_text::yes, decide);
}

asio::awaitable<void> remove_key(store_tables tables, std::string key)
{
    key_decision const decide = [](key_state const&) { return key_change(); };
    co_await change_key(tables, key, with_text::no, decide);
}

asio::awaitable<std::string> text_of(store_tables tables, stored_data data, byte_range range)
{
    data_reader reader(tables, data, range);
    std::string result;
    while (co_await reader.next())
        result.append(reinterpret_cast<char const*>(reader.piece().data()), reader.piece().size());
    co_return result;
}

asio::awaitable<std::string> text_of(store_tables tables, std::string key)
{
    auto const state = co_await read_key(tables, key, with_text::no);
    EXPECT_TRUE(state.stored && state.stored->data) << key;
    if (!state.stored || !state.stored->data)
        co_return "";
    co_return co_await text_of(
        tables, *state.stored->data, {0, static_cast<std::uint64_t>(state.stored->data->size)});
}

template <class T>
asio::awaitable<std::size_t> size_of(dynasio::record_table<T> table)
{
    std::size_t count = 0;
    auto all = table.scan(dynasio::read_options().consistent());
    while (co_await all.next())
        ++count;
    co_return count;
}

asio::awaitable<std::vector<std::string>> found_by(
    store_tables tables, std::string tag, std::vector<std::string> terms = {})
{
    user const who{tag, false};
    key_search search(tables, who, terms);
    std::vector<std::string> result;
    while (auto const keys = co_await search.next())
        result.insert(result.end(), keys->begin(), keys->end());
    co_return result;
}

/// The code of the refusal that the operation ends with; `ok` if it succeeds.
asio::awaitable<status> status_of(asio::awaitable<void> operation)
{
    try
    {
        co_await std::move(operation);
    }
    catch (refusal const& e)
    {
        co_return e.code();
    }
    co_return status::ok;
}

asio::awaitable<void> expire(store_tables tables, std::string id)
{
    auto const past = current_second() - 1s;
    co_await tables.uploads.update_record(
        {shard_of_upload(id), id}, dynasio::attr<&listed_upload::expires> = past);
}

asio::awaitable<std::optional<listed_upload>> listed(store_tables tables, std::string id)
{
    co_return co_await tables.uploads.get_record(
        {shard_of_upload(id), id}, dynasio::read_options().consistent());
}

std::string numbered(std::size_t count, int value)
{
    std::string text;
    for (std::size_t i = 0; i < count; ++i)
        text += (text.empty() ? "{\"n" : ", \"n") + std::to_string(i) + "\": " + std::to_string(value);
    return text + '}';
}

TEST_F(url_store_server, data_comes_back_in_ranges)
{
    run_with_tables(
        [](store_tables tables) -> asio::awaitable<void>
        {
            std::string const text = "0123456789abcdefghijABCDE";
            auto const data = co_await put_text(tables, "k", text);
            EXPECT_EQ(data.size, 25);
            EXPECT_EQ(data.digest, sha256_hex(text));
            EXPECT_EQ(co_await text_of(tables, "k"), text);
            std::vector<byte_range> const ranges{
                {0, 10}, {0, 11}, {9, 11}, {10, 20}, {12, 13}, {19, 25}, {25, 25}};
            for (auto const range : ranges)
                EXPECT_EQ(
                    co_await text_of(tables, data, range), text.substr(range.first, range.end - range.first));
            EXPECT_EQ(co_await size_of(tables.uploads), 0U);

            co_await put_text(tables, "empty", "");
            EXPECT_EQ(co_await text_of(tables, "empty"), "");
            co_await put_text(tables, "even", "0123456789");
            EXPECT_EQ(co_await text_of(tables, "even"), "0123456789");
        });
}

TEST_F(url_store_server, readers_of_replaced_data_go_on)
{
    run_with_tables(
        [](store_tables tables) -> asio::awaitable<void>
        {
            auto const old = co_await put_text(tables, "k", "old text of the key");
            data_reader reader(tables, old, {0, 19});
            EXPECT_TRUE(co_await reader.next());
            co_await put_text(tables, "k", "new text");
            EXPECT_EQ(co_await text_of(tables, "k"), "new text");
            co_await sweep(tables);
            EXPECT_TRUE(co_await reader.next());
            EXPECT_FALSE(co_await reader.next());

            co_await expire(tables, old.upload);
            EXPECT_EQ((co_await sweep(tables)).removed, 1U);
            EXPECT_EQ(co_await size_of(tables.chunks), 1U);
            EXPECT_EQ(co_await size_of(tables.uploads), 0U);
            data_reader late(tables, old, {0, 19});
            bool failed = false;
            try
            {
                co_await late.next();
            }
            catch (std::runtime_error const&)
            {
                failed = true;
            }
            EXPECT_TRUE(failed);
            EXPECT_EQ(co_await text_of(tables, "k"), "new text");
        });
}

TEST_F(url_store_server, uploads_at_once_leave_one_whole)
{
    run_with_tables(
        [](store_tables tables) -> asio::awaitable<void>
        {
            auto const put = [](store_tables to, std::string text) -> asio::awaitable<void>
            { co_await put_text(to, "k", text); };
            std::vector<asio::awaitable<void>> all;
            for (char each = 'a'; each < 'e'; ++each)
                all.push_back(put(tables, std::string(35, each)));
            co_await together(std::move(all));
            auto const text = co_await text_of(tables, "k");
            EXPECT_EQ(text, std::string(35, text.empty() ? '?' : text.front()));
            // The three others are listed as garbage.
            EXPECT_EQ(co_await size_of(tables.uploads), 3U);
        });
}

TEST_F(url_store_server, no_merge_is_lost)
{
    run_with_tables(
        [](store_tables tables) -> asio::awaitable<void>
        {
            std::vector<asio::awaitable<void>> all;
            for (int i = 0; i < 4; ++i)
                all.push_back(put_metadata(tables, "k", "{\"n" + std::to_string(i) + "\": 1}"));
            co_await together(std::move(all));
            auto const state = co_await read_key(tables, "k", with_text::yes);
            EXPECT_EQ(object_members(state.metadata_text).size(), 4U) << state.metadata_text;
            for (int i = 0; i < 4; ++i)
            {
                std::vector<std::string> const terms(1, query_term("n" + std::to_string(i), "1.0"));
                EXPECT_EQ((co_await found_by(tables, "ann", terms)).size(), 1U);
            }
        });
}

TEST_F(url_store_server, removal_leaves_nothing)
{
    run_with_tables(
        [](store_tables tables) -> asio::awaitable<void>
        {
            auto const data = co_await put_text(tables, "k", "text");
            co_await put_metadata(tables, "k", R"({"a": 1, "b": [2]})");
            EXPECT_EQ(co_await size_of(tables.index), 3U);
            co_await remove_key(tables, "k");
            EXPECT_EQ(co_await size_of(tables.keys), 0U);
            EXPECT_EQ(co_await size_of(tables.metadata), 0U);
            EXPECT_EQ(co_await size_of(tables.index), 0U);
            co_await expire(tables, data.upload);
            co_await sweep(tables);
            EXPECT_EQ(co_await size_of(tables.chunks), 0U);
        });
}

TEST_F(url_store_server, search)
{
    run_with_tables(
        [](store_tables tables) -> asio::awaitable<void>
        {
            std::vector<std::string> all;
            for (int i = 100; i < 170; ++i)
                all.push_back("k" + std::to_string(i));
            std::vector<asio::awaitable<void>> writes;
            for (std::size_t i = 0; i < all.size(); ++i)
                writes.push_back(put_metadata(tables, all[i],
                    "{\"kind\": \"" + std::string(i < 40 ? "x" : "y")
                        + "\", \"odd\": " + std::to_string(i % 2) + "}"));
            co_await together(std::move(writes));
            EXPECT_EQ(co_await found_by(tables, "ann"), all);
            EXPECT_TRUE((co_await found_by(tables, "bob")).empty());

            std::vector<std::string> terms(1, query_term("kind", "\"x\""));
            EXPECT_EQ(co_await found_by(tables, "ann", terms), std::vector(all.begin(), all.begin() + 40));
            terms.push_back(query_term("odd", "1e0"));
            EXPECT_EQ((co_await found_by(tables, "ann", terms)).size(), 20U);
            terms.push_back(query_term("other", "1"));
            EXPECT_TRUE((co_await found_by(tables, "ann", terms)).empty());

            co_await put_metadata(tables, "k100", R"({"kind": "z"})");
            terms.assign(1, query_term("kind", "\"x\""));
            EXPECT_EQ((co_await found_by(tables, "ann", terms)).size(), 39U);
            terms.assign(1, query_term("kind", "\"z\""));
            EXPECT_EQ((co_await found_by(tables, "ann", terms)).size(), 1U);
        });
}

TEST_F(url_store_server, all_indexed_names_can_be_replaced_at_once)
{
    run_with_tables(
        [](store_tables tables) -> asio::awaitable<void>
        {
            co_await put_metadata(tables, "k", numbered(max_indexed_names, 0));
            co_await put_metadata(tables, "k", numbered(max_indexed_names, 1));
            EXPECT_EQ(co_await size_of(tables.index), 1 + max_indexed_names);
            co_await put_text(tables, "k", "text");
            co_await remove_key(tables, "k");
            EXPECT_EQ(co_await size_of(tables.index), 0U);
        });
}

TEST_F(url_store_server, sweep_gives_up_silent_uploads_in_two_steps)
{
    run_with_tables(
        [](store_tables tables) -> asio::awaitable<void>
        {
            data_upload upload(tables);
            co_await upload.begin();
            co_await add_text(upload, std::string(12, 'x'));
            co_await sweep(tables);
            EXPECT_EQ((co_await listed(tables, upload.id()))->state, upload_state::open);

            co_await expire(tables, upload.id());
            EXPECT_EQ((co_await sweep(tables)).given_up, 1U);
            EXPECT_EQ(co_await size_of(tables.chunks), 2U);
            auto const data = upload.finish("text/plain");
            key_decision const decide = [&](key_state const& state) { return with_data(state, "k", data); };
            auto const publish = [](store_tables to, key_decision how) -> asio::awaitable<void>
            { co_await change_key(to, "k", with_text::no, how); };
            EXPECT_EQ(co_await status_of(publish(tables, decide)), status::service_unavailable);

            co_await expire(tables, upload.id());
            EXPECT_EQ((co_await sweep(tables)).removed, 1U);
            EXPECT_EQ(co_await size_of(tables.chunks), 0U);
            EXPECT_EQ(co_await size_of(tables.uploads), 0U);
            EXPECT_EQ(co_await status_of(publish(tables, decide)), status::service_unavailable);
            EXPECT_EQ(co_await size_of(tables.keys), 0U);
        });
}

TEST_F(url_store_server, long_uploads_renew_their_lease)
{
    run_with_tables(
        [](store_tables tables) -> asio::awaitable<void>
        {
            data_upload upload(tables);
            co_await upload.begin();
            co_await expire(tables, upload.id());
            co_await add_text(upload, std::string(64 * chunk_bytes, 'x'));
            EXPECT_EQ((co_await listed(tables, upload.id()))->chunks, 64);
            co_await add_text(upload, "the first chunk of the next 64");
            auto const renewed = co_await listed(tables, upload.id());
            EXPECT_EQ(renewed->chunks, 128);
            EXPECT_GT(renewed->expires, current_second());

            co_await upload.abandon();
            EXPECT_EQ((co_await listed(tables, upload.id()))->state, upload_state::garbage);
            co_await expire(tables, upload.id());
            co_await sweep(tables);
            EXPECT_EQ(co_await size_of(tables.chunks), 0U);
        });
}

TEST_F(url_store_server, uploads_that_were_given_up_stop)
{
    run_with_tables(
        [](store_tables tables) -> asio::awaitable<void>
        {
            data_upload upload(tables);
            co_await upload.begin();
            co_await add_text(upload, std::string(64 * chunk_bytes, 'x'));
            co_await expire(tables, upload.id());
            co_await sweep(tables);
            EXPECT_EQ(co_await status_of(add_text(upload, "more")), status::service_unavailable);
        });
}

TEST_F(url_store_server, abandoning_what_was_published_changes_nothing)
{
    run_with_tables(
        [](store_tables tables) -> asio::awaitable<void>
        {
            data_upload upload(tables);
            co_await upload.begin();
            co_await add_text(upload, "text");
            auto const data = upload.finish("text/plain");
            key_decision const decide = [&](key_state const& state) { return with_data(state, "k", data); };
            co_await change_key(tables, "k", with_text::no, decide);
            co_await upload.abandon();
            EXPECT_EQ(co_await size_of(tables.uploads), 0U);
            EXPECT_EQ(co_await text_of(tables, "k"), "text");
        });
}

} // namespace
} // namespace examples
