// SPDX-License-Identifier: BSL-1.0
//
// Lists of specs page by page and one by one.

#include "store_fixture.hpp"

namespace dynasio::tests {
namespace {

struct spec_pages : store_cases
{
    /// Specs a to g, and `a` with seven versions beside those of `a#1`.
    asio::awaitable<void> fill(stores& s)
    {
        for (auto const* id : {"a", "b", "c", "d", "e", "f", "g", "a#1"})
            co_await save(s.specs, "u", id, "0");
        for (int i = 1; i < 7; ++i)
        {
            set_time(1700000000 + i);
            co_await save(s.specs, "u", "a", std::to_string(i));
            co_await save(s.specs, "u", "a#1", std::to_string(i));
        }
        s.sent->clear();
    }
};

std::vector<std::string> ids(std::vector<spec_info> const& infos)
{
    std::vector<std::string> result;
    for (auto const& each : infos)
        result.push_back(each.id);
    return result;
}

TEST_F(spec_pages, go_on_from_a_cursor)
{
    run_stores(
        [this](stores& s) -> asio::awaitable<void>
        {
            co_await fill(s);
            auto const all = co_await s.specs.list("u");
            CO_ASSERT_EQ(all.size(), 8u);
            std::vector<spec_info> paged;
            auto options = list_options().limit(3);
            for (int pages = 1;; ++pages)
            {
                CO_ASSERT_TRUE(pages < 10);
                auto const page = co_await s.specs.list_page("u", options);
                EXPECT_LE(page.specs.size(), 3u);
                paged.insert(paged.end(), page.specs.begin(), page.specs.end());
                if (!page.next)
                    break;
                options.after(*page.next);
            }
            EXPECT_EQ(paged, all);

            auto const first = co_await s.specs.list_page("u", list_options().limit(3));
            auto const rest = co_await s.specs.list("u", list_options().after(first.next.value()));
            EXPECT_EQ(rest.size(), 5u);
            // A cursor is no way to another user's specs.
            auto const theirs = list_options().after(first.next.value());
            co_await failure(s.specs.list("other", theirs), store_errc::bad_input);
        });
}

TEST_F(spec_pages, of_versions_go_on_from_a_cursor)
{
    run_stores(
        [this](stores& s) -> asio::awaitable<void>
        {
            co_await fill(s);
            auto const all = co_await s.specs.list_versions("u", "a");
            CO_ASSERT_EQ(all.size(), 7u);
            for (bool const descending : {false, true})
            {
                std::vector<spec_info> paged;
                auto options = list_options().limit(2).descending(descending);
                for (int pages = 1;; ++pages)
                {
                    CO_ASSERT_TRUE(pages < 30);
                    auto const page = co_await s.specs.list_versions_page("u", "a", options);
                    paged.insert(paged.end(), page.specs.begin(), page.specs.end());
                    if (!page.next)
                        break;
                    options.after(*page.next);
                }
                auto expected = all;
                if (descending)
                    std::reverse(expected.begin(), expected.end());
                EXPECT_EQ(paged, expected);
            }
        });
}

TEST_F(spec_pages, order_and_limit_are_options)
{
    run_stores(
        [this](stores& s) -> asio::awaitable<void>
        {
            co_await fill(s);
            auto const newest =
                co_await s.specs.list_versions("u", "a", list_options().descending().limit(2));
            CO_ASSERT_EQ(newest.size(), 2u);
            EXPECT_EQ(newest[0].version, "6");
            EXPECT_EQ(newest[1].version, "5");
            auto const last = co_await s.specs.list("u", list_options().descending().limit(3));
            EXPECT_EQ(ids(last), (std::vector<std::string>{"g", "f", "e"}));
        });
}

TEST_F(spec_pages, come_one_by_one)
{
    run_stores(
        [this](stores& s) -> asio::awaitable<void>
        {
            co_await fill(s);
            auto const all = co_await s.specs.list("u");
            std::vector<spec_info> streamed;
            auto specs = s.specs.stream("u");
            while (auto each = co_await specs.next())
                streamed.push_back(*std::move(each));
            EXPECT_EQ(streamed, all);

            streamed.clear();
            auto versions = s.specs.stream_versions("u", "a", list_options().limit(3));
            while (auto each = co_await versions.next())
                streamed.push_back(*std::move(each));
            CO_ASSERT_EQ(streamed.size(), 3u);
            EXPECT_EQ(streamed[2].version, "2");

            auto bad = s.specs.stream("");
            co_await failure(bad.next(), store_errc::bad_input);
        });
}

TEST_F(spec_pages, of_a_stream_go_on_behind_a_malformed_item)
{
    run_stores(
        [this](stores& s) -> asio::awaitable<void>
        {
            co_await fill(s);
            item broken{
                {"sub", "u"}, {"updated_at_id", "latest#aa"}, {"id_updated_at", "aa#latest"}, {"id", "aa"}};
            co_await put(s.owner, spec_options().table_name, broken);
            auto specs = s.specs.stream("u");
            std::vector<std::string> seen;
            for (int i = 0; i < 2; ++i)
                seen.push_back((co_await specs.next()).value().id);
            EXPECT_EQ(seen, (std::vector<std::string>{"a", "a#1"}));
            co_await failure(specs.next(), store_errc::malformed_item);
            auto const next = co_await specs.next();
            EXPECT_EQ(next.value().id, "b");
        });
}

} // namespace
} // namespace dynasio::tests
