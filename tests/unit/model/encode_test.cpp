// SPDX-License-Identifier: BSL-1.0

#include <dynasio/operations.hpp>
#include <dynasio/value/detail/json.hpp>

#include <gtest/gtest.h>

#include <limits>
#include <string>

namespace dynasio {
namespace {

template <class T>
std::string encoded(T const& value)
{
    std::string out;
    json::encode(out, value);
    return out;
}

template <class T>
std::string failure(T const& value)
{
    try
    {
        return "no error, but " + encoded(value);
    }
    catch (json::encode_error const& e)
    {
        return e.what();
    }
}

TEST(EncodeScalar, WritesNumbersAndTimes)
{
    EXPECT_EQ(encoded(std::numeric_limits<std::int64_t>::min()), "-9223372036854775808");
    EXPECT_EQ(encoded(std::int32_t(7)), "7");
    EXPECT_EQ(encoded(0.5), "0.5");
    EXPECT_EQ(encoded(std::numeric_limits<double>::quiet_NaN()), R"("NaN")");
    EXPECT_EQ(encoded(-std::numeric_limits<double>::infinity()), R"("-Infinity")");
    auto const at = [](std::int64_t ms) { return encoded(timestamp(std::chrono::milliseconds(ms))); };
    EXPECT_EQ(at(0), "0");
    EXPECT_EQ(at(1'700'000'000'000), "1700000000");
    EXPECT_EQ(at(1'700'000'000'120), "1700000000.12");
    EXPECT_EQ(at(1'700'000'000'007), "1700000000.007");
    EXPECT_EQ(at(1'700'000'000'050), "1700000000.05");
    EXPECT_EQ(at(-1'500), "-1.5");
    EXPECT_EQ(encoded(to_binary("foo")), R"("Zm9v")");
}

TEST(EncodeShape, LeavesAbsentMembersOut)
{
    EXPECT_EQ(encoded(list_tables_input()), "{}");
    EXPECT_EQ(encoded(get_item_input{.table_name = "t", .key = {{"pk", "a"}}}),
        R"({"TableName":"t","Key":{"pk":{"S":"a"}}})");
}

TEST(EncodeShape, SendsEmptyContainersThatWereSet)
{
    EXPECT_EQ(encoded(get_item_input{.table_name = "t",
                  .key = {},
                  .expression_attribute_names = std::map<std::string, std::string>(),
                  .attributes_to_get = std::vector<std::string>()}),
        R"({"TableName":"t","Key":{},"ExpressionAttributeNames":{},"AttributesToGet":[]})");
    EXPECT_EQ(encoded(attribute_value(std::vector<std::string>())), R"({"SS":[]})");
    EXPECT_EQ(encoded(attribute_value(attribute_list())), R"({"L":[]})");
}

TEST(EncodeShape, WritesWireNames)
{
    EXPECT_EQ(encoded(update_table_input{.table_name = "t",
                  .global_secondary_index_updates =
                      std::vector<model::global_secondary_index_update>{{.delete_ = {{.index_name = "i"}}}},
                  .sse_specification =
                      {{.enabled = true, .sse_type = model::sse_type::kms, .kms_master_key_id = "k"}}}),
        R"({"TableName":"t","GlobalSecondaryIndexUpdates":[{"Delete":{"IndexName":"i"}}],)"
        R"("SSESpecification":{"Enabled":true,"SSEType":"KMS","KMSMasterKeyId":"k"}})");
    EXPECT_EQ(encoded(open_enum<model::conditional_operator>(model::conditional_operator::and_)), R"("AND")");
    EXPECT_EQ(encoded(open_enum<model::key_type>::from_text("NEWER")), R"("NEWER")");
}

TEST(EncodeShape, WritesHowAReplicaLeaves)
{
    EXPECT_EQ(encoded(update_table_input{.table_name = "t", .disassociation_protection_enabled = false}),
        R"({"TableName":"t","DisassociationProtectionEnabled":false})");
    EXPECT_EQ(encoded(update_table_input{.table_name = "t",
                  .replica_updates =
                      std::vector<model::replication_group_update>{
                          {.disassociate = {{.region_name = "sa-west-1",
                               .disassociation_mode = model::disassociation_mode::wait_for_replication}}}}}),
        R"({"TableName":"t","ReplicaUpdates":[{"Disassociate":)"
        R"({"RegionName":"sa-west-1","DisassociationMode":"WAIT_FOR_REPLICATION"}}]})");
    EXPECT_EQ(encoded(model::disassociate_replication_group_member_action{.region_name = "r",
                  .disassociation_mode = open_enum<model::disassociation_mode>::from_text("NEWER")}),
        R"({"RegionName":"r","DisassociationMode":"NEWER"})");
}

TEST(EncodeValue, RefusesWhatCannotBeSent)
{
    attribute_value unknown;
    unknown.emplace<attribute_value::unknown_type>("V");
    EXPECT_NE(failure(unknown).find("\"V\""), std::string::npos);

    attribute_value deep = 1;
    for (int i = 0; i < 32; ++i)
        deep = attribute_list{deep};
    EXPECT_NE(encoded(deep), "");
    deep = item{{"a", deep}};
    EXPECT_NE(failure(deep).find("32 levels"), std::string::npos);
    for (int i = 0; i < 200; ++i)
        deep = attribute_list{deep};
    EXPECT_NE(failure(deep).find("32 levels"), std::string::npos);
}

TEST(EncodeValue, SaysWhereItFailed)
{
    put_item_input const request{
        .table_name = "t", .item = {{"list", attribute_list{1, item{{"name", "\xff"}}}}}};
    EXPECT_EQ(failure(request), "Item.list[1].name: the text is not valid UTF-8");
    EXPECT_EQ(
        failure(attribute_value(std::vector<std::string>{"a", "\xff"})), "[1]: the text is not valid UTF-8");
    EXPECT_EQ(failure(item{{"\xff", 1}}).substr(1), ": the text is not valid UTF-8");
}

} // namespace
} // namespace dynasio
