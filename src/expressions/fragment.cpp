// SPDX-License-Identifier: BSL-1.0

#include <dynasio/expressions/detail/fragment.hpp>
#include <dynasio/expressions/detail/value.hpp>
#include <dynasio/expressions/expression_error.hpp>

#include <algorithm>
#include <iterator>

namespace dynasio::expressions {

void fragment::add_name(std::string_view name)
{
    text += name_hole;
    names.emplace_back(name);
}

void fragment::add_index(std::size_t index)
{
    text += '[';
    text += std::to_string(index);
    text += ']';
}

void fragment::add_value(attribute_value value)
{
    text += value_hole;
    values.push_back(std::move(value));
}

namespace {

template <class T>
void append(std::vector<T>& to, std::vector<T>& more)
{
    if (to.empty())
        to = std::move(more);
    else
        std::move(more.begin(), more.end(), std::back_inserter(to));
}

} // namespace

void fragment::add(fragment other)
{
    text += other.text;
    append(names, other.names);
    append(values, other.values);
    operators += other.operators;
}

void fail_no_value()
{
    throw mapping_error({}, "an empty optional or set is no value that an expression can use");
}

void fail_type_name()
{
    throw expression_error("has_type: name one of DynamoDB's types");
}

namespace {

template <class T>
attribute_value set_of(attribute_list const& elements)
{
    std::vector<T> result;
    result.reserve(elements.size());
    for (auto const& element : elements)
    {
        auto const* value = element.if_a<T>();
        if (!value)
            throw mapping_error({}, "the elements of a set must be of one type: texts, numbers or binary");
        if (std::find(result.begin(), result.end(), *value) == result.end())
            result.push_back(*value);
    }
    return result;
}

} // namespace

attribute_value make_set(attribute_list const& elements)
{
    if (elements.empty())
        fail_no_value();
    switch (elements.front().type())
    {
    case attribute_type::n:
        return set_of<number>(elements);
    case attribute_type::b:
        return set_of<binary>(elements);
    default:
        return set_of<std::string>(elements);
    }
}

} // namespace dynasio::expressions
