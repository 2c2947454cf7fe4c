// SPDX-License-Identifier: BSL-1.0

#include "run/tally.hpp"

#include <algorithm>

namespace examples::copier {

void tally::sized(std::uint64_t bytes)
{
    ++counts_.files_sized;
    counts_.bytes_sized += bytes;
}

void tally::at(std::string const& key, std::uint64_t bytes)
{
    auto const [found, is_new] = under_way_.try_emplace(key);
    auto& one = found->second;
    // A transfer that begins again, from an earlier byte, moves those before too.
    one.begin = is_new ? bytes : std::min(one.begin, bytes);
    one.at = bytes;
}

void tally::done(std::string const& key, std::uint64_t bytes)
{
    if (auto const found = under_way_.find(key); found != under_way_.end())
    {
        counts_.bytes_moved += found->second.at - found->second.begin;
        under_way_.erase(found);
    }
    ++counts_.files_done;
    counts_.bytes_done += bytes;
}

progress tally::now() const
{
    auto result = counts_;
    for (auto const& [key, one] : under_way_)
    {
        result.bytes_done += one.at;
        result.bytes_moved += one.at - one.begin;
    }
    return result;
}

} // namespace examples::copier
