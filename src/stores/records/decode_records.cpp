// SPDX-License-Identifier: BSL-1.0
//
// A response is decoded in one go. Only when a record does not fit is it read again, item by item, to say which one it was
// or to leave it out.

#include "stores/records/decode_records.hpp"

#include <dynasio/model/keys_and_attributes.hpp>
#include <dynasio/value/detail/json.hpp>

#include <algorithm>
#include <utility>

namespace dynasio::stores::records {

namespace {

struct reading
{
    decoded_records response;
    record_target target;
    batch_response* batch = nullptr;
};

reading& in(void* object)
{
    return *static_cast<reading*>(object);
}

json::target next_record(reading& r, json::frame const* list = nullptr)
{
    if (!r.target.object)
        return {};
    ++r.response.count;
    return r.target.add(r.target.object, list);
}

json::target record_element(json::frame& where)
{
    return next_record(in(where.into.object), &where);
}

json::target begin_records(void* object);
constexpr json::codec records_codec{
    .expected = "a list", .begin_array = &begin_records, .element = &record_element};
json::target begin_records(void* object)
{
    return {object, &records_codec};
}

json::target begin_tables(void* object);
json::target table_member(json::frame& where, std::string_view name)
{
    if (auto* const batch = in(where.into.object).batch)
        batch->tables.emplace_back(name);
    return {where.into.object, &records_codec};
}
constexpr json::codec tables_codec{
    .expected = "an object", .begin_object = &begin_tables, .member = &table_member};
json::target begin_tables(void* object)
{
    return {object, &tables_codec};
}

json::target begin_left(void* object);
json::target left_keys(json::frame& where, std::string_view key)
{
    if (key == "Keys")
        return json::target_of(in(where.into.object).batch->keys_left);
    return {};
}
constexpr json::codec left_of_table_codec{.expected = "an object",
    .begin_object = [](void* object) -> json::target { return {object, &left_of_table_codec}; },
    .member = &left_keys};
json::target left_member(json::frame& where, std::string_view name)
{
    in(where.into.object).batch->tables.emplace_back(name);
    return {where.into.object, &left_of_table_codec};
}
constexpr json::codec left_codec{
    .expected = "an object", .begin_object = &begin_left, .member = &left_member};
json::target begin_left(void* object)
{
    return {object, &left_codec};
}

json::target begin_response(void* object);
json::target response_member(json::frame& where, std::string_view key)
{
    auto& r = in(where.into.object);
    if (key == "Item" || key == "Attributes")
        return next_record(r);
    if (key == "Items")
        return {&r, &records_codec};
    if (key == "LastEvaluatedKey")
        return json::target_of(r.response.last_evaluated_key);
    if (key == "Responses")
        return {&r, &tables_codec};
    if (key == "UnprocessedKeys" && r.batch)
        return {&r, &left_codec};
    return {};
}
constexpr json::codec response_codec{
    .expected = "an object", .begin_object = &begin_response, .member = &response_member};
json::target begin_response(void* object)
{
    return {object, &response_codec};
}

/// The same response with its items as they are.
struct plain_response
{
    std::optional<item> item_ = {};
    std::optional<item> attributes = {};
    std::vector<item> items = {};
    std::optional<item> last_evaluated_key = {};
    std::map<std::string, std::vector<item>> responses = {};
    std::map<std::string, model::keys_and_attributes> unprocessed_keys = {};
};
BOOST_DESCRIBE_STRUCT(
    plain_response, (), (item_, attributes, items, last_evaluated_key, responses, unprocessed_keys))

std::vector<item> all_items(plain_response& response)
{
    auto all = std::move(response.items);
    for (auto* one : {&response.item_, &response.attributes})
        if (*one && !(*one)->empty()) // every item has its keys
            all.push_back(*std::move(*one));
    for (auto& [table, items] : response.responses)
        std::move(items.begin(), items.end(), std::back_inserter(all));
    return all;
}

bool checks_categories(record_table_state const& self)
{
    if (self.options().keep_unknown_categories)
        return false;
    auto const& fields = self.type().fields;
    return std::any_of(
        fields.begin(), fields.end(), [](record_field const& field) { return !field.categories.empty(); });
}

/// The first text of a record that is not an allowed value: attribute and reason.
std::optional<std::pair<std::string, std::string>> wrong_category(
    record_table_state const& self, void const* record)
{
    auto const& type = self.type();
    for (std::size_t i = 0; i < type.fields.size(); ++i)
    {
        auto const& field = type.fields[i];
        if (field.categories.empty())
            continue;
        if (auto const* text = type.category_text(record, i))
            if (auto problem = category_problem(field, *text); !problem.empty())
                return std::pair(std::string(field.name), std::move(problem));
    }
    return std::nullopt;
}

/// The item's attributes in the order of the members, then the unknown ones: an error then names the first member that does
/// not fit, in whatever order the attributes came.
item in_member_order(record_table_state const& self, item const& stored)
{
    item result;
    for (auto const& field : self.type().fields)
        if (auto const* value = stored.find(field.name))
            result.set(field.name, *value);
    for (auto const& [name, value] : stored)
        if (self.type().find(name) == no_field)
            result.set(name, value);
    return result;
}

/// Adds a stored item to the target. If it does not fit, adds nothing and returns attribute and reason.
std::optional<std::pair<std::string, std::string>> add_record(
    record_table_state const& self, item const& stored, record_target const& target)
{
    auto const before = target.size(target.object);
    std::optional<std::pair<std::string, std::string>> wrong;
    try
    {
        std::string json;
        json::encode(json, in_member_order(self, stored));
        json::decode(json, target.add(target.object, nullptr));
        if (checks_categories(self))
            wrong = wrong_category(self, target.at(target.object, before));
    }
    catch (json::decode_error const& e)
    {
        wrong.emplace(e.where(), e.reason());
    }
    catch (json::encode_error const& e)
    {
        wrong.emplace(e.path(), e.reason());
    }
    if (wrong)
        target.shrink(target.object, before);
    return wrong;
}

decoded_records read_one_by_one(record_table_state const& self, std::string_view body,
    record_target const& target, bad_records bad, batch_response* batch)
{
    plain_response plain;
    json::decode(body, json::target_of(plain));
    decoded_records response;
    for (auto const& stored : all_items(plain))
    {
        auto wrong = add_record(self, stored, target);
        if (!wrong)
        {
            ++response.count;
            continue;
        }
        store_error_details details{.code = store_errc::malformed_item,
            .key = key_of_item(self, stored),
            .attribute = std::move(wrong->first),
            .reason = std::move(wrong->second),
            .stored_item = stored};
        if (bad == bad_records::fail)
            self.fail(std::move(details));
        self.warn(details);
    }
    response.last_evaluated_key = std::move(plain.last_evaluated_key);
    if (!batch)
        return response;
    for (auto const& [table, items] : plain.responses)
        batch->tables.push_back(table);
    for (auto& [table, keys] : plain.unprocessed_keys)
    {
        batch->tables.push_back(table);
        std::move(keys.keys.begin(), keys.keys.end(), std::back_inserter(batch->keys_left));
    }
    return response;
}

decoded_records read(record_table_state const& self, std::string_view body, record_target const& target,
    bad_records bad, batch_response* batch)
{
    auto const before = target.object ? target.size(target.object) : 0;
    reading r{{}, target, batch};
    bool fits = true;
    try
    {
        json::decode(body, {&r, &response_codec});
    }
    catch (json::decode_error const&)
    {
        fits = false;
    }
    auto const end = checks_categories(self) ? before + r.response.count : before;
    for (auto i = before; fits && i < end; ++i)
        fits = !wrong_category(self, target.at(target.object, i));
    if (fits)
        return std::move(r.response);
    if (target.object)
        target.shrink(target.object, before);
    if (batch)
        *batch = {};
    return read_one_by_one(self, body, target, bad, batch);
}

} // namespace

decoded_records read_records(
    record_table_state const& self, std::string_view body, record_target target, bad_records bad)
{
    return read(self, body, target, bad, nullptr);
}

decoded_records read_batch(record_table_state const& self, std::string_view body, record_target target,
    bad_records bad, batch_response& batch)
{
    return read(self, body, target, bad, &batch);
}

} // namespace dynasio::stores::records
