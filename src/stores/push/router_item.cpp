// SPDX-License-Identifier: BSL-1.0

#include "stores/push/router_item.hpp"

#include "stores/argument_checks.hpp"
#include "stores/stored_item.hpp"

#include <dynasio/mapping/unmapped_attributes.hpp>

#include <algorithm>
#include <utility>

namespace dynasio::stores::push {

item encode_router(router_record const& record)
{
    stored_router row;
    row.router_type = record.router_type;
    if (record.connected_at)
        row.connected_at = stored_time(*record.connected_at);
    row.node_id = record.node_id;
    row.router_data = record.router_data;
    row.last_connect = record.last_connect;
    row.current_month = record.current_month;
    row.record_version = record.record_version;
    row.critical_failure = record.critical_failure;
    auto attributes = to_item(row);
    attributes.erase("uaid");
    for (auto const& each : record.other)
    {
        if (is_mapped_attribute<stored_router>(each.name))
            throw_bad_input("other", "has the attribute " + each.name + ", for which there is a member");
        attributes.set(each.name, each.value);
    }
    return attributes;
}

router_record decode_router(item const& stored, std::string_view table, uaid const& user)
{
    auto row = decode_stored_item<stored_router>(
        stored, table, [&] { return complete_key({}, stored, {std::string_view("uaid")}); });
    router_record result;
    result.uaid = user;
    result.stored_key = std::move(row.uaid);
    result.router_type = std::move(row.router_type);
    if (row.connected_at)
        result.connected_at.emplace(std::chrono::milliseconds(*row.connected_at));
    result.node_id = std::move(row.node_id);
    result.router_data = std::move(row.router_data);
    result.last_connect = row.last_connect;
    result.current_month = std::move(row.current_month);
    result.record_version = row.record_version;
    result.critical_failure = std::move(row.critical_failure);
    result.other = unmapped_attributes<stored_router>(stored);
    return result;
}

bool has_attributes(item const& stored, item const& attributes)
{
    return std::ranges::all_of(attributes,
        [&](auto const& each)
        {
            auto const* value = stored.find(each.name);
            return value && *value == each.value;
        });
}

} // namespace dynasio::stores::push
