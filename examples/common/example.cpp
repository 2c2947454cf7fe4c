// SPDX-License-Identifier: BSL-1.0

#include "example.hpp"

#include <dynasio/aws/credential_providers.hpp>
#include <dynasio/operations/delete_table.hpp>
#include <dynasio/wait.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>

#include <cstdlib>
#include <exception>
#include <iostream>
#include <random>

namespace examples {

dynasio::client_options connect_options()
{
    auto options = dynasio::client_options::load();
    char const* const endpoint = std::getenv("DYNAMODB_ENDPOINT");
    if (!endpoint || !*endpoint)
        return options;
    options.endpoint_url = endpoint;
    // Most test servers take any keys. Those that verify signatures need the right ones, from the environment.
    if (!std::getenv("AWS_ACCESS_KEY_ID") && !std::getenv("AWS_PROFILE"))
        options.credentials = dynasio::aws::static_credentials({"local", dynasio::secret("local")});
    return options;
}

std::string where(dynasio::client_options const& options)
{
    return options.endpoint_url.empty() ? "DynamoDB in " + options.region
                                        : "DynamoDB at " + options.endpoint_url;
}

std::string random_word()
{
    std::random_device source;
    std::string word;
    for (int i = 0; i < 8; ++i)
        word += static_cast<char>('a' + source() % 26);
    return word;
}

boost::asio::awaitable<dynasio::result<void>> delete_table(dynasio::client client, std::string name)
{
    dynasio::delete_table_input request;
    request.table_name = name;
    // Sent again after a lost answer, the request finds the table gone or going: both are what was wanted.
    auto const deleted = co_await client.try_delete_table(request);
    if (!deleted && deleted.error() != dynasio::errc::resource_not_found
        && deleted.error() != dynasio::errc::resource_in_use)
        co_return deleted.error();
    co_return co_await dynasio::try_wait_until_table_not_exists(client, name);
}

int run_on_table(std::string const& program, std::string const& table,
    std::function<boost::asio::awaitable<void>(dynasio::client, std::string)> body)
try
{
    auto const options = connect_options();
    std::cout << program << " on " << where(options) << '\n';
    boost::asio::io_context context;
    dynasio::client const client(context.get_executor(), options);
    auto const name = table + '-' + random_word();
    auto done = boost::asio::co_spawn(context, body(client, name), boost::asio::use_future);
    context.run();
    context.restart();
    auto deleted = boost::asio::co_spawn(context, delete_table(client, name), boost::asio::use_future);
    context.run();
    done.get(); // throws what went wrong
    deleted.get().value();
    std::cout << "All of it worked.\n";
    return 0;
}
catch (std::exception const& failure)
{
    std::cerr << program << " failed: " << failure.what() << '\n';
    return 1;
}

} // namespace examples
