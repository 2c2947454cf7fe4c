// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SIGV4_KEY_CACHE_HPP
#define DYNASIO_SIGV4_KEY_CACHE_HPP

#include <dynasio/sigv4/secret.hpp>
#include <dynasio/sigv4/signing_key.hpp>

#include <cstddef>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace dynasio::sigv4 {

/// Keeps derived signing keys, because each serves for a day and deriving one costs four HMACs.
///
/// Holds at most `capacity` keys and drops the one that was not asked for the longest. Dropped keys are
/// overwritten once their last user has let them go. Thread safety: one object may be used from any threads;
/// the lock is held for the look-up only, not while deriving.
class key_cache
{
public:
    /// Throws `std::invalid_argument` if `capacity` is 0.
    explicit key_cache(std::size_t capacity = 8);
    ~key_cache();
    key_cache(key_cache const&) = delete;
    key_cache& operator=(key_cache const&) = delete;

    /// The key for these four, from the cache or derived now. `date` is `YYYYMMDD`. The key stays good after
    /// its eviction.
    std::shared_ptr<signing_key const> get(secret const& secret_access_key, std::string_view date,
        std::string_view region, std::string_view service);

    /// How many keys are held now.
    std::size_t size() const;
    /// How many keys have been derived so far; the difference to the calls of `get` are the hits.
    std::size_t derivations() const;

private:
    struct entry;

    std::size_t const capacity_;
    mutable std::mutex mutex_;
    // Most recently used first. So few entries that looking along them beats hashing the four parts.
    std::vector<entry> entries_;
    std::size_t derivations_ = 0;
};

} // namespace dynasio::sigv4

#endif
