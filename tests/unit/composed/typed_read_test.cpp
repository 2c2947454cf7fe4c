// SPDX-License-Identifier: BSL-1.0
//
// Pages of a query or scan that are read straight into structs.

#include "support/scripted_client.hpp"

#include <dynasio/typed_read.hpp>

#include <boost/describe/class.hpp>

#include <gtest/gtest.h>

namespace {

using dynasio::client_errc;
using dynasio::tests::scripted_client;

struct thing
{
    std::string id;
    int count = 0;
};
BOOST_DESCRIBE_STRUCT(thing, (), (id, count))

TEST(typed_read, decodes_pages_straight_into_structs)
{
    scripted_client s;
    s.server->expect("Query").reply(200,
        R"({"Count":2,"ScannedCount":5,"Items":[{"id":{"S":"a"},"count":{"N":"1"}},{"id":{"S":"b"},"count":{"N":"2"},"more":{"BOOL":true}}],"LastEvaluatedKey":{"id":{"S":"b"}}})");
    s.server->expect("Scan").reply(200, R"({"Items":[{"id":{"S":"a"}}]})");
    auto c = s.make();
    s.run(
        [&]() -> boost::asio::awaitable<void>
        {
            dynasio::query_input query;
            query.table_name = "things";
            auto const page = co_await dynasio::query_as<thing>(c, query);
            CO_ASSERT_EQ(page.items.size(), 2u);
            EXPECT_EQ(page.items[1].id, "b");
            EXPECT_EQ(page.items[1].count, 2);
            EXPECT_EQ(page.scanned_count, 5);
            EXPECT_TRUE(page.last_evaluated_key.has_value());

            dynasio::scan_input scan;
            scan.table_name = "things";
            auto const broken = co_await dynasio::try_scan_as<thing>(c, scan);
            CO_ASSERT_TRUE(broken.has_error());
            EXPECT_EQ(broken.error(), client_errc::malformed_response);
            EXPECT_NE(broken.error().describe().find("Items[0].count"), std::string::npos)
                << broken.error().describe();
        });
}

} // namespace
