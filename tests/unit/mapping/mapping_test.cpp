// SPDX-License-Identifier: BSL-1.0
//
// Every type both ways, and every error with its path: through `from_item`, and straight from JSON, which must agree.

#include "mapping_types.hpp"

#include <dynasio/mapping/detail/attribute_codec.hpp>
#include <dynasio/mapping/detail/encode_struct.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <sstream>

using namespace dynasio;
using namespace mapping_types;
using namespace std::chrono_literals;

namespace {

item parse_item(std::string const& json)
{
    item result;
    json::decode(json, json::target_of(result));
    return result;
}

/// `{"v": json}` read as a struct with one member v, both ways; what both threw, if they did.
template <class T>
struct one
{
    T v{};
    BOOST_DESCRIBE_CLASS(one, (), (v), (), ())
};

struct prefilled
{
    std::optional<int> a = 1;
    std::set<int> b{1};
    std::optional<money> c = money{1};
    std::optional<attribute_value> d = attribute_value("x");
};
BOOST_DESCRIBE_STRUCT(prefilled, (), (a, b, c, d))

struct sample
{
    std::vector<double> values;
};
BOOST_DESCRIBE_STRUCT(sample, (), (values))

struct pair_of_numbers
{
    int first = 0;
    int second = 0;
};
BOOST_DESCRIBE_STRUCT(pair_of_numbers, (), (first, second))

struct derived : entity
{
    bool on = false;
};
BOOST_DESCRIBE_STRUCT(derived, (entity), (on))

template <class T, mapping_options O = mapping_options{}>
std::string error_of(std::string const& json)
{
    std::string direct;
    std::string indirect;
    try
    {
        T target{};
        json::decode(json, mapping::item_target<O>(target));
    }
    catch (json::decode_error const& e)
    {
        direct = e.what();
    }
    try
    {
        (void)from_item<T>(parse_item(json), O);
    }
    catch (mapping_error const& e)
    {
        indirect = e.what();
        EXPECT_EQ(indirect, e.path().empty() ? e.reason() : e.path() + ": " + e.reason());
    }
    EXPECT_EQ(direct, indirect) << json;
    return indirect;
}

template <class T>
std::string value_error(std::string const& value)
{
    return error_of<one<T>>(R"({"v":)" + value + "}");
}

template <class T>
T read(std::string const& value)
{
    auto const json = R"({"v":)" + value + "}";
    one<T> direct;
    json::decode(json, mapping::item_target(direct));
    auto const indirect = from_item<one<T>>(parse_item(json));
    EXPECT_TRUE(direct.v == indirect.v) << json;
    return indirect.v;
}

/// The JSON of a member of this value; `{}` when it is left out.
template <class T>
std::string written(T const& value)
{
    one<T> const holder{value};
    std::string direct;
    mapping::encode_item(direct, holder);
    std::string indirect;
    json::encode(indirect, to_item(holder));
    EXPECT_EQ(direct, indirect);
    if (direct == "{}")
        return direct;
    return direct.substr(5, direct.size() - 6);
}

template <class T>
void both_ways(T const& value, std::string const& json)
{
    EXPECT_EQ(written(value), json);
    EXPECT_TRUE(read<T>(json) == value) << json;
    EXPECT_TRUE(from_attribute<T>(to_attribute(value)) == value) << json;
}

TEST(Mapping, MapsEveryTypeBothWays)
{
    both_ways<std::string>("Ann \"x\"\n", R"({"S":"Ann \"x\"\n"})");
    both_ways<std::string>("", R"({"S":""})");
    both_ways<int>(-17, R"({"N":"-17"})");
    both_ways<std::int8_t>(-128, R"({"N":"-128"})");
    both_ways<std::uint64_t>(18446744073709551615U, R"({"N":"18446744073709551615"})");
    both_ways<std::int64_t>(std::numeric_limits<std::int64_t>::min(), R"({"N":"-9223372036854775808"})");
    both_ways<double>(0.1, R"({"N":"0.1"})");
    both_ways<float>(0.1F, R"({"N":"0.1"})");
    both_ways<bool>(true, R"({"BOOL":true})");
    both_ways<number>(number("1234567890123456789012345678.9"), R"({"N":"1234567890123456789012345678.9"})");
    both_ways<binary>(to_binary("abc"), R"({"B":"YWJj"})");
    both_ways<std::vector<unsigned char>>({'a', 'b', 'c'}, R"({"B":"YWJj"})");
    both_ways<std::optional<int>>(5, R"({"N":"5"})");
    both_ways<std::vector<int>>({1, 2}, R"({"L":[{"N":"1"},{"N":"2"}]})");
    both_ways<std::vector<int>>({}, R"({"L":[]})");
    both_ways<std::vector<bool>>({true, false}, R"({"L":[{"BOOL":true},{"BOOL":false}]})");
    both_ways<std::array<int, 2>>({1, 2}, R"({"L":[{"N":"1"},{"N":"2"}]})");
    both_ways<std::set<std::string>>({"a", "b"}, R"({"SS":["a","b"]})");
    both_ways<std::set<int>>({1, 2}, R"({"NS":["1","2"]})");
    both_ways<std::set<number>>({number("1.5")}, R"({"NS":["1.5"]})");
    both_ways<std::set<binary>>({to_binary("abc")}, R"({"BS":["YWJj"]})");
    both_ways<std::set<relation>>({relation::parent}, R"({"SS":["PARENT"]})");
    both_ways<std::map<std::string, int>>({{"a", 1}}, R"({"M":{"a":{"N":"1"}}})");
    both_ways<std::unordered_map<std::string, int>>({{"a", 1}}, R"({"M":{"a":{"N":"1"}}})");
    both_ways<address>(
        {"Rome", {"1", "2"}, {}}, R"({"M":{"city":{"S":"Rome"},"lines":{"L":[{"S":"1"},{"S":"2"}]}}})");
    both_ways<relation>(relation::Sibling, R"({"S":"SIBLING"})");
    both_ways<level>(level::high, R"({"S":"high"})");
    both_ways<attribute_value>(attribute_value(), R"({"NULL":true})");
    both_ways<attribute_value>("x", R"({"S":"x"})");
    both_ways<item>(item{{"a", 1}}, R"({"M":{"a":{"N":"1"}}})");
    both_ways<money>({150}, R"({"S":"150 cents"})");
    both_ways<std::optional<money>>(money{150}, R"({"S":"150 cents"})");
    both_ways<tree>({1, {{2, {}}}},
        R"({"M":{"value":{"N":"1"},"children":{"L":[{"M":{"value":{"N":"2"},"children":{"L":[]}}}]}}})");
}

TEST(Mapping, MapsTimesAsExactSeconds)
{
    using std::chrono::sys_seconds;
    using std::chrono::sys_time;
    both_ways<sys_seconds>(sys_seconds(1662249600s), R"({"N":"1662249600"})");
    both_ways<std::chrono::sys_days>(std::chrono::sys_days(std::chrono::days(-1)), R"({"N":"-86400"})");
    both_ways<std::chrono::hours>(2h, R"({"N":"7200"})");
    both_ways<std::chrono::milliseconds>(1500ms, R"({"N":"1.5"})");
    both_ways<std::chrono::milliseconds>(-1ms, R"({"N":"-0.001"})");
    both_ways<std::chrono::nanoseconds>(std::chrono::nanoseconds::min(), R"({"N":"-9223372036.854775808"})");
    both_ways<std::chrono::nanoseconds>(1662249600000000001ns, R"({"N":"1662249600.000000001"})");
    both_ways<std::chrono::duration<unsigned, std::deci>>(
        std::chrono::duration<unsigned, std::deci>(25), R"({"N":"2.5"})");
    EXPECT_EQ(read<std::chrono::milliseconds>(R"({"N":"1E+1"})"), 10s);
    EXPECT_EQ(read<sys_time<std::chrono::milliseconds>>(R"({"N":"3.0"})").time_since_epoch(), 3s);
    EXPECT_EQ(value_error<std::chrono::seconds>(R"({"N":"1.5"})"),
        "v: expected a multiple of 1 seconds, found 1.5");
    EXPECT_EQ(value_error<std::chrono::days>(R"({"N":"86401"})"),
        "v: expected a multiple of 86400 seconds, found 86401");
    EXPECT_EQ(value_error<std::chrono::milliseconds>(R"({"N":"0.0001"})"),
        "v: expected a multiple of 0.001 seconds, found 0.0001");
    EXPECT_EQ(value_error<std::chrono::nanoseconds>(R"({"N":"9223372036.854775808"})"),
        "v: number 9223372036.854775808 is out of range of a time");
    EXPECT_THROW(
        (void)to_attribute(std::chrono::duration<std::int64_t, std::ratio<86400>>::max()), mapping_error);
}

TEST(Mapping, LeavesOutWhatIsEmpty)
{
    EXPECT_EQ(written(std::optional<int>()), "{}");
    EXPECT_EQ(written(std::set<int>()), "{}");
    EXPECT_EQ(written(std::optional<std::set<int>>(std::set<int>())), "{}");
    EXPECT_EQ(written(std::vector<std::optional<int>>{1, {}}), R"({"L":[{"N":"1"},{"NULL":true}]})");
    EXPECT_EQ(written(std::vector<std::set<int>>{{}, {1}}), R"({"L":[{"NULL":true},{"NS":["1"]}]})");
    EXPECT_EQ(
        (written(std::map<std::string, std::optional<int>>{{"a", {}}})), R"({"M":{"a":{"NULL":true}}})");
}

TEST(Mapping, ReadsWhatIsAbsentOrNullAsEmptyWhateverWasThereBefore)
{
    for (std::string const json :
        {"{}", R"({"a":{"NULL":true},"b":{"NULL":true},"c":{"NULL":true},"d":{"NULL":true}})"})
    {
        prefilled direct;
        json::decode(json, mapping::item_target(direct));
        for (auto const& result : {direct, from_item<prefilled>(parse_item(json))})
        {
            EXPECT_EQ(result.a, std::nullopt) << json;
            EXPECT_TRUE(result.b.empty()) << json;
            EXPECT_EQ(result.c, std::nullopt) << json;
            EXPECT_EQ(result.d, std::nullopt) << json;
        }
    }
    std::vector<std::set<int>> const expected{{}, {1}};
    EXPECT_EQ(read<std::vector<std::set<int>>>(R"({"L":[{"NULL":true},{"NS":["1"]}]})"), expected);
}

TEST(Mapping, AcceptsIntegersInEverySpelling)
{
    EXPECT_EQ(read<int>(R"({"N":"3.0"})"), 3);
    EXPECT_EQ(read<int>(R"({"N":"1E+1"})"), 10);
    EXPECT_EQ(read<unsigned>(R"({"N":"-0"})"), 0U);
    EXPECT_EQ(read<int>(R"({"N":"00042"})"), 42);
    EXPECT_EQ(read<std::int64_t>(R"({"N":"9223372036854775807"})"), std::numeric_limits<std::int64_t>::max());
    EXPECT_EQ(read<double>(R"({"N":"1E-130"})"), 1e-130);
    EXPECT_EQ(read<float>(R"({"N":"1E-130"})"), 0.0F);
    for (auto const* json : {R"({"N":".5"})", R"({"N":"0.5"})", R"({"N":"+0.50"})", R"({"N":"5E-1"})"})
        EXPECT_EQ(read<double>(json), 0.5) << json;
}

TEST(Mapping, RefusesNumbersThatDoNotFit)
{
    EXPECT_EQ(
        value_error<std::int8_t>(R"({"N":"128"})"), "v: number 128 is out of range, expected -128 to 127");
    EXPECT_EQ(value_error<unsigned char>(R"({"N":"-1"})"), "v: number -1 is out of range, expected 0 to 255");
    EXPECT_EQ(value_error<std::uint64_t>(R"({"N":"18446744073709551616"})"),
        "v: number 18446744073709551616 is out of range, expected 0 to 18446744073709551615");
    EXPECT_EQ(value_error<std::int64_t>(R"({"N":"1E+30"})"),
        "v: number 1E+30 is out of range, expected -9223372036854775808 to 9223372036854775807");
    EXPECT_EQ(value_error<int>(R"({"N":"1.5"})"), "v: expected an integer, found 1.5");
    EXPECT_EQ(
        value_error<float>(R"({"N":"1E+60"})"), "v: number 1E+60 is out of range of a floating-point member");
    EXPECT_EQ(value_error<std::set<std::int8_t>>(R"({"NS":["1","200"]})"),
        "v[1]: number 200 is out of range, expected -128 to 127");
}

TEST(Mapping, RefusesToStoreWhatDynamoDbCannotHold)
{
    for (double const value : {std::nan(""), HUGE_VAL, 1e300})
    {
        sample const s{{1, value}};
        std::string reason;
        try
        {
            (void)to_item(s);
            ADD_FAILURE() << value;
        }
        catch (mapping_error const& e)
        {
            EXPECT_EQ(e.path(), "values[1]");
            reason = e.what();
        }
        try
        {
            std::string out;
            mapping::encode_item(out, s);
            ADD_FAILURE() << value;
        }
        catch (json::encode_error const& e)
        {
            EXPECT_EQ(e.what(), reason);
        }
    }
    try
    {
        (void)to_attribute(static_cast<relation>(7));
        ADD_FAILURE();
    }
    catch (mapping_error const& e)
    {
        EXPECT_STREQ(e.what(), "value 7 is no enumerator");
    }
    std::string out;
    EXPECT_THROW(mapping::encode_item(out, address{"\xff", {}, {}}), json::encode_error);
    try
    {
        (void)to_item(one<std::vector<money>>{{{1}, {-1}}});
        ADD_FAILURE();
    }
    catch (mapping_error const& e)
    {
        EXPECT_STREQ(e.what(), "v[1]: debts are not stored");
    }
}

TEST(Mapping, NamesTheFirstMemberOfSeveralThatDoNotFit)
{
    mapping_options strict;
    strict.unknown = unknown_attributes::refuse;
    for (auto const* json : {R"({"second":{"S":"x"},"first":{"S":"y"},"more":{"S":"z"}})",
             R"({"more":{"S":"z"},"second":{"S":"x"}})"})
        try
        {
            (void)from_item<pair_of_numbers>(parse_item(json), strict);
            ADD_FAILURE() << json;
        }
        catch (mapping_error const& e)
        {
            EXPECT_EQ(e.path(), "first") << json;
        }
}

TEST(Mapping, NamesPathAndTypesOfWhatDoesNotFit)
{
    EXPECT_EQ(value_error<int>(R"({"S":"1"})"), "v: expected N, found S");
    EXPECT_EQ(value_error<std::string>(R"({"N":"1"})"), "v: expected S, found N");
    EXPECT_EQ(value_error<int>(R"({"BOOL":true})"), "v: expected N, found BOOL");
    EXPECT_EQ(value_error<bool>(R"({"N":"1"})"), "v: expected BOOL, found N");
    EXPECT_EQ(value_error<int>(R"({"NULL":true})"), "v: expected N, found NULL");
    EXPECT_EQ(value_error<std::optional<int>>(R"({"S":"1"})"), "v: expected N, found S");
    EXPECT_EQ(value_error<binary>(R"({"L":[]})"), "v: expected B, found L");
    EXPECT_EQ(value_error<std::set<int>>(R"({"SS":["1"]})"), "v: expected NS, found SS");
    EXPECT_EQ(value_error<std::vector<int>>(R"({"NS":["1"]})"), "v: expected L, found NS");
    EXPECT_EQ(value_error<address>(R"({"S":"1"})"), "v: expected M, found S");
    EXPECT_EQ(value_error<item>(R"({"S":"1"})"), "v: expected M, found S");
    EXPECT_EQ(value_error<int>(R"({"X9":"1"})"), "v: expected N, found X9");
    EXPECT_EQ(value_error<std::vector<std::vector<int>>>(R"({"L":[{"L":[]},{"L":[{"N":"1"},{"S":"x"}]}]})"),
        "v[1][1]: expected N, found S");
    EXPECT_EQ(
        value_error<std::vector<bool>>(R"({"L":[{"BOOL":true},{"N":"1"}]})"), "v[1]: expected BOOL, found N");
    EXPECT_EQ((value_error<std::map<std::string, address>>(
                  R"({"M":{"x":{"M":{"city":{"S":""},"lines":{"L":[{"S":""},{"N":"1"}]}}}}})")),
        "v.x.lines[1]: expected S, found N");
    EXPECT_EQ((value_error<std::array<int, 2>>(R"({"L":[{"N":"1"}]})")), "v: expected 2 elements, found 1");
    EXPECT_EQ(value_error<money>(R"({"S":"1 euro"})"), "v: expected cents");
}

TEST(Mapping, NamesMissingAttributes)
{
    EXPECT_EQ(error_of<one<std::string>>("{}"), "v: missing attribute, expected S");
    EXPECT_EQ(error_of<one<attribute_value>>(R"({"w":{"S":"x"}})"), "v: missing attribute, expected a value");
    EXPECT_EQ(
        value_error<address>(R"({"M":{"city":{"S":"Rome"}}})"), "v.lines: missing attribute, expected L");
    EXPECT_EQ(value_error<std::vector<address>>(R"({"L":[{"M":{"lines":{"L":[]}}}]})"),
        "v[0].city: missing attribute, expected S");
}

TEST(Mapping, NamesUnknownEnumerators)
{
    EXPECT_EQ(value_error<relation>(R"({"S":"parent"})"), "v: unknown enumerator \"parent\"");
    EXPECT_EQ(value_error<relation>(R"({"S":"0123456789012345678901234567890123456789"})"),
        "v: unknown enumerator \"0123456789012345678901234567890123456789\"");
    EXPECT_EQ(value_error<relation>(R"({"S":"01234567890123456789012345678901234567890"})"),
        "v: unknown enumerator \"0123456789012345678901234567890123456...\"");
    EXPECT_EQ(value_error<level>(R"({"S":"LOW"})"), "v: unknown enumerator \"LOW\"");
}

TEST(Mapping, IgnoresOrRefusesUnknownAttributes)
{
    constexpr mapping_options strict{.unknown = unknown_attributes::refuse};
    std::string const json = R"({"v":{"M":{"city":{"S":"Rome"},"more":{"L":[{"S":"x"}]},"lines":{"L":[]}}}})";
    EXPECT_EQ(error_of<one<address>>(json), "");
    EXPECT_EQ((error_of<one<address>, strict>(json)), "v.more: unknown attribute");
}

TEST(Mapping, FollowsInheritance)
{
    derived d;
    d.id = "x";
    d.version = 3;
    std::string out;
    mapping::encode_item(out, d);
    EXPECT_EQ(out, R"({"id":{"S":"x"},"version":{"N":"3"},"on":{"BOOL":false}})");
    EXPECT_EQ(from_item<derived>(to_item(d)).version, 3U);
}

TEST(Mapping, MapsAreItemsToo)
{
    std::map<std::string, int> const counts{{"a", 1}, {"b", 2}};
    auto const stored = to_item(counts);
    EXPECT_EQ(stored.at("b"), attribute_value(2));
    EXPECT_EQ((from_item<std::map<std::string, int>>(stored)), counts);
    std::map<std::string, int> direct{{"old", 0}};
    json::decode(R"({"a":{"N":"1"},"b":{"N":"2"}})", mapping::item_target(direct));
    EXPECT_EQ(direct, counts);
}

} // namespace
