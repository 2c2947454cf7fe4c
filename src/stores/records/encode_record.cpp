// SPDX-License-Identifier: BSL-1.0
//
// Records as they are sent, with all checks that need no request.

#include "stores/records/record_table_state.hpp"
#include "stores/records/stored_place.hpp"

#include <dynasio/value/detail/json.hpp>

#include <utility>

namespace dynasio::stores::records {

namespace {

void refuse(encoded_record& record, std::string attribute, std::string problem)
{
    if (!record.problem.empty())
        return;
    record.attribute = std::move(attribute);
    record.problem = std::move(problem);
}

void set_key(encoded_record& record, encoded_key key)
{
    record.key = std::move(key.json);
    if (!key.problem.empty())
        refuse(record, std::move(key.attribute), std::move(key.problem));
}

std::size_t key_size(attribute_value const& value)
{
    if (auto const* text = value.if_string())
        return text->size();
    if (auto const* bytes = value.if_binary())
        return bytes->size();
    return 1;
}

encoded_key key_of_values(record_type const& type, item const& values)
{
    encoded_key key;
    auto const add = [&](std::size_t field, std::size_t limit)
    {
        auto const* value = field == no_field ? nullptr : values.find(type.fields[field].name);
        if (!value)
            return;
        auto const name = type.fields[field].name;
        key.begin(name);
        key.check_size(name, key_size(*value), limit);
        try
        {
            json::encode(key.json, *value);
        }
        catch (json::encode_error const& e)
        {
            key.refuse(name, e.reason());
        }
    };
    add(type.partition_key, partition_key_limit);
    add(type.sort_key, sort_key_limit);
    key.json += '}';
    return key;
}

/// All members that the struct needs are there, and can be read.
void check_values(encoded_record& record, record_type const& type, item const& values)
{
    for (auto const& [name, value] : values)
        try
        {
            if (auto const place = find_place(type, path::of({name})); place.type)
                check_value(place, value);
        }
        catch (mapping_error const& e)
        {
            refuse(record, e.within(name).path(), e.reason());
        }
    for (auto const& field : type.fields)
        if (!field.may_be_absent && !values.find(field.name))
            refuse(record, std::string(field.name), "is given no value, but the struct needs one");
}

template <class Encode>
void encode_into(encoded_record& record, Encode encode)
{
    try
    {
        encode(record.json);
    }
    catch (json::encode_error const& e)
    {
        refuse(record, e.path(), e.reason());
    }
}

} // namespace

encoded_record encode_record(record_type const& type, void const* record)
{
    encoded_record result;
    result.json.reserve(256);
    std::shared_ptr<void const> next;
    if (type.version != no_field)
    {
        next = type.next_version(record, result.read_version);
        if (!next)
        {
            refuse(result, std::string(type.fields[type.version].name), "is the highest possible version");
            return result;
        }
        record = next.get();
    }
    set_key(result, type.key_of(record));
    for (std::size_t i = 0; i < type.fields.size(); ++i)
        if (!type.fields[i].categories.empty())
            if (auto const* text = type.category_text(record, i))
                if (auto problem = category_problem(type.fields[i], *text); !problem.empty())
                    refuse(result, std::string(type.fields[i].name), std::move(problem));
    encode_into(result, [&](std::string& out) { type.encode(out, record); });
    return result;
}

encoded_record encode_record(record_type const& type, item values)
{
    encoded_record result;
    if (type.version != no_field)
    {
        result.read_version = "0";
        values.set(type.fields[type.version].name, number(1));
    }
    check_values(result, type, values);
    set_key(result, key_of_values(type, values));
    encode_into(result, [&](std::string& out) { json::encode(out, values); });
    return result;
}

} // namespace dynasio::stores::records
