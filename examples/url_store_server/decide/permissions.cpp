// SPDX-License-Identifier: BSL-1.0

#include "decide/permissions.hpp"

#include "decide/refusal.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace examples {

namespace {

bool contains(permission_map const& permissions, std::string const& name, std::string const& tag)
{
    auto const found = permissions.find(name);
    return found != permissions.end() && (found->second.contains(tag) || found->second.contains("*"));
}

refusal malformed()
{
    return {status::bad_request, "the permissions are not a JSON object of arrays of texts"};
}

std::set<std::string> tags_of(boost::json::value const& value)
{
    auto const* const array = value.if_array();
    if (!array)
        throw malformed();
    std::set<std::string> tags;
    for (auto const& each : *array)
    {
        auto const* const tag = each.if_string();
        if (!tag)
            throw malformed();
        if (tag->empty())
            throw refusal(status::bad_request, "a tag is empty");
        tags.emplace(tag->data(), tag->size());
    }
    return tags;
}

void check_size(permission_map const& permissions)
{
    std::size_t size = 0;
    for (auto const& [name, tags] : permissions)
    {
        size += name.size();
        for (auto const& tag : tags)
            size += tag.size();
    }
    if (size > max_permission_bytes)
        throw refusal(status::payload_too_large,
            "the permissions have more than " + std::to_string(max_permission_bytes) + " bytes");
}

} // namespace

bool is_allowed(user const& who, access what, permission_map const& permissions)
{
    if (who.may_do_all || contains(permissions, "owned", who.tag))
        return true;
    if (what == access::own)
        return false;
    if (contains(permissions, "write", who.tag))
        return true;
    return what == access::read && contains(permissions, "read", who.tag);
}

void check_access(user const& who, access what, permission_map const& permissions)
{
    if (is_allowed(who, what, permissions))
        return;
    if (what == access::write)
        throw refusal(status::forbidden, "you may not write this key");
    if (what == access::own && is_allowed(who, access::read, permissions))
        throw refusal(status::forbidden, "you do not own this key");
    throw refusal(status::not_found, "there is no such key");
}

permission_map parse_permissions(std::string_view json)
{
    if (json.size() > 8 * max_permission_bytes)
        throw refusal(status::payload_too_large, "the permissions are too long");
    boost::json::error_code failure;
    auto const value = boost::json::parse(boost::json::string_view(json.data(), json.size()), failure);
    if (failure || !value.is_object())
        throw malformed();
    permission_map result;
    for (auto const& each : value.get_object())
    {
        std::string name(each.key().data(), each.key().size());
        auto tags = tags_of(each.value());
        if (name.empty())
            throw refusal(status::bad_request, "the name of a permission is empty");
        if (!tags.empty())
            result.emplace(std::move(name), std::move(tags));
    }
    check_size(result);
    return result;
}

void check_permissions(permission_map const& permissions)
{
    if (!permissions.contains("owned"))
        throw refusal(status::bad_request, "the permissions need at least one tag in owned");
    check_size(permissions);
}

permission_map merge_permissions(permission_map stored, permission_map const& added)
{
    for (auto const& [name, tags] : added)
        stored[name].insert(tags.begin(), tags.end());
    return stored;
}

std::string to_json(permission_map const& permissions)
{
    boost::json::object result;
    for (auto const& [name, tags] : permissions)
    {
        boost::json::array array;
        for (auto const& tag : tags)
            array.emplace_back(tag);
        result.emplace(name, std::move(array));
    }
    return boost::json::serialize(result);
}

} // namespace examples
