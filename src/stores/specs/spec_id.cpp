// SPDX-License-Identifier: BSL-1.0

#include "stores/specs/spec_id.hpp"

#include "stores/argument_checks.hpp"

namespace dynasio {

std::string derive_spec_id(std::string_view name)
{
    if (name.empty())
        detail::refuse("name", "is empty, so no id can be derived from it");
    std::string id;
    id.reserve(name.size());
    bool in_run = false;
    for (char const c : name)
    {
        if (static_cast<unsigned char>(c) > 0x7F)
            detail::refuse("name", "is not ASCII, so no id can be derived from it: give the id");
        bool const separates = c == '-' || c == '_' || c == '.';
        if (!separates)
            id += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        else if (!in_run)
            id += '-';
        in_run = separates;
    }
    return id;
}

} // namespace dynasio
