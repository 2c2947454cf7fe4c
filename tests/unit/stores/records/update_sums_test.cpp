// SPDX-License-Identifier: BSL-1.0
//
// Sums stay in the range of their member, at both of its ends.

#include "unit/stores/records/checked_record.hpp"

#include <dynasio/stores/records/detail/stored_type.hpp>

#include <limits>

namespace dynasio::tests {
namespace {

namespace asio = boost::asio;
using update_sums = checked_records;
using stores::records::float_bounds;
using stores::records::integer_bounds;
using stores::records::sum_form;

bool has(std::string const& text, std::string const& part)
{
    return text.find(part) != std::string::npos;
}

std::string text_of(std::optional<stores::records::sum_bounds> const& bounds)
{
    return bounds ? bounds->low.text() + ".." + bounds->high.text() : "none";
}

TEST(sum_bounds, of_integers)
{
    struct bounds_case
    {
        char const* amount;
        sum_form form;
        std::int64_t lowest;
        std::uint64_t highest;
        char const* expected;
    };
    constexpr auto low = std::numeric_limits<std::int64_t>::min();
    constexpr auto high = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
    constexpr auto highest = std::numeric_limits<std::uint64_t>::max();
    using enum sum_form;
    for (auto const& each : {
             bounds_case{"1", plus, -128, 127, "-128..126"},
             bounds_case{"-1", plus, -128, 127, "-127..127"},
             bounds_case{"1", minus, -128, 127, "-127..127"},
             bounds_case{"-1", minus, -128, 127, "-128..126"},
             bounds_case{"0", plus, -128, 127, "-128..127"},
             bounds_case{"255", plus, -128, 127, "-128..-128"},
             bounds_case{"256", plus, -128, 127, "none"},
             bounds_case{"-256", plus, -128, 127, "none"},
             bounds_case{"0", minus_from, -128, 127, "-127..127"},
             bounds_case{"10", minus_from, -128, 127, "-117..127"},
             bounds_case{"-10", minus_from, -128, 127, "-128..118"},
             bounds_case{"1", minus, 0, 255, "1..255"},
             bounds_case{"-5", plus, 0, 255, "5..255"},
             bounds_case{"3", minus_from, 0, 255, "0..3"},
             bounds_case{"1E+2", plus, 0, 255, "0..155"},
             bounds_case{"1", plus, low, high, "-9223372036854775808..9223372036854775806"},
             bounds_case{"-9223372036854775808", plus, low, high, "0..9223372036854775807"},
             bounds_case{"18446744073709551615", plus, 0, highest, "0..0"},
             bounds_case{"1", plus, 0, highest, "0..18446744073709551614"},
         })
        EXPECT_EQ(
            text_of(integer_bounds(number(each.amount), each.form, each.lowest, each.highest)), each.expected)
            << each.amount << ' ' << static_cast<int>(each.form) << ' ' << each.lowest;
    for (auto const* amount : {"0.5", "18446744073709551616", "-9223372036854775809", "1E+30"})
        EXPECT_THROW((void)integer_bounds(number(amount), plus, low, high), mapping_error) << amount;
}

TEST(sum_bounds, of_floats)
{
    EXPECT_FALSE(float_bounds(number("1E+39"), sum_form::plus).has_value());
    auto const bounds = float_bounds(number("1E+38"), sum_form::plus);
    ASSERT_TRUE(bounds.has_value());
    EXPECT_EQ(bounds->low.to<double>(), -static_cast<double>(std::numeric_limits<float>::max()));
    EXPECT_EQ(bounds->high.to<double>(), static_cast<double>(std::numeric_limits<float>::max()) - 1e38);
    auto const other = float_bounds(number("1E+38"), sum_form::minus);
    EXPECT_EQ(other->low.to<double>(), 1e38 - static_cast<double>(std::numeric_limits<float>::max()));
}

TEST_F(update_sums, are_bounded_by_a_condition)
{
    auto const body = sent(attr<&house::floors> += 1);
    EXPECT_TRUE(has(body,
        R"j("ConditionExpression":"attribute_exists(#1) AND (#0 BETWEEN :1 AND :2 OR )j"
        R"j(attribute_not_exists(#0))")j"))
        << body;
    EXPECT_TRUE(has(body, R"(":1":{"N":"-128"},":2":{"N":"126"})")) << body;
    EXPECT_TRUE(has(body, R"("ReturnValuesOnConditionCheckFailure":"ALL_OLD")")) << body;
    EXPECT_TRUE(has(sent(attr<&house::floors> -= 1), R"({"N":"-127"},":2":{"N":"127"})"));
    EXPECT_TRUE(has(sent(set(path("floors"), path("floors") - 1)), R"({"N":"-127"},":2":{"N":"127"})"));
    EXPECT_TRUE(
        has(sent(attr<&house::floors> = 10 - attr<&house::floors>), R"({"N":"-117"},":2":{"N":"127"})"));
    EXPECT_TRUE(has(sent(add(attr<&house::doors>, -5)), R"j(#0 BETWEEN :1 AND :2")j")); // absent counts as 0
    EXPECT_TRUE(has(sent(add(attr<&house::doors>, 5)), "OR attribute_not_exists(#0)"));
    EXPECT_TRUE(has(sent(attr<&house::hall, &room::seats> += 1), R"({"N":"-32768"},":2":{"N":"32766"})"));
    // One nanosecond less than the range.
    EXPECT_TRUE(
        has(sent(attr<&house::age> += std::chrono::nanoseconds(1)), R"({"N":"9223372036.854775806"})"));
    auto const chain = sent(attr<&house::floors> = if_not_exists(attr<&house::floors>, 127) + 1);
    EXPECT_TRUE(has(chain, R"(AND #0 BETWEEN)")) << chain;
    EXPECT_FALSE(has(chain, "attribute_not_exists")) << chain; // 127 + 1 does not fit
    auto const other = sent(attr<&house::area> = if_not_exists(attr<&house::garden>, attr<&house::area>) + 1);
    EXPECT_TRUE(has(other,
        "(#1 BETWEEN :1 AND :2 OR attribute_not_exists(#1) AND (#0 BETWEEN :1 AND :2 OR "
        "attribute_not_exists(#0)))"))
        << other;
    // DynamoDB's numbers are no larger than these.
    for (auto const& each : {sent(attr<&house::price> += 1), sent(attr<&house::exact> += 1),
             sent(set(path("any"), path("any") + 1))})
        EXPECT_FALSE(has(each, "BETWEEN")) << each;
}

TEST_F(update_sums, of_two_attributes_are_bounded_by_halves)
{
    auto const body = sent(attr<&house::area> = attr<&house::area> + attr<&house::garden>);
    EXPECT_TRUE(has(body, R"({"N":"-4611686018427387904"})")) << body;
    EXPECT_TRUE(has(body, R"({"N":"4611686018427387903"})")) << body;
    EXPECT_TRUE(has(sent(attr<&house::doors> = attr<&house::doors> - attr<&house::windows>), "#1 <= #0"));
    // Any two fit.
    EXPECT_FALSE(has(sent(attr<&house::area> = attr<&house::doors> - attr<&house::windows>), " AND "));
    EXPECT_TRUE(has(refused(attr<&house::height> = attr<&house::height> + attr<&house::price>), "height: "));
    EXPECT_TRUE(
        has(refused(set(path("area"), path("area") + path("price"))), "area: cannot be computed from price"));
}

TEST_F(update_sums, that_can_never_fit_are_refused)
{
    EXPECT_TRUE(has(refused(attr<&house::floors> += 256), "floors: "));
    EXPECT_TRUE(has(refused(set(path("floors"), path("floors") + 0.5)), "floors: "));
    EXPECT_TRUE(has(refused(add(path("floors"), 1.5)), "floors: "));
    EXPECT_TRUE(has(refused(add(path("owner"), 1)), "owner: is not a number"));
    EXPECT_TRUE(has(refused(set(path("owner"), path("owner") + 1)), "owner: is not a number"));
    EXPECT_TRUE(has(refused(set(path("area"), path("nope") + 1)), "nope: is not an attribute"));
}

TEST_F(update_sums, that_do_not_fit_are_told_apart)
{
    auto const fail_with = [&](std::string const& stored)
    {
        world.server->expect("UpdateItem")
            .reply(400,
                R"({"__type":"x#ConditionalCheckFailedException")"
                    + (stored.empty() ? std::string() : R"(,"Item":)" + stored) + "}");
    };
    auto const only_if = write_options().only_if(attr<&house::owner> == "Ann");
    auto const count = [&] { return houses.update_record("a", attr<&house::floors> += 7, only_if); };
    fail_with(R"({"id":{"S":"a"},"owner":{"S":"Ann"},"floors":{"N":"121"}})");
    auto details = refusal_of(count);
    EXPECT_EQ(details.code, store_errc::does_not_fit);
    EXPECT_EQ(details.attribute, "floors");
    EXPECT_EQ(details.reason,
        "floors is 121; the result would be out of range, for which floors must be from -128 to 120");
    EXPECT_EQ(details.key.at("id"), attribute_value("a"));
    EXPECT_FALSE(details.applied);
    fail_with(R"({"id":{"S":"a"},"owner":{"S":"Bob"},"floors":{"N":"120"}})");
    details = refusal_of(count);
    EXPECT_EQ(details.code, store_errc::conflict);
    fail_with("");
    details = refusal_of(count);
    EXPECT_EQ(details.code, store_errc::not_found);
    fail_with("");
    world.run(
        [&]() -> asio::awaitable<void>
        {
            bool const there = co_await houses.update_record_if_exists("a", attr<&house::floors> += 7);
            EXPECT_FALSE(there);
        });
    // The same by name of a nested member, and of a missing one for ADD.
    fail_with(R"({"id":{"S":"a"},"hall":{"M":{"seats":{"N":"32767"}}}})");
    details = refusal_of([&] { return houses.update_record("a", attr<&house::hall, &room::seats> += 1); });
    EXPECT_EQ(details.code, store_errc::does_not_fit);
    EXPECT_EQ(details.attribute, "hall.seats");
    fail_with(R"({"id":{"S":"a"}})");
    details = refusal_of([&] { return houses.update_record("a", add(attr<&house::doors>, -1)); });
    EXPECT_EQ(details.code, store_errc::does_not_fit);
    fail_with(R"({"id":{"S":"a"},"doors":{"N":"3"},"windows":{"N":"4"}})");
    details = refusal_of(
        [&]
        {
            return houses.update_record(
                "a", attr<&house::doors> = attr<&house::doors> - attr<&house::windows>);
        });
    EXPECT_EQ(details.code, store_errc::does_not_fit);
    EXPECT_EQ(details.reason, "windows is not less than or equal to doors");
}

TEST_F(update_sums, of_versions_end_with_the_member)
{
    world.server->expect("UpdateItem")
        .where(
            [](http::request const& r)
            {
                EXPECT_TRUE(has(r.body, R"({"N":"126"})")) << r.body;
                return true;
            })
        .reply(400,
            R"({"__type":"x#ConditionalCheckFailedException","Item":{"id":{"S":"a"},"revision":{"N":"127"}}})");
    auto const change = [&] { return versioned.update_record("a", attr<&versioned_house::owner> = "x"); };
    auto details = refusal_of(change);
    EXPECT_EQ(details.code, store_errc::does_not_fit);
    EXPECT_EQ(details.attribute, "revision");
    world.server->expect("TransactWriteItems")
        .reply(400,
            R"({"__type":"x#TransactionCanceledException","CancellationReasons":[{"Code":"ConditionalCheckFailed",)"
            R"("Item":{"id":{"S":"a"},"revision":{"N":"127"}}}]})");
    details = refusal_of(
        [&] { return in_transaction(owner, versioned.update("a", attr<&versioned_house::owner> = "x")); });
    EXPECT_EQ(details.code, store_errc::does_not_fit);
    EXPECT_EQ(details.attribute, "revision");
}

} // namespace
} // namespace dynasio::tests
