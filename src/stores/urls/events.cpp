// SPDX-License-Identifier: BSL-1.0

#include "stores/urls/events.hpp"

#include <dynasio/http/errc.hpp>

#include <boost/asio/error.hpp>

namespace dynasio::stores::urls {

namespace {

class observed final : public event_sink
{
public:
    explicit observed(std::shared_ptr<url_observer> observer) noexcept : observer_(std::move(observer)) {}

    void tell(url_event event) noexcept override
    {
        if (auto const* start = std::get_if<url_progress_start>(&event))
            observer_->on_progress_start(*start);
        else if (auto const* step = std::get_if<url_progress_step>(&event))
            observer_->on_progress_step(*step);
        else if (auto const* end = std::get_if<url_progress_end>(&event))
            observer_->on_progress_end(*end);
        else if (auto const* change = std::get_if<url_change>(&event))
            observer_->on_change(*change);
    }

private:
    std::shared_ptr<url_observer> const observer_;
};

} // namespace

std::shared_ptr<event_sink> make_event_sink(std::shared_ptr<url_observer> observer)
{
    return observer ? std::make_shared<observed>(std::move(observer)) : nullptr;
}

void held_events::tell(url_event event) noexcept
{
    {
        std::lock_guard const lock(mutex_);
        if (dropped_)
            return;
        if (holding_)
            return keep(std::move(event));
    }
    outer_->tell(std::move(event));
}

void held_events::keep(url_event event)
{
    // Of the steps of a transfer, the last one, or a long transfer would fill the memory.
    auto const* step = std::get_if<url_progress_step>(&event);
    auto* const last = step && !kept_.empty() ? std::get_if<url_progress_step>(&kept_.back()) : nullptr;
    if (last && last->operation == step->operation)
        *last = *step;
    else
        kept_.push_back(std::move(event));
}

void held_events::release() noexcept
{
    // Told without the lock, in order: what comes meanwhile is kept behind it.
    for (;;)
    {
        std::vector<url_event> told;
        {
            std::lock_guard const lock(mutex_);
            if (kept_.empty())
            {
                holding_ = false;
                return;
            }
            told.swap(kept_);
        }
        for (auto& event : told)
            outer_->tell(std::move(event));
    }
}

void held_events::drop() noexcept
{
    std::lock_guard const lock(mutex_);
    if (!holding_)
        return;
    dropped_ = true;
    kept_.clear();
}

url_progress_outcome outcome_of(boost::system::error_code failure)
{
    using http::errc;
    bool const ours = failure == boost::asio::error::operation_aborted || failure == errc::exchange_timeout
        || failure == errc::source_failed;
    return ours ? url_progress_outcome::exception : url_progress_outcome::error;
}

transfer_events::transfer_events(std::shared_ptr<event_sink> sink, url_progress_start start)
    : sink_(std::move(sink)), operation_(start.operation)
{
    if (sink_)
        sink_->tell(std::move(start));
}

void transfer_events::step(std::uint64_t bytes) noexcept
{
    if (sink_)
        sink_->tell(url_progress_step{operation_, bytes});
}

void transfer_events::end(url_progress_outcome how) noexcept
{
    if (auto const sink = std::exchange(sink_, nullptr))
        sink->tell(url_progress_end{operation_, how});
}

} // namespace dynasio::stores::urls
