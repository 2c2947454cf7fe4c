// SPDX-License-Identifier: BSL-1.0

#include "stores/specs/spec_requests.hpp"

#include "unit/stores/expect_store_error.hpp"

#include <gtest/gtest.h>

#include <map>
#include <span>

namespace dynasio::stores::specs {
namespace {

using tests::expect_store_error;
using names = std::map<std::string, std::string>;

spec_info info_at(std::int64_t seconds)
{
    spec_info info;
    info.id = "x";
    info.version = "1";
    info.updated_at = seconds;
    return info;
}

TEST(spec_requests, compare_times_of_equal_length_only)
{
    auto const request = save_spec_request("t", "u", info_at(1000000000), "token");
    ASSERT_EQ(request.transact_items.size(), 2u);
    EXPECT_EQ(request.client_request_token, "token");
    auto const& latest = *request.transact_items[1].put;
    EXPECT_EQ(latest.condition_expression,
        "attribute_not_exists(#0) OR size(#1) < :0 OR size(#1) = :0 AND #1 < :1");
    EXPECT_EQ(*latest.expression_attribute_names, (names{{"#0", "updated_at_id"}, {"#1", "updated_at"}}));
    EXPECT_EQ(*latest.expression_attribute_values, (item{{":0", 10}, {":1", "1000000000"}}));
    auto const& version = *request.transact_items[0].put;
    EXPECT_EQ(version.condition_expression, "attribute_not_exists(#0)");
    EXPECT_EQ(*version.expression_attribute_names, (names{{"#0", "updated_at_id"}}));
    for (auto const& action : request.transact_items)
        EXPECT_EQ(action.put->return_values_on_condition_check_failure,
            model::return_values_on_condition_check_failure::all_old);
}

TEST(spec_requests, versions_are_those_of_the_very_id)
{
    auto const request = spec_list_request({}, {"u", "a"}, {});
    EXPECT_EQ(request.index_name, "idUpdatedAt");
    EXPECT_EQ(request.key_condition_expression, "#0 = :0 AND #1 BETWEEN :1 AND :2");
    EXPECT_EQ(request.filter_expression, "#2 = :3");
    EXPECT_EQ(
        *request.expression_attribute_names, (names{{"#0", "sub"}, {"#1", "id_updated_at"}, {"#2", "id"}}));
    EXPECT_EQ(
        *request.expression_attribute_values, (item{{":0", "u"}, {":1", "a#0"}, {":2", "a#:"}, {":3", "a"}}));
}

TEST(spec_requests, options_reach_the_query)
{
    auto const request =
        spec_list_request({}, {"u", std::nullopt}, list_options().consistent().descending().limit(7));
    EXPECT_EQ(request.consistent_read, true);
    EXPECT_EQ(request.scan_index_forward, false);
    EXPECT_EQ(request.limit, 7);
    auto const count = count_models_request("t", "u", {});
    EXPECT_EQ(count.consistent_read, false);
    EXPECT_EQ(count.projection_expression, "#2, #1");
    EXPECT_EQ(count.expression_attribute_names->at("#2"), "model_count");
}

TEST(spec_requests, a_latest_item_without_a_time_can_be_deleted)
{
    auto const request = delete_latest_request("t", {{"sub", "u"}, {"updated_at_id", "latest#x"}});
    EXPECT_EQ(request.condition_expression, "attribute_not_exists(#0)");
    EXPECT_EQ(request.key, (item{{"sub", "u"}, {"updated_at_id", "latest#x"}}));
}

TEST(spec_requests, versions_are_deleted_while_the_latest_item_is_as_expected)
{
    item const latest{{"sub", "u"}, {"updated_at_id", "latest#x"}};
    item const key{{"sub", "u"}, {"updated_at_id", "00000000000000000001#x"}};
    auto request = delete_versions_request("t", latest, std::nullopt, std::span(&key, 1), "token");
    EXPECT_EQ(request.client_request_token, "token");
    ASSERT_EQ(request.transact_items.size(), 2u);
    auto check = *request.transact_items[0].condition_check;
    EXPECT_EQ(check.table_name, "t");
    EXPECT_EQ(check.key, latest);
    EXPECT_EQ(check.condition_expression, "attribute_not_exists(#0)");
    EXPECT_EQ(*check.expression_attribute_names, (names{{"#0", "updated_at_id"}}));
    EXPECT_EQ(check.return_values_on_condition_check_failure,
        model::return_values_on_condition_check_failure::all_old);
    auto const& deletion = *request.transact_items[1].delete_;
    EXPECT_EQ(deletion.table_name, "t");
    EXPECT_EQ(deletion.key, key);
    EXPECT_FALSE(deletion.condition_expression);

    request = delete_versions_request("t", latest, 1700000000, std::span(&key, 1), "token");
    check = *request.transact_items[0].condition_check;
    EXPECT_EQ(check.condition_expression, "#0 = :0");
    EXPECT_EQ(*check.expression_attribute_names, (names{{"#0", "updated_at"}}));
    EXPECT_EQ(*check.expression_attribute_values, (item{{":0", "1700000000"}}));
}

error cancelled_by(std::string version, std::string latest, std::optional<item> old = {})
{
    error_details details;
    details.code = errc::transaction_canceled;
    details.cancellation_reasons.resize(2);
    details.cancellation_reasons[0].code = std::move(version);
    details.cancellation_reasons[1].code = std::move(latest);
    details.cancellation_reasons[1].old_item = std::move(old);
    return error(std::move(details));
}

TEST(save_outcome, tells_the_reasons_apart)
{
    auto const latest = read_save_outcome(
        cancelled_by("None", "ConditionalCheckFailed", item{{"updated_at", "1700000100"}}), "t");
    EXPECT_TRUE(latest.latest_is_newer);
    EXPECT_EQ(latest.latest_updated_at, 1700000100);
    EXPECT_FALSE(latest.version_exists);
    EXPECT_FALSE(latest.contended);

    auto const version = read_save_outcome(cancelled_by("ConditionalCheckFailed", "None"), "t");
    EXPECT_TRUE(version.version_exists);
    EXPECT_FALSE(version.latest_is_newer);

    for (auto const* code : {"TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"})
        EXPECT_TRUE(read_save_outcome(cancelled_by("None", code), "t").contended) << code;

    auto const other = read_save_outcome(cancelled_by("ValidationError", "None"), "t");
    EXPECT_FALSE(other.contended || other.version_exists || other.latest_is_newer);
}

TEST(removal_outcome, tells_the_reasons_apart)
{
    item const stored{{"updated_at", "1700000100"}};
    // The condition of the first action, whatever the others say.
    auto outcome =
        read_removal_outcome(cancelled_by("ConditionalCheckFailed", "TransactionConflict", stored));
    EXPECT_EQ(outcome.next, removal_step::look_at_latest);
    EXPECT_EQ(outcome.latest, std::nullopt) << "that of the second action";
    error_details details = cancelled_by("ConditionalCheckFailed", "ValidationError").details();
    details.cancellation_reasons[0].old_item = stored;
    outcome = read_removal_outcome(error(details));
    EXPECT_EQ(outcome.next, removal_step::look_at_latest);
    EXPECT_EQ(outcome.latest, stored);

    auto const step = [](error const& e) { return read_removal_outcome(e).next; };
    for (auto const* code : {"TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"})
    {
        EXPECT_EQ(step(cancelled_by("None", code)), removal_step::wait) << code;
        EXPECT_EQ(step(cancelled_by(code, "None")), removal_step::wait) << code;
    }
    EXPECT_EQ(step(cancelled_by("TransactionConflict", "ValidationError")), removal_step::halve);
    EXPECT_EQ(step(cancelled_by("None", "ValidationError")), removal_step::halve);
    EXPECT_EQ(step(error(errc::validation, "")), removal_step::halve);
    EXPECT_EQ(step(cancelled_by("None", "None")), removal_step::give_up);
    EXPECT_EQ(step(cancelled_by("None", "AccessDenied")), removal_step::give_up);
    EXPECT_EQ(step(error(errc::access_denied, "")), removal_step::give_up);
    EXPECT_EQ(step(error(errc::transaction_canceled, "")), removal_step::give_up);
    details = {};
    details.code = errc::unknown;
    EXPECT_EQ(step(error(details)), removal_step::give_up);
    details.http_status = 413;
    EXPECT_EQ(step(error(details)), removal_step::halve);
    details.retry = aws::retry_class::throttling;
    EXPECT_EQ(step(error(details)), removal_step::wait);
}

TEST(save_outcome, names_a_latest_item_that_no_version_can_follow)
{
    for (auto const* time : {"9223372036854775807", "01700000000", "00000000001700000000"})
    {
        SCOPED_TRACE(time);
        auto const full = cancelled_by("None", "ConditionalCheckFailed",
            item{{"sub", "u"}, {"updated_at_id", "latest#x"}, {"updated_at", time}});
        auto const details =
            expect_store_error(store_errc::malformed_item, [&] { (void)read_save_outcome(full, "t"); });
        EXPECT_EQ(details.attribute, "updated_at");
        EXPECT_EQ(details.key, (item{{"sub", "u"}, {"updated_at_id", "latest#x"}}));
    }
}

TEST(save_outcome, names_a_malformed_latest_item)
{
    auto const broken =
        cancelled_by("None", "ConditionalCheckFailed", item{{"sub", "u"}, {"updated_at_id", "latest#x"}});
    auto const details =
        expect_store_error(store_errc::malformed_item, [&] { (void)read_save_outcome(broken, "t"); });
    EXPECT_EQ(details.attribute, "updated_at");
    EXPECT_EQ(details.table, "t");
}

TEST(save_outcome, of_a_cancellation_without_reasons_is_empty)
{
    auto const outcome = read_save_outcome(error(errc::transaction_canceled, ""), "t");
    EXPECT_FALSE(outcome.contended || outcome.version_exists || outcome.latest_is_newer);
}

} // namespace
} // namespace dynasio::stores::specs
