// SPDX-License-Identifier: BSL-1.0

#include <dynasio/value/number.hpp>

#include "support/data_cases.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <iostream>
#include <limits>
#include <random>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace dynasio {
namespace {

std::string message_of(std::string_view text)
{
    try
    {
        number n(text);
        return "";
    }
    catch (std::invalid_argument const& e)
    {
        return e.what();
    }
}

TEST(Number, IsZeroByDefault)
{
    EXPECT_EQ(number().text(), "0");
    EXPECT_EQ(number(), number(0));
}

TEST(Number, KeepsItsText)
{
    for (auto const* text : {"1", "1.0", "1E0", "+7", "-0", "00042", ".5", "5.", "1e-130", "9.9E+125"})
        EXPECT_EQ(number(text).text(), text);
}

TEST(Number, RefusesWhatIsNoDecimalNumber)
{
    for (auto const* text : {"", " ", "-", "+", ".", "e5", "1e", "1e+", "1e1.5", "1 ", " 1", "0x10", "NaN",
             "Infinity", "1,5", "1_000", "--1", "1-", "1.2.3", "1e5e5", "\xd9\xa1"})
    {
        EXPECT_FALSE(number::parse(text)) << text;
        EXPECT_NE(message_of(text), "") << text;
    }
}

TEST(Number, SaysWhatIsWrong)
{
    EXPECT_NE(message_of("1.2.3").find("two decimal points"), std::string::npos);
    EXPECT_NE(message_of("abc").find("\"abc\""), std::string::npos);
    EXPECT_NE(message_of(std::string(39, '9')).find("38 significant digits"), std::string::npos);
    EXPECT_NE(message_of("1E+126").find("above"), std::string::npos);
    EXPECT_NE(message_of("1E-131").find("below"), std::string::npos);
    EXPECT_LT(message_of(std::string(100'000, '9')).size(), 200u);
}

TEST(Number, Has38SignificantDigits)
{
    std::string const digits(38, '9');
    EXPECT_TRUE(number::parse(digits));
    EXPECT_FALSE(number::parse(digits + "9"));
    EXPECT_TRUE(number::parse(digits + "0")) << "a zero at the end is not significant";
    EXPECT_TRUE(number::parse("000" + digits));
    EXPECT_TRUE(number::parse("0.000" + digits + "000"));
    EXPECT_TRUE(number::parse("1." + std::string(36, '0') + "1"));
    EXPECT_FALSE(number::parse("1." + std::string(37, '0') + "1"));
}

TEST(Number, HasLimitsOfMagnitude)
{
    EXPECT_TRUE(number::parse("9.99E125"));
    EXPECT_FALSE(number::parse("10E125"));
    EXPECT_TRUE(number::parse("0.1E126"));
    EXPECT_TRUE(number::parse("0.1E-129"));
    EXPECT_FALSE(number::parse("0.1E-130"));
    EXPECT_TRUE(number::parse("0E99999999999999999999999999")) << "zero has no magnitude";
    EXPECT_FALSE(number::parse("1E99999999999999999999999999"));
    EXPECT_FALSE(number::parse("1E-99999999999999999999999999"));
    EXPECT_TRUE(number::parse("1" + std::string(125, '0')));
    EXPECT_FALSE(number::parse("1" + std::string(126, '0')));
    EXPECT_TRUE(number::parse("0." + std::string(129, '0') + "1"));
    EXPECT_FALSE(number::parse("0." + std::string(130, '0') + "1"));
}

TEST(Number, IsNormalisedAsDynamoDbDoes)
{
    struct
    {
        char const* text;
        char const* normalized;
    } const cases[] = {{"0", "0"}, {"-0", "0"}, {"0.00", "0"}, {"0E5", "0"}, {"00042", "42"}, {"+7", "7"},
        {"1.0", "1"}, {"3.1400", "3.14"}, {"-3.1400", "-3.14"}, {"1E3", "1000"}, {"-1.5E3", "-1500"},
        {"1.2345E2", "123.45"}, {"1E-3", "0.001"}, {"123E-2", "1.23"}, {"123E-3", "0.123"},
        {"123E-4", "0.0123"}, {"100", "100"}, {".5", "0.5"}, {"5.", "5"}, {"10.010", "10.01"}};
    for (auto const& c : cases)
    {
        EXPECT_EQ(number(c.text).normalized(), c.normalized) << c.text;
        EXPECT_EQ(number(number(c.text).normalized()), number(c.text)) << c.text;
    }
    EXPECT_EQ(number("1E125").normalized(), "1" + std::string(125, '0'));
    EXPECT_EQ(number("1E-130").normalized(), "0." + std::string(129, '0') + "1");
}

TEST(Number, FollowsTheRecordedBehaviour)
{
    constexpr auto file = "conformance/numbers.json";
    DYNASIO_REQUIRE_TEST_DATA(file);
    tests::run_cases(file, tests::cases_of(tests::load_test_data(file), "put"), {},
        [](boost::json::object const& c)
        {
            auto const parsed = number::parse(tests::text_of(c.at("put")));
            EXPECT_EQ(parsed.has_value(), c.at("accepted").as_bool());
            if (auto const* returned = c.if_contains("returned"))
            {
                ASSERT_TRUE(parsed);
                EXPECT_EQ(parsed->normalized(), tests::text_of(*returned));
            }
        });
}

TEST(Number, ComparesByValue)
{
    EXPECT_EQ(number("1"), number("1.0"));
    EXPECT_EQ(number("1"), number("0.1E1"));
    EXPECT_EQ(number("-0"), number("0.0E7"));
    EXPECT_NE(number("1"), number("-1"));
    EXPECT_NE(
        number("10000000000000000000000000000000000001"), number("10000000000000000000000000000000000002"))
        << "double cannot tell them apart";
}

TEST(Number, HasAnOrder)
{
    std::vector<char const*> const ascending{"-9E125", "-1E3", "-999.5", "-999.49", "-1", "-0.1", "-1E-130",
        "0", "1E-130", "0.0999", "0.1", "0.11", "1", "1.01", "1.1", "9", "10", "10.5", "99", "100", "1E3",
        "1001", "9E125"};
    for (std::size_t i = 0; i < ascending.size(); ++i)
        for (std::size_t j = 0; j < ascending.size(); ++j)
            EXPECT_EQ(number(ascending[i]) <=> number(ascending[j]), i <=> j)
                << ascending[i] << ' ' << ascending[j];
}

TEST(Number, IsMadeOfIntegers)
{
    EXPECT_EQ(number(std::numeric_limits<std::int64_t>::min()).text(), "-9223372036854775808");
    EXPECT_EQ(number(std::numeric_limits<std::uint64_t>::max()).text(), "18446744073709551615");
    EXPECT_EQ(number(short(-3)).text(), "-3");
}

TEST(Number, BecomesIntegersExactly)
{
    EXPECT_EQ(number("-9223372036854775808").to<std::int64_t>(), std::numeric_limits<std::int64_t>::min());
    EXPECT_EQ(number("18446744073709551615").to<std::uint64_t>(), std::numeric_limits<std::uint64_t>::max());
    EXPECT_EQ(number("3.0").to<int>(), 3);
    EXPECT_EQ(number("1E+1").to<int>(), 10);
    EXPECT_EQ(number("-0").to<unsigned>(), 0u);
    EXPECT_EQ(number("255").to<std::uint8_t>(), 255);
    EXPECT_EQ(number("12.5E1").to<int>(), 125);
}

TEST(Number, RefusesIntegersThatDoNotFit)
{
    EXPECT_THROW((void)number("9223372036854775808").to<std::int64_t>(), std::range_error);
    EXPECT_THROW((void)number("-9223372036854775809").to<std::int64_t>(), std::range_error);
    EXPECT_THROW((void)number("18446744073709551616").to<std::uint64_t>(), std::range_error);
    EXPECT_THROW((void)number("1E100").to<std::uint64_t>(), std::range_error);
    EXPECT_THROW((void)number("-1").to<unsigned>(), std::range_error);
    EXPECT_THROW((void)number("256").to<std::uint8_t>(), std::range_error);
    EXPECT_THROW((void)number("3.5").to<int>(), std::range_error);
    EXPECT_THROW((void)number("0.1").to<int>(), std::range_error);
}

TEST(Number, ConvertsFloatingPoint)
{
    EXPECT_EQ(number(0.1).text(), "0.1");
    EXPECT_EQ(number(1.5f).text(), "1.5");
    EXPECT_EQ(number(-2.0).normalized(), "-2");
    EXPECT_EQ(number(1e22), number("1E22"));
    EXPECT_EQ(number("0.1").to<double>(), 0.1);
    EXPECT_EQ(number("+2.5").to<float>(), 2.5f);
    EXPECT_EQ(number("9.9E125").to<double>(), 9.9e125);
    EXPECT_EQ(number("1E-130").to<float>(), 0.0f);
    EXPECT_THROW((void)number("1E39").to<float>(), std::range_error);
    EXPECT_THROW((void)number(std::numeric_limits<double>::quiet_NaN()), std::invalid_argument);
    EXPECT_THROW((void)number(std::numeric_limits<double>::infinity()), std::invalid_argument);
    EXPECT_THROW((void)number(1e200), std::invalid_argument);
    EXPECT_THROW((void)number(1e-200), std::invalid_argument);
}

TEST(Number, ReadsBackEveryDouble)
{
    std::mt19937_64 random(7);
    std::uniform_real_distribution<double> exponent(-290, 290);
    int ran = 0;
    for (int i = 0; i < 20'000; ++i)
    {
        double const value =
            std::ldexp(1.0 + std::generate_canonical<double, 53>(random), int(exponent(random)));
        if (value > 9e125 || value < 1e-129)
            continue;
        ++ran;
        EXPECT_EQ(number(value).to<double>(), value);
        EXPECT_EQ(number(number(value).normalized()), number(value));
    }
    EXPECT_GT(ran, 10'000);
}

TEST(Number, IsPrintedAsItsText)
{
    std::ostringstream out;
    out << number("1.50");
    EXPECT_EQ(out.str(), "1.50");
}

} // namespace
} // namespace dynasio
