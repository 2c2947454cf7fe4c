// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_EXAMPLES_OBSERVING_CALLS_UNDER_WAY_HPP
#define DYNASIO_EXAMPLES_OBSERVING_CALLS_UNDER_WAY_HPP

#include <dynasio/observer.hpp>

#include <cstddef>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

namespace examples::observing {

/// What an observer knows of each call from its begin to its end. A call whose coroutine is destroyed never ends, so there is
/// a limit: calls beyond it are not observed.
/// Thread safety: shared objects are safe.
template <class State>
class calls_under_way
{
public:
    explicit calls_under_way(std::size_t limit = 100'000) : limit_(limit) {}

    void begin(dynasio::observed_call const& call, State state)
    {
        std::lock_guard const lock(mutex_);
        if (calls_.size() < limit_)
            calls_.emplace(call.invocation_id, std::move(state));
    }

    /// Calls `change` with the state of the call, if it is known; under the lock.
    template <class Change>
    void change(dynasio::observed_call const& call, Change change)
    {
        std::lock_guard const lock(mutex_);
        if (auto const found = calls_.find(call.invocation_id); found != calls_.end())
            change(found->second);
    }

    /// The call has ended.
    std::optional<State> take(dynasio::observed_call const& call)
    {
        std::lock_guard const lock(mutex_);
        auto const found = calls_.find(call.invocation_id);
        if (found == calls_.end())
            return std::nullopt;
        std::optional<State> result(std::move(found->second));
        calls_.erase(found);
        return result;
    }

private:
    std::size_t const limit_;
    std::mutex mutex_;
    std::map<std::string, State, std::less<>> calls_; // by invocation id
};

} // namespace examples::observing

#endif
