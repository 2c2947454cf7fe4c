// SPDX-License-Identifier: BSL-1.0

#include "support/scripted_client.hpp"

#include <dynasio/http/errc.hpp>
#include <dynasio/paginate.hpp>

#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <stdexcept>

namespace dynasio::tests {
namespace {

namespace asio = boost::asio;

query_input question()
{
    query_input request;
    request.table_name = "orders";
    request.key_condition_expression = "id = :id";
    return request;
}

item key(std::string const& id)
{
    item result;
    result.set("id", id);
    return result;
}

/// The request continues after this key.
auto starts_at(std::string id)
{
    return [id = std::move(id)](http::request const& r)
    { return r.body.find(R"("ExclusiveStartKey":{"id":{"S":")" + id + R"("}})") != std::string::npos; };
}

bool starts_at_beginning(http::request const& r)
{
    return r.body.find("ExclusiveStartKey") == std::string::npos;
}

struct paginate : ::testing::Test
{
    scripted_client scripted;
};

TEST_F(paginate, pages_are_followed_until_there_is_no_position)
{
    scripted.server->expect("Query")
        .where(starts_at_beginning)
        .reply(200, R"({"Items":[{"id":{"S":"a"}}],"Count":1,"LastEvaluatedKey":{"id":{"S":"a"}}})");
    scripted.server->expect("Query")
        .where(starts_at("a"))
        .reply(
            200, R"({"Items":[],"Count":0,"LastEvaluatedKey":{"id":{"S":"b"}}})"); // empty, but not the end
    scripted.server->expect("Query")
        .where(starts_at("b"))
        .reply(200, R"({"Items":[{"id":{"S":"c"}}],"Count":1})");
    scripted.run(
        [&]() -> asio::awaitable<void>
        {
            auto const c = scripted.make();
            auto const request = question();
            auto pages = query_pages(c, request);
            EXPECT_FALSE(pages.position().has_value());
            auto page = co_await pages.next();
            CO_ASSERT_TRUE(page.has_value());
            EXPECT_EQ(page->items.size(), 1u);
            EXPECT_EQ(pages.position(), key("a"));
            page = co_await pages.next();
            CO_ASSERT_TRUE(page.has_value());
            EXPECT_TRUE(page->items.empty());
            EXPECT_FALSE(pages.at_end());
            page = co_await pages.next();
            CO_ASSERT_TRUE(page.has_value());
            EXPECT_TRUE(pages.at_end());
            EXPECT_FALSE(pages.position().has_value());
            page = co_await pages.next();
            EXPECT_FALSE(page.has_value());
            page = co_await pages.next(); // and so on, without a request
            EXPECT_FALSE(page.has_value());
        });
}

TEST_F(paginate, items_come_one_by_one_across_empty_pages)
{
    scripted.server->expect("Scan").reply(200, R"({"Items":[],"LastEvaluatedKey":{"id":{"S":"x"}}})");
    scripted.server->expect("Scan")
        .where(starts_at("x"))
        .reply(200, R"({"Items":[{"id":{"S":"1"}},{"id":{"S":"2"}}],"LastEvaluatedKey":{"id":{"S":"2"}}})");
    scripted.server->expect("Scan").where(starts_at("2")).reply(200, R"({"Items":[{"id":{"S":"3"}}]})");
    scripted.run(
        [&]() -> asio::awaitable<void>
        {
            auto const c = scripted.make();
            scan_input request;
            request.table_name = "orders";
            auto items = scan_items(c, request);
            std::string ids;
            while (auto const one = co_await items.next())
            {
                ids += one->at("id").as_string();
                if (ids == "1")
                {
                    EXPECT_EQ(items.position(), key("x")); // the page that is being read
                }
            }
            EXPECT_EQ(ids, "123");
            EXPECT_FALSE(items.position().has_value());
        });
}

TEST_F(paginate, a_stream_goes_on_from_a_position)
{
    scripted.server->expect("Query").where(starts_at("m")).reply(200, R"({"Items":[]})");
    scripted.run(
        [&]() -> asio::awaitable<void>
        {
            auto const c = scripted.make();
            auto request = question();
            request.exclusive_start_key = key("m");
            auto pages = query_pages(c, request);
            EXPECT_EQ(pages.position(), key("m"));
            co_await pages.next();
            EXPECT_TRUE(pages.at_end());
        });
}

TEST_F(paginate, the_same_position_twice_is_an_error_and_not_endless)
{
    scripted.server->expect("Query")
        .reply(200, R"({"Items":[],"LastEvaluatedKey":{"id":{"S":"a"}}})")
        .times(2);
    scripted.run(
        [&]() -> asio::awaitable<void>
        {
            auto const c = scripted.make();
            auto const request = question();
            auto pages = query_pages(c, request);
            co_await pages.next();
            auto const second = co_await pages.try_next();
            CO_ASSERT_ERROR(second, client_errc::repeated_page);
        });
}

TEST_F(paginate, positions_that_alternate_are_an_error_and_not_endless)
{
    for (auto const* name : {"a", "b", "a", "c"})
        scripted.server->expect("ListTables")
            .reply(200, std::string(R"({"TableNames":[],"LastEvaluatedTableName":")") + name + R"("})");
    scripted.run(
        [&]() -> asio::awaitable<void>
        {
            auto const c = scripted.make();
            list_tables_input const all;
            auto pages = list_tables_pages(c, all);
            co_await pages.next();
            co_await pages.next();
            auto const third = co_await pages.try_next();
            CO_ASSERT_ERROR(third, client_errc::repeated_page);
            EXPECT_EQ(pages.position(), "b");
            co_await pages.next();
            EXPECT_EQ(pages.position(), "c");
        });
}

TEST_F(paginate, after_an_error_the_same_page_is_asked_for_again)
{
    scripted.server->expect("ListTables").reply(200, R"({"TableNames":["a"],"LastEvaluatedTableName":"a"})");
    scripted.server->expect("ListTables").fail(http::errc::closed_early, http::stage::receiving);
    scripted.server->expect("ListTables")
        .where([](http::request const& r) { return r.body == R"({"ExclusiveStartTableName":"a"})"; })
        .reply(200, R"({"TableNames":["b"]})");
    scripted.run(
        [&]() -> asio::awaitable<void>
        {
            auto const c = scripted.make();
            list_tables_input const all;
            auto pages = list_tables_pages(c, all);
            co_await pages.next();
            auto page = co_await pages.try_next();
            CO_ASSERT_ERROR(page, make_error_code(http::errc::closed_early));
            page = co_await pages.try_next();
            CO_ASSERT_VALUE(page);
            CO_ASSERT_TRUE(page->has_value());
            EXPECT_EQ((**page).table_names, std::vector<std::string>{"b"});
        });
}

TEST_F(paginate, one_next_at_a_time)
{
    dynasio::testing::gate gate;
    scripted.server->expect("Query").hold(gate).reply(200, R"({"Items":[]})");
    bool first_ended = false;
    bool refused = false;
    auto const c = scripted.make();
    auto const request = question();
    auto pages = query_pages(c, request);
    scripted.run(
        [&]() -> asio::awaitable<void>
        {
            asio::co_spawn(scripted.context, pages.next(),
                [&](std::exception_ptr e, auto)
                {
                    first_ended = true;
                    EXPECT_FALSE(e);
                });
            co_await asio::post(scripted.context, asio::use_awaitable);
            try
            {
                co_await pages.next();
            }
            catch (std::logic_error const&)
            {
                refused = true;
            }
            gate.open();
            while (!first_ended)
                co_await asio::post(scripted.context, asio::use_awaitable);
        });
    EXPECT_TRUE(refused);
}

TEST_F(paginate, a_stream_outlives_neither_its_client_nor_needs_to_be_read_out)
{
    scripted.run(
        [&]() -> asio::awaitable<void>
        {
            std::optional<client> c(scripted.make());
            auto const request = question();
            auto pages = query_pages(*c, request);
            auto forgotten = query_items(*c, request);
            c.reset();
            auto const page = co_await pages.try_next();
            CO_ASSERT_ERROR(page, asio::error::operation_aborted);
        });
}

} // namespace
} // namespace dynasio::tests
