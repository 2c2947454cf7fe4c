// SPDX-License-Identifier: BSL-1.0
//
// What responses say of keys and writes: whatever was not in the request makes the response malformed, and is never sent.

#include "batch_requests.hpp"
#include "support/scripted_client.hpp"

#include <dynasio/batch.hpp>
#include <dynasio/value/binary.hpp>

#include <ostream>

namespace dynasio::tests {
namespace {

namespace asio = boost::asio;
using namespace batch_requests;

http::fields with_request_id()
{
    http::fields headers;
    headers.add("x-amzn-requestid", "REQ-1");
    return headers;
}

void expect_malformed(error const& e, char const* operation)
{
    EXPECT_EQ(e.code(), client_errc::malformed_response) << e;
    EXPECT_EQ(e.details().operation, operation);
    EXPECT_EQ(e.details().http_status, 200u);
    EXPECT_EQ(e.details().request_id, "REQ-1");
}

struct response_case
{
    char const* name;
    char const* body;
};

void PrintTo(response_case const& c, std::ostream* out)
{
    *out << c.name;
}

struct batch_left : ::testing::Test
{
    scripted_client scripted;
};

class malformed_write_response
    : public batch_left
    , public ::testing::WithParamInterface<response_case>
{};

TEST_P(malformed_write_response, ends_the_batch_and_nothing_of_it_is_sent)
{
    // Nothing is expected after this request.
    scripted.server->expect("BatchWriteItem").reply(200, GetParam().body, with_request_id());
    scripted.run(
        [&]() -> asio::awaitable<void>
        {
            auto const c = scripted.make();
            auto writes = puts(2);
            writes["u"].emplace_back().delete_request.emplace().key = key("0");
            writes["numbers"].emplace_back().put_request.emplace().item.set("n", 5);
            auto const written = co_await try_batch_write(c, writes);
            CO_ASSERT_TRUE(written.error.has_value());
            expect_malformed(*written.error, "BatchWriteItem");
            EXPECT_TRUE(written.may_have_been_applied);
            EXPECT_TRUE(written.error->may_have_been_applied());
            EXPECT_EQ(count_writes(written.unprocessed), 4u);
            EXPECT_EQ(written.unprocessed.size(), 3u);
        });
}

INSTANTIATE_TEST_SUITE_P(cases, malformed_write_response,
    ::testing::Values( //
        response_case{
            "another_key", R"({"UnprocessedItems":{"t":[{"PutRequest":{"Item":{"id":{"S":"7"}}}}]}})"},
        response_case{
            "another_table", R"({"UnprocessedItems":{"x":[{"PutRequest":{"Item":{"id":{"S":"1"}}}}]}})"},
        response_case{"the_table_of_another_write",
            R"({"UnprocessedItems":{"u":[{"PutRequest":{"Item":{"id":{"S":"1"}}}}]}})"},
        response_case{"a_delete_in_place_of_a_put",
            R"({"UnprocessedItems":{"t":[{"DeleteRequest":{"Key":{"id":{"S":"1"}}}}]}})"},
        response_case{"a_put_in_place_of_a_delete",
            R"({"UnprocessedItems":{"u":[{"PutRequest":{"Item":{"id":{"S":"0"}}}}]}})"},
        response_case{"a_put_of_more_attributes",
            R"({"UnprocessedItems":{"t":[{"PutRequest":{"Item":{"id":{"S":"1"},"a":{"N":"1"}}}}]}})"},
        response_case{"a_put_of_another_type",
            R"({"UnprocessedItems":{"t":[{"PutRequest":{"Item":{"id":{"N":"1"}}}}]}})"},
        response_case{"another_number",
            R"({"UnprocessedItems":{"numbers":[{"PutRequest":{"Item":{"n":{"N":"50"}}}}]}})"},
        response_case{"a_type_that_is_not_known",
            R"({"UnprocessedItems":{"t":[{"PutRequest":{"Item":{"id":{"X":"1"}}}}]}})"},
        response_case{"both_put_and_delete",
            R"({"UnprocessedItems":{"t":[{"PutRequest":{"Item":{"id":{"S":"1"}}},)"
            R"("DeleteRequest":{"Key":{"id":{"S":"1"}}}}]}})"},
        response_case{"neither_put_nor_delete", R"({"UnprocessedItems":{"t":[{}]}})"},
        response_case{"one_write_twice",
            R"({"UnprocessedItems":{"t":[{"PutRequest":{"Item":{"id":{"S":"1"}}}},)"
            R"({"PutRequest":{"Item":{"id":{"S":"1"}}}}]}})"},
        response_case{"one_more_than_was_sent",
            R"({"UnprocessedItems":{"t":[{"PutRequest":{"Item":{"id":{"S":"0"}}}},)"
            R"({"PutRequest":{"Item":{"id":{"S":"1"}}}},{"PutRequest":{"Item":{"id":{"S":"2"}}}}],)"
            R"("u":[{"DeleteRequest":{"Key":{"id":{"S":"0"}}}}],)"
            R"("numbers":[{"PutRequest":{"Item":{"n":{"N":"5"}}}}]}})"}),
    [](auto const& c) { return std::string(c.param.name); });

TEST_F(batch_left, writes_are_found_in_another_notation_and_sent_as_before)
{
    // Order of attributes, of maps and of sets, and notations of numbers differ.
    constexpr char sent[] =
        R"({"PutRequest":{"Item":{"id":{"S":"1"},"n":{"N":"10.0"},"ns":{"NS":["1.0","2"]},)"
        R"("ss":{"SS":["a","b"]},"m":{"M":{"x":{"L":[{"N":"1.50"},{"BOOL":true}]},"y":{"NULL":true}}},)"
        R"("b":{"B":"AQI="},"bs":{"BS":["AQ==","Ag=="]}}}})";
    auto const is_sent = [&](http::request const& r)
    { return count_of(r.body, sent) == 1 && count_of(r.body, "PutRequest") == 1; };
    scripted.server->expect("BatchWriteItem")
        .where([](http::request const& r) { return count_of(r.body, "PutRequest") == 2; })
        .reply(200,
            R"({"UnprocessedItems":{"t":[{"PutRequest":{"Item":{"bs":{"BS":["Ag==","AQ=="]},)"
            R"("m":{"M":{"y":{"NULL":true},"x":{"L":[{"N":"1.5"},{"BOOL":true}]}}},"n":{"N":"1E1"},)"
            R"("ss":{"SS":["b","a"]},"ns":{"NS":["2","1"]},"b":{"B":"AQI="},"id":{"S":"1"}}}}]}})");
    scripted.server->expect("BatchWriteItem").where(is_sent).reply(200, "{}");
    scripted.run(
        [&]() -> asio::awaitable<void>
        {
            auto const c = scripted.make();
            auto writes = puts(1);
            auto& put = writes["t"].emplace_back().put_request.emplace().item;
            put.set("id", "1");
            put.set("n", number("10.0"));
            put.set("ns", std::vector<number>{number("1.0"), number("2")});
            put.set("ss", std::vector<std::string>{"a", "b"});
            attribute_list list;
            list.emplace_back(number("1.50"));
            list.emplace_back(true);
            item map;
            map.set("x", list);
            map.set("y", nullptr);
            put.set("m", map);
            put.set("b", to_binary("\1\2"));
            put.set("bs", std::vector<binary>{to_binary("\1"), to_binary("\2")});
            auto const written = co_await try_batch_write(c, writes);
            EXPECT_TRUE(written.complete());
        });
}

TEST_F(batch_left, is_found_by_the_name_of_a_table_that_was_given_by_its_arn)
{
    std::string const arn = "arn:aws:dynamodb:us-east-1:123456789012:table/t";
    auto const by_arn = [&](http::request const& r) { return count_of(r.body, '"' + arn + '"') == 1; };
    scripted.server->expect("BatchWriteItem").where(by_arn).reply(200, unprocessed_put("1"));
    scripted.server->expect("BatchWriteItem").where(by_arn).reply(200, "{}");
    scripted.server->expect("BatchGetItem")
        .where(by_arn)
        .reply(200, R"({"Responses":{"t":[{"id":{"S":"0"}}]},"UnprocessedKeys":{}})");
    scripted.run(
        [&]() -> asio::awaitable<void>
        {
            auto const c = scripted.make();
            auto const written = co_await try_batch_write(c, puts(2, arn));
            EXPECT_TRUE(written.complete());
            reads_by_table wanted;
            wanted[arn].keys.push_back(key("0"));
            auto const got = co_await try_batch_get(c, wanted);
            EXPECT_TRUE(got.complete());
            CO_ASSERT_EQ(got.items.size(), 1u);
            EXPECT_EQ(got.items.at(arn).size(), 1u);
        });
}

class malformed_read_response
    : public batch_left
    , public ::testing::WithParamInterface<response_case>
{};

TEST_P(malformed_read_response, ends_the_batch_and_nothing_of_it_is_sent_or_kept)
{
    scripted.server->expect("BatchGetItem").reply(200, GetParam().body, with_request_id());
    scripted.run(
        [&]() -> asio::awaitable<void>
        {
            auto const c = scripted.make();
            auto wanted = reads(2);
            wanted["u"].keys.push_back(key("0"));
            auto const got = co_await try_batch_get(c, wanted);
            CO_ASSERT_TRUE(got.error.has_value());
            expect_malformed(*got.error, "BatchGetItem");
            EXPECT_FALSE(got.error->may_have_been_applied());
            CO_ASSERT_EQ(got.unprocessed.size(), 2u);
            EXPECT_EQ(got.unprocessed.at("t").keys.size(), 2u);
            EXPECT_EQ(got.unprocessed.at("u").keys.size(), 1u);
            CO_ASSERT_EQ(got.items.size(), 2u);
            EXPECT_TRUE(got.items.at("t").empty());
            EXPECT_TRUE(got.items.at("u").empty());
        });
}

INSTANTIATE_TEST_SUITE_P(cases, malformed_read_response,
    ::testing::Values( //
        response_case{"another_key", R"({"UnprocessedKeys":{"t":{"Keys":[{"id":{"S":"7"}}]}}})"},
        response_case{"another_table", R"({"UnprocessedKeys":{"x":{"Keys":[{"id":{"S":"1"}}]}}})"},
        response_case{"the_table_of_another_key", R"({"UnprocessedKeys":{"u":{"Keys":[{"id":{"S":"1"}}]}}})"},
        response_case{
            "one_key_twice", R"({"UnprocessedKeys":{"t":{"Keys":[{"id":{"S":"1"}},{"id":{"S":"1"}}]}}})"},
        response_case{"a_key_of_another_type", R"({"UnprocessedKeys":{"t":{"Keys":[{"id":{"N":"1"}}]}}})"},
        response_case{"a_key_of_more_attributes",
            R"({"UnprocessedKeys":{"t":{"Keys":[{"id":{"S":"1"},"a":{"S":"1"}}]}}})"},
        response_case{"items_of_another_table", R"({"Responses":{"x":[{"id":{"S":"1"}}]}})"},
        response_case{"no_items_of_another_table", R"({"Responses":{"x":[]}})"},
        response_case{"another_item", R"({"Responses":{"t":[{"id":{"S":"7"},"a":{"S":"1"}}]}})"},
        response_case{
            "one_item_twice", R"({"Responses":{"t":[{"id":{"S":"1"}},{"id":{"S":"1"},"a":{"S":"1"}}]}})"},
        response_case{"an_item_with_its_key",
            R"({"Responses":{"t":[{"id":{"S":"1"}}]},"UnprocessedKeys":{"t":{"Keys":[{"id":{"S":"1"}}]}}})"},
        response_case{"more_items_without_keys_than_were_requested",
            R"({"Responses":{"u":[{"a":{"S":"1"}},{"a":{"S":"2"}}]}})"}),
    [](auto const& c) { return std::string(c.param.name); });

TEST_F(batch_left, keys_are_found_in_another_notation_and_sent_as_before)
{
    auto const has = [](std::string what)
    { return [what](http::request const& r) { return count_of(r.body, what) == 1; }; };
    scripted.server->expect("BatchGetItem")
        .where(has(R"("Keys":[{"p":{"N":"1.0"},"s":{"S":"a"}},{"p":{"N":"2"},"s":{"S":"a"}}])"))
        .reply(200,
            R"({"Responses":{"t":[{"s":{"S":"a"},"x":{"S":"1"},"p":{"N":"2.0"}}]},)"
            R"("UnprocessedKeys":{"t":{"Keys":[{"s":{"S":"a"},"p":{"N":"1"}}]}}})");
    scripted.server->expect("BatchGetItem")
        .where(has(R"("Keys":[{"p":{"N":"1.0"},"s":{"S":"a"}}])"))
        .reply(200, R"({"Responses":{"t":[{"p":{"N":"1"},"s":{"S":"a"}}]}})");
    scripted.run(
        [&]() -> asio::awaitable<void>
        {
            auto const c = scripted.make();
            reads_by_table wanted;
            for (char const* digits : {"1.0", "2"})
            {
                auto& one = wanted["t"].keys.emplace_back();
                one.set("p", number(digits));
                one.set("s", "a");
            }
            auto const got = co_await try_batch_get(c, wanted);
            EXPECT_TRUE(got.complete());
            EXPECT_EQ(got.items.at("t").size(), 2u);
        });
}

} // namespace
} // namespace dynasio::tests
