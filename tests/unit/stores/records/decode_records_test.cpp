// SPDX-License-Identifier: BSL-1.0
//
// Answers that go straight into structs: what does not fit is named, or left out.

#include "stores/records/decode_records.hpp"
#include "support/scripted_client.hpp"
#include "unit/stores/expect_store_error.hpp"

#include <dynasio/stores/records/detail/record_targets.hpp>
#include <dynasio/stores/records/detail/record_type_of.hpp>

#include <gtest/gtest.h>

namespace {

struct entry
{
    int id = 0;
    std::string kind;
    std::optional<std::vector<int>> list;
    friend bool operator==(entry const&, entry const&) = default;
};
BOOST_DESCRIBE_STRUCT(entry, (), (id, kind, list))

} // namespace

template <>
struct dynasio::record_definition<entry> : dynasio::record_key<&entry::id>
{
    static constexpr auto categories = dynasio::category_lists(dynasio::category<&entry::kind>("A", "B"));
};

namespace dynasio::tests {
namespace {

struct decode_records : ::testing::Test
{
    [[nodiscard]] stores::records::record_table_pointer table(record_table_options options = {})
    {
        return stores::records::make_record_table(
            owner, "t", stores::records::record_type_of<entry>, std::move(options));
    }
    stores::records::decoded_records read(std::string_view body, record_table_options options = {},
        stores::records::bad_records bad = stores::records::bad_records::fail)
    {
        auto const own = table(options);
        return stores::records::read_records(
            *own, body, stores::records::target_of(found, options.unknown), bad);
    }

    scripted_client world;
    client owner = world.make();
    std::vector<entry> found;
};

TEST_F(decode_records, records_are_added_to_what_is_there)
{
    found.push_back({7, "A", {}});
    auto const response =
        read(R"({"Items":[{"id":{"N":"1"},"kind":{"S":"A"}},{"kind":{"S":"B"},"id":{"N":"2"},)"
             R"("list":{"L":[{"N":"3"}]}}],"LastEvaluatedKey":{"id":{"N":"2"}},"Count":2})");
    EXPECT_EQ(response.count, 2u);
    EXPECT_EQ(response.last_evaluated_key->at("id"), attribute_value(2));
    ASSERT_EQ(found.size(), 3u);
    EXPECT_EQ(found[2].list, std::vector<int>{3});
}

TEST_F(decode_records, what_does_not_fit_is_named_with_its_key)
{
    struct bad
    {
        char const* stored;
        char const* attribute;
    };
    record_table_options strict;
    strict.unknown = unknown_attributes::refuse;
    for (auto const& [stored, attribute] : {
             bad{R"({"id":{"N":"2"},"kind":{"S":"C"}})", "kind"},
             bad{R"({"id":{"N":"2"},"kind":{"N":"1"}})", "kind"},
             bad{R"({"id":{"N":"2"}})", "kind"},
             bad{R"({"id":{"N":"2"},"kind":{"S":"A"},"more":{"S":""}})", "more"},
             bad{R"({"id":{"N":"2"},"kind":{"S":"A"},"list":{"L":[{"N":"1"},{"N":"1.5"}]}})", "list[1]"},
             bad{R"({"id":{"N":"2"},"kind":{"S":"A"},"list":{"NEW":"x"}})", "list"},
             // Of several the first member, in whatever order the attributes come.
             bad{R"({"more":{"S":""},"list":{"S":"x"},"kind":{"N":"1"},"id":{"N":"2"}})", "kind"},
             bad{R"({"more":{"S":""},"list":{"S":"x"},"id":{"N":"2"},"kind":{"S":"A"}})", "list"},
         })
    {
        auto const body = R"({"Items":[{"id":{"N":"1"},"kind":{"S":"A"}},)" + std::string(stored) + "]}";
        found.clear();
        auto const details =
            expect_store_error(store_errc::malformed_item, [&] { (void)read(body, strict); });
        EXPECT_EQ(details.attribute, attribute) << stored;
        EXPECT_EQ(details.key, item({{"id", 2}})) << stored;
        EXPECT_EQ(details.table, "t");
        EXPECT_FALSE(details.reason.empty());

        found.clear();
        auto const response = read(body, strict, stores::records::bad_records::skip);
        EXPECT_EQ(response.count, 1u);
        EXPECT_EQ(found, (std::vector<entry>{{1, "A", {}}})) << stored;
    }
}

TEST_F(decode_records, a_failure_is_told_on_one_printable_line)
{
    try
    {
        (void)read(R"({"Items":[{"id":{"N":"1"},"kind":{"S":"C\n\u001b[2J\u202e\u007f"}}]})");
        ADD_FAILURE();
    }
    catch (store_error const& e)
    {
        EXPECT_NE(std::string_view(e.what()).find(R"(C\n\x1b[2J\u202e\x7f)"), std::string_view::npos)
            << e.what();
        EXPECT_EQ(std::string_view(e.what()).find('\n'), std::string_view::npos);
    }
}

TEST_F(decode_records, options_take_more)
{
    record_table_options lenient;
    lenient.keep_unknown_categories = true;
    (void)read(R"({"Items":[{"id":{"N":"1"},"kind":{"S":"c"},"more":{"S":""}}]})", lenient);
    EXPECT_EQ(found, (std::vector<entry>{{1, "c", {}}}));
}

TEST_F(decode_records, a_batch_tells_what_is_left)
{
    auto const own = table();
    stores::records::batch_response batch;
    auto const response = stores::records::read_batch(*own,
        R"({"Responses":{"t":[{"id":{"N":"1"},"kind":{"S":"A"}}]},"UnprocessedKeys":{"t":{"Keys":[{"id":{"N":"5"}}],)"
        R"("ConsistentRead":true}}})",
        stores::records::target_of(found, unknown_attributes::refuse), stores::records::bad_records::fail,
        batch);
    EXPECT_EQ(response.count, 1u);
    EXPECT_EQ(found.size(), 1u);
    ASSERT_EQ(batch.keys_left.size(), 1u);
    EXPECT_EQ(batch.keys_left[0].at("id"), attribute_value(5));
    EXPECT_EQ(batch.tables, (std::vector<std::string>{"t", "t"}));
}

} // namespace
} // namespace dynasio::tests
