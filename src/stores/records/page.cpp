// SPDX-License-Identifier: BSL-1.0
//
// Pages of queries and scans, decoded straight into the structs. Where an index has keys only, the records are read by
// their keys.

#include "stores/records/page.hpp"

#include "call/invoke.hpp"
#include "client/client_handle.hpp"
#include "stores/stored_item.hpp"

#include <dynasio/operations/describe_table.hpp>

#include <utility>

namespace dynasio::stores::records {

namespace {

/// The facts about an index, from one DescribeTable per table object.
boost::asio::awaitable<index_info> facts_of(
    record_table_state const& self, call_options call, std::string index)
{
    auto known = self.cached_index(index);
    if (!known)
    {
        auto request = self.request<describe_table_input>();
        auto const response = co_await self.owner().describe_table(request, call);
        if (response.table)
            self.remember(*response.table);
        known = self.cached_index(index);
    }
    if (!known)
        self.throw_bad_input(index, "is not an index of the table");
    co_return *std::move(known);
}

/// `keys_only` is the index that has nothing else of the records, if there is one.
boost::asio::awaitable<result<call::call_response>> ask_for_page(page_source const& source,
    call_options options, std::optional<item> start, std::optional<std::int32_t> segment,
    index_info const* keys_only)
{
    auto const& state = call::state_of(source.table->owner());
    if (auto const* query = std::get_if<query_input>(&source.request))
    {
        auto request = *query;
        request.exclusive_start_key = std::move(start);
        // The records themselves are read consistently.
        if (keys_only && keys_only->is_global)
            request.consistent_read.reset();
        return call::invoke(state, operations::query_info, request, options);
    }
    auto request = std::get<scan_input>(source.request);
    request.exclusive_start_key = std::move(start);
    if (segment)
        request.segment = *segment;
    return call::invoke(state, operations::scan_info, request, options);
}

page_place after(std::optional<item> last)
{
    page_place next;
    next.done = !last || last->empty();
    if (!next.done)
        next.start = std::move(last);
    return next;
}

/// Reads the records of a page that has only their keys.
boost::asio::awaitable<void> fill_page(page_source const& source, call_options call, index_info const& index,
    query_output found, fetched_page& page)
{
    auto const& self = *source.table;
    keyed_read what;
    std::vector<item> positions;
    for (auto const& each : found.items)
    {
        what.keys.push_back(canonical_key_of(self, each));
        auto position = pick(each, index.keys);
        for (auto const& [name, value] : key_of_item(self, each))
            position.set(name, value);
        positions.push_back(std::move(position));
    }
    if (what.keys.empty())
        co_return;
    what.consistent = source.consistent;
    what.bad = source.bad;
    what.options = batch_options_of(self, call);
    auto const keys = what.keys;
    auto const target = page.records->target(self.options().unknown);
    page.records->order = co_await read_keys(self, std::move(what), target);
    page.count = page.records->order.size();
    // Records that are gone have no place; the others are in the order of the index.
    std::size_t i = 0;
    for (auto const place : page.records->order)
    {
        auto const key = canonical_key_of(self, self.type().key_of(target.at(target.object, place)).json);
        while (i < keys.size() && keys[i] != key)
            ++i;
        page.records->positions.push_back(i < keys.size() ? std::move(positions[i++]) : item());
    }
}

} // namespace

boost::asio::awaitable<fetched_page> fetch_page(page_source const& source,
    std::unique_ptr<record_page> records, std::optional<item> start, std::optional<std::int32_t> segment,
    call_metadata* known)
{
    auto const& self = *source.table;
    auto call = self.with_deadline(source.call);
    if (known)
        call.metadata(*known);
    std::optional<index_info> index;
    if (source.index())
        index = co_await facts_of(self, call, *source.index());
    auto const* const keys_only = index && !index->projects_all ? &*index : nullptr;
    auto const response = co_await ask_for_page(source, call, start, segment, keys_only);

    fetched_page page;
    page.records = std::move(records);
    if (!keys_only)
    {
        decoded_records read;
        auto const target = page.records->target(self.options().unknown);
        auto const done = call::decode_response(
            response, [&](std::string_view body) { read = read_records(self, body, target, source.bad); });
        done.value(); // throws
        page.count = read.count;
        page.next = after(std::move(read.last_evaluated_key));
        co_return page;
    }
    // Keys only, which are not what the struct is made of.
    auto found = call::decode_response<query_output>(response).value();
    page.next = after(std::exchange(found.last_evaluated_key, {}));
    co_await fill_page(source, call, *index, std::move(found), page);
    co_return page;
}

std::vector<std::size_t> position_fields(page_source const& source)
{
    auto const& type = source.table->type();
    std::vector<std::size_t> fields{type.partition_key};
    if (type.sort_key != no_field)
        fields.push_back(type.sort_key);
    if (!source.index())
        return fields;
    auto const facts = source.table->cached_index(*source.index());
    if (!facts)
        return {};
    for (auto const& name : facts->keys)
    {
        auto const field = type.find(name);
        if (field == no_field)
            return {};
        if (!type.is_key(field))
            fields.push_back(field);
    }
    return fields;
}

} // namespace dynasio::stores::records
