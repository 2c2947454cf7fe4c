// SPDX-License-Identifier: BSL-1.0

#include "call/observed_parts.hpp"

#include <dynasio/model/consumed_capacity.hpp>
#include <dynasio/value/detail/json.hpp>

#include <algorithm>
#include <optional>
#include <utility>

namespace dynasio::call {

namespace {

using names = std::vector<std::string_view>;

/// A text of JSON is a part of the body unless it has escapes, which no name of a table has.
void add_once(names& found, std::string_view body, std::string_view name)
{
    std::less_equal<char const*> const before;
    bool const part =
        before(body.data(), name.data()) && before(name.data() + name.size(), body.data() + body.size());
    if (part && std::ranges::find(found, name) == found.end())
        found.push_back(name);
}

struct batch_tables
{
    std::string_view body;
    names found;
};

json::target table_of_batch(json::frame& where, std::string_view key)
{
    auto& all = *static_cast<batch_tables*>(where.into.object);
    add_once(all.found, all.body, key);
    return {};
}

extern json::codec const request_items_codec;

json::target begin_request_items(void* object)
{
    return {object, &request_items_codec};
}

json::codec const request_items_codec{
    .expected = "an object", .begin_object = &begin_request_items, .member = &table_of_batch};

json::target request_items_of(json::frame& where, std::string_view key)
{
    if (key == "RequestItems")
        return {where.into.object, &request_items_codec};
    return {};
}

extern json::codec const batch_codec;

json::target begin_batch(void* object)
{
    return {object, &batch_codec};
}

json::codec const batch_codec{
    .expected = "an object", .begin_object = &begin_batch, .member = &request_items_of};

/// The keys of `RequestItems`.
names tables_of_batch(std::string_view body)
{
    batch_tables all{body, {}};
    try
    {
        json::decode(body, {&all, &batch_codec});
    }
    catch (json::decode_error const&)
    {
        all.found.clear(); // a request that the library has not encoded
    }
    return std::move(all.found);
}

/// What one response says: one object, or a list of them.
using capacities = std::vector<model::consumed_capacity>;

extern json::codec const capacities_codec;

json::target begin_one(void* object)
{
    auto& all = *static_cast<capacities*>(object);
    auto const one = json::target_of(all.emplace_back());
    return one.how->begin_object(one.object);
}

json::target begin_list(void* object)
{
    return {object, &capacities_codec};
}

json::target next_of_list(json::frame& where)
{
    return json::target_of(static_cast<capacities*>(where.into.object)->emplace_back());
}

json::codec const capacities_codec{.expected = "an object or a list",
    .begin_object = &begin_one,
    .begin_array = &begin_list,
    .element = &next_of_list};

json::target capacity_of(json::frame& where, std::string_view key)
{
    if (key == "ConsumedCapacity")
        return {where.into.object, &capacities_codec};
    return {};
}

extern json::codec const response_codec;

json::target begin_response(void* object)
{
    return {object, &response_codec};
}

json::codec const response_codec{
    .expected = "an object", .begin_object = &begin_response, .member = &capacity_of};

/// Reads and writes apart; where the service gives one number, the operation tells which of them it is.
template <class Units>
observed_capacity apart(std::string_view table, std::string_view index, Units const& used, bool reads)
{
    observed_capacity result{table, index};
    if (used.read_capacity_units || used.write_capacity_units)
    {
        result.read_units = used.read_capacity_units.value_or(0);
        result.write_units = used.write_capacity_units.value_or(0);
    }
    else
        (reads ? result.read_units : result.write_units) = used.capacity_units.value_or(0);
    return result;
}

} // namespace

names tables_of(std::string_view operation, std::string_view body)
{
    if (operation.starts_with("Batch"))
        return tables_of_batch(body);
    // A quote within a text has a backslash before it, the type of an attribute value has one or two letters, and a
    // placeholder begins with '#': this stands nowhere else.
    constexpr std::string_view member = "\"TableName\":\"";
    names found;
    for (auto at = body.find(member); at != body.npos; at = body.find(member, at))
    {
        at += member.size();
        auto const end = body.find('"', at);
        if (end == body.npos)
            break;
        add_once(found, body, body.substr(at, end - at));
        if (!operation.starts_with("Transact"))
            break; // it has no other one
        at = end;
    }
    return found;
}

void for_each_capacity(operations::operation_info const& operation, std::string_view body,
    std::function<void(observed_capacity const&)> const& tell)
{
    capacities all;
    try
    {
        json::decode(body, {&all, &response_codec});
    }
    catch (json::decode_error const&)
    {
        return; // the decoder of the operation reports it
    }
    bool const reads = operation.read_only;
    for (auto const& one : all)
    {
        std::string_view const table =
            one.table_name ? std::string_view(*one.table_name) : std::string_view();
        if (!one.table && one.local_secondary_indexes.empty() && one.global_secondary_indexes.empty())
        {
            tell(apart(table, {}, one, reads));
            continue;
        }
        if (one.table)
            tell(apart(table, {}, *one.table, reads));
        for (auto const& [name, used] : one.local_secondary_indexes)
            tell(apart(table, name, used, reads));
        for (auto const& [name, used] : one.global_secondary_indexes)
            tell(apart(table, name, used, reads));
    }
}

} // namespace dynasio::call
