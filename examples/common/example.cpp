// SPDX-License-Identifier: BSL-1.0

#include "example.hpp"

#include <dynasio/aws/credentials.hpp>
#include <dynasio/secret.hpp>
#include <dynasio/wait.hpp>

#include <cstdlib>
#include <random>

namespace examples {

dynasio::client_options connect_options()
{
    char const* const endpoint = std::getenv("DYNAMODB_ENDPOINT");
    if (!endpoint || !*endpoint)
        return dynasio::client_options::load();

    // DynamoDB Local takes any credentials whose id has letters and digits only.
    dynasio::client_options options;
    options.endpoint_url = endpoint;
    options.credentials = dynasio::aws::static_credentials({"examples", dynasio::secret("none")});
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

} // namespace examples
