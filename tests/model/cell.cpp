// SPDX-License-Identifier: BSL-1.0

#include "cell.hpp"

#include <set>
#include <utility>

namespace dynasio::tests::model {

namespace {

cell written(cell_action const& a, cell const& before)
{
    cell after = before;
    after.exists = true;
    if (a.what == action::add)
        after.count += a.count;
    if (a.what == action::put || a.what == action::create || a.what == action::get_or_create)
        after.count = a.count;
    if (a.what != action::add || a.sets_text)
        after.text = a.text;
    if (a.expected)
        after.revision = *a.expected + 1;
    else if (a.counts_revision)
        ++after.revision;
    return after;
}

/// Whether the event can be what the operation did in this state.
bool explains(cell_event const& e, cell const& before, cell_response const& model)
{
    if (e.ended == verdict::refused)
        return model.said == e.why;
    if (model.said != code::none)
        return false;
    if (!e.returned)
        return true;
    bool const returns_new = e.what.what != action::read && e.what.what != action::take;
    auto const& known = returns_new ? model.after : before;
    return e.returned->has_value() ? known.exists && known == **e.returned : !known.exists;
}

void add_steps(std::vector<step<cell>>& out, cell_event const& e, std::map<int, bool> const& applied)
{
    auto const& c = *e.from;
    bool const known = e.ended == verdict::done || e.ended == verdict::refused;
    if (known)
    {
        step<cell> seen{.begin = c.begin, .end = c.end, .text = c.who + ' ' + c.what + " -> " + c.said};
        seen.only_reads =
            e.ended == verdict::refused || e.what.what == action::read || e.what.what == action::check;
        seen.apply = [&e](cell const& before)
        {
            auto const model = respond(e.what, before);
            std::vector<cell> after;
            if (explains(e, before, model))
                after.push_back(e.ended == verdict::refused ? before : model.after);
            return after;
        };
        out.push_back(std::move(seen));
    }
    if (e.saw_one)
    {
        step<cell> seen{.begin = c.begin, .end = c.end, .text = c.who + ' ' + c.what + " (saw one)"};
        seen.only_reads = true;
        seen.apply = [](cell const& before) { return std::vector<cell>(before.exists ? 1 : 0, before); };
        out.push_back(std::move(seen));
    }
    if (e.what.what == action::read || e.what.what == action::check)
        return;
    bool decided = false;
    if (auto const found = applied.find(e.group); e.group >= 0 && found != applied.end())
    {
        if (!found->second)
            return;
        decided = true;
    }
    for (auto const& moment : open_moments(c))
    {
        step<cell> perhaps{.begin = moment.begin,
            .end = moment.end,
            .required = decided,
            .text = c.who + ' ' + c.what,
            .group = e.group};
        perhaps.apply = [&e](cell const& before)
        {
            auto const model = respond(e.what, before);
            return std::vector<cell>(model.said == code::none ? 1 : 0, model.after);
        };
        out.push_back(std::move(perhaps));
    }
}

} // namespace

std::string cell::describe() const
{
    if (!exists)
        return "none";
    return '"' + text + "\" count " + std::to_string(count) + " revision " + std::to_string(revision);
}

cell_response respond(cell_action const& a, cell const& before)
{
    bool const below = !a.only_if_below || (before.exists && before.count < *a.only_if_below);
    switch (a.what)
    {
    case action::read:
        return {code::none, before};
    case action::check:
        return {below ? code::none : code::conflict, before};
    case action::put: {
        bool const fits = !a.expected || (before.exists ? before.revision == *a.expected : *a.expected == 0);
        if (!fits || !below)
            return {code::conflict, before};
        return {code::none, written(a, before)};
    }
    case action::create:
        if (before.exists)
            return {code::already_exists, before};
        return {code::none, written(a, before)};
    case action::get_or_create:
        return {code::none, before.exists ? before : written(a, before)};
    case action::set_text:
    case action::add:
    case action::erase:
        if (!before.exists)
            return {code::not_found, before};
        if (!below)
            return {code::conflict, before};
        return {code::none, a.what == action::erase ? cell() : written(a, before)};
    case action::take:
    case action::drop:
        break;
    }
    return {code::none, cell()};
}

std::string problem_of(cell_history const& history, std::map<int, bool> const& applied)
{
    std::vector<step<cell>> steps;
    for (auto const& e : history)
        add_steps(steps, e, applied);
    auto const found = linearize(std::move(steps), cell());
    return found.explanation;
}

std::string problem_of_all(std::map<std::string, cell_history> const& cells)
{
    constexpr std::size_t max_groups = 10;
    std::string out;
    std::set<int> groups;
    for (auto const& [name, history] : cells)
    {
        if (auto const problem = problem_of(history); !problem.empty())
            out += name + ": " + problem;
        for (auto const& e : history)
            if (e.group >= 0)
                groups.insert(e.group);
    }
    if (!out.empty() || groups.empty())
        return out;
    if (groups.size() > max_groups)
        return "too many transactions of unknown outcome to decide: " + std::to_string(groups.size()) + '\n';

    // Each cell allows some decisions about its transactions; one decision must suit all cells.
    std::vector<int> const order(groups.begin(), groups.end());
    std::map<std::pair<std::string, std::map<int, bool>>, bool> suits;
    for (unsigned long choice = 0; choice < 1UL << order.size(); ++choice)
    {
        bool all = true;
        for (auto const& [name, history] : cells)
        {
            std::map<int, bool> own;
            for (auto const& e : history)
                for (std::size_t i = 0; i < order.size(); ++i)
                    if (e.group == order[i])
                        own[e.group] = (choice >> i & 1) != 0;
            if (own.empty())
                continue;
            auto const [known, is_new] = suits.try_emplace({name, own}, false);
            if (is_new)
                known->second = problem_of(history, own).empty();
            all = all && known->second;
        }
        if (all)
            return {};
    }
    return "a transaction of unknown outcome must have been applied to some of its records only\n";
}

} // namespace dynasio::tests::model
