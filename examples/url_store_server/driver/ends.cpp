// SPDX-License-Identifier: BSL-1.0
//
// Servers that start again, and that end in the middle of something.

#include "driver/scenarios.hpp"

#include <iostream>

namespace examples {

using namespace std::chrono_literals;

asio::awaitable<void> keep_everything_over_restarts(url_store& store)
{
    std::cout << "restart\n";
    auto const bytes = sample(300'000, 10);
    check_status(co_await store.main.user().ask("PUT", "/store/kept/data", bytes), 201, "put data");
    check_status(
        co_await store.main.user().ask("PUT", "/store/kept/metadata", R"({"kept": 1})"), 201, "metadata");
    store.main.send_stop();
    check(store.main.wait_until_stopped() == 0, "connections were broken off");
    store.main.start();
    auto const user = store.main.user();
    check((co_await user.ask("GET", "/store/kept/data")).body == bytes, "other data after the restart");
    check((co_await user.ask("GET", "/store/kept/metadata")).body == R"({"kept": 1})", "other metadata");
    check((co_await user.ask("GET", "/store/kept/auth")).status == 200, "no permissions");
    check((co_await user.ask("GET", "/query?kept=1")).body == "kept\n", "the index has lost it");
    std::cout << "   everything is there\n";
}

asio::awaitable<void> finish_transfers_at_the_end(url_store& store)
{
    std::cout << "SIGTERM during transfers\n";
    auto const user = store.main.user();
    auto const executor = co_await asio::this_coro::executor;
    // More than fits into the buffers of a connection that is not read.
    auto const big = sample(8'000'000, 11);
    check_status(co_await user.ask("PUT", "/store/big/data", big), 201, "put 8 MB");
    store_connection download(executor, user.port);
    co_await download.connect();
    co_await download.send(user.head("GET", "/store/big/data", ""));
    store_connection upload(executor, user.port);
    co_await upload.connect();
    co_await upload.send(user.head("PUT", "/store/last/data", "Content-Length: 6\r\n") + "abc");
    store_connection idle(executor, user.port);
    co_await idle.connect();
    co_await idle.send(user.head("GET", "/store/last/data", ""));
    check_status(co_await idle.receive("GET"), 404, "get before the end of the upload");

    store.main.send_stop();
    check(co_await idle.sees_end(), "an idle connection is not closed");
    co_await upload.send("def");
    auto reply = co_await upload.receive("PUT");
    check_status(reply, 201, "the upload ends");
    check(reply.field(http::field::connection) == "close", "the connection is kept");
    reply = co_await download.receive("GET");
    check(reply.status == 200 && reply.body == big, "the download does not end");
    upload.close();
    download.close();
    check(store.main.wait_until_stopped() == 0, "connections were broken off");
    store.main.start();
    check((co_await store.main.user().ask("GET", "/store/last/data")).body == "abcdef", "other data");
    std::cout << "   they end, and so does the server\n";
}

asio::awaitable<void> break_off_what_never_ends(url_store& store)
{
    std::cout << "SIGTERM during an upload that never ends\n";
    server own(store.program, store.table_prefix, {"--drain", "1"});
    auto const user = own.user();
    check_status(co_await user.ask("PUT", "/store/endless/data", "old"), 201, "put data");
    store_connection upload(co_await asio::this_coro::executor, user.port);
    co_await upload.connect();
    auto const fields = "Content-Length: 1000000\r\nExpect: 100-continue\r\n";
    co_await upload.send(user.head("PUT", "/store/endless/data", fields));
    check_status(co_await upload.receive("PUT"), 100, "the upload begins");
    own.send_stop();
    check(own.wait_until_stopped() == 1, "the upload was not broken off");
    auto const reply = co_await store.main.user().ask("GET", "/store/endless/data");
    check(reply.body == "old", "the data is " + reply.body);
}

asio::awaitable<void> refuse_bad_command_lines(url_store& store)
{
    std::cout << "bad command lines\n";
    std::vector<std::vector<std::string>> const wrong{{}, {"--table-prefix"},
        {"--table-prefix", "t", "--prot", "1"}, {"--table-prefix", "t", "--port", "70000"},
        {"--table-prefix", "t", "--token", "x"}, {"--table-prefix", "t", "--tokens", "/nowhere/tokens"},
        {"--table-prefix", "t", "--tls-key", "x"},
        {"--table-prefix", "t", "--tls-key", "x", "--tls-certificate", "/nowhere/file"},
        {"--table-prefix", "t", "--base-path", "x"}, {"--table-prefix", "not a name"}};
    for (auto const& arguments : wrong)
    {
        std::vector<std::string> command(1, store.program);
        command.insert(command.end(), arguments.begin(), arguments.end());
        child_process process(command);
        auto const code = process.wait(10s);
        check(code == 2, "exit code " + std::to_string(code) + " for " + command.back());
    }
    std::cout << "   end with 2\n";
    co_return;
}

} // namespace examples
