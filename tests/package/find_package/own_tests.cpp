// SPDX-License-Identifier: BSL-1.0
//
// A test of a program that uses the installed library, without a network.

#include <dynasio/client.hpp>
#include <dynasio/operations/get_item.hpp>
#include <dynasio/testing/typed.hpp>

#include <memory>

int main()
{
    boost::asio::io_context context;
    auto const clock = std::make_shared<dynasio::testing::manual_clock>();
    auto const server = std::make_shared<dynasio::testing::stub_transport>(clock);
    dynasio::client const client(context.get_executor(), dynasio::testing::offline_options(server, clock));
    dynasio::get_item_output stored;
    stored.item = dynasio::item{{"id", "ann"}};
    dynasio::testing::on<dynasio::get_item_input>(*server).reply(stored);
    dynasio::get_item_input get;
    get.table_name = "users";
    auto const got = dynasio::testing::run(context, *clock, [&] { return client.get_item(get); });
    auto const asked = dynasio::testing::requests_of<dynasio::get_item_input>(*server);
    return got.item == stored.item && asked.size() == 1 && asked[0].table_name == "users" ? 0 : 1;
}
