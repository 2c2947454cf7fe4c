// SPDX-License-Identifier: BSL-1.0
//
// Sums that are computed by DynamoDB, whose numbers are larger than those of most members. A condition on the stored
// operands keeps the result in the range of the member.

#include "stores/records/check_update.hpp"

#include <dynasio/expressions/comparison.hpp>
#include <dynasio/expressions/condition_functions.hpp>

#include <algorithm>
#include <limits>
#include <stdexcept>
#include <utility>

namespace dynasio::stores::records {

namespace {

using expressions::term;
using expressions::term_kind;

__extension__ typedef __int128 wide_integer;

number to_number(wide_integer value)
{
    return value < 0 ? number(static_cast<std::int64_t>(value)) : number(static_cast<std::uint64_t>(value));
}

wide_integer to_integer(number const& value)
{
    try
    {
        if (value < number(0))
            return value.to<std::int64_t>();
        return static_cast<wide_integer>(value.to<std::uint64_t>());
    }
    catch (std::range_error const&)
    {
        throw mapping_error({}, "number " + value.text() + " is not an integer, or out of range");
    }
}

bool is_within(sum_bounds const& bounds, number const& value)
{
    return bounds.low <= value && value <= bounds.high;
}

/// An operand that is an attribute, or the first of several that exists, or else a value.
struct operand_chain
{
    std::vector<path> attributes{};
    attribute_value const* value = nullptr; ///< if none exists
};

class sum_checker
{
public:
    sum_checker(record_table_state const& self, path const& where, stored_place const& to)
        : self_(self), where_(where), to_(to)
    {
        if (!to.holds_anything() && !mapping::is_number(to.type->kind))
            refuse("is not a number");
    }

    [[nodiscard]] bool is_bounded() const { return to_.type->bounds != nullptr; }

    [[nodiscard]] number const& amount_in(attribute_value const& value) const
    {
        auto const* const amount = value.if_number();
        if (!amount)
            refuse("is a number; the amount is not");
        return *amount;
    }

    [[nodiscard]] operand_chain chain_of(term const& operand) const
    {
        operand_chain chain;
        auto const* last = &operand;
        for (; last->kind == term_kind::if_not_exists && last->operands.size() == 2;
            last = &last->operands[1])
            add_attribute(chain, last->operands[0]);
        if (last->kind == term_kind::value)
            chain.value = last->value;
        else
            add_attribute(chain, *last);
        return chain;
    }

    /// The stored operand must be within the bounds of the sum. A chain without a value, none of whose attributes exists, is
    /// rejected by DynamoDB.
    [[nodiscard]] std::vector<guard> bounded(
        operand_chain const& chain, number const& amount, sum_form form) const
    {
        auto const bounds = bounds_of(amount, form);
        if (!bounds)
            refuse("cannot hold this sum: the amount " + amount.text() + " is out of range");
        bool const fits_alone = !chain.value || is_within(*bounds, amount_in(*chain.value));
        if (!chain.attributes.empty())
            return {within(chain, *bounds, fits_alone)};
        if (!fits_alone)
            refuse("cannot hold this sum: it is out of range");
        return {};
    }

    [[nodiscard]] std::vector<guard> of_two(term const& sum) const
    {
        auto const left = chain_of(sum.operands[0]);
        auto const right = chain_of(sum.operands[1]);
        if (left.attributes.size() != 1 || right.attributes.size() != 1 || left.value || right.value
            || to_.type->kind != mapping::kind::integer)
            refuse("is set to a sum of attributes whose range cannot be checked");
        auto const a = find_place(self_.type(), left.attributes.front());
        auto const b = find_place(self_.type(), right.attributes.front());
        bool const subtracts = sum.kind == term_kind::minus;
        if (always_fits(*a.type, *b.type, subtracts))
            return {};
        if (subtracts && to_.type->lowest == 0)
            return {not_greater(right.attributes.front(), left.attributes.front())};
        sum_bounds const half{number(to_.type->lowest / 2), number(to_.type->highest / 2)};
        return {within(left, half, true), within(right, half, true)};
    }

    [[nodiscard]] std::optional<sum_bounds> bounds_of(number const& amount, sum_form form) const
    {
        try
        {
            return to_.type->bounds(amount, form);
        }
        catch (mapping_error const& e)
        {
            refuse(e.reason());
        }
        catch (json::codec_error const& e)
        {
            refuse(e.what());
        }
    }

    [[nodiscard]] guard within(operand_chain const& chain, sum_bounds const& bounds, bool if_none) const
    {
        return {.attribute = where_.text(),
            .required = condition_within(chain, bounds, if_none),
            .problem = [attributes = chain.attributes, bounds, if_none](item const& stored)
            { return problem_within(attributes, bounds, if_none, stored); }};
    }

private:
    [[noreturn]] void refuse(std::string reason) const
    {
        self_.throw_bad_input(where_.text(), std::move(reason));
    }

    void add_attribute(operand_chain& chain, term const& operand) const
    {
        if (operand.kind != term_kind::attribute)
            refuse("is set by an expression that cannot be checked");
        auto const& attribute = *operand.attribute;
        auto const place = find_place(self_.type(), attribute);
        if (!place.type)
            self_.throw_bad_input(attribute.text(), place.problem);
        // The range does not matter: the sum is checked.
        auto const& from = *place.type;
        bool const is_alike = to_.type->kind == mapping::kind::integer ? from.kind == mapping::kind::integer
            : to_.type->kind == mapping::kind::time                    ? from.identity == to_.type->identity
                                                                       : mapping::is_number(from.kind);
        if (!is_alike)
            refuse("cannot be computed from " + attribute.text() + ", which may have other values");
        chain.attributes.push_back(attribute);
    }

    static condition condition_within(operand_chain const& chain, sum_bounds const& bounds, bool if_none)
    {
        condition result;
        for (auto each = chain.attributes.rbegin(); each != chain.attributes.rend(); ++each)
        {
            condition here = between(*each, attribute_value(bounds.low), attribute_value(bounds.high));
            bool const is_last = each == chain.attributes.rbegin();
            if (!is_last || if_none)
                here = std::move(here) || (not_exists(*each) && std::move(result));
            result = std::move(here);
        }
        return result;
    }

    static std::string problem_within(
        std::vector<path> const& attributes, sum_bounds const& bounds, bool if_none, item const& stored)
    {
        for (auto const& each : attributes)
        {
            auto const* const value = find_value(stored, each);
            if (!value)
                continue;
            auto const* const digits = value->if_number();
            if (!digits)
                return each.text() + " is stored as something else than a number";
            if (is_within(bounds, *digits))
                return {};
            return each.text() + " is " + digits->normalized()
                + "; the result would be out of range, for which " + each.text() + " must be from "
                + bounds.low.normalized() + " to " + bounds.high.normalized();
        }
        return if_none ? std::string() : "nothing is stored, and the result would be out of range";
    }

    [[nodiscard]] guard not_greater(path const& smaller, path const& larger) const
    {
        return {.attribute = where_.text(),
            .required = smaller <= larger,
            .problem = [smaller, larger](item const& stored)
            {
                auto const* const a = find_value(stored, smaller);
                auto const* const b = find_value(stored, larger);
                if (a && b && a->if_number() && b->if_number() && *a->if_number() <= *b->if_number())
                    return std::string();
                return smaller.text() + " is not less than or equal to " + larger.text();
            }};
    }

    /// Whether the sum of any two values of these integer types fits.
    [[nodiscard]] bool always_fits(stored_type const& a, stored_type const& b, bool subtracts) const
    {
        wide_integer const b_low = subtracts ? -wide_integer(b.highest) : wide_integer(b.lowest);
        wide_integer const b_high = subtracts ? -wide_integer(b.lowest) : wide_integer(b.highest);
        return a.lowest + b_low >= to_.type->lowest && a.highest + b_high <= wide_integer(to_.type->highest);
    }

    record_table_state const& self_;
    path const& where_;
    stored_place const& to_;
};

} // namespace

std::optional<sum_bounds> integer_bounds(
    number const& amount, sum_form form, std::int64_t lowest, std::uint64_t highest)
{
    auto const x = to_integer(amount);
    wide_integer const bottom = lowest;
    wide_integer const top = static_cast<wide_integer>(highest);
    wide_integer const low = form == sum_form::plus ? bottom - x
        : form == sum_form::minus                   ? bottom + x
                                                    : x - top;
    wide_integer const high = form == sum_form::plus ? top - x
        : form == sum_form::minus                    ? top + x
                                                     : x - bottom;
    if (low > top || high < bottom)
        return std::nullopt;
    return sum_bounds{to_number(std::max(low, bottom)), to_number(std::min(high, top))};
}

std::optional<sum_bounds> float_bounds(number const& amount, sum_form form)
{
    constexpr double top = std::numeric_limits<float>::max();
    double const x = form == sum_form::plus ? -amount.to<double>() : amount.to<double>();
    double const low = std::max(-top, x - top);
    double const high = std::min(top, x + top);
    if (low > high)
        return std::nullopt;
    return sum_bounds{number(low), number(high)};
}

std::vector<guard> check_sum(
    record_table_state const& self, path const& where, stored_place const& to, expressions::term const& sum)
{
    sum_checker const checker(self, where, to);
    auto const& left = sum.operands[0];
    auto const& right = sum.operands[1];
    bool const right_is_value = right.kind == term_kind::value;
    for (auto const* each : {&left, &right})
        if (each->kind == term_kind::value)
            (void)checker.amount_in(*each->value);
    if (to.holds_anything())
        return {};
    if (right_is_value || left.kind == term_kind::value)
    {
        auto const chain = checker.chain_of(right_is_value ? left : right);
        auto const form = sum.kind == term_kind::plus ? sum_form::plus
            : right_is_value                          ? sum_form::minus
                                                      : sum_form::minus_from;
        if (!checker.is_bounded())
            return {};
        return checker.bounded(chain, checker.amount_in(right_is_value ? *right.value : *left.value), form);
    }
    if (!checker.is_bounded())
    {
        (void)checker.chain_of(left);
        (void)checker.chain_of(right);
        return {};
    }
    return checker.of_two(sum);
}

std::vector<guard> check_addition(
    record_table_state const& self, path const& where, stored_place const& to, attribute_value const& amount)
{
    sum_checker const checker(self, where, to);
    auto const& number_to_add = checker.amount_in(amount);
    if (!checker.is_bounded())
        return {};
    operand_chain chain;
    chain.attributes.push_back(where);
    attribute_value const zero(0);
    chain.value = &zero;
    return checker.bounded(chain, number_to_add, sum_form::plus);
}

} // namespace dynasio::stores::records
