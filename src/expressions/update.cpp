// SPDX-License-Identifier: BSL-1.0

#include <dynasio/expressions/projection.hpp>
#include <dynasio/expressions/update.hpp>

#include <algorithm>
#include <string>
#include <variant>

namespace dynasio {

namespace {

std::string const& root_of(change const& c)
{
    return std::get<std::string>(c.where().steps().front());
}

/// The first application sets the attribute; the second one finds it.
bool is_default(expressions::fragment const& operand)
{
    return operand.operators == 1 && operand.text.starts_with("if_not_exists(");
}

bool accumulates(change const& c, std::vector<change> const& all)
{
    auto const* const index = std::get_if<std::size_t>(&c.where().steps().back());
    auto const& operand = c.operand();
    switch (c.clause())
    {
    case update_clause::add:
        return !operand.values.empty() && operand.values.front().if_number();
    case update_clause::remove:
        return index != nullptr; // the next element takes its place
    case update_clause::erase:
        return false;
    case update_clause::set:
        if (index && *index != 0)
            return true; // behind the end, it is appended
        return !is_default(operand)
            && std::any_of(all.begin(), all.end(),
                [&](change const& other)
                {
                    return std::find(operand.names.begin(), operand.names.end(), root_of(other))
                        != operand.names.end();
                });
    }
    return true;
}

} // namespace

bool update::accumulates() const
{
    return std::any_of(changes_.begin(), changes_.end(),
        [this](change const& c) { return dynasio::accumulates(c, changes_); });
}

update& update::insert(change c) &
{
    for (auto const& other : changes_)
        expressions::refuse_overlap(c.where(), other.where());
    changes_.push_back(std::move(c));
    return *this;
}

update& update::insert(update const& others) &
{
    auto const added = others.changes_; // `others` may be this one
    for (auto const& c : added)
        insert(c);
    return *this;
}

projection& projection::insert(path where) &
{
    for (auto const& other : paths_)
        expressions::refuse_overlap(where, other);
    paths_.push_back(std::move(where));
    return *this;
}

} // namespace dynasio
