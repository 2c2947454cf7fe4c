// SPDX-License-Identifier: BSL-1.0
//
// Queries. Numbers of cases are those of the specification, section 6.

#include "url_fixture.hpp"

#include "stores/urls/key_reader.hpp"

#include <atomic>
#include <thread>

namespace dynasio::tests {
namespace {

using lines = std::vector<std::string>;

TEST(url_query, case_13_the_request)
{
    url_fixture f([](recorded const&) { return answer("200 OK"); });
    f.run(collect(f.store->query_keys(url_criteria().where("a", 1).where("b", "x y"))));
    f.run(collect(f.store->query_keys()));
    EXPECT_EQ(f.server.lines(), (lines{"GET /query?a=1&b=%22x+y%22", "GET /query"}));
}

TEST(url_query, case_13_a_url_that_has_a_query)
{
    for (auto const& [query, expected] : {std::pair{"?tenant=1", "/query?tenant=1&a=1"},
             std::pair{"?", "/query?a=1"}, std::pair{"?t=1&", "/query?t=1&a=1"}})
    {
        url_fixture f([](recorded const&) { return answer("200 OK"); },
            [&](auto& options) { options.query_url += query; });
        f.run(collect(f.store->query_keys(url_criteria().where("a", 1))));
        EXPECT_EQ(f.server.requests().front().target, expected);
    }
}

TEST(url_query, needs_a_url)
{
    url_fixture f(
        [](recorded const&) { return answer("200 OK"); }, [](auto& options) { options.query_url.clear(); });
    auto keys = f.store->query_keys();
    EXPECT_EQ(f.failure_of(keys.next()).code, url_errc::bad_input);
}

TEST(url_query, case_14_lines)
{
    std::string const text = "k1\r\nk\xc3\xa9\n\nlast";
    std::string chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    for (char const c : text)
        chunked += std::string("1\r\n") + c + "\r\n";
    chunked += "0\r\n\r\n";
    std::string response = chunked;
    url_fixture f([&](recorded const&) { return response; });
    EXPECT_EQ(f.run(collect(f.store->query_keys())), (lines{"k1", "k\xc3\xa9", "last"}));
    response = answer("200 OK", text);
    EXPECT_EQ(f.run(collect(f.store->query_keys())), (lines{"k1", "k\xc3\xa9", "last"}));
    response = answer("200 OK");
    EXPECT_EQ(f.run(collect(f.store->query_keys())), lines{});
    response = answer("200 OK", "\xff\n");
    EXPECT_EQ(f.failure_of(collect(f.store->query_keys())).code, url_errc::malformed_response);
}

TEST(url_query, case_14_a_line_has_a_limit)
{
    std::string response = answer("200 OK", std::string(64 * 1024, 'k') + "\nx");
    url_fixture f([&](recorded const&) { return response; });
    EXPECT_EQ(f.run(collect(f.store->query_keys())).size(), 2u);
    response = answer("200 OK", std::string(64 * 1024 + 1, 'k') + "\n");
    auto keys = f.store->query_keys();
    EXPECT_EQ(f.failure_of(keys.next()).code, url_errc::malformed_response);
    EXPECT_EQ(f.failure_of(keys.next()).code, url_errc::malformed_response);
    response = answer("200 OK", std::string(1'000'000, 'k'));
    EXPECT_EQ(f.failure_of(collect(f.store->query_keys())).code, url_errc::malformed_response);
}

TEST(line_splitter, gives_the_same_lines_however_the_text_is_cut)
{
    using stores::urls::line_splitter;
    std::string const text = "a\n\r\n \nb c\r\nd\re\nf";
    std::vector<std::string> const expected{"a", "b c", "d\re", "f"};
    for (std::size_t size = 1; size <= text.size(); ++size)
    {
        line_splitter splitter;
        std::vector<std::string> result;
        for (std::size_t at = 0; at < text.size(); at += size)
        {
            splitter.add(std::string_view(text).substr(at, size));
            while (auto line = splitter.next(false))
                result.push_back(*line);
        }
        while (auto line = splitter.next(true))
            result.push_back(*line);
        EXPECT_EQ(result, expected) << size;
    }
}

TEST(url_query, case_15_entries_in_the_order_of_their_keys)
{
    std::string keys;
    for (int i = 0; i < 100; ++i)
        keys += "k" + std::to_string(i) + "\n";
    url_fixture f(
        [&](recorded const& r)
        {
            if (r.target == "/query")
                return answer("200 OK", keys);
            bool const gone =
                r.target == "/k0/metadata" || r.target == "/k50/metadata" || r.target == "/k99/metadata";
            return gone ? answer("404 Not Found")
                        : answer("200 OK", "{\"path\":\"" + r.target + "\",\"b\":1}");
        });
    url_query_options options;
    options.select = {"path"};
    auto const entries = f.run(collect(f.store->query(url_criteria(), options)));
    ASSERT_EQ(entries.size(), 97u);
    for (std::size_t i = 0; i < entries.size(); ++i)
    {
        auto const number = i + (i < 49 ? 1 : 2);
        EXPECT_EQ(entries[i].key, "k" + std::to_string(number));
        EXPECT_EQ(entries[i].metadata.text(), "{\"path\":\"/k" + std::to_string(number) + "/metadata\"}");
    }
    // One connection for the keys, and one for each request that is in flight.
    EXPECT_LE(f.server.connections(), 1u + 8u);
    EXPECT_GE(f.server.connections(), 4u);
}

TEST(url_query, case_15_never_more_requests_than_allowed)
{
    std::atomic<int> running = 0;
    std::atomic<int> most = 0;
    scripted_server server(
        [&](peer& p)
        {
            for (auto request = p.expect_request(); !request.empty(); request = p.expect_request())
            {
                if (request.starts_with("GET /query"))
                {
                    std::string keys;
                    for (int i = 0; i < 40; ++i)
                        keys += "k" + std::to_string(i) + "\n";
                    p.reply(keys);
                    continue;
                }
                auto const now = ++running;
                for (int seen = most; now > seen && !most.compare_exchange_weak(seen, now);)
                {}
                std::this_thread::sleep_for(2ms);
                --running;
                p.reply("{}");
            }
        });
    url_fixture f([](recorded const&) { return std::string(); });
    url_store const store(
        f.context.get_executor(), quick_options("http://127.0.0.1:" + std::to_string(server.port())));
    store.connect();
    url_query_options three;
    three.concurrency = 3;
    EXPECT_EQ(f.run(collect(store.query(url_criteria(), three))).size(), 40u);
    EXPECT_LE(most, 3);
    EXPECT_EQ(f.run(collect(store.query())).size(), 40u);
    std::vector<std::string> const many(40, "k");
    EXPECT_EQ(f.run(store.multiget_metadata(many)).size(), 40u);
    EXPECT_LE(most, 8);
    EXPECT_GE(most, 2);
    three.concurrency = 0;
    EXPECT_EQ(f.failure_of(collect(store.query(url_criteria(), three))).code, url_errc::bad_input);
}

TEST(url_query, an_error_ends_the_entries)
{
    url_fixture f([](recorded const& r)
        { return r.target == "/query" ? answer("200 OK", "a\nb\n") : answer("403 Forbidden"); });
    auto entries = f.store->query();
    EXPECT_EQ(f.failure_of(entries.next()).code, url_errc::not_authorized);
    EXPECT_EQ(f.failure_of(entries.next()).code, url_errc::not_authorized);
}

TEST(url_query, case_24_exists_and_glob)
{
    std::string status = "200 OK";
    url_fixture f(
        [&](recorded const& r)
        {
            return r.method == "HEAD" ? "HTTP/1.1 " + status + "\r\nContent-Length: 3\r\n\r\n"
                                      : answer("200 OK", "key0\nkey9\nother\nkey/a\nKey1\n");
        });
    EXPECT_TRUE(f.run(f.store->exists("k")));
    status = "404 Not Found";
    EXPECT_FALSE(f.run(f.store->exists("k")));
    status = "403 Forbidden";
    EXPECT_EQ(f.failure_of(f.store->exists("k")).code, url_errc::not_authorized);
    EXPECT_EQ(f.run(collect(f.store->glob("key*"))), (lines{"key0", "key9", "key/a"}));
    EXPECT_EQ(f.server.requests().back().line(), "GET /query");
}

TEST(url_query, streams_that_are_left_leave_nothing_behind)
{
    url_fixture f([](recorded const& r)
        { return r.target == "/query" ? answer("200 OK", "a\nb\nc\nd\ne\n") : answer("200 OK", "{}"); });
    {
        auto entries = f.store->query();
        EXPECT_EQ(f.run(entries.next())->key, "a");
    }
    {
        auto keys = f.store->query_keys();
        EXPECT_EQ(f.run(keys.next()), "a");
        auto moved = std::move(keys);
        EXPECT_EQ(f.run(moved.next()), "b");
    }
    f.store.reset();
    EXPECT_TRUE(f.run_until(
        [&]
        {
            f.context.restart();
            f.context.poll();
            return f.context.stopped();
        }));
}

} // namespace
} // namespace dynasio::tests
