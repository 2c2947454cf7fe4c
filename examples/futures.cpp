// SPDX-License-Identifier: BSL-1.0
//
// Teaches: the operations without coroutines, with futures. `dynasio::async` runs any of them with a completion token of
// Asio: a future, an operation to be started later, a token with a slot to cancel through. Needs the same as the quickstart.

#include "common/colours.hpp"
#include "common/example.hpp"

#include <dynasio/completion.hpp>
#include <dynasio/wait.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_future.hpp>

#include <exception>
#include <future>
#include <iostream>
#include <stdexcept>
#include <string>

namespace asio = boost::asio;

namespace {

void expect(bool as_it_should_be, char const* what)
{
    if (!as_it_should_be)
        throw std::runtime_error(what);
}

dynasio::get_item_input get_colour(std::string const& table, std::string const& name)
{
    dynasio::get_item_input request;
    request.table_name = table;
    request.key.set("name", name);
    return request;
}

/// Futures: a thread that may block waits for each step. Never wait like this on a thread that runs the
/// executor.
void futures(dynasio::client const& client, std::string const& table)
{
    auto const executor = client.get_executor();
    auto const create = examples::table_of_colours(table);
    dynasio::async(executor, client.create_table(create), asio::use_future).get();
    dynasio::async(executor, dynasio::wait_until_table_exists(client, table), asio::use_future).get();
    std::cout << "   made the table " << table << '\n';

    dynasio::put_item_input put;
    put.table_name = table;
    put.item = {{"name", "red"}, {"rgb", "#f00"}};
    dynasio::async(executor, client.put_item(put), asio::use_future).get();

    // Several at a time: all are under way before the first is waited for.
    auto const get_red = get_colour(table, "red");
    auto const get_blue = get_colour(table, "blue");
    auto red = dynasio::async(executor, client.get_item(get_red), asio::use_future);
    auto blue = dynasio::async(executor, client.get_item(get_blue), asio::use_future);
    std::cout << "   red is " << red.get().item.value().at("rgb").as_string() << '\n';
    expect(!blue.get().item, "nobody stored blue");
    std::cout << "   blue is not there\n";

    // A failure comes out of get().
    auto const get_nowhere = get_colour(table + "-x", "red");
    auto refused = dynasio::async(executor, client.get_item(get_nowhere), asio::use_future);
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

/// Deferred: nothing happens until the operation is called, here with a callback that gets exception and
/// value.
void deferred(dynasio::client const& client, std::string const& table)
{
    auto const get_red = get_colour(table, "red");
    auto later = dynasio::async(client.get_executor(), client.get_item(get_red), asio::deferred);
    std::promise<std::string> rgb;
    std::move(later)(
        [&rgb](std::exception_ptr failure, dynasio::get_item_output found)
        {
            if (failure)
                rgb.set_exception(failure);
            else
                rgb.set_value(found.item->at("rgb").as_string());
        });
    std::cout << "   begun later, red is still " << rgb.get_future().get() << '\n';
}

/// Cancellation: through the slot of the token. The signal is raised on the executor, where the operation
/// runs.
void cancelled(dynasio::client const& client, std::string const& table)
{
    asio::cancellation_signal signal;
    auto outcome = dynasio::async(client.get_executor(),
        dynasio::wait_until_table_exists(client, table + "-x"), // would ask for ten minutes
        asio::bind_cancellation_slot(signal.slot(), asio::use_future));
    asio::post(client.get_executor(), [&signal] { signal.emit(asio::cancellation_type::terminal); });
    try
    {
        outcome.get();
        expect(false, "a wait for a missing table ended well");
    }
    catch (boost::system::system_error const& failure)
    {
        expect(failure.code() == asio::error::operation_aborted, failure.what());
        std::cout << "   a wait that nobody needs any more: cancelled\n";
    }
}

} // namespace

int main()
{
    return examples::run_blocking_on_table("futures", "colours",
        [](dynasio::client const& client, std::string const& table)
        {
            futures(client, table);
            deferred(client, table);
            cancelled(client, table);
        });
}
