// SPDX-License-Identifier: BSL-1.0

#include <dynasio/testing/typed/offline_options.hpp>

#include <dynasio/aws/credential_providers.hpp>
#include <dynasio/secret.hpp>

#include <utility>

namespace dynasio::testing {

client_options offline_options(std::shared_ptr<http::transport> transport, std::shared_ptr<http::clock> clock)
{
    client_options options;
    options.region = "us-east-1";
    options.credentials = aws::static_credentials({"AKID", secret("secret")});
    options.transport = std::move(transport);
    options.clock = std::move(clock);
    options.random_seed = 7;
    return options;
}

} // namespace dynasio::testing
