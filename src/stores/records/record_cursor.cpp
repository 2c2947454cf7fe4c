// SPDX-License-Identifier: BSL-1.0

#include "stores/records/record_cursor.hpp"

#include "stores/argument_checks.hpp"
#include "stores/cursor_text.hpp"
#include "stores/records/query_key.hpp"

#include <dynasio/value/detail/json.hpp>

#include <utility>

namespace dynasio::stores::records {

namespace {

struct cursor_part
{
    std::optional<bool> done = {};
    std::optional<item> start = {};
};
BOOST_DESCRIBE_STRUCT(cursor_part, (), (done, start))

struct cursor_content
{
    std::vector<cursor_part> parts = {};
};
BOOST_DESCRIBE_STRUCT(cursor_content, (), (parts))

[[noreturn]] void refuse(page_source const& source, char const* why = "invalid cursor")
{
    source.table->throw_bad_input("cursor", why);
}

/// What a cursor belongs to.
std::string scope_of(page_source const& source)
{
    auto scope =
        std::holds_alternative<query_input>(source.request) ? std::string("query") : std::string("scan");
    return scope.append("\n").append(source.table->table()).append("\n").append(source.index().value_or(""));
}

/// The keys of the table, and those of the index, as far as they are known.
std::vector<index_key> keys_of(record_table_state const& self, index_info const* index)
{
    auto const& type = self.type();
    std::vector<index_key> keys;
    for (auto const field : {type.partition_key, type.sort_key})
        if (field != no_field)
            keys.push_back(
                {std::string(type.fields[field].name), type.fields[field].key_tag, field == type.sort_key});
    if (index)
        for (auto const& key : index->keys)
            if (key.name != self.partition_key() && key.name != self.sort_key())
                keys.push_back(key);
    return keys;
}

bool is_position(page_source const& source, index_info const* index, item const& start)
{
    auto const keys = keys_of(*source.table, index);
    for (auto const& key : keys)
    {
        auto const* value = start.find(key.name);
        if (!value || !key_problem(*value, key.type, key.is_sort ? max_sort_key : max_partition_key).empty())
            return false;
    }
    for (auto const& [name, value] : source.equalities)
        if (auto const* own = start.find(name); !own || *own != value)
            return false;
    return (source.index() && !index) || start.size() == keys.size();
}

} // namespace

std::string encode_places(std::vector<page_place> const& places)
{
    cursor_content content;
    for (auto const& place : places)
    {
        auto& part = content.parts.emplace_back();
        if (place.done)
            part.done = true;
        else
            part.start = place.start;
    }
    std::string json;
    json::encode(json, content);
    return json;
}

std::optional<std::vector<page_place>> decode_places(std::string_view content, std::size_t parts)
{
    std::vector<page_place> places(parts);
    try
    {
        cursor_content read;
        json::decode(content, json::target_of(read));
        if (read.parts.size() != parts)
            return std::nullopt;
        for (std::size_t i = 0; i < parts; ++i)
        {
            places[i].done = read.parts[i].done.value_or(false);
            places[i].start = std::move(read.parts[i].start);
        }
        // Anything else in the text would be something that we did not write.
        if (encode_places(places) != content)
            return std::nullopt;
    }
    catch (json::decode_error const&)
    {
        return std::nullopt;
    }
    catch (json::encode_error const&)
    {
        return std::nullopt; // a value of a type that is not known here
    }
    return places;
}

void check_places(page_source const& source, index_info const* index, std::vector<page_place> const& places)
{
    for (auto const& place : places)
        if (place.start && !is_position(source, index, *place.start))
            refuse(source, "invalid cursor: not of this table, index and partition");
}

std::string encode_cursor(page_source const& source, std::vector<page_place> const& places)
{
    return write_cursor(source.table->options().cursor_keys, scope_of(source), encode_places(places));
}

std::vector<page_place> decode_cursor(page_source const& source, std::string_view cursor, std::size_t parts)
{
    auto const content = read_cursor(source.table->options().cursor_keys, scope_of(source), cursor);
    auto places = content ? decode_places(*content, parts) : std::nullopt;
    if (!places)
        refuse(source);
    return *std::move(places);
}

} // namespace dynasio::stores::records
