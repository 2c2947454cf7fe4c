// SPDX-License-Identifier: BSL-1.0

#include <dynasio/expressions/expression_error.hpp>
#include <dynasio/expressions/expression_writer.hpp>

#include <algorithm>

namespace dynasio {

namespace {

// DynamoDB's limits.
constexpr std::size_t most_characters = 4096;
constexpr std::size_t most_operators = 300;

std::string const& checked(std::string const& text, std::size_t operators, std::string_view what)
{
    auto const fail = [&](std::string const& why)
    { throw expression_error("the " + std::string(what) + ' ' + why); };
    if (text.empty())
        fail("is empty");
    if (operators > most_operators)
        fail("has " + std::to_string(operators) + " operators, more than DynamoDB's 300");
    if (text.size() > most_characters)
        fail("has " + std::to_string(text.size()) + " characters, more than DynamoDB's 4096");
    return text;
}

/// The position of an element, which is added if it is not there.
template <class T, class U>
std::size_t place(std::vector<T>& list, U const& wanted)
{
    auto const found = std::find(list.begin(), list.end(), wanted);
    auto const position = static_cast<std::size_t>(found - list.begin());
    if (found == list.end())
        list.emplace_back(wanted);
    return position;
}

std::string placeholder(char first, std::size_t number)
{
    return first + std::to_string(number);
}

} // namespace

void expression_writer::append_name(std::string& out, std::string_view name)
{
    out += placeholder('#', place(names_, name));
}

void expression_writer::append_value(std::string& out, attribute_value const& value)
{
    out += placeholder(':', place(values_, value));
}

void expression_writer::append(std::string& out, expressions::fragment const& content)
{
    auto name = content.names.begin();
    auto value = content.values.begin();
    for (char const c : content.text)
        if (c == expressions::fragment::name_hole)
            append_name(out, *name++);
        else if (c == expressions::fragment::value_hole)
            append_value(out, *value++);
        else
            out += c;
}

void expression_writer::append_path(std::string& out, path const& where)
{
    expressions::fragment content;
    where.write(content);
    append(out, content);
}

std::string expression_writer::write(condition const& c)
{
    std::string result;
    append(result, c.content());
    return checked(result, c.content().operators, "condition");
}

std::string expression_writer::write(key_condition const& c)
{
    std::string result;
    append(result, c.content());
    return checked(result, c.content().operators, "key condition");
}

std::string expression_writer::write(update const& u)
{
    constexpr std::pair<update_clause, std::string_view> clauses[] = {{update_clause::set, "SET "},
        {update_clause::remove, "REMOVE "}, {update_clause::add, "ADD "}, {update_clause::erase, "DELETE "}};
    std::string result;
    std::size_t operators = 0;
    for (auto const& [clause, word] : clauses)
    {
        bool first = true;
        for (auto const& c : u.changes())
        {
            if (c.clause() != clause)
                continue;
            if (!first)
                result += ", ";
            else if (!result.empty())
                result += ' ';
            if (first)
                result += word;
            first = false;
            append_path(result, c.where());
            result += clause == update_clause::set ? " = " : clause == update_clause::remove ? "" : " ";
            append(result, c.operand());
            operators += c.operand().operators;
        }
    }
    return checked(result, operators, "update");
}

std::string expression_writer::write(projection const& p)
{
    std::string result;
    for (auto const& where : p.paths())
    {
        if (!result.empty())
            result += ", ";
        append_path(result, where);
    }
    return checked(result, 0, "projection");
}

void expression_writer::add_names(std::optional<std::map<std::string, std::string>>& names) const
{
    if (!names)
        names.emplace();
    for (std::size_t i = 0; i < names_.size(); ++i)
    {
        auto const [at, added] = names->emplace(placeholder('#', i), names_[i]);
        if (!added && at->second != names_[i])
            throw expression_error("the request has another name for " + at->first);
    }
}

void expression_writer::add_values(std::optional<item>& values) const
{
    if (!values)
        values.emplace();
    for (std::size_t i = 0; i < values_.size(); ++i)
    {
        auto const name = placeholder(':', i);
        auto const* taken = values->find(name);
        if (!taken)
            values->append_new(name) = values_[i];
        else if (*taken != values_[i])
            throw expression_error("the request has another value for " + name);
    }
}

void expression_writer::fail_no_values()
{
    throw expression_error("the request takes expressions without values only");
}

} // namespace dynasio
