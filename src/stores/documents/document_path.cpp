// SPDX-License-Identifier: BSL-1.0

#include "stores/documents/document_places.hpp"

#include <algorithm>
#include <ostream>
#include <set>

namespace dynasio {

std::string document_path::text() const
{
    std::string result;
    for (auto const& each : segments_)
    {
        if (&each != &segments_.front())
            result += '.';
        if (auto const* name = std::get_if<std::string>(&each))
            result += *name;
        else
            result += '[' + std::to_string(std::get<std::size_t>(each)) + ']';
    }
    return result;
}

std::ostream& operator<<(std::ostream& out, document_path const& path)
{
    return out << path.text();
}

namespace stores::documents {

document_path joined(document_path const& front, document_path const& back)
{
    document_path result = front;
    for (auto const& each : back.segments())
        result.push_back(each);
    return result;
}

bool is_within(document_path const& inner, document_path const& outer)
{
    auto const& a = outer.segments();
    auto const& b = inner.segments();
    return a.size() <= b.size() && std::equal(a.begin(), a.end(), b.begin());
}

document_path below(document_path const& inner, document_path const& outer)
{
    document_path result;
    for (auto i = outer.segments().size(); i < inner.segments().size(); ++i)
        result.push_back(inner.segments()[i]);
    return result;
}

std::vector<document_path> outermost(std::vector<document_path> const& places)
{
    std::set<std::vector<document_path::segment>> all;
    for (auto const& each : places)
        all.insert(each.segments());
    auto const is_inner = [&all](document_path const& place)
    {
        std::vector<document_path::segment> above = place.segments();
        while (!above.empty())
        {
            above.pop_back();
            if (all.contains(above))
                return true;
        }
        return false;
    };
    std::vector<document_path> result;
    for (auto const& each : places)
        if (!is_inner(each))
            result.push_back(each);
    return result;
}

path expression_path(document_path const& where)
{
    auto result = path::of(std::get<std::string>(where.segments().front()));
    for (std::size_t i = 1; i < where.segments().size(); ++i)
        if (auto const* name = std::get_if<std::string>(&where.segments()[i]))
            result = result[*name];
        else
            result = result[std::get<std::size_t>(where.segments()[i])];
    return result;
}

namespace {

template <class Value>
Value& find_at(Value& document, document_path const& where)
{
    auto* value = &document;
    for (auto const& each : where.segments())
        if (auto const* name = std::get_if<std::string>(&each))
            value = &value->as_map().at(*name);
        else
            value = &value->as_list().at(std::get<std::size_t>(each));
    return *value;
}

} // namespace

attribute_value& value_at(attribute_value& document, document_path const& where)
{
    return find_at(document, where);
}

attribute_value const& value_at(attribute_value const& document, document_path const& where)
{
    return find_at(document, where);
}

} // namespace stores::documents

} // namespace dynasio
