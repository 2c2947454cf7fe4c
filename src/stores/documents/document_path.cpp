// SPDX-License-Identifier: BSL-1.0

#include "stores/documents/document_places.hpp"

#include <ostream>

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

attribute_value& value_at(attribute_value& document, document_path const& where)
{
    auto* value = &document;
    for (auto const& each : where.segments())
        if (auto const* name = std::get_if<std::string>(&each))
            value = &value->as_map().at(*name);
        else
            value = &value->as_list().at(std::get<std::size_t>(each));
    return *value;
}

} // namespace stores::documents

} // namespace dynasio
