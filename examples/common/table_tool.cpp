// SPDX-License-Identifier: BSL-1.0
//
// For run_example.sh: what an example with a table of a fixed name leaves to its user.
//
//   table_tool exists NAME    exits with 0 when there is such a table, with 1 when not
//   table_tool delete NAME

#include "example.hpp"

#include <dynasio/operations/describe_table.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>

#include <exception>
#include <iostream>
#include <string>

namespace {

boost::asio::awaitable<bool> exists(dynasio::client client, std::string name)
{
    dynasio::describe_table_input request;
    request.table_name = name;
    auto const found = co_await client.try_describe_table(request);
    if (!found && found.error() == dynasio::errc::resource_not_found)
        co_return false;
    (void)found.value();
    co_return true;
}

boost::asio::awaitable<bool> carry_out(dynasio::client client, std::string command, std::string name)
{
    if (command == "exists")
        co_return co_await exists(client, name);
    (co_await examples::delete_table(client, name)).value();
    co_return true;
}

} // namespace

int main(int argc, char** argv)
try
{
    std::string const command = argc == 3 ? argv[1] : "";
    if (command != "exists" && command != "delete")
    {
        std::cerr << "usage: table_tool exists|delete NAME\n";
        return 2;
    }
    boost::asio::io_context context;
    dynasio::client const client(context.get_executor(), examples::connect_options());
    auto done = boost::asio::co_spawn(context, carry_out(client, command, argv[2]), boost::asio::use_future);
    context.run();
    return done.get() ? 0 : 1;
}
catch (std::exception const& failure)
{
    std::cerr << "table_tool failed: " << failure.what() << '\n';
    return 2;
}
