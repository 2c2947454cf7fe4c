// SPDX-License-Identifier: BSL-1.0
//
// How a thread that does not belong to an execution context resumes a coroutine that does. The context may be destroyed
// while that thread is at work: the coroutine goes with it, and nothing may be posted to it any more.

#ifndef DYNASIO_SRC_HTTP_FILE_CONTEXT_GATE_HPP
#define DYNASIO_SRC_HTTP_FILE_CONTEXT_GATE_HPP

#include "clock/one_shot_event.hpp"
#include "http/pool/intrusive_list.hpp"

#include <boost/asio/execution_context.hpp>
#include <boost/system/error_code.hpp>

#include <condition_variable>
#include <cstddef>
#include <memory>
#include <mutex>
#include <utility>

namespace dynasio::http {

class gated_event;

/// One for each context that has coroutines which wait. Outlives it.
class context_gate
{
public:
    static std::shared_ptr<context_gate> of(boost::asio::execution_context& context);

    /// The context is being destroyed. Waits for those who are just posting to it, and wakes all who sleep, so that they are
    /// destroyed.
    void shut() noexcept;

private:
    friend class gated_event;
    friend class gated_waker;

    std::mutex mutex_;
    std::condition_variable quiet_;
    std::size_t posting_ = 0;
    bool over_ = false;
    intrusive_list<gated_event> sleeping_;
};

/// For the other thread: wakes the event if that still exists. Copies wake the same one.
class gated_waker
{
public:
    void wake(boost::system::error_code reason) const noexcept;

private:
    friend class gated_event;

    struct shared
    {
        std::shared_ptr<context_gate> gate;
        gated_event* event; // under the gate's mutex; null when it is gone
    };
    std::shared_ptr<shared> shared_;
};

/// An event that other threads complete. Owned by the frame of the coroutine that sleeps.
class gated_event final : public list_hook
{
public:
    explicit gated_event(boost::asio::execution_context& context);
    gated_event(gated_event const&) = delete;
    gated_event& operator=(gated_event const&) = delete;
    ~gated_event();

    [[nodiscard]] gated_waker const& waker() const noexcept { return waker_; }
    [[nodiscard]] one_shot_event& event() noexcept { return event_; }

private:
    friend class context_gate;
    friend class gated_waker;

    one_shot_event event_;
    gated_waker waker_;
};

} // namespace dynasio::http

#endif
