// SPDX-License-Identifier: BSL-1.0
//
// Uploads that break off, meet, and leave something behind.

#include "driver/scenarios.hpp"

#include <iostream>

namespace examples {

using namespace std::chrono_literals;

namespace {

std::string length_field(std::size_t size)
{
    return "Content-Length: " + std::to_string(size) + "\r\n";
}

/// Waits, with a limit, until the store has no more chunks than that.
asio::awaitable<void> wait_for_chunks(store_tables tables, std::size_t expected)
{
    std::size_t count = 0;
    for (int i = 0; i < 100; ++i)
    {
        count = 0;
        auto all = tables.chunks.scan(dynasio::read_options().consistent());
        while (co_await all.next())
            ++count;
        if (count == expected)
            co_return;
        co_await pause_for(200ms);
    }
    check(false, "the store has " + std::to_string(count) + " chunks, expected " + std::to_string(expected));
}

asio::awaitable<void> expire_uploads(store_tables tables)
{
    auto const past = current_second() - 1s;
    auto all = tables.uploads.scan(dynasio::read_options().consistent());
    while (auto const each = co_await all.next())
        co_await tables.uploads.update_record_if_exists(
            {each->shard, each->id}, dynasio::attr<&listed_upload::expires> = past);
}

} // namespace

asio::awaitable<void> break_off_uploads(url_store& store)
{
    std::cout << "uploads that break off\n";
    auto const user = store.main.user();
    check_status(co_await user.ask("PUT", "/store/b/data", "old"), 201, "put data");
    auto const half = sample(500'000, 5);
    for (bool const sized : {true, false})
    {
        store_connection connection(co_await asio::this_coro::executor, user.port);
        co_await connection.connect();
        auto const fields = sized ? length_field(1'000'000) : std::string("Transfer-Encoding: chunked\r\n");
        auto body = sized ? half : chunked(half);
        if (!sized)
            body.resize(body.size() - 5); // without its end
        co_await connection.send(user.head("PUT", "/store/b/data", fields) + body);
        connection.close();
        auto const reply = co_await user.ask("GET", "/store/b/data");
        check(reply.status == 200 && reply.body == "old", "an upload that broke off has changed the data");
    }
    store_connection connection(co_await asio::this_coro::executor, user.port);
    co_await connection.connect();
    co_await connection.send(user.head("PUT", "/store/b/data", "Transfer-Encoding: chunked\r\n") + "xyz\r\n");
    check_status(co_await connection.receive("PUT"), 400, "chunks that are none");
    check(co_await connection.sees_end(), "the connection is kept");
    check((co_await user.ask("GET", "/store/b/data")).body == "old", "a bad upload has changed the data");
}

asio::awaitable<void> upload_twice_at_once(url_store& store)
{
    std::cout << "two uploads at once\n";
    auto const user = store.main.user();
    auto const executor = co_await asio::this_coro::executor;
    std::vector<std::string> const bodies{sample(700'000, 6), sample(600'000, 7)};
    store_connection first(executor, user.port);
    store_connection second(executor, user.port);
    co_await first.connect();
    co_await second.connect();
    co_await first.send(user.head("PUT", "/store/t/data", length_field(bodies[0].size())));
    co_await second.send(user.head("PUT", "/store/t/data", length_field(bodies[1].size())));
    for (std::size_t at = 0; at < bodies[0].size(); at += 100'000)
    {
        co_await first.send(bodies[0].substr(at, 100'000));
        if (at < bodies[1].size())
            co_await second.send(bodies[1].substr(at, 100'000));
    }
    auto const one = co_await first.receive("PUT");
    auto const other = co_await second.receive("PUT");
    check(one.status < 300 && other.status < 300, "an upload failed");
    auto const reply = co_await user.ask("GET", "/store/t/data");
    check(reply.body == bodies[0] || reply.body == bodies[1], "the data is neither of both");
    std::cout << "   leave one of both\n";
}

asio::awaitable<void> remove_what_is_not_referred_to(url_store& store)
{
    std::cout << "sweep\n";
    auto const prefix = store.table_prefix + "-sweep";
    server own(store.program, prefix, {"--grace", "1", "--sweep", "1"});
    store_tables const tables(store.tables.client, prefix, {});
    auto const user = own.user();
    check_status(co_await user.ask("PUT", "/store/s/data", sample(300'000, 8)), 201, "put two chunks");
    check_status(co_await user.ask("PUT", "/store/s/data", "one chunk"), 204, "replace them by one");
    check_status(co_await user.ask("PUT", "/store/s2/data", "x"), 201, "put data");
    check_status(co_await user.ask("DELETE", "/store/s2"), 204, "and remove it");

    store_connection connection(co_await asio::this_coro::executor, user.port);
    co_await connection.connect();
    auto const head = user.head("PUT", "/store/s/data", length_field(1'000'000));
    co_await connection.send(head + sample(300'000, 9));
    connection.close();
    co_await wait_for_chunks(tables, 1);
    std::cout << "   what was replaced, removed or broken off is gone\n";

    store_connection other(co_await asio::this_coro::executor, user.port);
    co_await other.connect();
    co_await other.send(head + sample(600'000, 9));
    co_await wait_for_chunks(tables, 3);
    own.kill();
    other.close();
    own.start();
    co_await expire_uploads(tables);
    co_await wait_for_chunks(tables, 1);
    auto const reply = co_await own.user().ask("GET", "/store/s/data");
    check(reply.status == 200 && reply.body == "one chunk", "the data has changed: " + reply.body);
    std::cout << "   and so is what a server that was killed has left\n";
}

} // namespace examples
