// SPDX-License-Identifier: BSL-1.0

#include "stores/documents/sweep_graph.hpp"

#include <utility>

namespace dynasio::stores::documents {

void sweep_graph::add(sweep_candidate candidate)
{
    auto identity = candidate.at.identity();
    if (places_.try_emplace(std::move(identity), candidates_.size()).second)
        candidates_.emplace_back().candidate = std::move(candidate);
}

void sweep_graph::refer(std::string const& from, std::string const& to)
{
    auto const target = places_.find(to);
    if (target == places_.end())
        return;
    auto const source = places_.find(from);
    if (source == places_.end())
        candidates_[target->second].is_alive = true;
    else if (source->second != target->second)
        candidates_[source->second].refers_to.push_back(target->second);
}

void sweep_graph::revive(std::size_t first)
{
    std::vector<std::size_t> open(1, first);
    while (!open.empty())
    {
        auto const next = open.back();
        open.pop_back();
        for (auto const each : candidates_[next].refers_to)
            if (!std::exchange(candidates_[each].is_alive, true))
                open.push_back(each);
    }
}

std::vector<sweep_candidate> sweep_graph::unreferenced()
{
    std::vector<std::size_t> alive;
    for (std::size_t i = 0; i < candidates_.size(); ++i)
        if (candidates_[i].is_alive)
            alive.push_back(i);
    for (auto const each : alive)
        revive(each);
    std::vector<sweep_candidate> result;
    for (auto& each : candidates_)
        if (!each.is_alive)
            result.push_back(std::move(each.candidate));
    return result;
}

} // namespace dynasio::stores::documents
