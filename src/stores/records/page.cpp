// SPDX-License-Identifier: BSL-1.0
//
// Pages of queries and scans, decoded straight into the structs. Where an index has keys only, the records are read by
// their keys.

#include "stores/records/page.hpp"

#include "client/raw_request.hpp"

#include <dynasio/operations/describe_table.hpp>

#include <utility>

namespace dynasio::detail {

namespace {

/// Asks the service about an index, once.
boost::asio::awaitable<index_facts> facts_of(
    record_table_state const& self, call_budget const& budget, std::string index)
{
    auto known = self.known_index(index);
    if (!known)
    {
        describe_table_input question;
        question.table_name = self.table();
        auto const answer = co_await self.owner().describe_table(question, budget.next());
        if (answer.table)
            self.learn(*answer.table);
        known = self.known_index(index);
    }
    if (!known)
        refuse_input(self, index, "is no index of the table");
    co_return *std::move(known);
}

/// `keys_only` is the index that has nothing else of the records, if there is one.
raw_call page_call(page_source const& source, call_options options, std::optional<item> start,
    std::optional<std::int32_t> segment, index_facts const* keys_only)
{
    auto const& owner = source.table->owner();
    if (auto const* query = std::get_if<query_input>(&source.request))
    {
        auto request = *query;
        request.exclusive_start_key = std::move(start);
        // The records themselves are read consistently.
        if (keys_only && keys_only->is_global)
            request.consistent_read.reset();
        return make_raw_call(owner, query_info, request, options);
    }
    auto request = std::get<scan_input>(source.request);
    request.exclusive_start_key = std::move(start);
    if (segment)
        request.segment = *segment;
    return make_raw_call(owner, scan_info, request, options);
}

page_place after(std::optional<item> last, std::optional<item> const& start, page_source const& source)
{
    page_place next;
    next.done = !last || last->empty();
    if (next.done)
        return next;
    if (start == last)
        throw operation_error(error(client_errc::repeated_page, "a page of table " + source.table->table()));
    next.start = std::move(last);
    return next;
}

/// The keys that a page of an index has, as answers of an unknown struct.
query_output read_keys_page(std::string const& body)
{
    query_output page;
    std::string broken;
    try
    {
        decode(body, slot_of(page));
        return page;
    }
    catch (decode_error const& e)
    {
        broken = e.what();
    }
    throw operation_error(error(client_errc::malformed_response, std::move(broken)));
}

item part(item const& whole, std::vector<std::string> const& names)
{
    item result;
    for (auto const& name : names)
        if (auto const* value = whole.find(name))
            result.set(name, *value);
    return result;
}

/// Reads the records of a page that has only their keys.
boost::asio::awaitable<void> fill_page(page_source const& source, call_budget const& budget,
    index_facts const& index, query_output found, fetched_page& page)
{
    auto const& self = *source.table;
    keyed_read what;
    std::vector<item> positions;
    for (auto const& each : found.items)
    {
        what.keys.push_back(key_of_item(self, each));
        auto position = part(each, index.keys);
        for (auto const& [name, value] : what.keys.back())
            position.set(name, value);
        positions.push_back(std::move(position));
    }
    if (what.keys.empty())
        co_return;
    what.consistent = source.consistent;
    what.bad = source.bad;
    what.options = batch_options_of(self, budget.next());
    auto const keys = what.keys;
    auto const target = page.records->target(self.options().unknown);
    page.records->order = co_await read_keys(self, std::move(what), target);
    page.count = page.records->order.size();
    // Records that are gone have no place; the others are in the order of the index.
    std::size_t i = 0;
    for (auto const place : page.records->order)
    {
        auto const key = key_of_record(self, target.at(target.object, place));
        while (i < keys.size() && keys[i] != key)
            ++i;
        page.records->positions.push_back(i < keys.size() ? std::move(positions[i++]) : item());
    }
}

} // namespace

boost::asio::awaitable<fetched_page> fetch_page(page_source const& source,
    std::unique_ptr<record_page> records, std::optional<item> start, std::optional<std::int32_t> segment)
{
    auto const& self = *source.table;
    auto const budget = self.budget(source.call);
    std::optional<index_facts> index;
    if (source.index())
        index = co_await facts_of(self, budget, *source.index());
    auto const* const keys_only = index && !index->has_all ? &*index : nullptr;
    auto call = page_call(source, budget.next(), start, segment, keys_only);
    auto const answer = co_await std::move(call).answer();
    if (!answer)
        throw_exception_from_error(answer.error(), BOOST_CURRENT_LOCATION);

    fetched_page page;
    page.records = std::move(records);
    if (!keys_only)
    {
        auto const name = std::holds_alternative<query_input>(source.request) ? "Query" : "Scan";
        auto read =
            read_records(self, name, *answer, page.records->target(self.options().unknown), source.bad);
        page.count = read.count;
        page.next = after(std::move(read.last_evaluated_key), start, source);
        co_return page;
    }
    auto found = read_keys_page(*answer);
    page.next = after(std::exchange(found.last_evaluated_key, {}), start, source);
    co_await fill_page(source, budget, *index, std::move(found), page);
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
    auto const facts = source.table->known_index(*source.index());
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

} // namespace dynasio::detail
