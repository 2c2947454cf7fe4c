// SPDX-License-Identifier: BSL-1.0
//
// Every operation: what `reply` encodes, the client's decoder reads back, and what the client's encoder sends, `input_of`
// reads back.

#include "random_shape.hpp"

#include <dynasio/operations.hpp>
#include <dynasio/testing/typed.hpp>

#include <boost/json/parse.hpp>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <string>
#include <tuple>

namespace dynasio::testing {
namespace {

using all_inputs = std::tuple<batch_get_item_input, batch_write_item_input, create_table_input,
    delete_item_input, delete_table_input, describe_table_input, describe_time_to_live_input, get_item_input,
    list_tables_input, put_item_input, query_input, scan_input, transact_get_items_input,
    transact_write_items_input, update_item_input, update_table_input, update_time_to_live_input>;

template <class F>
void for_each_operation(F f)
{
    [&]<class... Input>(std::type_identity<std::tuple<Input...>>)
    { (f(std::type_identity<Input>()), ...); }(std::type_identity<all_inputs>());
}

constexpr unsigned seeds = 100;

TEST(RoundTrip, OfEveryOutputGivesTheSameOutput)
{
    for_each_operation(
        []<class Input>(std::type_identity<Input>)
        {
            using output = typename operations::operation_of<Input>::output;
            SCOPED_TRACE(operations::operation_of<output>::info.name);
            for (unsigned seed = 0; seed < seeds; ++seed)
            {
                auto const sent = tests::random_shape(seed).make<output>();
                auto const json = json_of(sent);
                output received;
                ASSERT_NO_THROW(json::decode(json, json::target_of(received))) << json;
                auto const path = tests::difference::of(sent, received);
                ASSERT_FALSE(path) << "seed " << seed << ": " << *path << " of " << json;
                ASSERT_TRUE(boost::json::parse(json).is_object());
            }
        });
}

TEST(RoundTrip, OfEveryInputGivesTheSameInput)
{
    for_each_operation(
        []<class Input>(std::type_identity<Input>)
        {
            auto const& info = operations::operation_of<Input>::info;
            SCOPED_TRACE(info.name);
            for (unsigned seed = 0; seed < seeds; ++seed)
            {
                auto const sent = tests::random_shape(seed).make<Input>();
                http::request r;
                r.headers.add("X-Amz-Target", info.target);
                json::encode(r.body, sent);
                auto const path = tests::difference::of(sent, input_of<Input>(r));
                ASSERT_FALSE(path) << "seed " << seed << ": " << *path << " of " << r.body;
            }
        });
}

TEST(RoundTrip, LeavesOutNoOperation)
{
    std::set<std::string> described;
    for (auto const& entry :
        std::filesystem::directory_iterator(DYNASIO_SOURCE_DIR "/include/dynasio/operations"))
    {
        std::ifstream file(entry.path());
        for (std::string line; std::getline(file, line);)
            if (std::string const macro = "DYNASIO_DESCRIBE_OPERATION("; line.starts_with(macro))
            {
                auto const name = line.find('"') + 1;
                described.insert(line.substr(name, line.find('"', name) - name));
            }
    }
    std::set<std::string> tested;
    for_each_operation([&]<class Input>(std::type_identity<Input>)
        { tested.emplace(operations::operation_of<Input>::info.name); });
    EXPECT_EQ(tested, described);
    EXPECT_EQ(tested.size(), std::tuple_size_v<all_inputs>);
}

TEST(RoundTrip, SeesADifferenceInEachPlace)
{
    auto const page = tests::random_shape(3).make<transact_get_items_output>();
    auto other = page;
    EXPECT_FALSE(tests::difference::of(page, other));
    other.responses.emplace_back();
    EXPECT_EQ(tests::difference::of(page, other), ".responses (sizes)");

    describe_table_output a;
    a.table.emplace().table_name = "one";
    auto b = a;
    b.table->table_name = "two";
    EXPECT_EQ(tests::difference::of(a, b), ".table.table_name");
    b.table.reset();
    EXPECT_EQ(tests::difference::of(a, b), ".table (one is absent)");
}

} // namespace
} // namespace dynasio::testing
