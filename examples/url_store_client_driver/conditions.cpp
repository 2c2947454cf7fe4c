// SPDX-License-Identifier: BSL-1.0
//
// Parts of data, and operations that depend on what is there.

#include "scenarios.hpp"

#include <chrono>
#include <vector>

namespace examples::client_driver {

using dynasio::url_errc;
using namespace std::chrono_literals;

namespace {

asio::awaitable<std::string> range_of(dynasio::url_store store, std::string key,
    std::optional<std::uint64_t> first, std::optional<std::uint64_t> end)
{
    auto data = co_await store.get_data_range(key, first, end);
    co_return co_await data.read_all(1'000'000);
}

} // namespace

asio::awaitable<void> read_ranges(world& all)
{
    std::cout << "ranges\n";
    auto const store = all.store_of("ann");
    auto const bytes = sample(600'000, 3);
    auto const version = co_await store.set_data("range", bytes);
    struct wanted
    {
        std::optional<std::uint64_t> first, end;
        std::string expected;
    };
    std::vector<wanted> const ranges{{1, 3, bytes.substr(1, 2)}, {{}, 3, bytes.substr(0, 3)},
        {2, {}, bytes.substr(2)}, {{}, {}, bytes}, {0, 600'000, bytes}, {0, 900'000, bytes},
        {250'000, 300'000, bytes.substr(250'000, 50'000)}, {599'999, {}, bytes.substr(599'999)},
        {599'999, 600'000, bytes.substr(599'999)}, {600'000, {}, ""}, {700'000, 700'001, ""}, {3, 3, ""},
        {0, 0, ""}};
    for (auto const& [first, end, expected] : ranges)
        check(co_await range_of(store, "range", first, end) == expected,
            "another range from " + std::to_string(first.value_or(0)));
    (void)co_await check_fails(range_of(store, "range", 3, 1), url_errc::bad_input, "a range backwards");
    (void)co_await check_fails(range_of(store, "none", 3, 5), url_errc::key_not_found, "a range of nothing");

    dynasio::url_read_options same;
    same.if_match = version.etag;
    auto part = co_await store.get_data_range("range", 100, 200, same);
    check(part.size() == 100 && part.whole_size() == 600'000 && part.version() == version,
        "a range tells of something else");
    check(co_await part.read_all(100) == bytes.substr(100, 100), "a range on a condition has other bytes");
    (void)co_await store.set_data("range", "other");
    (void)co_await check_fails(store.get_data_range("range", 100, 200, same), url_errc::conflict,
        "a range of data that has changed");
    (void)co_await check_fails(store.get_data("range", same), url_errc::conflict, "data that has changed");
    std::cout << "   are those that were asked for\n";
}

asio::awaitable<void> keep_conditions(world& all)
{
    std::cout << "conditions\n";
    auto const store = all.store_of("ann");
    dynasio::url_write_options is_new;
    is_new.if_none_match = "*";
    dynasio::url_write_options is_old;
    is_old.if_match = "*";
    (void)co_await check_fails(
        store.set_data("cond", "x", is_old), url_errc::conflict, "over something that is not there");
    auto const first = co_await store.set_data("cond", "1", is_new);
    auto const failure =
        co_await check_fails(store.set_data("cond", "2", is_new), url_errc::conflict, "a second first write");
    check(failure.http_status == 412 && !failure.may_have_been_applied, "a conflict may have been applied");
    auto const second = co_await store.set_data("cond", "2", is_old);

    dynasio::url_write_options stale;
    stale.if_match = first.etag;
    (void)co_await check_fails(store.set_data("cond", "3", stale), url_errc::conflict, "a stale ETag");
    (void)co_await check_fails(store.remove("cond", stale), url_errc::conflict, "remove with a stale ETag");
    check(co_await store.to_bytes("cond", 10) == "2", "a condition that does not hold has changed the data");
    dynasio::url_write_options current;
    current.if_match = second.etag;
    (void)co_await store.set_data("cond", "3", current);
    dynasio::url_write_options unlike;
    unlike.if_none_match = (co_await store.get("cond")).version().etag;
    (void)co_await check_fails(store.set_data("cond", "4", unlike), url_errc::conflict, "over the same data");

    dynasio::url_write_options early;
    early.if_unmodified_since = *second.modified - 60s;
    (void)co_await check_fails(
        store.set_data("cond", "5", early), url_errc::conflict, "what was changed since then");
    early.if_unmodified_since = *second.modified + 60s;
    (void)co_await store.set_data("cond", "5", early);

    dynasio::url_metadata const one(R"({"n": 1})");
    (void)co_await store.set_metadata("cond", one);
    auto const read = co_await store.get_metadata("cond");
    dynasio::url_write_options of_metadata;
    of_metadata.if_match = read.version().etag;
    dynasio::url_metadata const two(R"({"n": 2})");
    (void)co_await store.set_metadata("cond", two, of_metadata);
    (void)co_await check_fails(
        store.set_metadata("cond", one, of_metadata), url_errc::conflict, "metadata with a stale ETag");
    (void)co_await check_fails(
        store.update_metadata("cond", one, of_metadata), url_errc::conflict, "a merge with a stale ETag");
    check((co_await store.get_metadata("cond")).member("n") == "2", "the metadata has changed");

    current.if_match = (co_await store.get("cond")).version().etag;
    check(co_await store.remove("cond", current), "a condition that holds does not remove");
    std::cout << "   are kept\n";
}

} // namespace examples::client_driver
