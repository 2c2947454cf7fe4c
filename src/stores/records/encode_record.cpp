// SPDX-License-Identifier: BSL-1.0
//
// Records as they are sent, with all checks that need no request.

#include "stores/records/record_table_state.hpp"

#include <dynasio/value/detail/json.hpp>

#include <utility>

namespace dynasio::detail {

namespace {

void refuse(encoded_record& record, std::string attribute, std::string problem)
{
    if (!record.problem.empty())
        return;
    record.attribute = std::move(attribute);
    record.problem = std::move(problem);
}

void check_key_size(
    encoded_record& record, record_type const& type, std::size_t field, std::size_t size, std::size_t limit)
{
    if (field == no_field)
        return;
    encoded_key check;
    check.check_size(type.fields[field].name, size, limit);
    if (!check.problem.empty())
        refuse(record, std::move(check.attribute), std::move(check.problem));
}

std::size_t key_size(attribute_value const* value)
{
    if (auto const* text = value ? value->if_string() : nullptr)
        return text->size();
    if (auto const* bytes = value ? value->if_binary() : nullptr)
        return bytes->size();
    return 1;
}

template <class Encode>
void encode_into(encoded_record& record, Encode encode)
{
    try
    {
        encode(record.json);
    }
    catch (encode_error const& e)
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
            refuse(result, std::string(type.fields[type.version].name), "there is no version above it");
            return result;
        }
        record = next.get();
    }
    std::size_t partition = 1;
    std::size_t sort = 1;
    type.key_sizes(record, partition, sort);
    check_key_size(result, type, type.partition_key, partition, partition_key_limit);
    check_key_size(result, type, type.sort_key, sort, sort_key_limit);
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
    for (auto const& [name, value] : values)
        if (auto const i = type.find(name); i != no_field)
            if (auto const* text = value.if_string())
                if (auto problem = category_problem(type.fields[i], *text); !problem.empty())
                    refuse(result, name, std::move(problem));
    auto const size_of = [&](std::size_t field)
    { return field == no_field ? 1 : key_size(values.find(type.fields[field].name)); };
    check_key_size(result, type, type.partition_key, size_of(type.partition_key), partition_key_limit);
    check_key_size(result, type, type.sort_key, size_of(type.sort_key), sort_key_limit);
    encode_into(result, [&](std::string& out) { encode(out, values); });
    return result;
}

} // namespace dynasio::detail
