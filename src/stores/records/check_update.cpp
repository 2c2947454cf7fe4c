// SPDX-License-Identifier: BSL-1.0

#include "stores/records/check_update.hpp"

#include <dynasio/expressions/condition_functions.hpp>

#include <utility>

namespace dynasio::stores::records {

namespace {

using expressions::term;
using expressions::term_kind;
using mapping::kind;

void append(std::vector<guard>& to, std::vector<guard> more)
{
    for (auto& each : more)
        to.push_back(std::move(each));
}

/// Checks one change.
class change_checker
{
public:
    change_checker(record_table_state const& self, change const& c)
        : self_(self), where_(c.where()), place_(find_place(self.type(), c.where()))
    {
        if (!place_.type)
            refuse(place_.problem);
    }

    std::vector<guard> check(change const& c) &&
    {
        bool const has_value = c.clause() == update_clause::add || c.clause() == update_clause::erase;
        if (has_value && c.operand().values.size() != 1)
            refuse("is changed by an expression that cannot be checked");
        switch (c.clause())
        {
        case update_clause::set:
            check_operand(expressions::read_operand(c.operand()));
            break;
        case update_clause::remove:
            if (!place_.may_be_absent)
                refuse("cannot be removed: the struct needs it");
            break;
        case update_clause::add:
            check_addition_of(c.operand().values.front());
            break;
        case update_clause::erase:
            if (!place_.holds_anything() && place_.type->kind != kind::set)
                refuse("is not a set");
            check_value_at(self_, where_, place_, c.operand().values.front());
            break;
        }
        return std::move(guards_);
    }

private:
    [[noreturn]] void refuse(std::string reason) const
    {
        self_.throw_bad_input(where_.text(), std::move(reason));
    }

    void check_operand(term const& operand)
    {
        switch (operand.kind)
        {
        case term_kind::value:
            check_value_at(self_, where_, place_, *operand.value);
            break;
        case term_kind::attribute:
            check_attribute(*operand.attribute);
            break;
        case term_kind::if_not_exists:
            for (auto const& each : operand.operands)
                check_operand(each);
            break;
        case term_kind::list_append:
            if (!place_.holds_anything() && place_.type->kind != kind::list)
                refuse("is not a list of any length");
            for (auto const& each : operand.operands)
                check_operand(each);
            break;
        case term_kind::plus:
        case term_kind::minus:
            append(guards_, check_sum(self_, where_, place_, operand));
            break;
        default:
            refuse("is set by an expression that cannot be checked");
        }
    }

    void check_attribute(path const& from)
    {
        auto const source = find_place(self_.type(), from);
        if (!source.type)
            self_.throw_bad_input(from.text(), source.problem);
        if (!holds_values_of(place_, source))
            refuse("cannot be set from " + from.text() + ", which may have values that this member cannot");
        if (!source.type->accepts_null || place_.type->accepts_null)
            return;
        guards_.push_back({.attribute = where_.text(),
            .required = !has_type(from, attribute_type::null),
            .problem = [from](item const& stored)
            {
                auto const* const value = find_value(stored, from);
                return value && value->is_null() ? from.text() + " is NULL" : std::string();
            }});
    }

    void check_addition_of(attribute_value const& amount)
    {
        if (place_.holds_anything())
            return;
        if (place_.type->kind == kind::set)
            check_value_at(self_, where_, place_, amount);
        else
            append(guards_, check_addition(self_, where_, place_, amount));
    }

    record_table_state const& self_;
    path const& where_;
    stored_place place_;
    std::vector<guard> guards_;
};

} // namespace

void check_value_at(record_table_state const& self, path const& where, stored_place const& place,
    attribute_value const& value)
{
    try
    {
        check_value(place, value);
    }
    catch (mapping_error const& e)
    {
        self.throw_bad_input(e.within(where.text()).path(), e.reason());
    }
}

std::vector<guard> check_changes(record_table_state const& self, update& changes)
{
    auto const& type = self.type();
    if (changes.empty())
        self.throw_bad_input({}, "an update needs at least one change");
    std::vector<guard> guards;
    for (auto const& each : changes.changes())
    {
        auto const& name = std::get<std::string>(each.where().steps().front());
        auto const i = type.find(name);
        if (i != no_field && type.is_key(i))
            self.throw_bad_input(name, "is a key; keys cannot be changed");
        if (i != no_field && i == type.version)
            self.throw_bad_input(name, "is the version; the table increments it itself");
        append(guards, change_checker(self, each).check(each));
    }
    if (type.version != no_field)
    {
        auto const version = path::of({type.fields[type.version].name});
        append(guards, check_addition(self, version, find_place(type, version), 1));
        changes.add(version, 1);
    }
    return guards;
}

void check_condition(record_table_state const& self, expressions::fragment const& content)
{
    for (auto const& each : expressions::compared_values(content))
    {
        auto place = find_place(self.type(), each.attribute);
        if (place.type && each.is_element)
            place = {.type = place.type->element};
        if (!place.type || !each.value->if_string())
            continue;
        bool const has_categories = place.field && !place.field->categories.empty();
        if (place.type->kind != kind::enumeration
            && (!has_categories || self.options().keep_unknown_categories))
            continue;
        check_value_at(self, each.attribute, place, *each.value);
    }
}

} // namespace dynasio::stores::records
