// SPDX-License-Identifier: BSL-1.0

#include "decide/metadata.hpp"

#include "decide/digest.hpp"
#include "decide/json_scan.hpp"
#include "decide/refusal.hpp"
#include "decide/text_parts.hpp"

#include <algorithm>

namespace examples {

namespace {

std::vector<json_member> checked_members(std::string_view text)
{
    if (text.size() > max_metadata_bytes)
        throw refusal(status::payload_too_large,
            "the metadata has more than " + std::to_string(max_metadata_bytes) + " bytes");
    try
    {
        return object_members(text);
    }
    catch (json_problem const& wrong)
    {
        throw refusal(status::bad_request, std::string("the metadata is not a JSON object: ") + wrong.what());
    }
}

std::string term_of(std::string const& name, std::string const& canonical)
{
    return sha256_hex(name + '=' + canonical);
}

std::set<std::string> terms_of(std::vector<json_member> const& members)
{
    std::set<std::string> terms;
    for (auto const& each : members)
        if (is_identifier(each.name))
            terms.insert(term_of(each.name, each.canonical));
    if (terms.size() > max_indexed_names)
        throw refusal(status::bad_request,
            "the metadata has more than " + std::to_string(max_indexed_names)
                + " members whose names are identifiers");
    return terms;
}

} // namespace

metadata parse_metadata(std::string text)
{
    metadata result;
    result.terms = terms_of(checked_members(text));
    result.text = std::move(text);
    return result;
}

metadata merge_metadata(std::string const& stored, std::string const& given)
{
    auto members = checked_members(stored);
    for (auto& each : checked_members(given))
    {
        auto const same_name = [&each](json_member const& other) { return other.name == each.name; };
        auto const found = std::find_if(members.begin(), members.end(), same_name);
        if (found == members.end())
            members.push_back(std::move(each));
        else
            found->raw_value = std::move(each.raw_value);
    }
    std::string text = "{";
    for (auto const& each : members)
        text += (text.size() > 1 ? ", " : "") + each.raw_name + ": " + each.raw_value;
    return parse_metadata(text + '}');
}

std::string query_term(std::string const& name, std::string const& json)
{
    if (!is_identifier(name))
        throw refusal(status::bad_request,
            "only names of letters, digits and _ that begin with no digit can be searched");
    try
    {
        return term_of(name, canonical_json(json));
    }
    catch (json_problem const& wrong)
    {
        throw refusal(status::bad_request, "the value of " + name + " is not JSON: " + wrong.what());
    }
}

} // namespace examples
