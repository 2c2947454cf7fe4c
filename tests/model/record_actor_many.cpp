// SPDX-License-Identifier: BSL-1.0
//
// The operations on several records.

#include "record_actor.hpp"

#include <algorithm>
#include <set>

namespace dynasio::tests::model {

namespace {

using op = record_operation;

asio::awaitable<std::vector<tally>> all_of(record_stream<tally> stream, bool page_by_page)
{
    std::vector<tally> all;
    if (page_by_page)
        while (auto page = co_await stream.next_page())
            all.insert(all.end(), page->begin(), page->end());
    else
        while (auto each = co_await stream.next())
            all.push_back(*std::move(each));
    co_return all;
}

std::vector<unsigned> all_tallies()
{
    std::vector<unsigned> all;
    for (unsigned i = 0; i < tallies; ++i)
        all.push_back(i);
    return all;
}

} // namespace

void record_actor::add_reads(call& c, std::vector<tally> const& found, std::vector<unsigned> const& asked)
{
    for (auto const each : asked)
    {
        cell_event e;
        e.from = &c;
        e.ended = c.ended;
        auto const at =
            std::find_if(found.begin(), found.end(), [&](tally const& t) { return t.number == each; });
        std::optional<cell> state;
        if (at != found.end())
            state = cell{true, at->text, at->count, 0};
        saw(each, state);
        e.returned = state;
        c.said += " #" + std::to_string(each) + ": " + (state ? *state : cell()).describe() + ';';
        add_event(each, std::move(e));
    }
}

asio::awaitable<void> record_actor::perform_on_several(planned_record_call p)
{
    if (p.what == op::get_many)
        co_return co_await get_many(std::move(p));
    if (p.what == op::query || p.what == op::scan)
        co_return co_await read_partition(std::move(p));
    if (p.what == op::find_by)
        co_return co_await find_by_text();
    if (p.what == op::transaction)
        co_return co_await run_transaction(std::move(p));

    auto& c = actor_.new_call(p.describe());
    if (p.what == op::put_many)
    {
        std::vector<tally> records;
        for (auto const each : p.cells)
        {
            tally record;
            record.owner = owner_;
            record.number = each;
            record.text = c.who;
            record.count = p.number;
            records.push_back(std::move(record));
        }
        auto operation = tallies_.put_many(records, actor::options_of(c));
        co_await actor_.run(c, std::move(operation));
    }
    else
    {
        std::vector<table_key<tally>> keys;
        for (auto const each : p.cells)
            keys.emplace_back(owner_, static_cast<std::int64_t>(each));
        auto operation = tallies_.delete_many(std::move(keys), actor::options_of(c));
        co_await actor_.run(c, std::move(operation));
    }
    for (auto const each : p.cells)
    {
        cell_event e;
        e.from = &c;
        e.what = put_action(each, c.who, p.number);
        if (p.what == op::delete_many)
            e.what.what = action::drop;
        e.ended = c.ended;
        bool const left =
            std::find(c.keys_left.begin(), c.keys_left.end(), std::to_string(each)) != c.keys_left.end();
        if (c.unfinished && !left)
            e.ended = verdict::done;
        add_event(each, std::move(e));
    }
}

asio::awaitable<void> record_actor::get_many(planned_record_call p)
{
    auto& c = actor_.new_call(p.describe());
    std::vector<table_key<tally>> keys;
    for (auto const each : p.cells)
        keys.emplace_back(owner_, static_cast<std::int64_t>(each));
    auto operation = tallies_.get_many(std::move(keys), read_options(actor::options_of(c)).consistent());
    auto const found = co_await actor_.run(c, std::move(operation));
    if (c.ended == verdict::broken)
        problem(c, "no read may end like this");
    if (!found)
        co_return;
    std::set<std::int64_t> there;
    std::vector<std::int64_t> places;
    for (auto const& each : *found)
    {
        there.insert(each.number);
        places.push_back(each.number);
    }
    std::vector<std::int64_t> expected;
    for (auto const each : p.cells)
        if (there.count(each) != 0)
            expected.push_back(each);
    auto const asked = std::set<unsigned>(p.cells.begin(), p.cells.end());
    add_reads(c, *found, {asked.begin(), asked.end()});
    if (places != expected)
        problem(c, "not one record for each place of a key");
}

asio::awaitable<void> record_actor::read_partition(planned_record_call p)
{
    auto& c = actor_.new_call(p.describe());
    stream_options options{read_options().consistent()};
    bool const descending = p.what == op::query && p.other_way;
    if (p.what == op::scan)
        options.filter(attr<&tally::owner> == owner_).segments(p.other_way ? 3 : 1);
    else
        options.descending(descending).read_ahead(p.number == 2);
    // Small pages are read at several times, which the model allows.
    if (p.what == op::query && p.number > 1)
        options.page_size(1);
    auto stream = p.what == op::scan ? tallies_.scan(std::move(options))
                                     : tallies_.query(key(attr<&tally::owner> == owner_), std::move(options));
    auto operation = all_of(std::move(stream), p.number == 3);
    auto const found = co_await actor_.run(c, std::move(operation));
    if (c.ended == verdict::broken)
        problem(c, "no read may end like this");
    if (!found)
        co_return;
    add_reads(c, *found, all_tallies());
    std::set<std::int64_t> numbers;
    for (auto const& each : *found)
        numbers.insert(each.number);
    auto const in_order = [&](tally const& a, tally const& b)
    { return descending ? a.number > b.number : a.number < b.number; };
    if (numbers.size() != found->size())
        problem(c, "a record twice");
    if (p.what == op::query && !std::is_sorted(found->begin(), found->end(), in_order))
        problem(c, "not in the order of the sort key");
}

asio::awaitable<void> record_actor::find_by_text()
{
    auto const text =
        last_text_.empty() ? std::string("nobody has written this") : last_text_.begin()->second;
    auto& c = actor_.new_call("find_by text " + text);
    auto operation = all_of(tallies_.find_by<&tally::text>(text), false);
    auto const found = co_await actor_.run(c, std::move(operation));
    if (c.ended == verdict::broken)
        problem(c, "no read may end like this");
    if (!found)
        co_return;
    for (auto const& each : *found)
    {
        c.said += " #" + std::to_string(each.number) + ": " + each.text + ';';
        texts_seen.push_back({&c, each.text});
    }
}

transaction_action record_actor::action_of(
    planned_action const& a, planned_record_call const& p, call& c, cell_event& e)
{
    auto const make = [&](auto const& table, auto type) -> transaction_action
    {
        using record = decltype(type);
        auto const its_key = key_of<record>(a.cell);
        e.what.text = c.who;
        e.what.count = p.number;
        e.what.counts_revision = std::same_as<record, draft>;
        auto value = record_of<record>(a.cell, c.who, p.number);
        switch (a.what)
        {
        case op::put:
            e.what = put_action(a.cell, c.who, p.number);
            return table.put(value);
        case op::create:
            e.what.what = action::create;
            if constexpr (std::same_as<record, draft>)
                value.revision = 0;
            return table.create(value);
        case op::add:
            e.what.what = action::add;
            e.what.sets_text = true;
            return table.update(its_key, attr<&record::count> += p.number, attr<&record::text> = c.who);
        case op::erase:
            e.what.what = action::erase;
            return table.erase(its_key);
        default:
            e.what.what = action::check;
            e.what.only_if_below = 4 + p.number;
            return table.check(its_key, attr<&record::count> < 4 + p.number);
        }
    };
    return a.cell < tallies ? make(tallies_, tally()) : make(drafts_, draft());
}

asio::awaitable<void> record_actor::run_transaction(planned_record_call p)
{
    auto& c = actor_.new_call(p.describe());
    c.once = true;
    std::vector<cell_event> seen(p.actions.size());
    std::vector<transaction_action> actions;
    for (std::size_t i = 0; i < p.actions.size(); ++i)
        actions.push_back(action_of(p.actions[i], p, c, seen[i]));
    auto operation =
        in_transaction(actor_.owner(), std::move(actions), transaction_options(actor::options_of(c)));
    co_await actor_.run(c, std::move(operation));
    auto const group = static_cast<int>(actor_.index() * 1000 + actor_.calls().size());
    for (std::size_t i = 0; i < seen.size(); ++i)
    {
        auto& e = seen[i];
        e.from = &c;
        e.ended = c.ended;
        e.why = c.why;
        if (c.ended == verdict::refused && i != c.failed_action)
            e.ended = verdict::not_applied; // and nothing is known of this record
        if (c.ended == verdict::unknown && !open_moments(c).empty())
            e.group = group;
        add_event(p.actions[i].cell, std::move(e));
    }
}

asio::awaitable<void> record_actor::read_at_end()
{
    std::vector<planned_record_call> reads(cells);
    for (unsigned i = 0; i < cells; ++i)
    {
        reads[i].what = op::get;
        reads[i].cell = i;
    }
    auto const before = events.size();
    co_await perform(std::move(reads));
    for (auto i = before; i < events.size(); ++i)
    {
        auto const& [cell, e] = events[i];
        if (cell >= tallies || !e.returned || !e.returned->has_value())
            continue;
        // Everything has come to rest: the index must have the record.
        auto const text = (*e.returned)->text;
        auto operation = all_of(tallies_.find_by<&tally::text>(text), false);
        auto const found = co_await std::move(operation);
        bool const has_it = std::any_of(found.begin(), found.end(),
            [&](tally const& t) { return t.owner == owner_ && t.number == static_cast<std::int64_t>(cell); });
        if (!has_it)
            problem(*e.from, "not found by its text in the index");
    }
    std::vector<table_key<tally>> keys;
    for (unsigned i = 0; i < tallies; ++i)
        keys.emplace_back(owner_, static_cast<std::int64_t>(i));
    co_await tallies_.delete_many(std::move(keys));
    for (unsigned i = tallies; i < cells; ++i)
        co_await drafts_.delete_record_if_exists(key_of<draft>(i));
}

} // namespace dynasio::tests::model
