// SPDX-License-Identifier: BSL-1.0
//
// What is sent, and what statuses mean. Numbers of cases are those of the specification, section 6.

#include "url_fixture.hpp"

namespace dynasio::tests {
namespace {

using lines = std::vector<std::string>;

struct operation
{
    char const* name;
    char const* line;
    std::function<awaitable<void>(url_store const&, std::string)> run;
};

template <class T>
awaitable<void> ignore(awaitable<T> work)
{
    (void)co_await std::move(work);
}

awaitable<void> next_key(url_store store)
{
    auto keys = store.query_keys();
    auto reading = keys.next();
    (void)co_await std::move(reading);
}

std::vector<operation> const& operations()
{
    static url_permissions const owned{{"owned", {"u"}}};
    static std::vector<operation> const all{
        {"get", "HEAD /k1/data", [](auto const& s, auto k) { return ignore(s.get(k)); }},
        {"get_data", "GET /k1/data", [](auto const& s, auto k) { return ignore(s.get_data(k)); }},
        {"get_data_range", "GET /k1/data",
            [](auto const& s, auto k) { return ignore(s.get_data_range(k, 1, 2)); }},
        {"set_data", "PUT /k1/data", [](auto const& s, auto k) { return ignore(s.set_data(k, "x")); }},
        {"set", "PUT /k1/data", [](auto const& s, auto k) { return ignore(s.set(k, "x", url_metadata())); }},
        {"get_metadata", "GET /k1/metadata", [](auto const& s, auto k) { return ignore(s.get_metadata(k)); }},
        {"set_metadata", "PUT /k1/metadata",
            [](auto const& s, auto k) { return ignore(s.set_metadata(k, url_metadata())); }},
        {"update_metadata", "POST /k1/metadata",
            [](auto const& s, auto k) { return ignore(s.update_metadata(k, url_metadata())); }},
        {"get_permissions", "GET /k1/auth",
            [](auto const& s, auto k) { return ignore(s.get_permissions(k)); }},
        {"set_permissions", "PUT /k1/auth",
            [](auto const& s, auto k) { return ignore(s.set_permissions(k, owned)); }},
        {"update_permissions", "POST /k1/auth",
            [](auto const& s, auto k) { return ignore(s.update_permissions(k, owned)); }},
    };
    return all;
}

TEST(url_operations, case_1_methods_and_paths)
{
    for (auto const& each : operations())
    {
        url_fixture f(
            [](recorded const& r)
            {
                if (r.method == "HEAD")
                    return std::string("HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n");
                return r.method == "GET" ? answer("200 OK", "{}") : answer("204 No Content");
            });
        f.run(each.run(*f.store, "k1"));
        EXPECT_EQ(f.server.lines().front(), each.line) << each.name;
    }
    url_fixture f([](recorded const&) { return answer("204 No Content"); });
    EXPECT_TRUE(f.run(f.store->remove("k1")));
    EXPECT_EQ(f.server.lines(), (lines{"DELETE /k1"}));
    EXPECT_EQ(f.server.requests().front().header("content-length"), "0");
}

TEST(url_operations, case_3_what_is_no_key_is_not_sent)
{
    url_fixture f([](recorded const&) { return answer("200 OK", "{}"); });
    for (std::string const bad : {"", ".", "..", "../up", "a/../b", "a/./b", "/a", "a//b", "a\n", "\xff"})
    {
        for (auto const& each : operations())
        {
            auto const failure = f.failure_of(each.run(*f.store, bad));
            EXPECT_EQ(failure.code, url_errc::bad_input) << each.name;
            EXPECT_EQ(failure.key, bad);
        }
        EXPECT_EQ(f.failure_of(f.store->remove(bad)).code, url_errc::bad_input);
        EXPECT_EQ(f.failure_of(f.store->exists(bad)).code, url_errc::bad_input);
    }
    EXPECT_EQ(f.server.connections(), 0u);
}

TEST(url_operations, case_7_statuses)
{
    std::vector<std::pair<char const*, url_errc>> const statuses{{"404 Not Found", url_errc::key_not_found},
        {"401 Unauthorized", url_errc::not_authorized}, {"403 Forbidden", url_errc::not_authorized},
        {"500 Internal Server Error", url_errc::http_error}, {"409 Conflict", url_errc::http_error},
        {"418 I'm a teapot", url_errc::http_error}, {"412 Precondition Failed", url_errc::conflict},
        {"304 Not Modified", url_errc::http_error}, {"300 Multiple Choices", url_errc::http_error}};
    for (auto const& [status, meaning] : statuses)
    {
        url_fixture f(
            [&](recorded const& r)
            {
                bool const bodiless = r.method == "HEAD" || std::string_view(status).starts_with("304");
                return bodiless ? "HTTP/1.1 " + std::string(status) + "\r\n\r\n"
                                : answer(status, "because " + std::string(3000, '.'));
            });
        for (auto const& each : operations())
        {
            auto const failure = f.failure_of(each.run(*f.store, "k1"));
            EXPECT_EQ(failure.code, meaning) << each.name << ' ' << status;
            EXPECT_EQ(failure.http_status, std::stoul(status));
            EXPECT_EQ(failure.operation, each.name);
            EXPECT_EQ(failure.key, "k1");
            auto const line = std::string(each.line);
            EXPECT_EQ(failure.request,
                line.substr(0, line.find('/')) + f.server.base() + line.substr(line.find('/')));
            EXPECT_LE(failure.body.size(), 1024u);
            bool const has_body =
                !std::string_view(each.line).starts_with("HEAD") && failure.http_status != 304;
            EXPECT_EQ(failure.body.starts_with("because"), has_body) << each.name << ' ' << status;
        }
        if (meaning != url_errc::key_not_found)
        {
            EXPECT_EQ(f.failure_of(f.store->remove("k1")).code, meaning);
            EXPECT_EQ(f.failure_of(f.store->exists("k1")).code, meaning);
        }
        EXPECT_EQ(f.failure_of(next_key(*f.store)).code, meaning);
        // The body was read, so that one connection is enough.
        EXPECT_EQ(f.server.connections(), 1u) << status;
    }
}

TEST(url_operations, case_8_removing)
{
    auto const events = std::make_shared<event_list>();
    std::string status = "204 No Content";
    url_fixture f(
        [&](recorded const&) { return answer(status); }, [&](auto& options) { options.observer = events; });
    EXPECT_TRUE(f.run(f.store->remove("k1")));
    EXPECT_EQ(events->lines(), (lines{"delete k1"}));
    status = "404 Not Found";
    EXPECT_FALSE(f.run(f.store->remove("k1")));
    status = "403 Forbidden";
    EXPECT_EQ(f.failure_of(f.store->remove("k1")).code, url_errc::not_authorized);
    status = "500 Internal Server Error";
    auto const failure = f.failure_of(f.store->remove("k1"));
    EXPECT_EQ(failure.code, url_errc::http_error);
    EXPECT_TRUE(failure.may_have_been_applied);
    EXPECT_EQ(events->lines(), (lines{"delete k1"}));
}

TEST(url_operations, case_9_data_and_metadata)
{
    auto const events = std::make_shared<event_list>();
    url_fixture f([](recorded const& r) { return answer("201 Created", "", "ETag: \"" + r.body + "\"\r\n"); },
        [&](auto& options) { options.observer = events; });
    EXPECT_EQ(f.run(f.store->set("k", "12345", url_metadata("{\"a\": 1}"))).etag, "\"12345\"");
    auto const requests = f.server.requests();
    ASSERT_EQ(requests.size(), 2u);
    EXPECT_EQ(requests[0].line(), "PUT /k/data");
    EXPECT_EQ(requests[0].header("content-length"), "5");
    EXPECT_EQ(requests[0].header("content-type"), "application/octet-stream");
    EXPECT_EQ(requests[0].body, "12345");
    EXPECT_EQ(requests[1].line(), "PUT /k/metadata");
    EXPECT_EQ(requests[1].header("content-type"), "application/json");
    EXPECT_EQ(requests[1].body, "{\"a\": 1}");
    EXPECT_EQ(events->lines(), (lines{"start k 5 {\"a\": 1}", "step 5", "end normal", "set k {\"a\": 1}"}));
}

TEST(url_operations, case_9_data_without_metadata_is_said)
{
    auto const events = std::make_shared<event_list>();
    url_fixture f([](recorded const& r)
        { return r.target == "/k/data" ? answer("200 OK") : answer("500 Internal Server Error", "broken"); },
        [&](auto& options) { options.observer = events; });
    auto const failure = f.failure_of(f.store->set("k", "12345", url_metadata()));
    EXPECT_EQ(failure.code, url_errc::http_error);
    EXPECT_TRUE(failure.data_written);
    EXPECT_TRUE(failure.may_have_been_applied);
    EXPECT_NE(std::string(url_error(failure).what()).find("the data was written"), std::string::npos);
    EXPECT_EQ(events->without_steps(), (lines{"start k 5 {}", "end normal"}));
}

TEST(url_operations, case_11_metadata)
{
    url_fixture f([](recorded const& r)
        { return answer("200 OK", r.method == "GET" ? "{\"a\":1,\"b\":\"x\"}" : "", "ETag: \"m\"\r\n"); });
    EXPECT_EQ(f.run(f.store->update_metadata("k", url_metadata("{\"x\":2}"))).etag, "\"m\"");
    EXPECT_EQ(f.server.requests().back().line(), "POST /k/metadata");
    EXPECT_EQ(f.server.requests().back().body, "{\"x\":2}");
    EXPECT_EQ(f.server.requests().back().header("content-type"), "application/json");
    std::vector<std::string> const names{"a", "zz"};
    auto const selected = f.run(f.store->get_metadata("k", names));
    EXPECT_EQ(selected.text(), "{\"a\":1}");
    EXPECT_EQ(selected.version().etag, "\"m\"");
    EXPECT_EQ(f.server.requests().back().header("accept"), "application/json");
}

TEST(url_operations, case_12_permissions)
{
    url_fixture f(
        [](recorded const& r)
        {
            return answer(
                "200 OK", r.method == "GET" ? "{\"owned\":[\"u2\",\"u1\",\"u2\"],\"read\":[]}" : "");
        });
    url_permissions const none;
    url_permissions const nobody{{"owned", {}}, {"read", {"u1"}}};
    url_permissions const two{{"owned", {"u2", "u1"}}};
    EXPECT_EQ(f.failure_of(f.store->set_permissions("k", none)).code, url_errc::bad_input);
    EXPECT_EQ(f.failure_of(f.store->set_permissions("k", nobody)).code, url_errc::bad_input);
    EXPECT_EQ(f.server.connections(), 0u);
    f.run(f.store->set_permissions("k", two));
    EXPECT_EQ(f.server.requests().back().body, "{\"owned\":[\"u1\",\"u2\"]}");
    f.run(f.store->update_permissions("k", nobody));
    EXPECT_EQ(f.server.requests().back().line(), "POST /k/auth");
    url_permissions const expected{{"owned", {"u1", "u2"}}, {"read", {}}};
    EXPECT_EQ(f.run(f.store->get_permissions("k")), expected);
    url_permissions const bad{{"owned", {"\xff"}}};
    EXPECT_EQ(f.failure_of(f.store->set_permissions("k", bad)).code, url_errc::bad_input);
}

TEST(url_operations, case_16_malformed_json)
{
    std::string body;
    url_fixture f([&](recorded const&) { return answer("200 OK", body); },
        [](auto& options) { options.max_json_bytes = 1000; });
    std::string const deep = "{\"a\":" + std::string(64, '[') + std::string(64, ']') + "}";
    for (std::string const& bad : {std::string("[1]"), std::string("nonsense"), std::string(), deep,
             "{\"a\":\"" + std::string(1000, 'x') + "\"}", std::string("{\"a\":\"\xff\"}")})
    {
        body = bad;
        auto const failure = f.failure_of(f.store->get_metadata("k"));
        EXPECT_EQ(failure.code, url_errc::malformed_response) << bad;
        EXPECT_EQ(failure.http_status, 200u);
    }
    for (std::string const bad : {"[1]", "", "{\"owned\":\"u\"}", "{\"owned\":[1]}", "{\"owned\":{}}", "x"})
    {
        body = bad;
        EXPECT_EQ(f.failure_of(f.store->get_permissions("k")).code, url_errc::malformed_response) << bad;
    }
    url_metadata const large("{\"a\":\"" + std::string(1000, 'x') + "\"}");
    EXPECT_EQ(f.failure_of(f.store->set_metadata("k", large)).code, url_errc::bad_input);
}

TEST(url_operations, case_25_conditions)
{
    std::string stored = "v1";
    url_fixture f(
        [&](recorded const& r)
        {
            if (!r.header("if-match").empty() && r.header("if-match") != '"' + stored + '"')
                return answer("412 Precondition Failed");
            stored = r.body;
            return answer("200 OK");
        });
    url_write_options stale;
    stale.if_match = "\"v0\"";
    EXPECT_EQ(f.failure_of(f.store->set_data("k", "v2", stale)).code, url_errc::conflict);
    EXPECT_EQ(stored, "v1");
    stale.if_match = "\"v1\"";
    stale.if_none_match = "\"x\"";
    stale.if_unmodified_since = std::chrono::sys_seconds(784111777s);
    stale.media_type = "text/plain";
    f.run(f.store->set_data("k", "v2", stale));
    EXPECT_EQ(stored, "v2");
    auto const sent = f.server.requests().back();
    EXPECT_EQ(sent.header("if-none-match"), "\"x\"");
    EXPECT_EQ(sent.header("if-unmodified-since"), "Sun, 06 Nov 1994 08:49:37 GMT");
    EXPECT_EQ(sent.header("content-type"), "text/plain");
    url_read_options same;
    same.if_match = "\"v1\"";
    EXPECT_EQ(f.failure_of(f.store->get_data("k", same)).code, url_errc::conflict);
    stale.if_match = "a\r\nX: y";
    EXPECT_EQ(f.failure_of(f.store->set_data("k", "v2", stale)).code, url_errc::bad_input);
    stale.if_match.clear();
    stale.media_type = "a\nb";
    EXPECT_EQ(f.failure_of(f.store->set_data("k", "v2", stale)).code, url_errc::bad_input);
}

TEST(url_operations, update_metadata_of_servers_that_do_not_merge)
{
    std::string stored = "{\"a\":1,\"b\":2}";
    unsigned version = 1;
    unsigned others = 2; // changes of others, each behind a GET
    url_fixture f(
        [&](recorded const& r)
        {
            auto const tag = [&] { return '"' + std::to_string(version) + '"'; };
            if (r.method == "GET")
            {
                auto const response = answer("200 OK", stored, "ETag: " + tag() + "\r\n");
                if (others != 0)
                {
                    --others;
                    ++version;
                    stored = "{\"a\":" + std::to_string(10 * version) + ",\"b\":2}";
                }
                return response;
            }
            if (r.header("if-match") != tag())
                return answer("412 Precondition Failed");
            ++version;
            stored = r.body;
            return answer("200 OK");
        },
        [](auto& options) { options.server_merges_metadata = false; });
    url_metadata const given("{\"b\":3,\"c\":4}");
    f.run(f.store->update_metadata("k", given));
    EXPECT_EQ(stored, "{\"a\":30,\"b\":3,\"c\":4}");
    EXPECT_EQ(f.server.requests().size(), 6u);
    others = 100;
    EXPECT_EQ(f.failure_of(f.store->update_metadata("k", given)).code, url_errc::conflict);
    EXPECT_EQ(f.server.requests().size(), 6u + 10u);
}

TEST(url_operations, several_keys)
{
    url_fixture f(
        [](recorded const& r)
        {
            if (r.target.starts_with("/gone/"))
                return answer("404 Not Found");
            if (r.method == "HEAD")
                return std::string("HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n");
            return r.target.ends_with("auth") ? answer("200 OK", "{\"owned\":[\"u\"]}")
                                              : answer("200 OK", "{\"k\":\"" + r.target + "\"}");
        });
    std::vector<std::string> keys{"a", "gone", "b"};
    auto const metadata = f.run(f.store->multiget_metadata(keys));
    ASSERT_EQ(metadata.size(), 3u);
    EXPECT_EQ(metadata[0]->text(), "{\"k\":\"/a/metadata\"}");
    EXPECT_FALSE(metadata[1]);
    EXPECT_EQ(metadata[2]->text(), "{\"k\":\"/b/metadata\"}");
    auto const data = f.run(f.store->multiget_data(keys, 100));
    EXPECT_EQ(data[2], "{\"k\":\"/b/data\"}");
    EXPECT_FALSE(data[1]);
    EXPECT_EQ(f.run(f.store->multiget(keys))[0]->size(), 7u);
    EXPECT_EQ(f.run(f.store->multiget_permissions(keys))[0]->count("owned"), 1u);
    EXPECT_TRUE(f.run(f.store->multiget({})).empty());
}

TEST(url_operations, several_writes_ignore_what_one_list_has_more)
{
    url_fixture f([](recorded const& r)
        { return r.target.starts_with("/bad/") ? answer("403 Forbidden") : answer("200 OK"); });
    std::vector<std::string> const keys{"a", "b", "c"};
    std::vector<url_source> const two{"1", "2"};
    f.run(f.store->multiset_data(keys, two));
    EXPECT_EQ(f.server.requests().size(), 2u);
    std::vector<url_metadata> const four(4);
    f.run(f.store->multiset_metadata(keys, four));
    EXPECT_EQ(f.server.requests().size(), 5u);
    std::vector<url_permissions> const owned(1, url_permissions{{"owned", {"u"}}});
    f.run(f.store->multiset_permissions(keys, owned));
    EXPECT_EQ(f.server.requests().size(), 6u);
    std::vector<std::string> const bad(20, "bad");
    std::vector<url_metadata> const many(20);
    EXPECT_EQ(f.failure_of(f.store->multiset_metadata(bad, many)).code, url_errc::not_authorized);
    EXPECT_LE(f.server.requests().size(), 6u + 8u);
}

} // namespace
} // namespace dynasio::tests
