// SPDX-License-Identifier: BSL-1.0

#include "clock/resumption.hpp"

#include <utility>

namespace dynasio::http {

namespace {

/// Of one thread: the queue, and whether a scope is open.
struct deferred_steps
{
    resumption* first = nullptr;
    resumption* last = nullptr;
    bool deferring = false;
};

thread_local constinit deferred_steps mine;

} // namespace

resumption_scope::resumption_scope() noexcept : outermost_(!mine.deferring)
{
    mine.deferring = true;
}

resumption_scope::~resumption_scope()
{
    if (!outermost_)
        return;
    while (mine.first)
    {
        std::unique_ptr<resumption> step(mine.first);
        mine.first = std::exchange(step->next_, nullptr);
        auto& next = *step;
        next.run(std::move(step));
    }
    mine.deferring = false;
}

void resumption_scope::run(std::unique_ptr<resumption> step) noexcept
{
    resumption_scope const scope;
    auto& last = mine.first ? mine.last->next_ : mine.first;
    last = step.get();
    mine.last = step.release();
}

} // namespace dynasio::http
