// SPDX-License-Identifier: BSL-1.0

#include "stores/records/record_table_state.hpp"

#include "stores/cursor_text.hpp"
#include "stores/stored_item.hpp"
#include "stores/table/item_size.hpp"
#include "text/excerpt.hpp"

#include <dynasio/value/detail/json.hpp>

#include <algorithm>
#include <utility>

namespace dynasio::stores::records {

namespace {

char type_of(model::table_description const& table, std::string const& attribute)
{
    for (auto const& each : table.attribute_definitions)
        if (each.attribute_name == attribute)
            for (auto const& [type, tag] : {std::pair(model::scalar_attribute_type::s, 'S'),
                     std::pair(model::scalar_attribute_type::n, 'N'),
                     std::pair(model::scalar_attribute_type::b, 'B')})
                if (each.attribute_type == type)
                    return tag;
    return 0;
}

template <class Index>
index_info facts_of(record_type const& type, Index const& index, model::table_description const& table)
{
    index_info facts;
    for (auto const& element : index.key_schema)
        facts.keys.push_back({element.attribute_name, type_of(table, element.attribute_name),
            element.key_type == model::key_type::range});
    auto const projection = index.projection.value_or(model::projection());
    auto const& kind = projection.projection_type;
    facts.attributes = projection.non_key_attributes.value_or(std::vector<std::string>());
    facts.has_everything =
        kind != model::projection_type::keys_only && kind != model::projection_type::include;
    facts.projects_all = kind == model::projection_type::all;
    if (facts.projects_all || !kind)
        return facts;
    auto const& included = facts.attributes;
    facts.projects_all = true;
    for (std::size_t i = 0; i < type.fields.size(); ++i)
        if (auto const name = type.fields[i].name; !type.is_key(i) && !facts.has_key(name)
            && std::find(included.begin(), included.end(), name) == included.end())
            facts.projects_all = false;
    return facts;
}

} // namespace

bool index_info::has_key(std::string_view name) const noexcept
{
    return std::any_of(keys.begin(), keys.end(), [&](index_key const& key) { return key.name == name; });
}

record_table_state::record_table_state(
    client follower, std::string name, record_type const& type, record_table_options options)
    : store_core(std::move(follower), "record_table", std::move(name), options.call_timeout),
      type_(type),
      options_(options)
{
    check_option(!table().empty(), "record_table", "the table's name is empty");
    check_positive(options_.call_timeout, "record_table_options::call_timeout");
    check_positive(options_.batch_timeout, "record_table_options::batch_timeout");
    check_cursor_keys(options_.cursor_keys, "record_table_options::cursor_keys");
}

std::optional<index_info> record_table_state::cached_index(std::string const& name) const
{
    std::lock_guard const lock(mutex_);
    auto const found = indexes_.find(name);
    if (found == indexes_.end())
        return std::nullopt;
    return found->second;
}

void record_table_state::remember(model::table_description const& seen) const
{
    std::lock_guard const lock(mutex_);
    indexes_.clear();
    for (auto const& index : seen.local_secondary_indexes)
        if (index.index_name)
            indexes_.insert_or_assign(*index.index_name, facts_of(type_, index, seen));
    for (auto const& index : seen.global_secondary_indexes)
        if (index.index_name)
        {
            auto& facts = indexes_[*index.index_name];
            facts = facts_of(type_, index, seen);
            facts.is_global = true;
        }
}

record_table_pointer make_record_table(
    client const& owner, std::string name, record_type const& type, record_table_options options)
{
    return std::make_shared<record_table_state const>(
        call::weak_client(owner), std::move(name), type, std::move(options));
}

std::string const& name_of(record_table_state const& table) noexcept
{
    return table.table();
}

record_table_options const& options_of(record_table_state const& table) noexcept
{
    return table.options();
}

void check_key(record_table_state const& self, encoded_key const& key)
{
    if (!key.problem.empty())
        self.throw_bad_input(key.attribute, key.problem);
}

void check_record(record_table_state const& self, encoded_record const& record)
{
    if (!record.problem.empty())
        self.throw_bad_input(record.attribute, record.problem);
    // The text of an item is always longer than what the item counts.
    if (record.json.size() <= table::max_item_size)
        return;
    auto const size = table::item_size(decode_encoded(record.json));
    if (size > table::max_item_size)
        self.fail({.code = store_errc::bad_input,
            .key = decode_encoded(record.key),
            .reason = "the record is " + std::to_string(size) + " bytes long; the maximum is "
                + std::to_string(table::max_item_size)});
}

table::key_attribute key_attribute_of(record_field const& field)
{
    return {field.name, field.key_tag};
}

std::string category_problem(record_field const& field, std::string_view text)
{
    if (field.categories.empty()
        || std::find(field.categories.begin(), field.categories.end(), text) != field.categories.end())
        return {};
    std::string reason = "\"" + text::shortened(text) + "\" is not an allowed value";
    char const* separator = " (";
    for (auto const category : field.categories)
    {
        reason += separator;
        reason += category;
        separator = ", ";
    }
    return reason + ')';
}

void encode_fields(
    std::string& out, record_type const& type, void const* record, std::span<std::size_t const> fields)
{
    char separator = '{';
    for (auto const field : fields)
    {
        out += separator;
        separator = ',';
        out += '"';
        out += type.fields[field].name;
        out += "\":";
        type.encode_field(out, record, field);
    }
    out += '}';
}

item decode_encoded(std::string_view json)
{
    item result;
    json::decode(json, {&result, json::codec_address<item>::value});
    return result;
}

item key_of_item(record_table_state const& self, item const& whole)
{
    return pick(whole, {self.partition_key(), self.sort_key()});
}

std::string canonical_key_of(record_table_state const& self, item const& stored)
{
    item key;
    for (auto const& [name, value] : key_of_item(self, stored))
        if (auto const* digits = value.if_number())
            key.set(name, number(digits->normalized()));
        else
            key.set(name, value);
    std::string json;
    json::encode(json, key);
    return json;
}

std::string canonical_key_or_none(record_table_state const& self, item const& stored)
{
    try
    {
        return canonical_key_of(self, stored);
    }
    catch (json::encode_error const&)
    {
        return {};
    }
}

std::string canonical_key_of(record_table_state const& self, std::string const& key)
{
    return self.type().keys_are_canonical ? key : canonical_key_of(self, decode_encoded(key));
}

void encoded_key::begin(std::string_view name)
{
    json += json.empty() ? '{' : ',';
    json += '"';
    json += name; // of a member, which needs no escapes
    json += "\":";
}

void encoded_key::refuse(std::string_view name, std::string why)
{
    if (!problem.empty())
        return;
    attribute = name;
    problem = std::move(why);
}

std::string key_size_problem(std::size_t size, std::size_t limit)
{
    if (size == 0)
        return "is empty; a key must not be";
    if (size > limit)
        return "is " + std::to_string(size) + " bytes long; the maximum for a key is "
            + std::to_string(limit);
    return {};
}

void encoded_key::check_size(std::string_view name, std::size_t size, std::size_t limit)
{
    if (auto why = key_size_problem(size, limit); !why.empty())
        refuse(name, std::move(why));
}

} // namespace dynasio::stores::records
