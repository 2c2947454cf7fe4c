// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_AWS_CREDENTIALS_IDENTITY_CACHE_HPP
#define DYNASIO_SRC_AWS_CREDENTIALS_IDENTITY_CACHE_HPP

#include <dynasio/aws/resolved_credentials.hpp>

#include <atomic>
#include <memory>
#include <mutex>
#include <utility>

namespace dynasio::aws::detail {

/// An identity that is found once and then stays. Reading it takes no lock, so that a request on the hot path
/// pays for one atomic load and a reference count.
class identity_cache
{
public:
    std::shared_ptr<resolved_credentials const> load() const noexcept
    {
        return there_.load(std::memory_order_acquire) ? value_ : nullptr;
    }

    /// Keeps the first one; returns the one that is kept.
    std::shared_ptr<resolved_credentials const> store(std::shared_ptr<resolved_credentials const> found)
    {
        std::lock_guard const lock(mutex_);
        if (!there_.load(std::memory_order_relaxed))
        {
            value_ = std::move(found);
            there_.store(true, std::memory_order_release);
        }
        return value_;
    }

private:
    std::mutex mutex_;
    std::atomic<bool> there_ = false;
    std::shared_ptr<resolved_credentials const> value_;
};

} // namespace dynasio::aws::detail

#endif
