// SPDX-License-Identifier: BSL-1.0

#include <dynasio/stores/push/last_connect.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <random>
#include <string>

namespace dynasio {
namespace {

using namespace std::chrono;

constexpr auto contract = last_connect_form::month_day_hour;
constexpr auto code = last_connect_form::month_hour;

std::int64_t at(sys_time<system_clock::duration> time, unsigned draw, last_connect_form form)
{
    return make_last_connect(time, draw, form);
}

TEST(push_pure, case_9_last_connect_in_both_forms)
{
    auto const now = sys_days(2018y / June / 14) + microseconds(123'456);
    EXPECT_EQ(at(now, 3, contract), 20'180'614'000'003);
    EXPECT_EQ(at(now, 3, code), 201'806'000'003);
    EXPECT_EQ(at(now + hours(9), 7, contract), 20'180'614'090'007);
    EXPECT_EQ(at(now + hours(9), 7, code), 201'806'090'007);
}

TEST(push_pure, case_11_last_connect_has_padded_fields)
{
    auto const year_begins = sys_days(2018y / January / 1);
    EXPECT_EQ(at(year_begins, 1, contract), 20'180'101'000'001);
    EXPECT_EQ(at(year_begins, 0, code), 201'801'000'000);
    EXPECT_EQ(at(year_begins - seconds(1), 10, contract), 20'171'231'230'010);
    EXPECT_EQ(at(year_begins - seconds(1), 10, code), 201'712'230'010);
    EXPECT_EQ(at(sys_days(2018y / December / 5) + hours(23) + minutes(59), 10, contract), 20'181'205'230'010);
}

TEST(push_pure, last_connect_holds_every_time_of_the_clock)
{
    EXPECT_EQ(at(system_clock::time_point(nanoseconds(-1)), 1, contract), 19'691'231'230'001);
    EXPECT_EQ(at(system_clock::time_point::min(), 1, contract), 16'770'921'000'001);
    EXPECT_EQ(at(system_clock::time_point::max(), 10, contract), 22'620'411'230'010);
    EXPECT_EQ(at(sys_days(2020y / February / 29), 1, contract), 20'200'229'000'001);
}

TEST(push_pure, last_connect_takes_no_other_draws)
{
    EXPECT_EQ(draws_of(contract).first, 1u);
    EXPECT_EQ(draws_of(contract).last, 10u);
    EXPECT_EQ(draws_of(code).first, 0u);
    EXPECT_EQ(draws_of(code).last, 10u);
    auto const now = sys_days(2018y / June / 14);
    EXPECT_EQ(at(now, 0, contract), 20'180'614'000'001);
    EXPECT_EQ(at(now, 11, contract), 20'180'614'000'010);
    EXPECT_EQ(at(now, 11, code), 201'806'000'010);
    EXPECT_EQ(at(now, std::numeric_limits<unsigned>::max(), code), 201'806'000'010);
}

TEST(push_pure, case_10_last_connect_is_in_a_month)
{
    constexpr auto june = 2018y / June;
    EXPECT_TRUE(is_in_month(20'180'614'000'003, june));
    EXPECT_TRUE(is_in_month(201'806'000'003, june));
    EXPECT_FALSE(is_in_month(201'805'230'010, june));
    EXPECT_FALSE(is_in_month(20'170'614'000'003, june));
    EXPECT_FALSE(is_in_month(201'706'000'003, june));
    EXPECT_FALSE(is_in_month(20'180'614'000'003, 2018y / July));
    EXPECT_TRUE(is_in_month(201'812'230'010, 2018y / December));
    EXPECT_FALSE(is_in_month(201'801'000'000, 2018y / December));
}

TEST(push_pure, numbers_that_are_no_last_connect_are_in_no_month)
{
    constexpr auto june = 2018y / June;
    for (std::int64_t const value : {std::int64_t{0}, std::int64_t{6}, std::int64_t{201'80},
             std::int64_t{-201'806}, std::int64_t{-20'180'614'000'003}, std::int64_t{2'018'065},
             std::numeric_limits<std::int64_t>::max(), std::numeric_limits<std::int64_t>::min()})
        EXPECT_EQ(is_in_month(value, june), std::to_string(value).starts_with("201806")) << value;
    EXPECT_FALSE(is_in_month(201'813'000'003, 2018y / month(13)));
    EXPECT_FALSE(is_in_month(201'800'000'003, 2018y / month(0)));
    EXPECT_FALSE(is_in_month(999'060'614'000'003, 999y / June));
    EXPECT_FALSE(is_in_month(99'906, 999y / June));
    EXPECT_FALSE(is_in_month(-20'180'6, year(-2018) / June));
    EXPECT_FALSE(is_in_month(1'000'006, 10000y / June));
    EXPECT_TRUE(is_in_month(100'001'000'000, 1000y / January));
    EXPECT_TRUE(is_in_month(99'991'231'230'010, 9999y / December));
}

TEST(push_pure, all_values_of_a_month)
{
    struct
    {
        year_month month;
        std::size_t days;
    } const cases[] = {
        {2018y / June, 30}, {2018y / July, 31}, {2018y / February, 28}, {2020y / February, 29}};
    for (auto const& each : cases)
    {
        auto const values = last_connects_of(each.month);
        EXPECT_EQ(values.size(), 24 * 11 + each.days * 24 * 10) << each.month.month().operator unsigned();
        EXPECT_TRUE(std::is_sorted(values.begin(), values.end()));
        EXPECT_EQ(std::adjacent_find(values.begin(), values.end()), values.end());
        EXPECT_TRUE(std::ranges::all_of(values, [&](auto v) { return is_in_month(v, each.month); }));
    }
    auto const june = last_connects_of(2018y / June);
    EXPECT_EQ(june.front(), 201'806'000'000);
    EXPECT_EQ(june[24 * 11 - 1], 201'806'230'010);
    EXPECT_EQ(june[24 * 11], 20'180'601'000'001);
    EXPECT_EQ(june.back(), 20'180'630'230'010);
}

TEST(push_pure, no_values_of_no_month)
{
    EXPECT_TRUE(last_connects_of(2018y / month(13)).empty());
    EXPECT_TRUE(last_connects_of(2018y / month(0)).empty());
    EXPECT_TRUE(last_connects_of(999y / June).empty());
    EXPECT_TRUE(last_connects_of(10000y / June).empty());
    EXPECT_EQ(last_connects_of(1000y / June).size(), 7464u);
    EXPECT_EQ(last_connects_of(9999y / July).size(), 7704u);
}

TEST(push_pure, every_value_that_is_written_is_among_all_of_its_month)
{
    std::mt19937_64 random(14);
    auto const start = sys_days(2018y / January / 1);
    for (int i = 0; i < 300; ++i)
    {
        auto const time = start + seconds(random() % 200'000'000);
        year_month_day const date(floor<days>(time));
        auto const values = last_connects_of(date.year() / date.month());
        for (auto const form : {contract, code})
        {
            auto const value = at(time, static_cast<unsigned>(random() % 14), form);
            EXPECT_TRUE(std::binary_search(values.begin(), values.end(), value)) << value;
            EXPECT_TRUE(is_in_month(value, date.year() / date.month())) << value;
            EXPECT_FALSE(is_in_month(value, date.year() / date.month() + months(1))) << value;
        }
    }
}

} // namespace
} // namespace dynasio
