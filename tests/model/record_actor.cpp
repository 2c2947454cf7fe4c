// SPDX-License-Identifier: BSL-1.0
//
// The operations on one record; those on several are in record_actor_many.cpp.

#include "record_actor.hpp"

#include <concepts>
#include <type_traits>

namespace dynasio::tests::model {

namespace {

using op = record_operation;

cell to_cell(tally const& t)
{
    return {true, t.text, t.count, 0};
}

cell to_cell(draft const& d)
{
    return {true, d.text, d.count, d.revision};
}

/// Whether the operation is an update that would count again, or a version.
bool counts(op what, bool is_draft)
{
    bool const adds = what == op::add || what == op::add_if_exists || what == op::add_and_get;
    bool const sets = what == op::set_text || what == op::set_by_name || what == op::set_and_get;
    return adds || (is_draft && sets);
}

bool is_once(planned_record_call const& p, bool is_draft)
{
    return p.again == resend::exactly_once || p.again == resend::never
        || (p.again == resend::automatic && counts(p.what, is_draft));
}

action model_of(op what)
{
    switch (what)
    {
    case op::create:
    case op::create_if_absent:
        return action::create;
    case op::put:
        return action::put;
    case op::set_text:
    case op::set_by_name:
    case op::set_and_get:
        return action::set_text;
    case op::add:
    case op::add_if_exists:
    case op::add_and_get:
        return action::add;
    case op::erase:
    case op::erase_if_exists:
        return action::erase;
    case op::take:
        return action::take;
    default:
        return action::read;
    }
}

} // namespace

record_actor::record_actor(actor& a, std::uint64_t seed, record_tables const& tables)
    : actor_(a),
      seed_(seed),
      owner_("seed " + std::to_string(seed)),
      tallies_(a.owner(), tables.tallies),
      drafts_(a.owner(), tables.drafts)
{}

std::string record_actor::cell_name(std::uint64_t seed, unsigned cell)
{
    return (cell < tallies ? "tally" : "draft") + (" #" + std::to_string(cell)) + " of seed "
        + std::to_string(seed);
}

template <>
table_key<tally> record_actor::key_of<tally>(unsigned cell) const
{
    return {owner_, static_cast<std::int64_t>(cell)};
}

template <>
table_key<draft> record_actor::key_of<draft>(unsigned cell) const
{
    return {owner_ + " #" + std::to_string(cell)};
}

template <>
tally record_actor::record_of<tally>(unsigned cell, std::string text, std::int64_t count) const
{
    tally result;
    result.owner = owner_;
    result.number = cell;
    result.text = std::move(text);
    result.count = count;
    return result;
}

template <>
draft record_actor::record_of<draft>(unsigned cell, std::string text, std::int64_t count) const
{
    draft result;
    result.id = owner_ + " #" + std::to_string(cell);
    result.text = std::move(text);
    result.count = count;
    if (auto const known = revisions_.find(cell); known != revisions_.end())
        result.revision = known->second;
    return result;
}

cell_action record_actor::put_action(unsigned cell, std::string text, std::int64_t count) const
{
    cell_action a;
    a.what = action::put;
    a.text = std::move(text);
    a.count = count;
    if (cell >= tallies)
    {
        auto const known = revisions_.find(cell);
        a.expected = known == revisions_.end() ? 0 : known->second;
    }
    return a;
}

void record_actor::problem(call const& c, std::string text)
{
    problems.push_back(std::move(text) + ": " + c.describe());
}

void record_actor::add_event(unsigned cell, cell_event e)
{
    if (e.ended == verdict::broken)
        problem(*e.from, "no operation may end like this");
    events.emplace_back(cell, std::move(e));
}

void record_actor::saw(unsigned number, std::optional<cell> const& found)
{
    revisions_[number] = found ? found->revision : 0;
    if (found)
        last_text_[number] = found->text;
}

template <class T>
asio::awaitable<void> record_actor::perform_on(record_table<T> table, planned_record_call p)
{
    constexpr bool is_draft = std::same_as<T, draft>;
    auto& c = actor_.new_call(p.describe());
    c.once = is_once(p, is_draft);
    cell_event e;
    e.from = &c;
    e.what = p.what == op::put ? put_action(p.cell, c.who, p.number) : cell_action();
    e.what.what = model_of(p.what);
    e.what.text = c.who;
    e.what.count = p.number;
    e.what.only_if_below = p.only_if_below;
    e.what.counts_revision = is_draft;
    write_options options(actor::options_of(c, p.again));
    if (p.only_if_below)
        options.only_if(attr<&T::count> < *p.only_if_below);

    auto const key = key_of<T>(p.cell);
    auto record = record_of<T>(p.cell, c.who, p.number);
    if constexpr (is_draft)
        if (p.what != op::put)
            record.revision = 0; // a new one

    // Ends a write. `refusal` is what `false` means.
    auto const end = [&](auto const& value, code refusal = code::none)
    {
        using value_type = std::remove_cvref_t<decltype(*value)>;
        if constexpr (std::same_as<value_type, bool>)
            if (value && !*value)
            {
                c.ended = verdict::refused;
                c.why = refusal;
                c.said = "false";
            }
        if constexpr (std::same_as<value_type, T>)
            if (value)
                e.returned = std::optional(to_cell(*value));
        if constexpr (std::same_as<value_type, std::optional<T>>)
            if (value)
            {
                std::optional<cell> found;
                if (*value)
                    found = to_cell(**value);
                e.returned = found;
            }
        // The new version, where the operation returns it.
        if constexpr (is_draft && std::integral<value_type> && !std::same_as<value_type, bool>)
            if (value && static_cast<std::int64_t>(*value) != e.what.expected.value_or(0) + 1)
                problem(c, "returned the version " + std::to_string(*value));
    };

    switch (p.what)
    {
    case op::create: {
        auto operation = table.create_record(record, options);
        end(co_await actor_.run(c, std::move(operation)));
        break;
    }
    case op::create_if_absent: {
        auto operation = table.create_record_if_absent(record, options);
        end(co_await actor_.run(c, std::move(operation)), code::already_exists);
        break;
    }
    case op::put: {
        auto operation = table.put_record(record, options);
        end(co_await actor_.run(c, std::move(operation)));
        break;
    }
    case op::get: {
        auto operation = table.get_record(key, read_options(actor::options_of(c)).consistent());
        end(co_await actor_.run(c, std::move(operation)));
        break;
    }
    case op::set_text: {
        auto operation = table.update_record(key, attr<&T::text> = c.who, options);
        end(co_await actor_.run(c, std::move(operation)));
        break;
    }
    case op::set_by_name: {
        item changes;
        changes.set("text", c.who);
        auto operation = table.update_record_by_name(key, std::move(changes), options);
        end(co_await actor_.run(c, std::move(operation)));
        break;
    }
    case op::add: {
        auto operation = table.update_record(key, attr<&T::count> += p.number, options);
        end(co_await actor_.run(c, std::move(operation)));
        break;
    }
    case op::add_if_exists: {
        auto operation = table.update_record_if_exists(key, attr<&T::count> += p.number, options);
        end(co_await actor_.run(c, std::move(operation)), code::not_found);
        break;
    }
    case op::add_and_get: {
        auto operation = table.update_and_get(key, attr<&T::count> += p.number, options);
        end(co_await actor_.run(c, std::move(operation)));
        break;
    }
    case op::set_and_get: {
        auto operation = table.update_and_get(key, attr<&T::text> = c.who, options);
        end(co_await actor_.run(c, std::move(operation)));
        break;
    }
    case op::erase: {
        auto operation = table.delete_record(key, options);
        end(co_await actor_.run(c, std::move(operation)));
        break;
    }
    case op::erase_if_exists: {
        auto operation = table.delete_record_if_exists(key, options);
        end(co_await actor_.run(c, std::move(operation)), code::not_found);
        break;
    }
    default: {
        auto operation = table.take_record(key, options);
        end(co_await actor_.run(c, std::move(operation)));
        break;
    }
    }

    e.ended = c.ended;
    e.why = c.why;
    bool const returns_new = p.what == op::add_and_get || p.what == op::set_and_get;
    if (e.returned && (p.what == op::get || returns_new))
        saw(p.cell, *e.returned);
    if (e.returned && e.returned->has_value())
        c.said += " found " + (*e.returned)->describe();
    else if (e.returned)
        c.said += " found none";
    add_event(p.cell, std::move(e));
}

asio::awaitable<void> record_actor::perform(std::vector<planned_record_call> plan)
{
    for (auto& p : plan)
    {
        asio::awaitable<void> operation = p.what >= op::put_many ? perform_on_several(std::move(p))
            : p.cell < tallies                                   ? perform_on(tallies_, std::move(p))
                                                                 : perform_on(drafts_, std::move(p));
        co_await std::move(operation);
    }
}

} // namespace dynasio::tests::model
