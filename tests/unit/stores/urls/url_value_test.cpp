// SPDX-License-Identifier: BSL-1.0
//
// Values, data and ranges. Numbers of cases are those of the specification, section 6.

#include "url_fixture.hpp"

#include "stores/urls/download.hpp"

namespace dynasio::tests {
namespace {

std::string const type = "Content-Type: text/plain\r\n";
std::string const tag = "ETag: \"t1\"\r\n";

// A header only: the body of a response to HEAD.
std::string head(std::string const& headers)
{
    return "HTTP/1.1 200 OK\r\n" + headers + "\r\n";
}

TEST(url_value, case_4_size_time_and_type)
{
    for (std::string const date :
        {"Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994"})
    {
        url_fixture f([&](recorded const&)
            { return head("Content-Length: 5\r\nLast-Modified: " + date + "\r\n" + type + tag); });
        auto const value = f.run(f.store->get("k1"));
        EXPECT_EQ(f.server.lines(), (std::vector<std::string>{"HEAD /k1/data"}));
        EXPECT_EQ(value.key(), "k1");
        EXPECT_EQ(value.size(), 5u);
        EXPECT_EQ(value.modified(), std::chrono::sys_seconds(784111777s));
        EXPECT_EQ(value.media_type(), "text/plain");
        EXPECT_EQ(value.version().etag, "\"t1\"");
    }
}

TEST(url_value, case_4_without_the_three)
{
    url_fixture f([](recorded const&) { return head(""); });
    auto const value = f.run(f.store->get("k1"));
    EXPECT_FALSE(value.size());
    EXPECT_FALSE(value.modified());
    EXPECT_EQ(value.media_type(), "application/octet-stream");
    EXPECT_EQ(value.version(), url_version());
}

TEST(url_value, keeps_the_parameters_of_its_type)
{
    url_fixture f([](recorded const&)
        { return head("Content-Length: 1\r\nContent-Type: text/plain; charset=utf-8\r\n"); });
    EXPECT_EQ(f.run(f.store->get("k1")).media_type(), "text/plain; charset=utf-8");
}

TEST(url_value, case_5_opening_the_data_refreshes_the_three_without_a_request)
{
    url_fixture f([](recorded const& r)
        { return r.method == "HEAD" ? head("Content-Length: 5\r\n") : answer("200 OK", "abc", type + tag); });
    auto const value = f.run(f.store->get("k1"));
    auto data = f.run(value.data());
    EXPECT_EQ(value.size(), 3u);
    EXPECT_EQ(value.media_type(), "text/plain");
    EXPECT_EQ(value.version().etag, "\"t1\"");
    EXPECT_EQ(data.size(), 3u);
    EXPECT_EQ(f.run(data.read_all(10)), "abc");
    EXPECT_EQ(f.server.lines(), (std::vector<std::string>{"HEAD /k1/data", "GET /k1/data"}));
    EXPECT_EQ(f.server.requests().at(1).header("accept-encoding"), "identity");
}

TEST(url_value, has_metadata_and_permissions)
{
    url_fixture f(
        [](recorded const& r)
        {
            return r.target == "/k/metadata" ? answer("200 OK", "{\"a\":1}")
                : r.target == "/k/auth"      ? answer("200 OK", "{\"owned\":[\"u\"]}")
                                             : head("");
        });
    auto const value = f.run(f.store->get("k"));
    EXPECT_EQ(f.run(value.metadata()).text(), "{\"a\":1}");
    EXPECT_EQ(f.run(value.permissions()).at("owned").count("u"), 1u);
}

// A server with ranges, and one without.
std::string ranges(recorded const& r, std::string const& data)
{
    auto const range = r.header("range");
    if (range.empty())
        return answer("200 OK", data);
    auto const dash = range.find('-');
    auto const first = std::stoul(range.substr(6));
    if (first >= data.size())
        return answer("416 Range Not Satisfiable", "no",
            "Content-Range: bytes */" + std::to_string(data.size()) + "\r\n");
    auto const last = dash + 1 == range.size()
        ? data.size() - 1
        : std::min(std::stoul(range.substr(dash + 1)), data.size() - 1);
    return answer("206 Partial Content", data.substr(first, last - first + 1),
        "Content-Range: bytes " + std::to_string(first) + "-" + std::to_string(last) + "/"
            + std::to_string(data.size()) + "\r\n");
}

class url_range : public ::testing::TestWithParam<bool>
{};

TEST_P(url_range, case_6_is_half_open)
{
    bool const has_ranges = GetParam();
    url_fixture f(
        [=](recorded const& r) { return has_ranges ? ranges(r, "test2\n") : answer("200 OK", "test2\n"); });
    EXPECT_EQ(f.range("k", 1, 3), "es");
    EXPECT_EQ(f.server.requests().back().header("range"), "bytes=1-2");
    EXPECT_EQ(f.server.requests().back().header("accept-encoding"), "identity");
    EXPECT_EQ(f.range("k", std::nullopt, 3), "tes");
    EXPECT_EQ(f.server.requests().back().header("range"), "bytes=0-2");
    EXPECT_EQ(f.range("k", 2, std::nullopt), "st2\n");
    EXPECT_EQ(f.server.requests().back().header("range"), "bytes=2-");
    EXPECT_EQ(f.range("k", 9, std::nullopt), "");
    EXPECT_EQ(f.range("k", 6, 7), "");
    EXPECT_EQ(f.range("k", 4, 100), "2\n");
    EXPECT_EQ(f.range("k", std::nullopt, std::nullopt), "test2\n");
    auto const before = f.server.requests().size();
    EXPECT_EQ(f.range("k", 3, 3), "");
    EXPECT_THROW(f.range("k", 3, 1), url_error);
    EXPECT_EQ(f.server.requests().size(), before);
}

INSTANTIATE_TEST_SUITE_P(servers, url_range, ::testing::Bool(),
    [](auto const& i) { return i.param ? "with_ranges" : "without_ranges"; });

TEST(url_range, knows_how_much_comes)
{
    url_fixture f([](recorded const& r) { return ranges(r, "0123456789"); });
    auto data = f.run(f.store->get_data_range("k", 2, 5));
    EXPECT_EQ(data.size(), 3u);
    EXPECT_EQ(data.whole_size(), 10u);
    EXPECT_EQ(f.run(f.store->get_data_range("k", 8, 20)).size(), 2u);
    EXPECT_EQ(f.run(f.store->get_data_range("k", 10, 20)).size(), 0u);
}

TEST(url_range, refuses_other_ranges_than_the_one_it_asked_for)
{
    std::vector<std::string> const bad{"", "Content-Range: bytes 0-1/6\r\n", "Content-Range: bytes 1-3/6\r\n",
        "Content-Range: bytes 1-1/6\r\n", "Content-Range: bytes 1-2/2\r\n", "Content-Range: bytes 2-1/6\r\n",
        "Content-Range: lines 1-2/6\r\n", "Content-Range: bytes 1-2\r\n", "Content-Range: bytes */6\r\n",
        "Content-Range: bytes 1-18446744073709551615/*\r\n", "Content-Range: bytes 1- 2/6\r\n"};
    for (auto const& headers : bad)
    {
        url_fixture f([&](recorded const&) { return answer("206 Partial Content", "es", headers); });
        EXPECT_EQ(f.failure_of(f.store->get_data_range("k", 1, 3)).code, url_errc::malformed_response)
            << headers;
    }
    // The length is that of the range each time.
    std::vector<std::pair<std::string, std::string>> const others{
        {"tes", "0-2/6"}, {"est", "1-3/6"}, {"e", "1-1/6"}, {"s", "2-2/6"}};
    for (auto const& [body, range] : others)
    {
        url_fixture f([&](recorded const&)
            { return answer("206 Partial Content", body, "Content-Range: bytes " + range + "\r\n"); });
        EXPECT_EQ(f.failure_of(f.store->get_data_range("k", 1, 3)).code, url_errc::malformed_response)
            << range;
    }
    url_fixture whole([](recorded const&)
        { return answer("206 Partial Content", "es", "Content-Range: bytes 0-1/6\r\n"); });
    EXPECT_EQ(whole.failure_of(whole.store->get_data("k")).code, url_errc::malformed_response);
    url_fixture longer([](recorded const&)
        { return answer("206 Partial Content", "est", "Content-Range: bytes 1-2/6\r\n"); });
    EXPECT_EQ(longer.failure_of(longer.store->get_data_range("k", 1, 3)).code, url_errc::malformed_response);
}

TEST(url_range, refuses_a_body_that_is_not_as_long_as_its_range)
{
    for (std::string const body : {"e", "est"})
    {
        url_fixture f(
            [&](recorded const&)
            {
                return recording_server::closing("HTTP/1.1 206 Partial Content\r\nContent-Range: bytes "
                                                 "1-2/6\r\nTransfer-Encoding: chunked\r\n\r\n"
                    + std::to_string(body.size()) + "\r\n" + body + "\r\n0\r\n\r\n");
            });
        auto data = f.run(f.store->get_data_range("k", 1, 3));
        EXPECT_EQ(f.failure_of(data.read_all(10)).code, url_errc::malformed_response) << body;
    }
}

TEST(url_data, refuses_encoded_data)
{
    url_fixture f([](recorded const&) { return answer("200 OK", "x", "Content-Encoding: gzip\r\n"); });
    EXPECT_EQ(f.failure_of(f.store->get_data("k")).code, url_errc::malformed_response);
}

TEST(url_data, case_17_data_that_is_cut_is_an_error)
{
    url_fixture f([](recorded const&)
        { return recording_server::closing("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nfour"); });
    auto const failure = f.failure_of(f.store->to_bytes("k", 100));
    EXPECT_EQ(failure.code, http::errc::closed_early);
    EXPECT_EQ(failure.key, "k");
    EXPECT_EQ(failure.operation, "get_data");
}

TEST(url_data, has_a_limit_in_memory)
{
    url_fixture f([](recorded const&) { return answer("200 OK", std::string(1000, 'x')); });
    EXPECT_EQ(f.run(f.store->to_bytes("k", 1000)).size(), 1000u);
    EXPECT_EQ(f.failure_of(f.store->to_bytes("k", 999)).code, url_errc::bad_input);
    EXPECT_EQ(f.run(f.store->to_bytes("k", static_cast<std::size_t>(-1))).size(), 1000u);
}

TEST(url_data, does_not_believe_a_length)
{
    url_fixture f(
        [](recorded const&)
        {
            return recording_server::closing("HTTP/1.1 200 OK\r\nContent-Length: 1000000000000\r\n\r\nfour");
        });
    EXPECT_EQ(
        f.failure_of(f.store->to_bytes("k", static_cast<std::size_t>(-1))).code, http::errc::closed_early);
}

TEST(content_range, is_parsed_strictly)
{
    using stores::urls::content_range;
    auto const good = content_range::parse("bytes 1-2/10");
    ASSERT_TRUE(good);
    EXPECT_EQ(good->first, 1u);
    EXPECT_EQ(good->last, 2u);
    EXPECT_EQ(good->whole, 10u);
    EXPECT_FALSE(content_range::parse("bytes 1-2/*")->whole);
    for (std::string_view const bad :
        {"bytes 1-2/", "bytes -2/10", "bytes 1-/10", "bytes +1-2/10", "bytes 1-2/10 ", "bytes 1-10/10",
            "bytes 99999999999999999999-2/*", "byte 1-2/3", "bytes 1/2-3", ""})
        EXPECT_FALSE(content_range::parse(bad)) << bad;
}

} // namespace
} // namespace dynasio::tests
