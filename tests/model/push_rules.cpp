// SPDX-License-Identifier: BSL-1.0

#include "push_rules.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace dynasio::tests::model {

namespace {

/// A sort key or a position as an object.
struct text_state
{
    std::string text{}; ///< empty: none

    friend bool operator==(text_state const&, text_state const&) = default;
    [[nodiscard]] std::string describe() const { return text.empty() ? "none" : text; }
};

template <class State>
using effect_of = std::function<std::vector<State>(State const&)>;

/// `seen`: what the caller saw. `unseen`: a request that took effect without the knowledge of the caller; null for reads.
template <class State>
void add_steps(std::vector<step<State>>& out, call const& c, verdict ended, effect_of<State> seen,
    effect_of<State> unseen, std::string const& text)
{
    auto const described = c.who + ' ' + c.what + ' ' + text;
    if (ended == verdict::done || ended == verdict::refused)
    {
        step<State> known{.begin = c.begin, .end = c.end, .text = described + " -> " + c.said};
        known.only_reads = ended == verdict::refused || !unseen;
        known.apply = std::move(seen);
        out.push_back(std::move(known));
    }
    if (!unseen)
        return;
    for (auto const& moment : open_moments(c))
    {
        step<State> perhaps{.begin = moment.begin, .end = moment.end, .required = false, .text = described};
        perhaps.apply = unseen;
        out.push_back(std::move(perhaps));
    }
}

template <class State>
std::vector<State> all_of(std::optional<State> const& state)
{
    return std::vector<State>(state ? 1 : 0, state.value_or(State()));
}

/// Another caller may have cleared the same connection between two attempts. The node is gone, as the caller wants it.
bool is_cleared_already(router_event const& e, router_state const& before)
{
    return e.what == router_action::clear_node && e.from->ended == verdict::done
        && e.from->metadata.earlier_attempt_may_have_been_applied && before.exists && before.node.empty()
        && before.connected_at == e.given.connected_at;
}

std::vector<router_state> seen_of(router_event const& e, router_state const& before)
{
    if (e.found && (e.found->has_value() ? !(**e.found == before) : before.exists))
        return {};
    auto const after = applied(e, before);
    if (e.from->ended == verdict::refused)
        return std::vector<router_state>(after ? 0 : 1, before);
    if (!after && is_cleared_already(e, before))
        return {before};
    return all_of(after);
}

/// The state of a sort key after the operation; empty if its condition does not hold, or the read found something else.
std::optional<text_state> applied(message_event const& e, text_state const& before)
{
    switch (e.what)
    {
    case message_action::read:
        return e.text == before.text ? std::optional(before) : std::nullopt;
    case message_action::store:
        return text_state{e.text};
    case message_action::drop:
        return text_state();
    case message_action::drop_if:
        break;
    }
    return e.text == before.text ? std::optional(text_state()) : std::nullopt;
}

/// Positions are ordered as they stand in sort keys.
bool is_before(std::string const& a, std::string const& b)
{
    return a + ':' < b + ':';
}

std::vector<text_state> seen_of(position_event const& e, text_state const& before)
{
    if (!e.moves)
        return std::vector<text_state>(before.text == e.position.value_or("") ? 1 : 0, before);
    bool const moves = before.text.empty() || is_before(before.text, *e.position);
    if (e.from->ended == verdict::refused)
        return std::vector<text_state>(moves ? 0 : 1, before);
    // After a lost response the stored position tells: somebody else may have moved it there.
    bool const is_there =
        before.text == *e.position && e.from->metadata.earlier_attempt_may_have_been_applied;
    return std::vector<text_state>(moves || is_there ? 1 : 0, text_state{*e.position});
}

/// Between which positions that of the user lay while the read was made. Empty: none.
struct position_bounds
{
    std::string least{};
    std::string most{};
};

position_bounds bounds_of(position_history const& history, partition_read const& read)
{
    position_bounds result;
    for (auto const& e : history)
    {
        if (!e.position)
            continue;
        bool const is_known = e.from->ended == verdict::done || e.from->ended == verdict::refused;
        if (is_known && e.from->end < read.from->begin
            && (result.least.empty() || is_before(result.least, *e.position)))
            result.least = *e.position;
        if (e.moves && e.from->begin < read.from->end
            && (result.most.empty() || is_before(result.most, *e.position)))
            result.most = *e.position;
    }
    return result;
}

/// The keys that stores of unknown outcome have assigned, where a read has found the message.
std::string assign_keys(std::vector<mailbox_history::write>& writes, std::vector<partition_read> const& reads)
{
    std::map<std::string, std::set<std::string>> keys; // by message
    for (auto const& r : reads)
        for (auto const& [key, text] : r.found)
            keys[text].insert(key);
    std::string out;
    for (auto& w : writes)
    {
        if (w.event.what != message_action::store)
            continue;
        auto const found = keys.find(w.event.text);
        if (found == keys.end())
            continue;
        if (found->second.size() > 1 && !position_in_key(*found->second.begin()).empty())
            out += "stored under two keys: " + w.event.from->describe() + '\n';
        if (w.key.empty())
            w.key = *found->second.begin();
    }
    return out;
}

} // namespace

std::string router_state::describe() const
{
    if (!exists)
        return "none";
    return type + " at " + std::to_string(connected_at) + " on " + (node.empty() ? "no node" : node) + " tag "
        + tag + " month " + (month.empty() ? "-" : month) + (contacted ? " contacted" : "");
}

std::optional<router_state> applied(router_event const& e, router_state const& before)
{
    auto after = before;
    switch (e.what)
    {
    case router_action::read:
        return after;
    case router_action::register_user:
        if (e.if_exists && !before.exists)
            return std::nullopt;
        if (before.exists && before.type != e.given.type)
            return std::nullopt;
        if (before.exists && !before.node.empty() && before.connected_at >= e.given.connected_at)
            return std::nullopt;
        after.exists = true;
        after.type = e.given.type;
        after.connected_at = e.given.connected_at;
        if (!e.given.node.empty())
            after.node = e.given.node;
        after.tag = e.given.tag;
        if (!e.given.month.empty())
            after.month = e.given.month;
        return after;
    case router_action::update_month:
        if (!before.exists)
            return std::nullopt;
        after.month = e.given.month;
        after.contacted = true;
        return after;
    case router_action::clear_node:
        if (!before.exists || before.node.empty() || before.node != e.given.node
            || before.connected_at != e.given.connected_at)
            return std::nullopt;
        after.node.clear();
        return after;
    case router_action::drop:
        break;
    case router_action::drop_connection:
        if (before.connected_at != e.given.connected_at)
            return std::nullopt;
        break;
    }
    return before.exists ? std::optional(router_state()) : std::nullopt;
}

std::string problem_of(router_history const& history)
{
    std::vector<step<router_state>> steps;
    for (auto const& e : history)
    {
        effect_of<router_state> unseen;
        if (e.what != router_action::read)
            unseen = [&e](router_state const& before) { return all_of(applied(e, before)); };
        add_steps<router_state>(steps, *e.from, e.from->ended,
            [&e](router_state const& before) { return seen_of(e, before); }, unseen, {});
    }
    return linearize(std::move(steps), router_state()).explanation;
}

std::string problem_of(message_history const& history)
{
    std::vector<step<text_state>> steps;
    for (auto const& e : history)
    {
        effect_of<text_state> unseen;
        if (e.what != message_action::read)
            unseen = [&e](text_state const& before) { return all_of(applied(e, before)); };
        auto const seen = [&e](text_state const& before)
        {
            auto const after = applied(e, before);
            if (e.ended == verdict::refused)
                return std::vector<text_state>(after ? 0 : 1, before);
            return all_of(after);
        };
        add_steps<text_state>(
            steps, *e.from, e.ended, seen, unseen, '(' + text_state{e.text}.describe() + ')');
    }
    return linearize(std::move(steps), text_state()).explanation;
}

bool partition_read::covers(std::string const& key) const
{
    return key > after && (below.empty() || key < below) && (up_to.empty() || key <= up_to);
}

std::string problem_of(position_history const& history, std::vector<partition_read> const& reads)
{
    std::vector<step<text_state>> steps;
    for (auto const& e : history)
    {
        effect_of<text_state> unseen;
        if (e.moves)
            unseen = [&e](text_state const& before)
            {
                bool const moves = before.text.empty() || is_before(before.text, *e.position);
                return std::vector<text_state>(moves ? 1 : 0, text_state{*e.position});
            };
        add_steps<text_state>(steps, *e.from, e.from->ended,
            [&e](text_state const& before) { return seen_of(e, before); }, unseen, {});
    }
    auto out = linearize(std::move(steps), text_state()).explanation;
    for (auto const& r : reads)
    {
        if (!r.behind_position)
            continue;
        auto const least = bounds_of(history, r).least;
        for (auto const& [key, text] : r.found)
            if (auto const position = position_in_key(key);
                !position.empty() && !least.empty() && !is_before(least, position))
                out += key + " is not behind the position " + least + ": " + r.from->describe() + '\n';
    }
    return out;
}

std::string problem_of(mailbox_history const& history)
{
    auto writes = history.writes;
    auto out = assign_keys(writes, history.reads);
    std::map<std::string, message_history> by_key;
    for (auto const& w : writes)
        if (!w.key.empty())
            by_key[w.key].push_back(w.event);
    for (auto const& r : history.reads)
        for (auto const& [key, text] : r.found)
            by_key[key];
    for (auto const& r : history.reads)
    {
        auto const most = bounds_of(history.positions, r).most;
        for (auto& [key, events] : by_key)
        {
            auto const found = r.found.find(key);
            bool const is_found = found != r.found.end();
            if (is_found && !r.covers(key))
                out += key + " is none of the keys that were asked for: " + r.from->describe() + '\n';
            auto const position = position_in_key(key);
            bool const may_be_left_out =
                r.behind_position && !position.empty() && !most.empty() && !is_before(most, position);
            if (is_found || (r.covers(key) && !may_be_left_out))
                events.push_back(
                    {r.from, message_action::read, is_found ? found->second : std::string(), verdict::done});
        }
    }
    for (auto const& [key, events] : by_key)
        if (auto const problem = problem_of(events); !problem.empty())
            out += key + ": " + problem;
    if (auto const problem = problem_of(history.positions, history.reads); !problem.empty())
        out += "position: " + problem;
    return out;
}

std::string position_in_key(std::string const& key)
{
    return key.starts_with("02:") ? key.substr(3, key.find(':', 3) - 3) : std::string();
}

} // namespace dynasio::tests::model
