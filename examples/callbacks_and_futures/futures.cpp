// SPDX-License-Identifier: BSL-1.0
//
// Teaches: `asio::use_future`, one operation after the other and several at a time.

#include "colours.hpp"

#include <dynasio/operations/put_item.hpp>
#include <dynasio/wait.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_future.hpp>

#include <iostream>

namespace asio = boost::asio;

namespace colours {

/// Futures: a thread that may block waits for each step. Never wait like this on a thread that runs the
/// executor.
void use_futures(dynasio::client const& client, std::string const& table)
{
    auto const executor = client.get_executor();
    auto const create = table_of_colours(table);
    asio::co_spawn(executor, client.create_table(create), asio::use_future).get();
    asio::co_spawn(executor, dynasio::wait_until_table_exists(client, table), asio::use_future).get();
    std::cout << "   made the table " << table << '\n';

    dynasio::put_item_input put;
    put.table_name = table;
    put.item = {{"name", "red"}, {"rgb", "#f00"}};
    asio::co_spawn(executor, client.put_item(put), asio::use_future).get();

    // Several at a time: all are under way before the first is waited for.
    auto const get_red = get_colour(table, "red");
    auto const get_blue = get_colour(table, "blue");
    auto red = asio::co_spawn(executor, client.get_item(get_red), asio::use_future);
    auto blue = asio::co_spawn(executor, client.get_item(get_blue), asio::use_future);
    std::cout << "   red is " << red.get().item.value().at("rgb").as_string() << '\n';
    expect(!blue.get().item, "nobody stored blue");
    std::cout << "   blue is not there\n";

    // A failure comes out of get().
    auto const get_nowhere = get_colour(table + "-x", "red");
    auto refused = asio::co_spawn(executor, client.get_item(get_nowhere), asio::use_future);
    try
    {
        refused.get();
        expect(false, "a missing table was read");
    }
    catch (dynasio::service_error const& failure)
    {
        expect(failure.code() == dynasio::errc::resource_not_found, failure.what());
        std::cout << "   a table that is not there: " << failure.details().wire_code << '\n';
    }
}

} // namespace colours
