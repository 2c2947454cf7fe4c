// SPDX-License-Identifier: BSL-1.0

#include "testing/plan.hpp"

#include "clock/add_saturated.hpp"

#include <dynasio/http/errc.hpp>
#include <dynasio/testing/scripted_transport.hpp>

#include <boost/asio/error.hpp>

#include <algorithm>
#include <exception>
#include <utility>

namespace dynasio::testing {

namespace {

http::transport_error failure(boost::system::error_code code, http::stage reached, std::string detail)
{
    http::transport_error e;
    e.code = code;
    e.reached = reached;
    e.detail = std::move(detail);
    return e;
}

} // namespace

plan::plan(std::string name, std::function<bool(http::request const&)> matches, bool has_clock)
    : what(std::move(name)), clocked(has_clock)
{
    conditions.push_back(std::move(matches));
    gets.respond = [](http::request const&, std::string_view)
    {
        http::response empty;
        empty.status = 200;
        return empty;
    };
}

bool plan::holds(http::request const& r) const
{
    std::unique_lock lock(mutex);
    auto const all = conditions;
    lock.unlock();
    return std::all_of(all.begin(), all.end(), [&](auto const& condition) { return condition(r); });
}

std::optional<outcome> plan::take()
{
    std::lock_guard const lock(mutex);
    if (times_left == 0U)
        return std::nullopt;
    if (times_left)
        --*times_left;
    return gets;
}

std::optional<std::size_t> plan::left() const
{
    std::lock_guard const lock(mutex);
    return times_left;
}

std::optional<http::transport_error> player::refusal() const
{
    std::lock_guard const lock(mutex_);
    if (!stopped_)
        return std::nullopt;
    return failure(boost::asio::error::operation_aborted, http::stage::waiting, "the transport was stopped");
}

std::optional<http::transport_error> player::cut(boost::system::error_code e) const
{
    {
        std::lock_guard const lock(mutex_);
        if (stopped_)
            e = boost::asio::error::operation_aborted;
    }
    if (!e)
        return std::nullopt;
    if (e == boost::asio::error::timed_out)
        e = http::errc::exchange_timeout;
    return failure(e, http::stage::receiving, "held by the script");
}

http::send_result player::respond(outcome const& what, http::request const& r, std::string_view request_id)
{
    std::string reason;
    try
    {
        return what.respond(r, request_id);
    }
    catch (std::exception const& e)
    {
        reason = e.what();
    }
    catch (...)
    {
        reason = "something that is no std::exception";
    }
    std::lock_guard const lock(mutex_);
    thrown_ += "the response to " + describe(r) + " threw: " + reason + "\n";
    return failure(http::errc::callback_failed, http::stage::receiving, reason);
}

boost::asio::awaitable<http::send_result> player::play(std::shared_ptr<player> self, outcome what,
    http::request const& r, http::time_point deadline, std::string request_id)
{
    if (what.held)
    {
        {
            std::lock_guard const lock(self->mutex_);
            self->held_.push_back(*what.held);
        }
        auto waiting = what.held->wait(self->source_, deadline, r.stop.get());
        auto const e = co_await std::move(waiting);
        if (auto cut = self->cut(e))
            co_return *std::move(cut);
    }
    if (what.delay > std::chrono::steady_clock::duration::zero() && self->source_)
    {
        auto const due = http::add_saturated(self->source_->now(), what.delay);
        auto waiting = self->end_.wait(self->source_, std::min(due, deadline), r.stop.get());
        auto e = co_await std::move(waiting);
        if (e == boost::asio::error::timed_out && due <= deadline)
            e = {};
        if (auto cut = self->cut(e))
            co_return *std::move(cut);
    }
    co_return self->respond(what, r, request_id);
}

void player::stop() noexcept
{
    std::vector<gate> held;
    {
        std::lock_guard const lock(mutex_);
        stopped_ = true;
        held.swap(held_);
    }
    end_.open();
    for (auto const& g : held)
        g.open();
}

std::string player::thrown() const
{
    std::lock_guard const lock(mutex_);
    return thrown_;
}

std::string describe(http::request const& r)
{
    auto const operation = operation_of(r);
    return r.method + " " + r.target + (operation.empty() ? "" : " " + operation);
}

} // namespace dynasio::testing
