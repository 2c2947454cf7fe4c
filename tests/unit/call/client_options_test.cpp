// SPDX-License-Identifier: BSL-1.0
//
// Options that cannot be.

#include <dynasio/aws/credentials.hpp>
#include <dynasio/client.hpp>

#include <boost/asio/io_context.hpp>

#include <gtest/gtest.h>

namespace {

using namespace std::chrono_literals;
using dynasio::client;

TEST(client_options, bad_values_are_named)
{
    boost::asio::io_context context;
    auto const message = [&](auto change) -> std::string
    {
        dynasio::client_options options;
        options.region = "us-east-1";
        options.credentials = dynasio::aws::static_credentials({"AKID", dynasio::secret("secret")});
        change(options);
        try
        {
            client const c(context.get_executor(), options);
        }
        catch (std::exception const& e)
        {
            return e.what();
        }
        return "";
    };
    using options = dynasio::client_options&;
    EXPECT_EQ(message([](options) {}), "");
    EXPECT_NE(message([](options o) { o.credentials = nullptr; }).find("credentials"), std::string::npos);
    EXPECT_NE(message([](options o) { o.call_timeout = 0s; }).find("call_timeout"), std::string::npos);
    EXPECT_NE(message([](options o) { o.attempt_timeout = -1s; }).find("attempt_timeout"), std::string::npos);
    EXPECT_NE(message([](options o) { o.retry.max_attempts = 0; }).find("max_attempts"), std::string::npos);
    EXPECT_NE(message([](options o) { o.region = "no region!"; }).find("no region!"), std::string::npos);
    EXPECT_NE(message([](options o) { o.region = ""; }), "");
    EXPECT_NE(message([](options o) { o.endpoint_url = "ftp://x"; }).find("client_options::endpoint_url"),
        std::string::npos);
    EXPECT_NE(message([](options o) { o.app_id = std::string(51, 'x'); }).find("app_id"), std::string::npos);
    EXPECT_NE(message([](options o) { o.connections.max_connections = 0; }).find("max_connections"),
        std::string::npos);
}

} // namespace
