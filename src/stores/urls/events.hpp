// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_STORES_URLS_EVENTS_HPP
#define DYNASIO_SRC_STORES_URLS_EVENTS_HPP

#include <dynasio/stores/urls/url_observer.hpp>

#include <boost/system/error_code.hpp>

#include <cstdint>
#include <memory>
#include <mutex>
#include <utility>
#include <variant>
#include <vector>

namespace dynasio::stores::urls {

using url_event = std::variant<url_progress_start, url_progress_step, url_progress_end, url_change>;

/// Where events go. Thread safety: shared objects are safe.
class event_sink
{
public:
    virtual ~event_sink() = default;
    virtual void tell(url_event event) noexcept = 0;
};

/// Tells the observer at once. Null for no observer.
std::shared_ptr<event_sink> make_event_sink(std::shared_ptr<url_observer> observer);

/// Keeps events until it is known whether they count.
class held_events final : public event_sink
{
public:
    explicit held_events(std::shared_ptr<event_sink> outer) noexcept : outer_(std::move(outer)) {}

    void tell(url_event event) noexcept override;

    /// Passes on what it has, and what comes later.
    void release() noexcept;
    /// Forgets what it has, and what comes later.
    void drop() noexcept;

private:
    void keep(url_event event);

    std::shared_ptr<event_sink> const outer_;
    std::mutex mutex_;
    std::vector<url_event> kept_;
    bool holding_ = true;
    bool dropped_ = false;
};

/// How a transfer ended that failed so.
url_progress_outcome outcome_of(boost::system::error_code failure);

/// The events of one transfer. Its end is told by the destructor at the latest.
class transfer_events
{
public:
    transfer_events() = default; ///< tells nobody
    transfer_events(std::shared_ptr<event_sink> sink, url_progress_start start);
    transfer_events(transfer_events&& other) noexcept
        : sink_(std::exchange(other.sink_, nullptr)), operation_(other.operation_)
    {}
    transfer_events& operator=(transfer_events other) noexcept
    {
        sink_.swap(other.sink_);
        std::swap(operation_, other.operation_);
        return *this;
    }
    ~transfer_events() { end(url_progress_outcome::exception); }

    void step(std::uint64_t bytes) noexcept;
    /// The first call counts.
    void end(url_progress_outcome how) noexcept;

private:
    std::shared_ptr<event_sink> sink_;
    std::uint64_t operation_ = 0;
};

} // namespace dynasio::stores::urls

#endif
