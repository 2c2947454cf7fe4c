// SPDX-License-Identifier: BSL-1.0

#include "composed/batch_units.hpp"

#include <dynasio/value/detail/json.hpp>

#include <gtest/gtest.h>

namespace dynasio::tests {
namespace {

using json::encode_error;

item key(attribute_value id)
{
    item result;
    result.set("id", std::move(id));
    return result;
}

model::write_request put_of(item what)
{
    model::write_request write;
    write.put_request.emplace().item = std::move(what);
    return write;
}

model::write_request delete_of(item which)
{
    model::write_request write;
    write.delete_request.emplace().key = std::move(which);
    return write;
}

TEST(canonical_item, is_equal_for_equal_items_only)
{
    item one;
    one.set("a", "x");
    one.set("b", number("1.0"));
    item other;
    other.set("b", number("10E-1"));
    other.set("a", "x");
    EXPECT_EQ(composed::canonical_item(one), composed::canonical_item(other));
    EXPECT_NE(composed::canonical_item(key("1")), composed::canonical_item(key(1)));
    EXPECT_NE(composed::canonical_item(key("1")), composed::canonical_item(key(to_binary("1"))));
    EXPECT_NE(composed::canonical_item(key("a")), composed::canonical_item(key("b")));
}

TEST(take_chunk, takes_what_fits_and_at_least_one)
{
    std::deque<composed::batch_unit<int>> queue;
    for (int i = 0; i < 5; ++i)
        queue.push_back({"t", i, 10});
    EXPECT_EQ(take_chunk(queue, {2, 1000}).size(), 2u); // by number
    EXPECT_EQ(take_chunk(queue, {100, 25}).size(), 2u); // by size
    EXPECT_EQ(take_chunk(queue, {100, 5}).size(), 1u);  // too large alone: for the server to decide
    EXPECT_TRUE(take_chunk(queue, {100, 5}).empty());
}

TEST(read_units, ask_for_equal_keys_once)
{
    std::map<std::string, model::keys_and_attributes> requests;
    requests["a"].keys = {key("x"), key("y"), key("x")};
    requests["b"].keys = {key("x")};
    auto const units = composed::read_units(requests);
    ASSERT_EQ(units.size(), 3u);
    EXPECT_EQ(units[2].table, "b");
}

TEST(write_units, refuse_equal_keys_where_the_key_is_known)
{
    std::map<std::string, std::vector<model::write_request>> requests;
    auto first = key("x");
    first.set("n", 1);
    auto second = key("x");
    second.set("n", 2);
    requests["t"] = {put_of(first), put_of(second)};
    EXPECT_EQ(composed::write_units(requests, {}).size(), 2u); // what the key is cannot be known
    EXPECT_THROW(composed::write_units(requests, {{"t", {"id"}}}), encode_error);
    EXPECT_EQ(composed::write_units(requests, {{"t", {"id", "n"}}}).size(), 2u);

    requests["t"] = {put_of(first), delete_of(key("y"))};
    EXPECT_EQ(composed::write_units(requests, {}).size(), 2u);
    requests["t"] = {put_of(first), delete_of(key("x"))}; // the delete tells the key
    EXPECT_THROW(composed::write_units(requests, {}), encode_error);
    requests["t"] = {put_of(first), put_of(first)};
    EXPECT_THROW(composed::write_units(requests, {}), encode_error);
}

TEST(write_units, refuse_what_cannot_be_sent_and_say_where)
{
    std::map<std::string, std::vector<model::write_request>> requests;
    requests["t"] = {delete_of(key("a")), put_of(key("\xFF"))};
    try
    {
        (void)composed::write_units(requests, {});
        ADD_FAILURE() << "not refused";
    }
    catch (json::encode_error const& e)
    {
        EXPECT_NE(std::string(e.what()).find("t[1]"), std::string::npos) << e.what();
    }
    requests["t"] = {model::write_request()};
    EXPECT_THROW(composed::write_units(requests, {}), encode_error);
}

} // namespace
} // namespace dynasio::tests
