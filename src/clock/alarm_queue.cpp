// SPDX-License-Identifier: BSL-1.0

#include "clock/alarm_queue.hpp"

namespace dynasio::http {

bool alarm_queue::push(alarm& a, time_point when)
{
    erase(a);
    heap_.push_back({when, &a});
    a.when_ = when;
    sift_up(heap_.size() - 1, heap_.back());
    return a.position_ == 0;
}

bool alarm_queue::erase(alarm& a) noexcept
{
    if (a.position_ == nowhere)
        return false;
    remove_at(a.position_);
    return true;
}

alarm* alarm_queue::pop_due(time_point now) noexcept
{
    if (heap_.empty() || heap_.front().when > now)
        return nullptr;
    auto* const due = heap_.front().who;
    remove_at(0);
    return due;
}

void alarm_queue::place(std::size_t at, entry e) noexcept
{
    heap_[at] = e;
    e.who->position_ = at;
}

void alarm_queue::sift_up(std::size_t at, entry e) noexcept
{
    while (at != 0)
    {
        auto const parent = (at - 1) / 2;
        if (heap_[parent].when <= e.when)
            break;
        place(at, heap_[parent]);
        at = parent;
    }
    place(at, e);
}

void alarm_queue::sift_down(std::size_t at, entry e) noexcept
{
    for (;;)
    {
        auto child = 2 * at + 1;
        if (child >= heap_.size())
            break;
        if (child + 1 < heap_.size() && heap_[child + 1].when < heap_[child].when)
            ++child;
        if (e.when <= heap_[child].when)
            break;
        place(at, heap_[child]);
        at = child;
    }
    place(at, e);
}

void alarm_queue::remove_at(std::size_t at) noexcept
{
    heap_[at].who->position_ = nowhere;
    auto const last = heap_.back();
    heap_.pop_back();
    if (at == heap_.size())
        return;
    if (at != 0 && last.when < heap_[(at - 1) / 2].when)
        sift_up(at, last);
    else
        sift_down(at, last);
}

} // namespace dynasio::http
