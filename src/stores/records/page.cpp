// SPDX-License-Identifier: BSL-1.0
//
// Pages of queries and scans, decoded straight into the structs. Where an index has keys only, the records are read by
// their keys.

#include "stores/records/page.hpp"

#include "call/invoke.hpp"
#include "client/client_handle.hpp"
#include "stores/records/expiry.hpp"

#include <dynasio/operations/describe_table.hpp>
#include <dynasio/value/detail/json.hpp>

#include <algorithm>
#include <utility>

namespace dynasio::stores::records {

namespace {

/// Why the service would refuse a filter on this attribute; empty if it would not.
std::string filter_problem(page_source const& source, index_info const& index, std::string const& attribute)
{
    auto const& self = *source.table;
    auto const& name = *source.index();
    if (index.has_key(attribute))
        return "is a key of index " + name + "; a filter is for other attributes";
    // A query of a local index reads what it lacks from the table.
    if (index.has_everything || !index.is_global || attribute == self.partition_key()
        || attribute == self.sort_key()
        || std::find(index.attributes.begin(), index.attributes.end(), attribute) != index.attributes.end())
        return {};
    return "is in the filter, but index " + name
        + " does not contain it: make the index with index_options().include or all, or filter the records "
          "that are read";
}

/// The attribute and the reason; empty if the filter is good.
std::optional<std::pair<std::string, std::string>> filter_problem(
    page_source const& source, index_info const& index)
{
    for (auto const& attribute : source.filtered)
        if (auto why = filter_problem(source, index, attribute); !why.empty())
            return std::pair(attribute, std::move(why));
    return std::nullopt;
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

/// The keys of an item in the index and in the table.
item position_of(record_table_state const& self, index_info const& index, item const& stored)
{
    auto position = key_of_item(self, stored);
    for (auto const& key : index.keys)
        if (auto const* value = stored.find(key.name))
            position.set(key.name, *value);
    return position;
}

/// Gives the records of the page the positions of their items, which are in the same order. Items without a record have
/// none.
void set_positions(record_table_state const& self, index_info const& index, std::vector<item> const& items,
    fetched_page& page)
{
    auto const target = page.records->target(self.options().unknown);
    std::size_t next = 0;
    for (std::size_t i = 0; i < page.count; ++i)
    {
        auto const* record = target.at(target.object, page.records->place(i));
        auto const key = canonical_key_of(self, self.type().key_of(record).json);
        while (next < items.size() && canonical_key_of(self, items[next]) != key)
            ++next;
        page.records->positions.push_back(
            next < items.size() ? position_of(self, index, items[next++]) : item());
    }
}

/// Reads the records of a page that has only their keys.
boost::asio::awaitable<void> fill_page(page_source const& source, call_options call, index_info const& index,
    query_output found, fetched_page& page)
{
    auto const& self = *source.table;
    keyed_read what;
    for (auto const& each : found.items)
        what.keys.push_back(canonical_key_of(self, each));
    if (what.keys.empty())
        co_return;
    what.consistent = source.consistent;
    what.bad = source.bad;
    what.options = batch_options_of(self, call);
    auto const target = page.records->target(self.options().unknown);
    page.records->order = co_await read_keys(self, std::move(what), target);
    page.count = page.records->order.size();
    set_positions(self, index, found.items, page);
}

/// Whether the records of the index do not contain all of its keys.
bool lacks_keys(record_type const& type, index_info const& index)
{
    return std::any_of(index.keys.begin(), index.keys.end(),
        [&](index_key const& key) { return type.find(key.name) == no_field; });
}

/// Decodes a page of whole records. With `index`, keeps their positions in it.
void read_page(page_source const& source, result<call::call_response> const& response,
    index_info const* index, fetched_page& page)
{
    auto const& self = *source.table;
    decoded_records read;
    query_output stored;
    auto const target = page.records->target(self.options().unknown);
    auto const done = call::decode_response(response,
        [&](std::string_view body)
        {
            read = read_records(self, body, target, source.bad);
            if (index)
                json::decode(body, json::target_of(stored));
        });
    done.value(); // throws
    page.count = read.count;
    page.next = after(std::move(read.last_evaluated_key));
    if (index)
        set_positions(self, *index, stored.items, page);
}

void drop_expired(record_table_state const& self, fetched_page& page)
{
    auto const now = service_seconds(self);
    auto& records = *page.records;
    auto const target = records.target(self.options().unknown);
    std::vector<std::size_t> kept; // of the places in the page
    for (std::size_t i = 0; i < page.count; ++i)
        if (!is_expired(self, target.at(target.object, records.place(i)), now))
            kept.push_back(i);
    if (kept.size() == page.count)
        return;
    std::vector<std::size_t> order;
    std::vector<item> positions;
    for (auto const i : kept)
    {
        order.push_back(records.place(i));
        if (!records.positions.empty())
            positions.push_back(std::move(records.positions[i]));
    }
    page.count = kept.size();
    records.order = std::move(order);
    records.positions = std::move(positions);
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
        index = co_await index_of(source, call);
    auto const* const keys_only = index && !index->projects_all ? &*index : nullptr;
    auto const response = co_await ask_for_page(source, call, start, segment, keys_only);

    fetched_page page;
    page.records = std::move(records);
    if (!keys_only)
        read_page(source, response, index && lacks_keys(self.type(), *index) ? &*index : nullptr, page);
    else
    {
        // Keys only, which are not what the struct is made of.
        auto found = call::decode_response<query_output>(response).value();
        page.next = after(std::exchange(found.last_evaluated_key, {}));
        co_await fill_page(source, call, *index, std::move(found), page);
    }
    if (source.skips_expired)
        drop_expired(self, page);
    co_return page;
}

boost::asio::awaitable<index_info> index_of(page_source const& source, call_options call)
{
    auto const& self = *source.table;
    auto const& name = source.index().value();
    auto known = self.cached_index(name);
    // An index may have been made again in another form.
    if (!known || filter_problem(source, *known))
    {
        auto request = self.request<describe_table_input>();
        auto const response = co_await self.owner().describe_table(request, call);
        if (response.table)
            self.remember(*response.table);
        known = self.cached_index(name);
    }
    if (!known)
        self.throw_bad_input(name, "is not an index of the table");
    if (auto problem = filter_problem(source, *known))
        self.throw_bad_input(std::move(problem->first), std::move(problem->second));
    co_return *std::move(known);
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
    for (auto const& [name, tag, is_sort] : facts->keys)
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
