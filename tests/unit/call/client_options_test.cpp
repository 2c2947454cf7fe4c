// SPDX-License-Identifier: BSL-1.0
//
// Options that cannot be.

#include <dynasio/aws/credential_providers.hpp>
#include <dynasio/client.hpp>

#include <boost/asio/io_context.hpp>

#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>

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

TEST(client_options, load_takes_what_code_overrides)
{
    auto const file = ::testing::TempDir() + "dynasio_client_options_test_config";
    std::ofstream(file)
        << "[default]\nregion = eu-north-1\n[profile test]\nregion = eu-west-1\nmax_attempts = 7\n";
    for (auto const* name : {"AWS_PROFILE", "AWS_REGION", "AWS_DEFAULT_REGION", "AWS_ENDPOINT_URL",
             "AWS_ENDPOINT_URL_DYNAMODB", "AWS_MAX_ATTEMPTS"})
        ::unsetenv(name);
    ::setenv("AWS_CONFIG_FILE", file.c_str(), 1);
    ::setenv("AWS_SHARED_CREDENTIALS_FILE", "/dev/null", 1);

    using dynasio::client_options;
    using dynasio::aws::load_options;
    EXPECT_EQ(client_options::load().region, "eu-north-1");
    auto const other = client_options::load(load_options().profile("test"));
    EXPECT_EQ(other.region, "eu-west-1");
    EXPECT_EQ(other.retry.max_attempts, 7u);
    auto const local = client_options::load(
        load_options().profile("test").region("us-west-2").endpoint_url("http://127.0.0.1:8000"));
    EXPECT_EQ(local.region, "us-west-2");
    EXPECT_EQ(local.endpoint_url, "http://127.0.0.1:8000");
    EXPECT_EQ(local.retry.max_attempts, 7u);
    std::remove(file.c_str());
}

} // namespace
