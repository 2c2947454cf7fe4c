// SPDX-License-Identifier: BSL-1.0

#include "store/key_search.hpp"

#include <algorithm>
#include <utility>

namespace examples {

namespace {

constexpr std::int32_t keys_per_step = 32;

dynasio::record_stream<index_entry> entries_of(store_tables const& tables, std::string const& term)
{
    auto const options =
        dynasio::stream_options(dynasio::read_options().consistent()).page_size(keys_per_step);
    return tables.index.query(dynasio::key(dynasio::attr<&index_entry::term> == term), options);
}

} // namespace

key_search::key_search(store_tables tables, user who, std::vector<std::string> terms)
    : tables_(std::move(tables)), who_(std::move(who)), terms_(std::move(terms))
{
    if (!terms_.empty())
        sources_.push_back({entries_of(tables_, terms_.front())});
    else
        for (unsigned shard = 0; shard < shard_count; ++shard)
            sources_.push_back({entries_of(tables_, all_keys_term(shard))});
}

asio::awaitable<std::optional<std::vector<std::string>>> key_search::next()
{
    std::optional<std::vector<std::string>> result;
    if (!begun_)
        co_await begin();
    auto const found = co_await candidates();
    if (found.empty())
        co_return result;
    std::vector<dynasio::table_key<stored_key>> keys(found.begin(), found.end());
    auto const stored = co_await tables_.keys.get_many(std::move(keys), dynasio::read_options().consistent());
    result.emplace();
    for (auto const& each : stored)
        if (matches(each))
            result->push_back(each.key);
    co_return result;
}

asio::awaitable<void> key_search::begin()
{
    begun_ = true;
    for (auto& each : sources_)
        each.first = co_await each.entries.next();
}

/// Merges the sources, each of which is sorted.
asio::awaitable<std::vector<std::string>> key_search::candidates()
{
    std::vector<std::string> result;
    while (result.size() < static_cast<std::size_t>(keys_per_step))
    {
        auto const comes_first = [](source const& a, source const& b)
        { return a.first && (!b.first || a.first->key < b.first->key); };
        auto const least = std::min_element(sources_.begin(), sources_.end(), comes_first);
        if (!least->first)
            break;
        result.push_back(least->first->key);
        least->first = co_await least->entries.next();
    }
    co_return result;
}

bool key_search::matches(stored_key const& key) const
{
    auto const has = [&key](std::string const& term)
    { return key.metadata && key.metadata->terms.contains(term); };
    return is_allowed(who_, access::read, key.permissions) && std::all_of(terms_.begin(), terms_.end(), has);
}

} // namespace examples
