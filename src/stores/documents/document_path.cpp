// SPDX-License-Identifier: BSL-1.0

#include <dynasio/stores/documents/document_path.hpp>

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

} // namespace dynasio
