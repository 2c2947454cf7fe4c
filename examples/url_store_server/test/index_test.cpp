// SPDX-License-Identifier: BSL-1.0
//
// Metadata of the URL store server on a DynamoDB server, and the index.

#include "common/checks.hpp"
#include "decide/json_scan.hpp"
#include "store/key_search.hpp"
#include "store/sweep.hpp"
#include "test/store_fixture.hpp"

#include <gtest/gtest.h>

#include <utility>
#include <vector>

namespace examples {
namespace {

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

std::string numbered(std::size_t count, int value)
{
    std::string text;
    for (std::size_t i = 0; i < count; ++i)
        text += (text.empty() ? "{\"n" : ", \"n") + std::to_string(i) + "\": " + std::to_string(value);
    return text + '}';
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

} // namespace
} // namespace examples
