// SPDX-License-Identifier: BSL-1.0
//
// Where a request goes is chosen for each call, by the service of its operation.

#include "call/invoke.hpp"
#include "client/client_handle.hpp"
#include "support/scripted_client.hpp"

#include <dynasio/operations/list_tables.hpp>

#include <gtest/gtest.h>

namespace {

using dynasio::tests::scripted_client;

TEST(client, the_service_of_the_operation_decides_where_a_request_goes)
{
    constexpr dynasio::operations::operation_info of_streams{.name = "ListStreams",
        .target = "DynamoDBStreams_20120810.ListStreams",
        .read_only = true,
        .service = dynasio::aws::service::dynamodb_streams};
    scripted_client s;
    s.server->expect("ListTables");
    s.server->expect("ListStreams");
    auto c = s.make();
    s.run(
        [&]() -> boost::asio::awaitable<void>
        {
            dynasio::list_tables_input const request;
            co_await c.list_tables(request);
            auto const response = co_await dynasio::call::invoke(
                dynasio::call::state_of(c), of_streams, request, dynasio::call_options());
            EXPECT_TRUE(response.has_value());
        });
    auto const requests = s.server->requests();
    ASSERT_EQ(requests.size(), 2u);
    EXPECT_EQ(requests[0].to.host, "dynamodb.us-east-1.amazonaws.com");
    EXPECT_EQ(requests[1].to.host, "streams.dynamodb.us-east-1.amazonaws.com");
    EXPECT_EQ(requests[1].headers.find("x-amz-target"), "DynamoDBStreams_20120810.ListStreams");
}

TEST(client, posts_to_the_path_of_its_endpoint_url)
{
    for (std::string const url : {"https://host/custom", "https://host/custom/"})
    {
        scripted_client s;
        s.server->expect("ListTables");
        dynasio::client_options options;
        options.endpoint_url = url;
        options.credentials = dynasio::aws::static_credentials({"AKID", dynasio::secret("secret")});
        options.transport = s.server;
        options.clock = s.clock;
        dynasio::client const c(s.context.get_executor(), options);
        s.run(
            [&]() -> boost::asio::awaitable<void>
            {
                dynasio::list_tables_input const request;
                co_await c.list_tables(request);
            });
        EXPECT_EQ(s.server->requests().at(0).target, "/custom/") << url;
    }
}

} // namespace
