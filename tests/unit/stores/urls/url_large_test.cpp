// SPDX-License-Identifier: BSL-1.0
//
// Acceptance: data that is larger than what may be kept of it, both ways through the store.

#include "url_fixture.hpp"

#include "support/large_body.hpp"

#include <string>
#include <vector>

namespace dynasio::tests {
namespace {

constexpr std::size_t large_piece = 64 * 1024;
/// 1 GB, or less where that takes long.
constexpr std::size_t large_size = large_piece * (sanitized ? 512 : 16'384);

/// Takes one upload and gives one download. The number of bytes that it has got is the version of the data.
void serve_large_data(peer& p)
{
    std::string head;
    while (head.find("\r\n\r\n") == std::string::npos)
        head += p.read_some(1000);
    std::size_t received = head.size() - (head.find("\r\n\r\n") + 4);
    while (received < large_size)
    {
        auto const more = p.read_some(16384);
        if (more.empty())
            return;
        received += more.size();
    }
    p.reply("", "200 OK", "ETag: \"" + std::to_string(received) + "\"\r\n");
    p.expect_request();
    p.send("HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(large_size) + "\r\n\r\n");
    std::string const bytes(large_piece, 'y');
    for (std::size_t sent = 0; sent != large_size; sent += large_piece)
        p.send(bytes);
    p.expect_close();
}

awaitable<std::size_t> read_large_data(url_store store, heap_watch& heap)
{
    auto data = co_await store.get_data("large");
    std::vector<std::byte> buffer(large_piece);
    std::size_t read = 0;
    for (;;)
    {
        auto const n = co_await data.read_some(buffer);
        if (n == 0)
            co_return read;
        read += n;
        heap.look();
    }
}

TEST(url_large, data_takes_little_memory_both_ways)
{
    scripted_server server(serve_large_data);
    boost::asio::io_context context(1);
    auto options = quick_options("http://127.0.0.1:" + std::to_string(server.port()));
    options.call_timeout = 240s;
    url_store const store(context.get_executor(), options);
    store.connect();
    heap_watch heap;
    std::string version;
    std::size_t read = 0;
    auto const both_ways = [&]() -> awaitable<void>
    {
        auto const source = std::make_shared<endless_source>(large_size, heap);
        url_source const bytes(source);
        auto const written = co_await store.set_data("large", bytes);
        version = written.etag;
        read = co_await read_large_data(store, heap);
    };
    std::exception_ptr failure;
    boost::asio::co_spawn(context, both_ways(), [&](std::exception_ptr e) { failure = e; });
    context.run_for(250s);
    if (failure)
        std::rethrow_exception(failure);
    EXPECT_EQ(version, "\"" + std::to_string(large_size) + "\"");
    EXPECT_EQ(read, large_size);
    EXPECT_LT(heap.growth(), 1024U * 1024U);
}

} // namespace
} // namespace dynasio::tests
