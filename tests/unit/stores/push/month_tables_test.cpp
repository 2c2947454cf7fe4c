// SPDX-License-Identifier: BSL-1.0

#include "unit/stores/expect_store_error.hpp"

#include <dynasio/stores/push/month_tables.hpp>

#include <gtest/gtest.h>

namespace dynasio {
namespace {

using namespace std::chrono;
using names = std::vector<std::string>;
using tests::expect_store_error;

TEST(push_pure, case_14_names_of_months)
{
    EXPECT_EQ(month_table_name("message", 2018y / June), "message_2018_06");
    EXPECT_EQ(month_table_name("message", 2016y / March), "message_2016_03");
    EXPECT_EQ(month_table_name("message", 2018y / December), "message_2018_12");
    EXPECT_EQ(month_table_name("", 2018y / January), "_2018_01");
    EXPECT_EQ(month_table_name("a_2018_06", 987y / June), "a_2018_06_0987_06");
    EXPECT_EQ(month_table_name("m", 0y / June), "m_0000_06");
    EXPECT_EQ(month_table_name("m", 9999y / December), "m_9999_12");
}

TEST(push_pure, case_14_tables_of_a_day)
{
    EXPECT_EQ(month_tables("message", 2018y / January / 31),
        (names{"message_2017_12", "message_2018_01", "message_2018_02"}));
    EXPECT_EQ(month_tables("message", 2018y / June / 14), (names{"message_2018_05", "message_2018_06"}));
    EXPECT_EQ(month_tables("message", 2018y / June / 1), (names{"message_2018_05", "message_2018_06"}));
    EXPECT_EQ(month_tables("message", 2018y / June / 29), (names{"message_2018_05", "message_2018_06"}));
    EXPECT_EQ(month_tables("message", 2018y / June / 30),
        (names{"message_2018_05", "message_2018_06", "message_2018_07"}));
    EXPECT_EQ(month_tables("message", 2018y / December / 31),
        (names{"message_2018_11", "message_2018_12", "message_2019_01"}));
    EXPECT_EQ(month_tables("m", 2020y / February / 28), (names{"m_2020_01", "m_2020_02"}));
    EXPECT_EQ(month_tables("m", 2020y / February / 29), (names{"m_2020_01", "m_2020_02", "m_2020_03"}));
    EXPECT_EQ(month_tables("m", 2019y / February / 28), (names{"m_2019_01", "m_2019_02", "m_2019_03"}));
}

TEST(push_pure, months_without_a_name)
{
    for (auto const month : {year(-1) / June, 10000y / June, year::min() / June, year::max() / June,
             2018y / month(0), 2018y / month(13)})
        EXPECT_EQ(
            expect_store_error(store_errc::bad_input, [&] { (void)month_table_name("m", month); }).attribute,
            "month");
    for (sys_days const day :
        {sys_days(0y / January / 1), sys_days(9999y / December / 31), sys_days(year(-1) / December / 31),
            sys_days(10000y / January / 1), sys_days::min(), sys_days::max()})
        expect_store_error(store_errc::bad_input, [&] { (void)month_tables("m", day); });
    EXPECT_EQ(month_tables("m", 0y / February / 1), (names{"m_0000_01", "m_0000_02"}));
    EXPECT_EQ(month_tables("m", 9999y / December / 30), (names{"m_9999_11", "m_9999_12"}));
}

TEST(push_pure, the_month_of_a_table)
{
    EXPECT_EQ(month_of_table("message", "message_2018_06"), 2018y / June);
    EXPECT_EQ(month_of_table("", "_2018_12"), 2018y / December);
    EXPECT_EQ(month_of_table("message_2018_06", "message_2018_06_2019_01"), 2019y / January);
    EXPECT_EQ(month_of_table("message", "message_0000_01"), 0y / January);
    for (auto const* other : {"", "message", "message_", "message_2018_6", "message_2018_00",
             "message_2018_13", "message_2018_006", "message_12018_06", "message_-018_06", "message_2018_+6",
             "message_2018_ 6", "message_2018-06", "message-2018_06", "message_2018_06 ", "message_2018_06_",
             "Message_2018_06", "messages2018_06", "messagex2018_06", "messages_2018_06", "essage_2018_06",
             "x_message_2018_06", "message_2O18_06", "message_2018_0a", "message_2018_06_2019_01", "_2018_06",
             "message_:018_06", "message_/018_06"})
        EXPECT_EQ(month_of_table("message", other), std::nullopt) << other;
}

TEST(push_pure, every_month_is_read_from_its_name)
{
    for (auto month = 1969y / December; month <= 2401y / January; month += months(1))
        EXPECT_EQ(month_of_table("message", month_table_name("message", month)), month);
}

TEST(push_pure, a_table_expires_30_days_after_it_was_last_written_to)
{
    EXPECT_EQ(month_table_expiry(2018y / June), sys_days(2018y / August / 31));
    EXPECT_EQ(month_table_expiry(2018y / December), sys_days(2019y / March / 3));
    EXPECT_EQ(month_table_expiry(2018y / November), sys_days(2019y / January / 31));
    // On its last days, the table is that of last month.
    auto const last_day = sys_days(2018y / July / 31);
    EXPECT_EQ(month_tables("m", last_day).front(), "m_2018_06");
    EXPECT_NE(month_tables("m", last_day + days(1)).front(), "m_2018_06");
    EXPECT_EQ(month_table_expiry(2018y / June), last_day + days(1) + days(30));
}

TEST(push_pure, the_newest_table)
{
    EXPECT_EQ(newest_table("message", {}), std::nullopt);
    EXPECT_EQ(newest_table("message", {"messages", "router", "message_x", "message_2018_13"}), std::nullopt);
    EXPECT_EQ(newest_table("message", {"a", "message", "z"}), "message");
    EXPECT_EQ(newest_table("message", {"message", "message_2018_06"}), "message_2018_06");
    EXPECT_EQ(newest_table("message", {"message_2018_06", "message"}), "message_2018_06");
    EXPECT_EQ(newest_table("message",
                  {"message_2017_12", "message_2018_02", "message_2018_01", "message", "message_2016_09",
                      "messages_2019_01", "message_2019_1"}),
        "message_2018_02");
    EXPECT_EQ(newest_table("message", {"message_2018_10", "message_2018_09"}), "message_2018_10");
    EXPECT_EQ(newest_table("message", {"message_0000_01", "message"}), "message_0000_01");
}

} // namespace
} // namespace dynasio
