// SPDX-License-Identifier: BSL-1.0

#include "observed_work.hpp"

#include <dynasio/operations/create_table.hpp>
#include <dynasio/operations/get_item.hpp>
#include <dynasio/operations/put_item.hpp>
#include <dynasio/wait.hpp>

#include <stdexcept>

namespace examples::observing {

namespace {

boost::asio::awaitable<void> make_table(dynasio::client client, std::string table)
{
    dynasio::create_table_input request;
    request.table_name = table;
    request.attribute_definitions.emplace().push_back(
        {.attribute_name = "id", .attribute_type = dynasio::model::scalar_attribute_type::s});
    request.key_schema.emplace().push_back(
        {.attribute_name = "id", .key_type = dynasio::model::key_type::hash});
    request.billing_mode = dynasio::model::billing_mode::pay_per_request;
    co_await client.create_table(request);
    co_await dynasio::wait_until_table_exists(client, table);
}

} // namespace

boost::asio::awaitable<void> work(dynasio::client client, std::string table)
{
    auto making = make_table(client, table);
    co_await std::move(making);
    dynasio::put_item_input put;
    put.table_name = table;
    put.condition_expression = "attribute_not_exists(id)";
    for (int i = 0; i < 10; ++i)
    {
        put.item = {{"id", std::to_string(i)}, {"place", "harbour"}};
        co_await client.put_item(put);
    }
    auto const again = co_await client.try_put_item(put);
    if (again || !again.error().is_conditional_failure())
        throw std::runtime_error("an item was made twice");
    dynasio::get_item_input get;
    get.table_name = table;
    get.key = {{"id", "1"}};
    get.consistent_read = true;
    co_await client.get_item(get);
}

} // namespace examples::observing
