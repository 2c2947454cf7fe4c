// SPDX-License-Identifier: BSL-1.0

#include "http/file/context_gate.hpp"

#include <boost/asio/error.hpp>

#include <vector>

namespace dynasio::http {

namespace asio = boost::asio;

namespace {

/// Tells the gate of the end of its context.
class gate_service final : public asio::execution_context::service
{
public:
    using key_type = gate_service;
    static asio::execution_context::id id;

    explicit gate_service(asio::execution_context& context) : asio::execution_context::service(context) {}

    std::shared_ptr<context_gate> const gate = std::make_shared<context_gate>();

private:
    void shutdown() override { gate->shut(); }
};

asio::execution_context::id gate_service::id;

} // namespace

std::shared_ptr<context_gate> context_gate::of(asio::execution_context& context)
{
    return asio::use_service<gate_service>(context).gate;
}

void context_gate::shut() noexcept
{
    resumption_scope const without_lock;
    std::unique_lock lock(mutex_);
    over_ = true;
    quiet_.wait(lock, [this] { return posting_ == 0; });
    // Those that are woken here are destroyed when the lock is released, or later, when the context destroys what was posted.
    while (auto* const sleeping = sleeping_.pop_front())
        sleeping->event().wake(asio::error::operation_aborted);
}

gated_event::gated_event(asio::execution_context& context)
{
    auto gate = context_gate::of(context);
    waker_.shared_ = std::make_shared<gated_waker::shared>(gated_waker::shared{gate, this});
    std::lock_guard const lock(gate->mutex_);
    if (gate->over_)
        event_.wake(asio::error::operation_aborted);
    else
        gate->sleeping_.push_back(*this);
}

gated_event::~gated_event()
{
    auto& gate = *waker_.shared_->gate;
    std::lock_guard const lock(gate.mutex_);
    waker_.shared_->event = nullptr;
    if (linked())
        gate.sleeping_.erase(*this);
}

void gated_waker::wake(boost::system::error_code reason) const noexcept
{
    auto const kept = shared_->gate;
    auto& gate = *kept;
    gated_event* event = nullptr;
    {
        std::lock_guard const lock(gate.mutex_);
        event = shared_->event;
        // Whoever has claimed it is the only one who wakes it, so it stays until then.
        if (gate.over_ || !event || !event->event().claim())
            return;
        ++gate.posting_;
    }
    event->event().complete(reason);
    std::lock_guard const lock(gate.mutex_);
    if (--gate.posting_ == 0)
        gate.quiet_.notify_all();
}

} // namespace dynasio::http
