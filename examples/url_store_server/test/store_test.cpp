// SPDX-License-Identifier: BSL-1.0
//
// Data of the URL store server on a DynamoDB server, and the sweep.

#include "common/checks.hpp"
#include "decide/digest.hpp"
#include "decide/refusal.hpp"
#include "store/data_reader.hpp"
#include "store/sweep.hpp"
#include "test/store_fixture.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <stdexcept>
#include <utility>
#include <vector>

namespace examples {
namespace {

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

asio::awaitable<std::optional<listed_upload>> listed(store_tables tables, std::string id)
{
    co_return co_await tables.uploads.get_record(
        {shard_of_upload(id), id}, dynasio::read_options().consistent());
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
            co_await add_text(upload, std::string(64 * test_chunk_bytes, 'x'));
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
            co_await add_text(upload, std::string(64 * test_chunk_bytes, 'x'));
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
