// SPDX-License-Identifier: BSL-1.0
//
// Ranges, preconditions, and what the server refuses.

#include "driver/scenarios.hpp"

#include <algorithm>
#include <iostream>

namespace examples {

asio::awaitable<void> read_ranges(url_store& store)
{
    std::cout << "ranges\n";
    auto const user = store.main.user();
    auto const bytes = sample(600'000, 4);
    check_status(co_await user.ask("PUT", "/store/r/data", bytes), 201, "put 600,000 bytes");
    struct range
    {
        char const* field;
        std::size_t first;
        std::size_t size;
    };
    std::vector<range> const ranges{{"1-2", 1, 2}, {"262143-262144", 262'143, 2}, {"599999-", 599'999, 1},
        {"-3", 599'997, 3}, {"100000-999999999", 100'000, 500'000}, {"0-0", 0, 1}};
    for (auto const& each : ranges)
    {
        auto const field = std::string("Range: bytes=") + each.field + "\r\n";
        auto const reply = co_await user.ask("GET", "/store/r/data", "", field);
        check_status(reply, 206, each.field);
        check(reply.body == bytes.substr(each.first, each.size), "other bytes than those of the range");
        auto const expected = "bytes " + std::to_string(each.first) + '-'
            + std::to_string(each.first + each.size - 1) + "/600000";
        check(reply.field(http::field::content_range) == expected, "wrong Content-Range");
    }
    auto reply = co_await user.ask("GET", "/store/r/data", "", "Range: bytes=600000-\r\n");
    check_status(reply, 416, "600000-");
    check(reply.field(http::field::content_range) == "bytes */600000", "wrong Content-Range");
    reply = co_await user.ask("GET", "/store/r/data", "", "Range: bytes=0-1,4-5\r\n");
    check(reply.status == 200 && reply.body == bytes, "several ranges are not answered with all bytes");
    reply = co_await user.ask("GET", "/store/r/data", "", "Range: bytes=0-1\r\nIf-Range: \"other\"\r\n");
    check(reply.status == 200 && reply.body == bytes, "If-Range does not count");
}

asio::awaitable<void> keep_preconditions(url_store& store)
{
    std::cout << "preconditions\n";
    auto const user = store.main.user();
    std::string const none = "If-None-Match: *\r\n";
    check_status(co_await user.ask("PUT", "/store/c/data", "one", none), 201, "put if there is none");
    check_status(co_await user.ask("PUT", "/store/c/data", "two", none), 412, "again");
    auto reply = co_await user.ask("HEAD", "/store/c/data");
    auto const old = "If-Match: " + reply.field(http::field::etag) + "\r\n";
    auto const seen = "If-None-Match: " + reply.field(http::field::etag) + "\r\n";
    auto const since = "If-Modified-Since: " + reply.field(http::field::last_modified) + "\r\n";
    check_status(co_await user.ask("GET", "/store/c/data", "", seen), 304, "get if it has changed");
    check_status(co_await user.ask("HEAD", "/store/c/data", "", since), 304, "head if it is newer");
    check_status(co_await user.ask("PUT", "/store/c/data", "three", old), 204, "put if it is the same");
    check_status(co_await user.ask("PUT", "/store/c/data", "four", old), 412, "put if it is an old one");
    check_status(co_await user.ask("DELETE", "/store/c", "", old), 412, "remove an old one");
    check_status(co_await user.ask("GET", "/store/c/data", "", seen), 200, "get a new one");
    check_status(co_await user.ask("PUT", "/store/c/data", "five",
                     "If-Unmodified-Since: Sun, 06 Nov 1994 08:49:37 GMT\r\n"),
        412, "put if it is older");
    reply = co_await user.ask("GET", "/store/c/data");
    check(reply.body == "three", "the data is " + reply.body);

    reply = co_await user.ask("PUT", "/store/c/metadata", R"({"a": 1})");
    auto const first = "If-Match: " + reply.field(http::field::etag) + "\r\n";
    check_status(
        co_await user.ask("POST", "/store/c/metadata", R"({"b": 2})", first), 204, "merge if it is the same");
    check_status(
        co_await user.ask("POST", "/store/c/metadata", R"({"c": 3})", first), 412, "merge into an old one");
    check_status(
        co_await user.ask("PUT", "/store/c/metadata", R"({"c": 3})", first), 412, "replace an old one");
    reply = co_await user.ask("GET", "/store/c/metadata");
    check(reply.body == R"({"a": 1, "b": 2})", "the metadata is " + reply.body);
}

namespace {

asio::awaitable<void> put_if_same(store_user user, std::string body, std::string fields, int& succeeded)
{
    auto const reply = co_await user.ask("PUT", "/store/w/data", body, fields);
    check(reply.status == 204 || reply.status == 412, "put: " + std::to_string(reply.status));
    if (reply.status == 204)
        ++succeeded;
}

asio::awaitable<void> merge(store_user user, std::string json)
{
    auto const reply = co_await user.ask("POST", "/store/w/metadata", json);
    check(reply.status < 300, "merge: " + std::to_string(reply.status) + ' ' + reply.body);
}

} // namespace

asio::awaitable<void> let_one_of_many_writers_win(url_store& store)
{
    std::cout << "many writers\n";
    auto const user = store.main.user();
    auto const first = co_await user.ask("PUT", "/store/w/data", "first");
    auto const fields = "If-Match: " + first.field(http::field::etag) + "\r\n";
    int succeeded = 0;
    std::vector<asio::awaitable<void>> writers;
    for (int i = 0; i < 6; ++i)
        writers.push_back(put_if_same(user, "body " + std::to_string(i), fields, succeeded));
    co_await together(std::move(writers));
    check(succeeded == 1, "several writers of one version succeeded: " + std::to_string(succeeded));

    writers.clear();
    for (int i = 0; i < 4; ++i)
        writers.push_back(merge(user, "{\"n" + std::to_string(i) + "\": 1}"));
    co_await together(std::move(writers));
    auto const merged = (co_await user.ask("GET", "/store/w/metadata")).body;
    check(std::count(merged.begin(), merged.end(), ':') == 4, "a merge was lost: " + merged);
    std::cout << "   one of 6 writers of one version succeeds, 4 merges are all kept\n";
}

asio::awaitable<void> refuse_what_is_wrong(url_store& store)
{
    std::cout << "what is refused\n";
    auto const user = store.main.user();
    for (auto const* const key : {"..", "a/../b", "a//b", "%0A", "%FF", "%zz"})
        check_status(co_await user.ask("GET", std::string("/store/") + key + "/data"), 400, key);
    check_status(
        co_await user.ask("GET", "/store/" + std::string(1025, 'k') + "/data"), 400, "key of 1025 bytes");
    check_status(
        co_await user.ask("PUT", "/store/" + std::string(1024, 'k') + "/data", "x"), 201, "of 1024 bytes");
    check_status(co_await user.ask("GET", "/elsewhere"), 404, "path of nothing");
    check_status(co_await user.ask("GET", "/store/k/other"), 404, "part that is none");
    auto const reply = co_await user.ask("POST", "/store/k/data", "x");
    check_status(reply, 405, "post data");
    check(reply.field(http::field::allow) == "GET, HEAD, PUT", "wrong Allow");
    for (auto const* const json : {"", "[1]", "{\"a\":}", "{\"a\":1,\"a\":2}"})
        check_status(
            co_await user.ask("PUT", "/store/k/metadata", json), 400, std::string("metadata ") + json);
    auto const deep = "{\"a\":" + std::string(64, '[') + std::string(64, ']') + '}';
    check_status(co_await user.ask("PUT", "/store/k/metadata", deep), 400, "metadata of 65 levels");
    auto const large = "{\"a\":\"" + std::string(400'000, 'x') + "\"}";
    check_status(co_await user.ask("PUT", "/store/k/metadata", large), 413, "metadata above 400,000 bytes");
    auto const fits = "{\"a\":\"" + std::string(399'900, 'x') + "\"}";
    check_status(
        co_await user.ask("PUT", "/store/k/metadata", fits), 201, "metadata of almost 400,000 bytes");
    check_status(co_await user.ask("PUT", "/store/k/data", "x", "Content-Range: bytes 0-0/2\r\n"), 400,
        "part of data");
    check_status(co_await user.ask("PUT", "/store/k/data", "x", "Content-Type: \xFF\r\n"), 400, "media type");
    check_status(co_await user.ask("GET", "/store/k/data", "", "X: " + std::string(20'000, 'x') + "\r\n"),
        431, "header of 20,000 bytes");
}

} // namespace examples
