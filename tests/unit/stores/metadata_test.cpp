// SPDX-License-Identifier: BSL-1.0
//
// `call_options::metadata` of the stores for specs, credentials and users: each request counts.

#include "support/scripted_client.hpp"

#include <dynasio/call_metadata.hpp>
#include <dynasio/stores/create_tables.hpp>
#include <dynasio/stores/credential_store.hpp>
#include <dynasio/stores/remove_user.hpp>
#include <dynasio/stores/spec_store.hpp>

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>

namespace dynasio::tests {
namespace {

namespace asio = boost::asio;

/// Responds to every request with success, and nothing in it.
class empty_server final : public http::transport
{
public:
    asio::awaitable<http::send_result> send(http::request const&, http::time_point) override
    {
        ++requests;
        http::response response;
        response.status = 200;
        response.body = "{}";
        co_return response;
    }
    void stop() noexcept override {}

    unsigned requests = 0;
};

TEST(store_metadata, counts_each_request)
{
    scripted_client world;
    auto const server = std::make_shared<empty_server>();
    world.transport = server;
    auto const owner = world.make();
    spec_store const specs(owner);
    credential_store const credentials(owner);
    call_metadata known;
    auto const options = call_options().metadata(known);
    spec const one{.name = "orders", .version = "1.4.0", .model_count = 12};
    credential_keys const keys{"public", binary(32), binary(16)};
    auto const counted = [&](char const* what, std::function<asio::awaitable<void>()> const& operation)
    {
        known = {};
        server->requests = 0;
        world.run(
            [&]() -> asio::awaitable<void>
            {
                try
                {
                    co_await operation();
                }
                catch (boost::system::system_error const&)
                {} // of an empty response; the requests count nevertheless
            });
        EXPECT_GE(server->requests, 1u) << what;
        EXPECT_EQ(known.requests, server->requests) << what;
    };
#define DYNASIO_COUNTED(call) \
    counted(#call, [&]() -> asio::awaitable<void> { (void)co_await call; })
    DYNASIO_COUNTED(specs.create_or_update("sub", one, options));
    DYNASIO_COUNTED(specs.latest_version("sub", "orders", options));
    DYNASIO_COUNTED(specs.list("sub", options));
    DYNASIO_COUNTED(specs.list_page("sub", options));
    DYNASIO_COUNTED(specs.count_models("sub", options));
    DYNASIO_COUNTED(specs.remove_all("sub", options));
    DYNASIO_COUNTED(credentials.list("sub", options));
    DYNASIO_COUNTED(credentials.get("sub", "id", options));
    DYNASIO_COUNTED(credentials.find_user("public", options));
    DYNASIO_COUNTED(credentials.find_users("public", options));
    DYNASIO_COUNTED(credentials.authenticate("public", secret("secret"), options));
    DYNASIO_COUNTED(credentials.remove("sub", "id", options));
    DYNASIO_COUNTED(credentials.remove_all("sub", options));
    DYNASIO_COUNTED(remove_user(specs, credentials, "sub", options));
#undef DYNASIO_COUNTED
    counted("create_or_update", [&] { return credentials.create_or_update("sub", "id", keys, options); });
    counted("create", [&] { return credentials.create("sub", "id", keys, options); });
}

} // namespace
} // namespace dynasio::tests
