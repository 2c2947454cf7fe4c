// SPDX-License-Identifier: BSL-1.0

#include <dynasio/expressions/projection.hpp>
#include <dynasio/expressions/update.hpp>

namespace dynasio {

update& update::insert(change c)
{
    for (auto const& other : changes_)
        expressions::refuse_overlap(c.where(), other.where());
    changes_.push_back(std::move(c));
    return *this;
}

update& update::insert(update const& others)
{
    auto const added = others.changes_; // `others` may be this one
    for (auto const& c : added)
        insert(c);
    return *this;
}

projection& projection::insert(path where)
{
    for (auto const& other : paths_)
        expressions::refuse_overlap(where, other);
    paths_.push_back(std::move(where));
    return *this;
}

} // namespace dynasio
