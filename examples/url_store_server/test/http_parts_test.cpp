// SPDX-License-Identifier: BSL-1.0
//
// The parts of the URL store server that decide something, without a network: URLs, ranges, dates, conditions.

#include "decide/byte_range.hpp"
#include "decide/http_date.hpp"
#include "decide/preconditions.hpp"
#include "decide/refusal.hpp"
#include "decide/routes.hpp"

#include <gtest/gtest.h>

namespace examples {
namespace {

using boost::beast::http::verb;
using namespace std::chrono_literals;
using kind = range_decision::kind;

/// The status that the target is refused with; `ok` when it is not.
status status_of(verb method, std::string_view target)
{
    try
    {
        (void)find_route(method, target, url_paths());
    }
    catch (refusal const& e)
    {
        return e.code();
    }
    return status::ok;
}

std::string key_of(std::string_view target)
{
    return find_route(verb::get, target, url_paths()).key;
}

TEST(url_store_routes, parts)
{
    EXPECT_EQ(find_route(verb::get, "/store/k1/data", {}).part, url_part::data);
    EXPECT_EQ(find_route(verb::put, "/store/k1/metadata", {}).part, url_part::metadata);
    EXPECT_EQ(find_route(verb::post, "/store/k1/auth", {}).part, url_part::permissions);
    auto const whole = find_route(verb::delete_, "/store/k1/data", {});
    EXPECT_EQ(whole.part, url_part::whole_key);
    EXPECT_EQ(whole.key, "k1/data");
    auto const query = find_route(verb::get, "/query?a=1&b=2", {});
    EXPECT_EQ(query.part, url_part::query);
    EXPECT_EQ(query.query, "a=1&b=2");
    EXPECT_EQ(key_of("http://localhost:80/store/k1/data"), "k1");
    EXPECT_EQ(find_route(verb::get, "/k1/data", {.base = "", .query = "/query"}).key, "k1");
    EXPECT_EQ(find_route(verb::delete_, "/query", {.base = "", .query = "/query"}).key, "query");
    EXPECT_EQ(find_route(verb::get, "/query/data", {.base = "", .query = "/query"}).key, "query");
}

TEST(url_store_routes, what_is_not_there)
{
    for (auto const* const target : {"/", "", "*", "/store", "/storek/data", "/store/data", "/store/k1",
             "/store/k1/more", "/other/k1/data"})
        EXPECT_EQ(status_of(verb::get, target), status::not_found) << target;
    EXPECT_EQ(status_of(verb::post, "/store/k1/data"), status::method_not_allowed);
    EXPECT_EQ(status_of(verb::put, "/query"), status::method_not_allowed);
    EXPECT_EQ(status_of(verb::patch, "/store/k1/auth"), status::method_not_allowed);
    EXPECT_EQ(status_of(verb::head, "/store/k1/data"), status::ok);
}

TEST(url_store_routes, keys)
{
    EXPECT_EQ(key_of("/store/a%20b/data"), "a b");
    EXPECT_EQ(key_of("/store/a/b/data"), "a/b");
    EXPECT_EQ(key_of("/store/%C3%BC/data"), "\xC3\xBC");
    EXPECT_EQ(key_of("/store/a%252Fb/data"), "a%2Fb");
    EXPECT_EQ(key_of("/store/~x!$&'()*+,;=:@/data"), "~x!$&'()*+,;=:@");
    EXPECT_EQ(key_of("/store/...a/data"), "...a");
    EXPECT_EQ(key_of("/store/" + std::string(1024, 'k') + "/data").size(), 1024U);
    for (auto const* const key : {"", ".", "..", "../up", "a/../b", "a/./b", "/a", "a//b", "a/", "a%0A",
             "%7F", "%2e%2e", "a%2F..%2Fb", "%FF", "%C0%80", "%ED%A0%80", "%", "%4", "%4g", "a%00"})
        EXPECT_EQ(status_of(verb::get, "/store/" + std::string(key) + "/data"), status::bad_request) << key;
    EXPECT_EQ(status_of(verb::get, "/store/" + std::string(1025, 'k') + "/data"), status::bad_request);
    EXPECT_EQ(status_of(verb::delete_, "/store/"), status::bad_request);
}

TEST(url_store_routes, base_path)
{
    EXPECT_EQ(checked_path("/"), "");
    EXPECT_EQ(checked_path("/v1/store/"), "/v1/store");
    EXPECT_THROW(checked_path("store"), std::invalid_argument);
    EXPECT_THROW(checked_path("/a b"), std::invalid_argument);
    EXPECT_THROW(checked_path("/a?b"), std::invalid_argument);
}

TEST(url_store_routes, form_parameters)
{
    auto const found = form_parameters("a_str=%22te+st%26%5Cu00e9%22&an_int=1&&x=a%2Bb=c&y");
    ASSERT_EQ(found.size(), 4U);
    EXPECT_EQ(found[0].first, "a_str");
    EXPECT_EQ(found[0].second, "\"te st&\\u00e9\"");
    EXPECT_EQ(found[1].second, "1");
    EXPECT_EQ(found[2].second, "a+b=c");
    EXPECT_EQ(found[3].first, "y");
    EXPECT_EQ(found[3].second, "");
    EXPECT_TRUE(form_parameters("").empty());
    EXPECT_THROW(form_parameters("a=%2"), refusal);
}

TEST(url_store_ranges, one_range)
{
    auto const part_of = [](std::string_view field)
    {
        auto const decision = decide_range(field, 6);
        EXPECT_EQ(decision.what, kind::part) << field;
        return decision.part;
    };
    EXPECT_EQ(part_of("bytes=1-2"), (byte_range{1, 3}));
    EXPECT_EQ(part_of("Bytes=0-0"), (byte_range{0, 1}));
    EXPECT_EQ(part_of("bytes=2-"), (byte_range{2, 6}));
    EXPECT_EQ(part_of("bytes=5-99999999999999999999999"), (byte_range{5, 6}));
    EXPECT_EQ(part_of("bytes=0-5"), (byte_range{0, 6}));
    EXPECT_EQ(part_of("bytes=-3"), (byte_range{3, 6}));
    EXPECT_EQ(part_of("bytes=-7"), (byte_range{0, 6}));
    EXPECT_EQ(content_range(byte_range{1, 3}, 6), "bytes 1-2/6");
    EXPECT_EQ(content_range(std::nullopt, 6), "bytes */6");
}

TEST(url_store_ranges, whole_or_nothing)
{
    for (auto const* const field : {"", "bytes", "bytes=", "bytes=-", "bytes=3-1", "bytes=a-b",
             "bytes=1-2,4-5", "lines=1-2", "bytes=+1-2", "bytes=1 -2", "bytes=--1"})
        EXPECT_EQ(decide_range(field, 6).what, kind::whole) << field;
    for (auto const* const field : {"bytes=6-", "bytes=6-7", "bytes=99999999999999999999999-", "bytes=-0"})
        EXPECT_EQ(decide_range(field, 6).what, kind::not_satisfiable) << field;
    EXPECT_EQ(decide_range("bytes=0-", 0).what, kind::not_satisfiable);
    EXPECT_EQ(decide_range("bytes=-1", 0).what, kind::not_satisfiable);
}

constexpr std::chrono::sys_seconds rfc_date{784111777s};
constexpr std::chrono::sys_seconds now{1'790'000'000s};

TEST(url_store_dates, three_forms)
{
    EXPECT_EQ(to_http_date(rfc_date), "Sun, 06 Nov 1994 08:49:37 GMT");
    EXPECT_EQ(parse_http_date("Sun, 06 Nov 1994 08:49:37 GMT", now), rfc_date);
    EXPECT_EQ(parse_http_date("Sunday, 06-Nov-94 08:49:37 GMT", now), rfc_date);
    EXPECT_EQ(parse_http_date("Sun Nov  6 08:49:37 1994", now), rfc_date);
    EXPECT_EQ(parse_http_date("Sun Nov 16 08:49:37 1994", now), rfc_date + 240h);
    auto const later = parse_http_date("Monday, 01-Jan-70 00:00:00 GMT", now);
    ASSERT_TRUE(later);
    EXPECT_EQ(to_http_date(*later).substr(5), "01 Jan 2070 00:00:00 GMT");
}

TEST(url_store_dates, no_dates)
{
    for (auto const* const text :
        {"", "0", "Sun, 06 Nov 1994 08:49:37", "Sun, 31 Feb 1994 08:49:37 GMT",
            "Sun, 06 Nov 1994 24:00:00 GMT", "Sun, 06 Nov 1994 08:60:37 GMT", "Xyz, 06 Nov 1994 08:49:37 GMT",
            "Sun, 06 Nov 1994 08:49:37 GMT ", "Sun, 6 Nov 1994 08:49:37 GMT", "Sun Nov  06 08:49:37 1994"})
        EXPECT_FALSE(parse_http_date(text, now)) << text;
}

preconditions given(std::string const& name, std::string const& value)
{
    boost::beast::http::fields fields;
    fields.insert(name, value);
    return preconditions_of(fields, now);
}

precondition_verdict verdict_of(
    std::string const& name, std::string const& value, bool is_read, bool exists = true)
{
    representation const current{"\"abc\"", rfc_date};
    return evaluate(given(name, value), exists ? std::optional(current) : std::nullopt, is_read);
}

TEST(url_store_preconditions, tags)
{
    using enum precondition_verdict;
    EXPECT_EQ(verdict_of("If-Match", "\"abc\"", false), proceed);
    EXPECT_EQ(verdict_of("If-Match", "\"x\", \"abc\"", false), proceed);
    EXPECT_EQ(verdict_of("If-Match", "*", false), proceed);
    EXPECT_EQ(verdict_of("If-Match", "*", false, false), failed);
    EXPECT_EQ(verdict_of("If-Match", "\"x\"", false), failed);
    EXPECT_EQ(verdict_of("If-Match", "\"x\"", true), failed);
    EXPECT_EQ(verdict_of("If-Match", "W/\"abc\"", false), failed);
    EXPECT_EQ(verdict_of("If-Match", "\"x,\"abc\"\"", false), failed);
    EXPECT_EQ(verdict_of("If-None-Match", "\"abc\"", true), not_modified);
    EXPECT_EQ(verdict_of("If-None-Match", "W/\"abc\"", true), not_modified);
    EXPECT_EQ(verdict_of("If-None-Match", "\"abc\"", false), failed);
    EXPECT_EQ(verdict_of("If-None-Match", "*", false), failed);
    EXPECT_EQ(verdict_of("If-None-Match", "*", false, false), proceed);
    EXPECT_EQ(verdict_of("If-None-Match", "\"x\"", true), proceed);
}

TEST(url_store_preconditions, dates)
{
    using enum precondition_verdict;
    auto const same = to_http_date(rfc_date);
    auto const before = to_http_date(rfc_date - 1s);
    EXPECT_EQ(verdict_of("If-Modified-Since", same, true), not_modified);
    EXPECT_EQ(verdict_of("If-Modified-Since", before, true), proceed);
    EXPECT_EQ(verdict_of("If-Modified-Since", same, false), proceed);
    EXPECT_EQ(verdict_of("If-Modified-Since", "yesterday", true), proceed);
    EXPECT_EQ(verdict_of("If-Unmodified-Since", same, false), proceed);
    EXPECT_EQ(verdict_of("If-Unmodified-Since", before, false), failed);
    EXPECT_EQ(verdict_of("If-Unmodified-Since", before, true), failed);
    EXPECT_EQ(verdict_of("If-Unmodified-Since", before, false, false), proceed);
}

TEST(url_store_preconditions, tags_come_before_dates)
{
    using enum precondition_verdict;
    representation const current{"\"abc\"", rfc_date};
    boost::beast::http::fields fields;
    fields.insert("If-Match", "\"x\"");
    fields.insert("If-Match", "\"abc\"");
    fields.insert("If-Unmodified-Since", to_http_date(rfc_date - 1s));
    fields.insert("If-None-Match", "\"y\"");
    fields.insert("If-Modified-Since", to_http_date(rfc_date));
    EXPECT_EQ(evaluate(preconditions_of(fields, now), current, true), proceed);
}

TEST(url_store_preconditions, if_range)
{
    representation const current{"\"abc\"", rfc_date};
    EXPECT_TRUE(range_counts({}, current));
    EXPECT_TRUE(range_counts(given("If-Range", "\"abc\""), current));
    EXPECT_TRUE(range_counts(given("If-Range", to_http_date(rfc_date)), current));
    EXPECT_FALSE(range_counts(given("If-Range", "W/\"abc\""), current));
    EXPECT_FALSE(range_counts(given("If-Range", to_http_date(rfc_date + 1s)), current));
}

} // namespace
} // namespace examples
