// SPDX-License-Identifier: BSL-1.0
//
// Servers that end in the middle of an operation.

#include "scenarios.hpp"

#include <boost/asio/error.hpp>

#include <memory>
#include <vector>

namespace examples::client_driver {

using dynasio::url_errc;
using namespace std::chrono_literals;

namespace {

/// Sends again for as long as a server may take to start.
dynasio::url_store_options patient(world const& all)
{
    auto options = all.options();
    options.attempts = 40;
    options.backoff_cap = 300ms;
    return options;
}

} // namespace

asio::awaitable<void> outlive_restarts(world& all)
{
    std::cout << "a server that is killed and started again\n";
    auto const store = all.store_of("ann", patient(all));
    auto const bytes = sample(3'000'000, 7);
    dynasio::url_metadata const metadata(R"({"restart": 1})");
    (void)co_await store.set("restart", "old", metadata);

    // In the middle of an upload. The proxy holds it until the server is gone.
    constexpr std::uint64_t half = 1'500'000;
    all.between().limit(half, UINT64_MAX);
    std::optional<attempt<dynasio::url_version>> written;
    std::vector<asio::awaitable<void>> both;
    auto const write = [&]() -> asio::awaitable<void>
    { written = co_await try_to(store.set_data("restart", bytes)); };
    auto const kill = [&]() -> asio::awaitable<void>
    {
        for (int i = 0; all.between().to_server() < half; ++i)
        {
            check(i < 5'000, "the upload does not begin");
            co_await pause_for(1ms);
        }
        all.main().kill();
        all.between().cut();
        co_await pause_for(100ms);
        all.restart();
    };
    both.push_back(write());
    both.push_back(kill());
    co_await together(std::move(both));
    check(written && written->value, "an upload does not outlive its server: " + written->code.message());
    check(co_await store.to_bytes("restart", bytes.size()) == bytes, "the data is not what was sent");
    std::cout << "   gets an upload from its beginning\n";

    // While there is no server.
    all.main().kill();
    all.between().cut();
    std::optional<attempt<dynasio::url_metadata>> read;
    std::optional<attempt<dynasio::url_version>> merged;
    auto const read_metadata = [&]() -> asio::awaitable<void>
    { read = co_await try_to(store.get_metadata("restart")); };
    auto const merge = [&]() -> asio::awaitable<void>
    { merged = co_await try_to(store.update_metadata("restart", metadata)); };
    auto const start = [&]() -> asio::awaitable<void>
    {
        co_await pause_for(300ms);
        all.restart();
    };
    std::vector<asio::awaitable<void>> three;
    three.push_back(read_metadata());
    three.push_back(merge());
    three.push_back(start());
    co_await together(std::move(three));
    check(read && read->value && *read->value == metadata, "a read does not outlive its server");
    // A POST is not sent again once the server may have had a byte; the proxy takes all of them.
    check(merged && (merged->value || merged->details->may_have_been_applied),
        "a POST that was lost cannot have been applied");
    std::cout << "   answers what was asked meanwhile\n";
}

asio::awaitable<void> notice_lost_data(world& all)
{
    std::cout << "a server that ends in the middle of a download\n";
    auto const store = all.store_of("ann", patient(all));
    auto const bytes = sample(3'000'000, 8);
    (void)co_await store.set_data("lost", bytes);
    all.between().limit(UINT64_MAX, 1'000'000);
    auto data = co_await store.get_data("lost");
    auto const version = data.version();
    std::vector<std::byte> buffer(64 * 1024);
    std::uint64_t got = 0;
    while (got < 500'000)
        got += co_await data.read_some(buffer);
    all.main().kill();
    all.between().cut();
    auto const rest = co_await try_to(data.read_all(bytes.size()));
    check(!rest.value && rest.details, "data that was cut is taken for all of it");
    check(rest.code != asio::error::operation_aborted, "lost data looks as if it were cancelled");
    auto const again = co_await try_to(data.read_some(buffer));
    check(!again.value, "data that was cut ends the second time");

    all.restart();
    dynasio::url_read_options same;
    same.if_match = version.etag;
    auto tail = co_await store.get_data_range("lost", got, std::nullopt, same);
    check(co_await tail.read_all(bytes.size()) == bytes.substr(got), "the rest is another one");
    std::cout << "   is noticed, and the rest can be had\n";
}

} // namespace examples::client_driver
