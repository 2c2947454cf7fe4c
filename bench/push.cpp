// SPDX-License-Identifier: BSL-1.0
//
// What the push stores cost: requests of each step, memory of a drain, and CPU time of storing a message. The server is in this
// process, so that nothing but the library is measured.

#define BENCH_COUNT_LIVE_BYTES
#include "counting_new.hpp"
#include "median.hpp"
#include "push_server.hpp"

#include "stores/push/message_item.hpp"

#include <dynasio/aws/credential_providers.hpp>
#include <dynasio/stores/message_table.hpp>
#include <dynasio/stores/push/inactive_users.hpp>
#include <dynasio/stores/push/preflight_check.hpp>
#include <dynasio/stores/record_table.hpp>
#include <dynasio/stores/router_table.hpp>
#include <dynasio/testing/recording_transport.hpp>
#include <dynasio/testing/scripted_transport.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <sys/resource.h>

#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace asio = boost::asio;
using dynasio::message_table;
using dynasio::notification;
using dynasio::router_table;

namespace {

constexpr std::size_t stored_messages = 10'000;
constexpr std::size_t page_size = 100;

dynasio::client client_of(asio::any_io_executor executor, std::shared_ptr<dynasio::http::transport> transport)
{
    dynasio::client_options options;
    options.region = "us-east-1";
    options.credentials = dynasio::aws::static_credentials({"id", dynasio::secret("key")});
    options.transport = std::move(transport);
    return dynasio::client(executor, options);
}

dynasio::uaid user()
{
    return dynasio::uaid("abad1dea00000000aabbccdd00000000");
}

dynasio::channel_id channel()
{
    return dynasio::channel_id("deadbeef-0000-0000-deca-fbad00000000");
}

/// As section 2.2 of the contract shows it, with 200 characters of data, and a message id as endpoints make it.
notification some_message()
{
    notification message;
    message.uaid = user();
    message.channel = channel();
    message.ttl = std::chrono::hours(24);
    message.data = std::string(200, 'd');
    message.headers.emplace();
    message.headers->encoding = "aes128gcm";
    message.headers->crypto_key = std::string(90, 'k');
    message.timestamp = std::chrono::sys_seconds(std::chrono::seconds(1'528'934'400));
    message.message_id = std::string(204, 'i');
    return message;
}

std::vector<notification> some_messages(std::size_t count)
{
    return std::vector<notification>(count, some_message());
}

/// Prints the requests since the last call.
void print_requests(char const* what, dynasio::testing::recording_transport& recorded)
{
    std::map<std::string, int> counts;
    for (auto const& each : recorded.exchanges())
        ++counts[dynasio::testing::operation_of(each.request)];
    recorded.clear();
    std::printf("%-44s", what);
    for (auto const& [operation, count] : counts)
        std::printf(" %d %s", count, operation.c_str());
    std::printf("\n");
}

asio::awaitable<void> requests_of_router(router_table router, dynasio::testing::recording_transport& recorded)
{
    dynasio::router_record record;
    record.uaid = user();
    record.router_type = "webpush";
    record.connected_at.emplace(std::chrono::milliseconds(1'528'934'400'123));
    record.node_id = "http://10.0.0.1:8080";
    co_await router.register_user(record);
    print_requests("register_user", recorded);
    co_await router.get_uaid(user());
    print_requests("get_uaid", recorded);
    co_await router.update_message_month(user(), "message_2018_07");
    print_requests("update_message_month", recorded);
    co_await router.clear_node(record);
    print_requests("clear_node", recorded);
    co_await router.drop_user(user());
    print_requests("drop_user", recorded);
    dynasio::drop_inactive_options options;
    options.pause = {};
    auto dropping = router.drop_inactive(6, options);
    while (co_await dropping.next())
    {}
    print_requests("drop_inactive, 50 users, without index", recorded);
}

asio::awaitable<void> requests_of_messages(
    message_table messages, router_table router, dynasio::testing::recording_transport& recorded)
{
    co_await messages.register_channel(user(), channel());
    print_requests("register_channel", recorded);
    co_await messages.unregister_channel(user(), channel());
    print_requests("unregister_channel", recorded);
    std::set<dynasio::channel_id> channels;
    channels.insert(channel());
    co_await messages.save_channels(user(), channels);
    print_requests("save_channels", recorded);
    co_await messages.all_channels(user());
    print_requests("all_channels", recorded);
    auto message = some_message();
    message.topic = "top";
    co_await messages.store_message(message);
    print_requests("store_message", recorded);
    co_await messages.fetch_messages(user());
    print_requests("fetch_messages", recorded);
    message.update_id = message.message_id;
    co_await messages.delete_message(message);
    print_requests("delete_message", recorded);
    auto many = some_messages(60);
    co_await messages.store_messages(std::move(many));
    print_requests("store_messages, 60", recorded);
    co_await messages.fetch_timestamp_messages(user());
    print_requests("fetch_timestamp_messages", recorded);
    co_await messages.update_last_message_read(user(), dynasio::message_position(1));
    print_requests("update_last_message_read", recorded);
    co_await messages.migrate(user(), messages, router);
    print_requests("migrate", recorded);
    co_await dynasio::preflight_check(messages, router);
    print_requests("preflight_check", recorded);
    auto waiting = messages.drain(user());
    while (co_await waiting.next())
    {}
    print_requests("drain, 60 messages", recorded);
}

struct drain_cost
{
    std::size_t messages = 0;
    double peak = 0; // bytes
};

asio::awaitable<drain_cost> drain(message_table messages)
{
    drain_cost result;
    std::int64_t const before = bench::live_bytes;
    bench::peak_live_bytes = before;
    auto waiting = messages.drain(user());
    while (co_await waiting.next())
        ++result.messages;
    result.peak = static_cast<double>(bench::peak_live_bytes - before);
    co_return result;
}

/// Stores so many in all, a page at once, and reads them back.
asio::awaitable<void> memory(message_table messages, bench::push_server& server)
{
    double one_page = 0;
    std::size_t stored = 0;
    std::array<std::size_t, 2> const counts{page_size, stored_messages};
    for (auto const wanted : counts)
    {
        double storing = 0;
        for (; stored < wanted; stored += page_size)
        {
            auto batch = some_messages(page_size);
            std::int64_t const before = bench::live_bytes;
            bench::peak_live_bytes = before;
            co_await messages.store_messages(std::move(batch));
            storing = static_cast<double>(bench::peak_live_bytes - before);
        }
        co_await drain(messages); // so that buffers of the server have grown
        auto const cost = co_await drain(messages);
        if (cost.messages != wanted)
            std::abort();
        if (wanted == page_size)
            one_page = cost.peak;
        std::printf(
            "%6zu messages stored, %zu at once: %.0f kB at the peak; drained: %.1f kB, %.3f times one page"
            " (response of %.1f kB)\n",
            wanted, page_size, storing / 1e3, cost.peak / 1e3, cost.peak / one_page,
            static_cast<double>(server.largest_page()) / 1e3);
    }
}

double cpu_microseconds()
{
    rusage used{};
    ::getrusage(RUSAGE_SELF, &used);
    auto const us = [](timeval t)
    { return static_cast<double>(t.tv_sec) * 1e6 + static_cast<double>(t.tv_usec); };
    return us(used.ru_utime) + us(used.ru_stime);
}

constexpr std::size_t writes_per_round = 500;

struct write_cost
{
    double us = 0;
    double allocations = 0;
};

/// Of one write, of the many that `write` does.
template <class Write>
asio::awaitable<write_cost> cost_of(Write write)
{
    auto const allocations = bench::allocations.load();
    auto const begin = cpu_microseconds();
    co_await write();
    write_cost cost;
    cost.us = (cpu_microseconds() - begin) / writes_per_round;
    cost.allocations = static_cast<double>(bench::allocations.load() - allocations) / writes_per_round;
    co_return cost;
}

using row = dynasio::stores::push::stored_message;

/// Alternates in rounds, and prints the medians of these.
template <class Message, class Record>
asio::awaitable<void> compare(char const* what, Message store_message, Record put_record)
{
    std::vector<double> message_times;
    std::vector<double> record_times;
    std::vector<double> ratios;
    write_cost message;
    write_cost record;
    for (int round = 0; round < 201; ++round)
    {
        record = co_await cost_of(put_record);
        message = co_await cost_of(store_message);
        message_times.push_back(message.us);
        record_times.push_back(record.us);
        ratios.push_back(message.us / record.us);
    }
    std::printf("%-34s %6.2f us, record %6.2f us, ratio %.2f (%.2f to %.2f), allocations %.1f and %.1f\n",
        what, bench::median(message_times), bench::median(record_times), bench::median(ratios),
        bench::quantile(ratios, 0.25), bench::quantile(ratios, 0.75), message.allocations,
        record.allocations);
}

asio::awaitable<void> cpu_time(dynasio::client owner)
{
    message_table const messages(owner, "message");
    dynasio::message_table_options hashing_options;
    hashing_options.uaid_hash_key.emplace("SuperSikkret");
    message_table const hashing(owner, "message", hashing_options);
    dynasio::record_table<row> const records(owner, "message");
    auto const message = some_message();
    auto placed = message;
    placed.position = dynasio::message_position(1'528'934'400'123'456);
    auto const record =
        dynasio::stores::push::encode_message(placed, user().text(), std::chrono::system_clock::now());

    auto const put = [&]() -> asio::awaitable<void>
    {
        for (std::size_t i = 0; i < writes_per_round; ++i)
            co_await records.put_record(record);
    };
    auto const store = [&]() -> asio::awaitable<void>
    {
        for (std::size_t i = 0; i < writes_per_round; ++i)
            co_await messages.store_message(message);
    };
    auto const store_hashed = [&]() -> asio::awaitable<void>
    {
        for (std::size_t i = 0; i < writes_per_round; ++i)
            co_await hashing.store_message(message);
    };
    std::vector<row> rows(writes_per_round, record);
    for (std::size_t i = 0; i < rows.size(); ++i)
    {
        auto each = placed;
        each.position = dynasio::message_position(1'528'934'400'123'456 + i);
        rows[i].chidmessageid = dynasio::sort_key(each);
    }
    auto const put_many = [&]() -> asio::awaitable<void>
    {
        auto batch = rows;
        co_await records.put_many(std::move(batch));
    };
    auto const many = some_messages(writes_per_round);
    auto const store_many = [&]() -> asio::awaitable<void>
    {
        auto batch = many;
        co_await messages.store_messages(std::move(batch));
    };
    co_await compare("store_message, put_record", store, put);
    co_await compare("the same with hashed UAIDs", store_hashed, put);
    co_await compare("store_messages, put_many", store_many, put_many);
}

asio::awaitable<void> run(asio::any_io_executor executor)
{
    auto const server = std::make_shared<bench::push_server>();
    auto const recorded = std::make_shared<dynasio::testing::recording_transport>(server);
    {
        auto const owner = client_of(executor, recorded);
        router_table const router(owner, "router");
        message_table const messages(owner, "message");
        co_await requests_of_router(router, *recorded);
        co_await requests_of_messages(messages, router, *recorded);
    }
    std::printf("\n");
    auto const empty = std::make_shared<bench::push_server>();
    {
        auto const owner = client_of(executor, empty);
        dynasio::message_table_options options;
        options.page_size = page_size;
        message_table const messages(owner, "message", options);
        co_await memory(messages, *empty);
    }
    std::printf("\n");
    auto const blind = std::make_shared<bench::blind_server>();
    co_await cpu_time(client_of(executor, blind));
}

} // namespace

int main()
{
    asio::io_context context(1);
    asio::co_spawn(context, run(context.get_executor()),
        [](std::exception_ptr failure)
        {
            if (failure)
                std::rethrow_exception(failure);
        });
    context.run();
}
