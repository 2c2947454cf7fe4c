// SPDX-License-Identifier: BSL-1.0

#include <dynasio/sigv4/key_cache.hpp>

#include <algorithm>
#include <iterator>
#include <stdexcept>
#include <utility>

namespace dynasio::sigv4 {

struct key_cache::entry
{
    secret secret_access_key;
    std::string date;
    std::string region;
    std::string service;
    std::shared_ptr<signing_key const> key;
};

key_cache::key_cache(std::size_t capacity) : capacity_(capacity)
{
    if (capacity == 0)
        throw std::invalid_argument("a cache of signing keys needs room for at least one");
}

key_cache::~key_cache() = default;

std::shared_ptr<signing_key const> key_cache::get(
    secret const& secret_access_key, std::string_view date, std::string_view region, std::string_view service)
{
    // Moves the entry to the front if it is there. Call it with the lock held.
    auto const find = [&]() -> std::shared_ptr<signing_key const>
    {
        auto const found = std::find_if(entries_.begin(), entries_.end(),
            [&](entry const& e)
            {
                return e.date == date && e.region == region && e.service == service
                    && e.secret_access_key == secret_access_key;
            });
        if (found == entries_.end())
            return nullptr;
        std::rotate(entries_.begin(), found, std::next(found));
        return entries_.front().key;
    };

    {
        std::lock_guard const lock(mutex_);
        if (auto key = find())
            return key;
    }

    entry fresh{secret_access_key, std::string(date), std::string(region), std::string(service),
        std::make_shared<signing_key const>(secret_access_key, date, region, service)};
    // Freed after the lock is gone.
    entry dropped;

    std::lock_guard const lock(mutex_);
    ++derivations_;
    // Another thread may have been faster; then all use its key and ours goes.
    if (auto key = find())
        return key;
    if (entries_.size() == capacity_)
    {
        dropped = std::move(entries_.back());
        entries_.pop_back();
    }
    auto key = fresh.key;
    entries_.insert(entries_.begin(), std::move(fresh));
    return key;
}

std::size_t key_cache::size() const
{
    std::lock_guard const lock(mutex_);
    return entries_.size();
}

std::size_t key_cache::derivations() const
{
    std::lock_guard const lock(mutex_);
    return derivations_;
}

} // namespace dynasio::sigv4
