// SPDX-License-Identifier: BSL-1.0
//
// Teaches: recording what a service sends and gets, to replay it in a test. Makes the table `seats`, which must not exist, and
// deletes it. Needs the same as the quickstart, and a path: `box_office_record examples/testing/box_office.jsonl`.

#include "box_office.hpp"
#include "common/example.hpp"

#include <dynasio/http/pool.hpp>
#include <dynasio/operations/create_table.hpp>
#include <dynasio/testing/recording_transport.hpp>
#include <dynasio/testing/traffic.hpp>
#include <dynasio/wait.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_future.hpp>

#include <exception>
#include <iostream>
#include <memory>
#include <stdexcept>
#include <string>

namespace asio = boost::asio;

namespace {

asio::awaitable<void> make_seats(dynasio::client client)
{
    dynasio::create_table_input create;
    create.table_name = "seats";
    create.billing_mode = dynasio::model::billing_mode::pay_per_request;
    create.attribute_definitions = {{"id", dynasio::model::scalar_attribute_type::s}};
    create.key_schema = {{"id", dynasio::model::key_type::hash}};
    co_await client.create_table(create);
    co_await dynasio::wait_until_table_exists(client, "seats");
}

//[record
asio::awaitable<void> record(dynasio::client_options options, std::string path)
{
    auto const executor = co_await asio::this_coro::executor;
    auto const recorder = std::make_shared<dynasio::testing::recording_transport>(
        std::make_shared<dynasio::http::pool>(executor));
    options.transport = recorder;
    examples::box_office const office(dynasio::client(executor, options));
    examples::seat const first{"hamlet#12", "Ann"};
    examples::seat const second{"hamlet#12", "Bob"};
    co_await office.book(first);
    co_await office.book(second);
    co_await office.taken();
    dynasio::testing::save_traffic(path, recorder->exchanges()); // without keys, signatures and tokens
}
//]

asio::awaitable<void> use_seats(dynasio::client_options options, std::string path)
{
    auto const executor = co_await asio::this_coro::executor;
    dynasio::client const client(executor, options);
    co_await make_seats(client);
    std::exception_ptr failure;
    try
    {
        co_await record(options, path);
    }
    catch (std::exception const&)
    {
        failure = std::current_exception();
    }
    auto const deleted = co_await examples::delete_table(client, "seats");
    if (failure)
        std::rethrow_exception(failure);
    deleted.value();
    std::cout << "recorded in " << path << '\n';
}

} // namespace

int main(int argc, char** argv)
try
{
    if (argc != 2)
        throw std::runtime_error("usage: box_office_record FILE");
    asio::io_context context;
    auto done = asio::co_spawn(context, use_seats(examples::connect_options(), argv[1]), asio::use_future);
    context.run();
    done.get();
    return 0;
}
catch (std::exception const& e)
{
    std::cerr << "box_office_record failed: " << e.what() << '\n';
    return 1;
}
