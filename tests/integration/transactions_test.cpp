// SPDX-License-Identifier: BSL-1.0
//
// Transactions against a DynamoDB server.

#include "support/local_dynamodb.hpp"

#include <dynasio/operations/transact_get_items.hpp>
#include <dynasio/operations/transact_write_items.hpp>

#include <algorithm>

namespace dynasio::tests {
namespace {

namespace asio = boost::asio;

struct transactions : local_dynamodb
{};

model::transact_write_item put_action_of(std::string const& table, item what)
{
    model::transact_write_item action;
    auto& put = action.put.emplace();
    put.table_name = table;
    put.item = std::move(what);
    return action;
}

TEST_F(transactions, all_writes_or_none)
{
    run(
        [this](client c) -> asio::awaitable<void>
        {
            auto const table = table_name("t");
            co_await make_table(c, table);
            auto stored = id_key("stored");
            stored.set("n", 1);
            co_await put(c, table, stored);

            transact_write_items_input request;
            request.transact_items.push_back(put_action_of(table, id_key("new")));
            auto& update = request.transact_items.emplace_back().update.emplace();
            update.table_name = table;
            update.key = id_key("stored");
            update.update_expression = "SET n = n + :one";
            update.expression_attribute_values.emplace().set(":one", 1);
            auto& check = request.transact_items.emplace_back().condition_check.emplace();
            check.table_name = table;
            check.key = id_key("absent");
            check.condition_expression = "attribute_not_exists(id)";
            co_await c.transact_write_items(request);
            EXPECT_TRUE((co_await get(c, table, id_key("new"))).has_value());
            auto const updated = co_await get(c, table, id_key("stored"));
            CO_ASSERT_TRUE(updated.has_value());
            EXPECT_EQ(updated->at("n").as_number(), number(2));

            transact_write_items_input removal;
            auto& gone = removal.transact_items.emplace_back().delete_.emplace();
            gone.table_name = table;
            gone.key = id_key("new");
            co_await c.transact_write_items(removal);
            EXPECT_FALSE((co_await get(c, table, id_key("new"))).has_value());
        });
}

TEST_F(transactions, a_cancelled_one_gives_its_reasons_in_order)
{
    run(
        [this](client c) -> asio::awaitable<void>
        {
            auto const table = table_name("t");
            co_await make_table(c, table);
            auto stored = id_key("taken");
            stored.set("owner", "somebody");
            co_await put(c, table, stored);

            transact_write_items_input request;
            request.transact_items.push_back(put_action_of(table, id_key("free")));
            request.transact_items.push_back(put_action_of(table, id_key("taken")));
            request.transact_items[1].put->condition_expression = "attribute_not_exists(id)";
            request.transact_items[1].put->return_values_on_condition_check_failure =
                model::return_values_on_condition_check_failure::all_old;
            request.transact_items.push_back(put_action_of(table, id_key("also free")));
            auto const refused = co_await c.try_transact_write_items(request);
            CO_ASSERT_ERROR(refused, errc::transaction_canceled);
            auto const& reasons = refused.error().details().cancellation_reasons;
            CO_ASSERT_EQ(reasons.size(), 3u);
            EXPECT_FALSE(reasons[0].failed());
            EXPECT_TRUE(reasons[1].failed());
            EXPECT_EQ(reasons[1].code, "ConditionalCheckFailed");
            EXPECT_EQ(reasons[1].old_item, stored);
            EXPECT_FALSE(reasons[2].failed());
            EXPECT_FALSE(refused.error().may_have_been_applied());
            EXPECT_FALSE((co_await get(c, table, id_key("free"))).has_value());
        });
}

TEST_F(transactions, a_token_makes_repetition_harmless_and_another_request_is_refused)
{
    run(
        [this](client c) -> asio::awaitable<void>
        {
            auto const table = table_name("t");
            co_await make_table(c, table);
            transact_write_items_input request;
            // Ends in a random word, as every name of a table does.
            request.client_request_token =
                table.substr(table.size() - std::min<std::size_t>(table.size(), 36));
            auto& update = request.transact_items.emplace_back().update.emplace();
            update.table_name = table;
            update.key = id_key("counter");
            update.update_expression = "ADD n :one";
            update.expression_attribute_values.emplace().set(":one", 1);
            co_await c.transact_write_items(request);
            co_await c.transact_write_items(request);
            auto const counted = co_await get(c, table, id_key("counter"));
            CO_ASSERT_TRUE(counted.has_value());
            EXPECT_EQ(counted->at("n").as_number(), number(1));

            update.expression_attribute_values->set(":one", 2);
            auto const refused = co_await c.try_transact_write_items(request);
            CO_ASSERT_ERROR(refused, errc::idempotent_parameter_mismatch);

            // Without a token each call has its own, so it counts again.
            request.client_request_token.reset();
            co_await c.transact_write_items(request);
            co_await c.transact_write_items(request);
            auto const again = co_await get(c, table, id_key("counter"));
            CO_ASSERT_TRUE(again.has_value());
            EXPECT_EQ(again->at("n").as_number(), number(5));
        });
}

TEST_F(transactions, reads_answer_in_order_with_gaps)
{
    run(
        [this](client c) -> asio::awaitable<void>
        {
            auto const table = table_name("t");
            co_await make_table(c, table);
            co_await put(c, table, id_key("a"));
            co_await put(c, table, id_key("c"));
            transact_get_items_input request;
            for (char const* id : {"a", "b", "c"})
            {
                auto& read = request.transact_items.emplace_back().get;
                read.table_name = table;
                read.key = id_key(id);
            }
            auto const got = co_await c.transact_get_items(request);
            CO_ASSERT_EQ(got.responses.size(), 3u);
            EXPECT_EQ(got.responses[0].item, id_key("a"));
            EXPECT_FALSE(got.responses[1].item.has_value());
            EXPECT_EQ(got.responses[2].item, id_key("c"));

            request.transact_items[1].get.table_name = table_name("missing");
            auto const refused = co_await c.try_transact_get_items(request);
            CO_ASSERT_FALSE(refused.has_value());
            EXPECT_TRUE(
                refused.error() == errc::resource_not_found || refused.error() == errc::transaction_canceled)
                << refused.error();
        });
}

} // namespace
} // namespace dynasio::tests
