// SPDX-License-Identifier: BSL-1.0
//
// Teaches: a described enum as a category, updates on a condition, a key that is a reserved word elsewhere, and a
// transaction. The items are those of `status-table` as its first users store them. Needs the same as the quickstart.

#include "common/example.hpp"

#include <dynasio/operations/get_item.hpp>
#include <dynasio/stores/record_table.hpp>

#include <iostream>

namespace asio = boost::asio;
using dynasio::attr;

// Stored in upper case: STARTED, IN_PROGRESS, SUCCESS, FAILED.
enum class request_state
{
    started,
    in_progress,
    success,
    failed,
};
BOOST_DESCRIBE_ENUM(request_state, started, in_progress, success, failed)

struct request_status
{
    std::string request_id;
    request_state status = request_state::started;
    std::string timestamp;
};
BOOST_DESCRIBE_STRUCT(request_status, (), (request_id, status, timestamp))

template <>
struct dynasio::record_definition<request_status> : dynasio::record_key<&request_status::request_id>
{};

namespace {

asio::awaitable<void> track(dynasio::client client, std::string table)
{
    dynasio::record_table<request_status> requests(client, table);
    co_await requests.open();
    request_status const first{.request_id = "r-1", .timestamp = "2022-09-04 00:00:00"};
    co_await requests.create_record(first);

    dynasio::get_item_input const as_it_is{.table_name = table, .key = {{"request_id", "r-1"}}};
    auto const stored = co_await client.get_item(as_it_is);
    dynasio::item const expected{
        {"request_id", "r-1"}, {"status", "STARTED"}, {"timestamp", "2022-09-04 00:00:00"}};
    std::cout << "   stored as its first users do: " << (stored.item == expected ? "yes" : "no") << '\n';

    //[update
    // Only one worker takes a request.
    auto const is_free =
        dynasio::write_options().only_if(attr<&request_status::status> == request_state::started);
    for (auto const* worker : {"first", "second"})
        try
        {
            auto const taken = co_await requests.update_and_get(
                "r-1", attr<&request_status::status> = request_state::in_progress, is_free);
            std::cout << "   the " << worker << " worker has " << taken.request_id << '\n';
        }
        catch (dynasio::store_error const& e)
        {
            std::cout << "   the " << worker << " worker is too late: " << e.code().message() << '\n';
        }
    //]

    //[transaction
    request_status const next{.request_id = "r-2", .timestamp = "2022-09-04 00:00:05"};
    co_await in_transaction(client,
        requests.update("r-1", attr<&request_status::status> = request_state::success),
        requests.create(next));
    //]
    auto all = requests.scan(dynasio::stream_options().segments(2));
    std::size_t count = 0;
    while (co_await all.next())
        ++count;
    auto const done = co_await requests.get_record("r-1");
    std::cout << "   " << count << " requests, the first one is "
              << (done->status == request_state::success ? "done" : "not done") << '\n';
}

} // namespace

int main()
{
    return examples::run_on_table("request_status", "status-table", &track);
}
