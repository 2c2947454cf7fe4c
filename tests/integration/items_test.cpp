// SPDX-License-Identifier: BSL-1.0
//
// The operations on single items against a DynamoDB server.

#include "support/local_dynamodb.hpp"

#include <dynasio/operations/delete_item.hpp>
#include <dynasio/operations/put_item.hpp>
#include <dynasio/operations/update_item.hpp>

namespace dynasio::tests {
namespace {

namespace asio = boost::asio;

struct items : local_dynamodb
{};

/// One attribute of every type, in the forms that are easily lost.
item everything(std::string const& id)
{
    item all = id_key(id);
    all.set("null", attribute_value());
    all.set("yes", true);
    all.set("no", false);
    all.set("empty text", "");
    all.set("text", "gr\xC3\xBC\xC3\x9F dich \"\\\x01\xF0\x9F\x98\x80");
    all.set("38 digits", number("12345678901234567890123456789012345678"));
    all.set("small", number("-1E-130"));
    all.set("large", number("9.9999999999999999999999999999999999999E+125"));
    all.set("empty binary", binary());
    binary bytes;
    for (int i = 0; i < 256; ++i)
        bytes.push_back(static_cast<std::byte>(i));
    all.set("binary", bytes);
    all.set("strings", std::vector<std::string>{"b", "", "a"});
    all.set("numbers", std::vector<number>{number(3), number("0.5"), number(-7)});
    all.set("binaries", std::vector<binary>{to_binary("x"), to_binary("yz")});
    all.set("empty list", attribute_list());
    all.set("empty map", item());
    item inner;
    inner.set("list", attribute_list{1, "two", attribute_list{true}});
    all.set("map", inner);
    return all;
}

TEST_F(items, every_type_of_value_comes_back_as_it_was)
{
    run(
        [this](client c) -> asio::awaitable<void>
        {
            auto const table = table_name("t");
            co_await make_table(c, table);
            auto const stored = everything("all");
            co_await put(c, table, stored);
            auto const found = co_await get(c, table, id_key("all"));
            CO_ASSERT_TRUE(found.has_value());
            EXPECT_EQ(*found, stored);
            EXPECT_EQ(found->at("38 digits").as_number().text(), "12345678901234567890123456789012345678");
        });
}

TEST_F(items, an_item_that_is_not_there_is_no_error)
{
    run(
        [this](client c) -> asio::awaitable<void>
        {
            auto const table = table_name("t");
            co_await make_table(c, table);
            auto const found = co_await get(c, table, id_key("nobody"));
            EXPECT_FALSE(found.has_value());
            delete_item_input request;
            request.table_name = table;
            request.key = id_key("nobody");
            auto const gone = co_await c.try_delete_item(request);
            CO_ASSERT_VALUE(gone);
            EXPECT_FALSE(gone->attributes.has_value());
        });
}

TEST_F(items, put_and_delete_give_back_the_old_item)
{
    run(
        [this](client c) -> asio::awaitable<void>
        {
            auto const table = table_name("t");
            co_await make_table(c, table);
            put_item_input request;
            request.table_name = table;
            request.item = id_key("a");
            request.item.set("n", 1);
            request.return_values = model::return_value::all_old;
            request.return_consumed_capacity = model::return_consumed_capacity::total;
            auto const first = co_await c.put_item(request);
            EXPECT_FALSE(first.attributes.has_value());
            CO_ASSERT_TRUE(first.consumed_capacity.has_value());
            EXPECT_EQ(first.consumed_capacity->capacity_units, 1.0);

            auto const old = request.item;
            request.item.set("n", 2);
            auto const second = co_await c.put_item(request);
            CO_ASSERT_TRUE(second.attributes.has_value());
            EXPECT_EQ(*second.attributes, old);

            delete_item_input removal;
            removal.table_name = table;
            removal.key = id_key("a");
            removal.return_values = model::return_value::all_old;
            auto const removed = co_await c.delete_item(removal);
            CO_ASSERT_TRUE(removed.attributes.has_value());
            EXPECT_EQ(*removed.attributes, request.item);
        });
}

TEST_F(items, update_counts_and_gives_back_the_new_value)
{
    run(
        [this](client c) -> asio::awaitable<void>
        {
            auto const table = table_name("t");
            co_await make_table(c, table);
            update_item_input request;
            request.table_name = table;
            request.key = id_key("counter");
            request.update_expression = "ADD #n :one";
            request.expression_attribute_names.emplace()["#n"] = "n";
            request.expression_attribute_values.emplace().set(":one", 1);
            request.return_values = model::return_value::updated_new;
            for (int i = 1; i <= 3; ++i)
            {
                auto const updated = co_await c.update_item(request);
                CO_ASSERT_TRUE(updated.attributes.has_value());
                EXPECT_EQ(updated.attributes->at("n").as_number(), number(i));
            }
        });
}

TEST_F(items, a_failed_condition_gives_back_the_stored_item)
{
    run(
        [this](client c) -> asio::awaitable<void>
        {
            auto const table = table_name("t");
            co_await make_table(c, table);
            auto stored = id_key("a");
            stored.set("owner", "somebody");
            co_await put(c, table, stored);

            put_item_input request;
            request.table_name = table;
            request.item = id_key("a");
            request.condition_expression = "attribute_not_exists(id)";
            request.return_values_on_condition_check_failure =
                model::return_values_on_condition_check_failure::all_old;
            auto const refused = co_await c.try_put_item(request);
            CO_ASSERT_ERROR(refused, errc::conditional_check_failed);
            CO_ASSERT_TRUE(refused.error().details().old_item.has_value());
            EXPECT_EQ(*refused.error().details().old_item, stored);
            EXPECT_FALSE(refused.error().may_have_been_applied());
            EXPECT_FALSE(refused.error().details().request_id.empty());

            // The throwing form says the same.
            bool thrown = false;
            try
            {
                co_await c.put_item(request);
            }
            catch (service_error const& e)
            {
                thrown = true;
                EXPECT_EQ(e.code(), errc::conditional_check_failed);
                EXPECT_EQ(e.details().attempts.size(), 1u);
            }
            EXPECT_TRUE(thrown);
            EXPECT_EQ(co_await get(c, table, id_key("a")), stored);
        });
}

TEST_F(items, what_the_server_refuses_is_not_tried_again)
{
    run(
        [this](client c) -> asio::awaitable<void>
        {
            auto const table = table_name("t");
            co_await make_table(c, table);
            put_item_input request;
            request.table_name = table;

            request.item = id_key(""); // an empty key
            auto refused = co_await c.try_put_item(request);
            CO_ASSERT_ERROR(refused, errc::validation);
            EXPECT_EQ(refused.error().details().attempts.size(), 1u);

            request.item = id_key(std::string(2049, 'k')); // an over-long key
            refused = co_await c.try_put_item(request);
            CO_ASSERT_ERROR(refused, errc::validation);

            request.item = id_key("large");
            request.item.set("body", std::string(400 * 1024, 'x')); // over 400 KB with the names
            refused = co_await c.try_put_item(request);
            CO_ASSERT_ERROR(refused, errc::validation);
            EXPECT_FALSE((co_await get(c, table, id_key("large"))).has_value());

            request.item = id_key("set");
            request.item.set("tags", std::vector<std::string>()); // a set is never empty
            refused = co_await c.try_put_item(request);
            CO_ASSERT_ERROR(refused, errc::validation);

            request.table_name = table_name("missing");
            request.item = id_key("a");
            refused = co_await c.try_put_item(request);
            CO_ASSERT_ERROR(refused, errc::resource_not_found);
        });
}

TEST_F(items, what_cannot_be_sent_is_refused_before_sending)
{
    run(
        [this](client c) -> asio::awaitable<void>
        {
            put_item_input request;
            request.table_name = table_name("missing");
            request.item = id_key("a");
            request.item.set("text", std::string("\xC3\x28")); // invalid UTF-8
            auto const refused = co_await c.try_put_item(request);
            CO_ASSERT_ERROR(refused, client_errc::bad_input); // not: resource_not_found
            EXPECT_TRUE(refused.error().details().attempts.empty());
            EXPECT_NE(refused.error().describe().find("text"), std::string::npos);
            EXPECT_THROW(number("123456789012345678901234567890123456789"), std::invalid_argument);
        });
}

TEST_F(items, a_request_may_go_before_it_is_awaited)
{
    run(
        [this](client c) -> asio::awaitable<void>
        {
            auto const table = table_name("t");
            co_await make_table(c, table);
            std::optional<put_item_input> request(std::in_place);
            request->table_name = table;
            request->item = id_key("a");
            auto operation = c.put_item(*request);
            request.reset();
            co_await std::move(operation);
            EXPECT_TRUE((co_await get(c, table, id_key("a"))).has_value());
        });
}

} // namespace
} // namespace dynasio::tests
