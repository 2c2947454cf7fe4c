// SPDX-License-Identifier: BSL-1.0
//
// Each part of a key, written and read again.

#include "decide/digest.hpp"
#include "driver/scenarios.hpp"

#include <algorithm>
#include <iostream>

namespace examples {

asio::awaitable<void> round_trip_of_data(url_store& store)
{
    std::cout << "data\n";
    auto const user = store.main.user();
    auto const big = sample(600'000, 1);
    auto reply = co_await user.ask("PUT", "/store/a/b%20c/data", big, "Content-Type: text/plain; x=y\r\n");
    check_status(reply, 201, "put 600,000 bytes");
    auto const tag = '"' + sha256_hex(big) + '"';
    check(reply.field(http::field::etag) == tag, "wrong ETag: " + reply.field(http::field::etag));

    reply = co_await user.ask("GET", "/store/a/b%20c/data");
    check_status(reply, 200, "get them");
    check(reply.body == big, "the bytes are not those that were put");
    for (auto const* const method : {"GET", "HEAD"})
    {
        reply = co_await user.ask(method, "/store/a/b%20c/data");
        check_status(reply, 200, method);
        check(reply.field(http::field::content_length) == "600000", "wrong Content-Length");
        check(reply.field(http::field::content_type) == "text/plain; x=y", "wrong Content-Type");
        check(reply.field(http::field::etag) == tag, "wrong ETag");
        check(reply.field(http::field::accept_ranges) == "bytes", "wrong Accept-Ranges");
        check(reply.field(http::field::last_modified).ends_with("GMT"), "wrong Last-Modified");
    }
    check(reply.body.empty(), "HEAD has a body");

    store_connection connection(co_await asio::this_coro::executor, user.port);
    co_await connection.connect();
    auto const other = sample(300'001, 2);
    auto const chunks = "Transfer-Encoding: chunked\r\nExpect: 100-continue\r\n";
    co_await connection.send(user.head("PUT", "/store/a/b%20c/data", chunks));
    check_status(co_await connection.receive("PUT"), 100, "the server waits for the body");
    co_await connection.send(chunked(other));
    check_status(co_await connection.receive("PUT"), 204, "replace them in chunks");
    co_await connection.send(user.head("GET", "/store/a/b%20c/data", ""));
    reply = co_await connection.receive("GET");
    check(reply.body == other, "the bytes are not those that replaced others");
    check(reply.field(http::field::content_type) == "application/octet-stream", "wrong Content-Type");

    check_status(co_await user.ask("PUT", "/store/empty/data"), 201, "put no bytes");
    reply = co_await user.ask("GET", "/store/empty/data");
    check(reply.status == 200 && reply.body.empty(), "no bytes cannot be read");
    auto const chunk_end = sample(2 * 256 * 1024, 3);
    check_status(co_await user.ask("PUT", "/store/even/data", chunk_end), 201, "put two full chunks");
    reply = co_await user.ask("GET", "/store/even/data");
    check(reply.body == chunk_end, "the two full chunks are not those that were put");
}

asio::awaitable<void> round_trip_of_metadata(url_store& store)
{
    std::cout << "metadata\n";
    auto const user = store.main.user();
    std::string const text = R"({"z": 123456789012345678901234567890, "\u00e9": "\u00fc", "l": [1, 2.50]})";
    check_status(co_await user.ask("GET", "/store/m/metadata"), 404, "get of a key that is not there");
    check_status(co_await user.ask("PUT", "/store/m/metadata", text), 201, "put for a new key");
    auto reply = co_await user.ask("GET", "/store/m/metadata");
    check_status(reply, 200, "get");
    check(reply.body == text, "the metadata is not as it was put: " + reply.body);
    check(reply.field(http::field::content_type) == "application/json", "wrong Content-Type");
    check(reply.field(http::field::etag) == '"' + sha256_hex(text) + '"', "wrong ETag");
    check_status(co_await user.ask("GET", "/store/m/data"), 404, "the key has no data");
    check_status(co_await user.ask("POST", "/store/m/metadata", R"({"l": {}, "n": 1})"), 204, "merge");
    reply = co_await user.ask("GET", "/store/m/metadata");
    check(reply.body == R"({"z": 123456789012345678901234567890, "\u00e9": "\u00fc", "l": {}, "n": 1})",
        "wrong merge: " + reply.body);
    check_status(co_await user.ask("PUT", "/store/m/data", "x"), 201, "put data");
    reply = co_await user.ask("GET", "/store/m/metadata");
    check(reply.body.size() > 2, "data has replaced the metadata");
    check_status(co_await user.ask("PUT", "/store/d/data", "x"), 201, "put data of another key");
    reply = co_await user.ask("GET", "/store/d/metadata");
    check(reply.status == 200 && reply.body == "{}", "a key with data only has other metadata than {}");
}

asio::awaitable<void> round_trip_of_permissions(url_store& store)
{
    std::cout << "permissions\n";
    auto const user = store.main.user();
    check_status(co_await user.ask("PUT", "/store/p/auth", R"({"owned": ["a"]})"), 404, "of no key");
    check_status(co_await user.ask("PUT", "/store/p/data", "x"), 201, "put data");
    auto reply = co_await user.ask("GET", "/store/p/auth");
    check_status(reply, 200, "get");
    check(reply.body == R"({"owned":["anonymous"]})", "wrong permissions: " + reply.body);
    check_status(
        co_await user.ask("PUT", "/store/p/auth", R"({"owned": ["u2", "u1"], "read": ["*"]})"), 204, "put");
    check_status(co_await user.ask("POST", "/store/p/auth", R"({"owned": ["u3"], "x": ["y"]})"), 204, "add");
    reply = co_await user.ask("GET", "/store/p/auth");
    check(reply.body == R"({"owned":["u1","u2","u3"],"read":["*"],"x":["y"]})",
        "wrong permissions: " + reply.body);
    check_status(co_await user.ask("PUT", "/store/p/auth", R"({"owned": []})"), 400, "put without an owner");
    check_status(
        co_await user.ask("POST", "/store/p/auth", R"({"read": ["z"]})"), 204, "add without an owner");
}

asio::awaitable<void> remove_all_parts(url_store& store)
{
    std::cout << "removal\n";
    auto const user = store.main.user();
    check_status(co_await user.ask("PUT", "/store/gone/data", "x"), 201, "put data");
    check_status(co_await user.ask("PUT", "/store/gone/metadata", R"({"gone": true})"), 201, "put metadata");
    check_status(co_await user.ask("DELETE", "/store/gone"), 204, "remove");
    check_status(co_await user.ask("DELETE", "/store/gone"), 404, "remove again");
    for (auto const* const part : {"data", "metadata", "auth"})
        check_status(co_await user.ask("GET", std::string("/store/gone/") + part), 404, part);
    auto const reply = co_await user.ask("GET", "/query?gone=true");
    check(reply.status == 200 && reply.body.empty(), "the index finds what was removed");
}

asio::awaitable<void> query_by_metadata(url_store& store)
{
    std::cout << "queries\n";
    auto const user = store.main.user();
    std::vector<std::string> keys;
    for (int i = 10; i < 22; ++i)
    {
        keys.push_back("q/" + std::to_string(i));
        auto const json = "{\"kind\": \"te st&\\u00e9\", \"three\": " + std::to_string(i % 3) + "}";
        auto const reply = co_await user.ask("PUT", "/store/" + keys.back() + "/metadata", json);
        check(reply.status == 201, "put metadata: " + std::to_string(reply.status));
    }
    auto reply = co_await user.ask("GET", "/query?kind=%22te+st%26%C3%A9%22");
    check_status(reply, 200, "12 keys by a text");
    check(reply.field(http::field::content_type).starts_with("text/plain"), "wrong Content-Type");
    check(lines_of(reply.body) == keys, "other keys were found: " + reply.body);
    reply = co_await user.ask("GET", "/query?kind=%22te+st%26%5Cu00e9%22&three=0.0");
    check(lines_of(reply.body).size() == 4, "other keys were found: " + reply.body);
    reply = co_await user.ask("GET", "/query?kind=%22te%22");
    check(reply.status == 200 && reply.body.empty(), "keys were found: " + reply.body);
    reply = co_await user.ask("GET", "/query");
    auto const all = lines_of(reply.body);
    check(all.size() > keys.size(), "not all keys were found: " + reply.body);
    check(std::is_sorted(all.begin(), all.end()), "the keys are not sorted: " + reply.body);
    check_status(co_await user.ask("GET", "/query?kind=te"), 400, "a value that is not JSON");
    check_status(co_await user.ask("GET", "/query?no-name=1"), 400, "a name that is not an identifier");
}

} // namespace examples
