// SPDX-License-Identifier: BSL-1.0

#include "stores/records/record_cursor.hpp"

#include "stores/cursor_text.hpp"

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

struct cursor_text
{
    std::vector<cursor_part> parts = {};
};
BOOST_DESCRIBE_STRUCT(cursor_text, (), (parts))

[[noreturn]] void refuse(record_table_state const& self)
{
    self.throw_bad_input("cursor", "invalid cursor");
}

/// Whether these are keys that a record of the table can have.
bool is_position(record_table_state const& self, item const& start)
{
    for (auto const& [name, value] : start)
    {
        auto const field = self.type().find(name);
        if (field == no_field)
            continue; // of an index that the struct does not know
        if (to_string(value.type()) != std::string_view(&self.type().fields[field].key_tag, 1))
            return false;
    }
    return start.contains(self.partition_key())
        && (self.sort_key().empty() || start.contains(self.sort_key()));
}

} // namespace

std::string encode_cursor(std::vector<page_place> const& places)
{
    cursor_text text;
    for (auto const& place : places)
    {
        auto& part = text.parts.emplace_back();
        if (place.done)
            part.done = true;
        else
            part.start = place.start;
    }
    std::string json;
    json::encode(json, text);
    return to_url_text(json);
}

std::vector<page_place> decode_cursor(
    record_table_state const& self, std::string_view cursor, std::size_t parts)
{
    cursor_text text;
    auto const json = from_url_text(cursor);
    bool readable = json.has_value();
    try
    {
        if (readable)
            json::decode(*json, json::target_of(text));
    }
    catch (json::decode_error const&)
    {
        readable = false;
    }
    if (!readable || text.parts.size() != parts)
        refuse(self);
    std::vector<page_place> places(parts);
    for (std::size_t i = 0; i < parts; ++i)
    {
        auto& part = text.parts[i];
        places[i].done = part.done.value_or(false);
        if (part.start && !is_position(self, *part.start))
            refuse(self);
        places[i].start = std::move(part.start);
    }
    return places;
}

} // namespace dynasio::stores::records
