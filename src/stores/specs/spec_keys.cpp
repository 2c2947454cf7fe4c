// SPDX-License-Identifier: BSL-1.0

#include "stores/specs/spec_keys.hpp"

#include "stores/argument_checks.hpp"

namespace dynasio::stores::specs {

namespace {

std::string join(std::string_view left, std::string_view right)
{
    std::string key;
    key.reserve(left.size() + 1 + right.size());
    key.append(left).append(1, '#').append(right);
    return key;
}

} // namespace

std::string derive_spec_id(std::string_view name)
{
    if (name.empty())
        throw_bad_input("name", "is empty; no id can be derived from it");
    std::string id;
    id.reserve(name.size());
    bool in_run = false;
    for (char const c : name)
    {
        if (static_cast<unsigned char>(c) > 0x7F)
            throw_bad_input("name", "is not ASCII; no id can be derived from it, so pass one");
        bool const separates = c == '-' || c == '_' || c == '.';
        if (!separates)
            id += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        else if (!in_run)
            id += '-';
        in_run = separates;
    }
    return id;
}

std::string spec_time_text(std::int64_t seconds)
{
    auto const digits = std::to_string(seconds < 0 ? 0 : seconds);
    return std::string(20 - digits.size(), '0') + digits;
}

std::string spec_version_key(std::int64_t seconds, std::string_view id)
{
    return join(spec_time_text(seconds), id);
}

std::string spec_latest_key(std::string_view id)
{
    return join("latest", id);
}

std::string spec_index_key(std::string_view table_key)
{
    auto const separator = table_key.find('#');
    return join(table_key.substr(separator + 1), table_key.substr(0, separator));
}

} // namespace dynasio::stores::specs
