// SPDX-License-Identifier: BSL-1.0
//
// Many who write the same key at once.

#include "scenarios.hpp"

#include <vector>

namespace examples::client_driver {

using dynasio::url_errc;
using dynasio::url_metadata;

namespace {

/// Adds 1 to a number in the metadata of a key, as often as it takes.
asio::awaitable<void> add_one(dynasio::url_store store, std::string key)
{
    for (int i = 0; i < 200; ++i)
    {
        auto const now = co_await store.get_metadata(key);
        auto const next =
            R"({"count": )" + std::to_string(now.get<std::int32_t>("count").value_or(0) + 1) + '}';
        dynasio::url_write_options if_unchanged;
        if_unchanged.if_match = now.version().etag;
        auto const written = co_await try_to(store.set_metadata(key, url_metadata(next), if_unchanged));
        if (written.value)
            co_return;
        check(written.code == url_errc::conflict, "a count fails with " + written.code.message());
        check(!written.details->may_have_been_applied, "a conflict may have been applied");
    }
    check(false, "a count does not succeed");
}

asio::awaitable<void> count_some(dynasio::url_store store, std::string key)
{
    for (int i = 0; i < 4; ++i)
        co_await add_one(store, key);
}

asio::awaitable<void> merge_one(dynasio::url_store store, std::string key, int number)
{
    url_metadata const member(R"({"m)" + std::to_string(number) + R"(": )" + std::to_string(number) + '}');
    (void)co_await store.update_metadata(key, member);
}

asio::awaitable<void> check_members(dynasio::url_store store, std::string key, int count)
{
    auto const merged = co_await store.get_metadata(key);
    for (int i = 0; i < count; ++i)
        check(merged.get<std::int32_t>("m" + std::to_string(i)) == i, "a member is lost: " + merged.text());
    check(merged.names().size() == static_cast<std::size_t>(count), "there are other members");
}

} // namespace

asio::awaitable<void> count_together(world& all)
{
    std::cout << "a counter, If-Match\n";
    auto const store = all.store_of("ann");
    url_metadata const zero(R"({"count": 0})");
    (void)co_await store.set_metadata("count", zero);
    std::vector<asio::awaitable<void>> counting;
    for (int i = 0; i < 5; ++i)
        counting.push_back(count_some(store, "count"));
    co_await together(std::move(counting));
    auto const end = co_await store.get_metadata("count");
    check(end.get<std::int32_t>("count") == 20, "updates are lost: " + end.text());
    std::cout << "   loses no update\n";
}

asio::awaitable<void> merge_together(world& all)
{
    std::cout << "members of metadata\n";
    constexpr int by_server = 12;
    auto const store = all.store_of("ann");
    (void)co_await store.set_metadata("merge", url_metadata());
    std::vector<asio::awaitable<void>> merging;
    for (int i = 0; i < by_server; ++i)
        merging.push_back(merge_one(store, "merge", i));
    co_await together(std::move(merging));
    co_await check_members(store, "merge", by_server);
    std::cout << "   are merged by the server\n";

    constexpr int by_client = 6;
    auto options = all.options();
    options.server_merges_metadata = false;
    options.update_attempts = 50;
    auto const emulating = all.store_of("ann", options);
    (void)co_await store.set_metadata("merge", url_metadata());
    merging.clear();
    for (int i = 0; i < by_client; ++i)
        merging.push_back(merge_one(emulating, "merge", i));
    co_await together(std::move(merging));
    co_await check_members(store, "merge", by_client);
    std::cout << "   and by the client\n";
}

asio::awaitable<void> create_once(world& all)
{
    std::cout << "one key, many who create it\n";
    auto const store = all.store_of("ann");
    int created = 0;
    int refused = 0;
    auto const create = [&](int i) -> asio::awaitable<void>
    {
        dynasio::url_write_options is_new;
        is_new.if_none_match = "*";
        auto const done = co_await try_to(store.set_data("created", std::to_string(i), is_new));
        ++(done.value ? created : refused);
        check(done.value || done.code == url_errc::conflict, "creating fails with " + done.code.message());
    };
    std::vector<asio::awaitable<void>> creating;
    for (int i = 0; i < 8; ++i)
        creating.push_back(create(i));
    co_await together(std::move(creating));
    check(created == 1 && refused == 7, std::to_string(created) + " have created it");
    std::cout << "   one of them does\n";
}

} // namespace examples::client_driver
