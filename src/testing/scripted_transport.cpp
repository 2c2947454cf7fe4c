// SPDX-License-Identifier: BSL-1.0

#include <dynasio/testing/scripted_transport.hpp>

#include <dynasio/http/errc.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/error.hpp>
#include <boost/system/errc.hpp>

#include <deque>
#include <mutex>
#include <optional>
#include <utility>

namespace dynasio::testing {

struct scripted_transport::step
{
    std::string what;
    std::vector<std::function<bool(http::request const&)>> conditions;
    std::size_t times = 1;
    http::response response;
    std::optional<http::transport_error> failure;
    std::optional<gate> held;
};

struct scripted_transport::impl
{
    std::shared_ptr<http::clock> source;
    mutable std::mutex mutex;
    std::deque<std::shared_ptr<step>> script;
    std::vector<http::request> requests;
    std::vector<http::time_point> deadlines;
    std::string unexpected;
    std::vector<gate> held;
    bool stopped = false;

    /// The step for this request, or why there is none.
    std::shared_ptr<step> next(http::request const& r, http::transport_error& failure)
    {
        std::lock_guard const lock(mutex);
        requests.push_back(r);
        if (stopped)
        {
            failure.code = boost::asio::error::operation_aborted;
            failure.detail = "the transport was stopped";
            return nullptr;
        }
        auto const mismatch = compare(r);
        if (!mismatch.empty())
        {
            unexpected += "unexpected: " + mismatch + "\n";
            failure.code = make_error_code(boost::system::errc::operation_not_supported);
            failure.detail = "not in the script: " + mismatch;
            return nullptr;
        }
        auto const s = script.front();
        if (--s->times == 0)
            script.pop_front();
        if (s->held)
            held.push_back(*s->held);
        return s;
    }

    std::string compare(http::request const& r) const
    {
        auto const name = operation_of(r);
        auto const came = r.method + " " + r.target + (name.empty() ? "" : " " + name);
        if (script.empty())
            return came + " after the end of the script";
        for (auto const& holds : script.front()->conditions)
            if (!holds(r))
                return came + " in place of " + script.front()->what + ", with the body " + r.body;
        return {};
    }
};

using expectation = scripted_transport::expectation;

expectation expectation::reply(unsigned status, std::string body, http::fields headers)
{
    step_->response.status = status;
    step_->response.body = std::move(body);
    step_->response.headers = std::move(headers);
    step_->failure.reset();
    return *this;
}

expectation expectation::fail(boost::system::error_code code, http::stage reached, std::string detail)
{
    step_->failure.emplace();
    step_->failure->code = code;
    step_->failure->reached = reached;
    step_->failure->detail = std::move(detail);
    return *this;
}

expectation expectation::hold(gate g)
{
    step_->held = std::move(g);
    return *this;
}

expectation expectation::where(std::function<bool(http::request const&)> holds)
{
    step_->conditions.push_back(std::move(holds));
    return *this;
}

expectation expectation::times(std::size_t n)
{
    step_->times = n;
    return *this;
}

scripted_transport::scripted_transport(std::shared_ptr<http::clock> source) : impl_(std::make_shared<impl>())
{
    impl_->source = std::move(source);
}

scripted_transport::~scripted_transport()
{
    stop();
}

expectation scripted_transport::expect(std::string operation)
{
    auto what = operation;
    return expect_where(std::move(what),
        [name = std::move(operation)](http::request const& r) { return operation_of(r) == name; });
}

expectation scripted_transport::expect_where(
    std::string what, std::function<bool(http::request const&)> matches)
{
    auto s = std::make_shared<step>();
    s->what = std::move(what);
    s->conditions.push_back(std::move(matches));
    s->response.status = 200;
    std::lock_guard const lock(impl_->mutex);
    impl_->script.push_back(s);
    return expectation(std::move(s));
}

namespace {

template <class Impl>
boost::asio::awaitable<http::send_result> play(
    std::shared_ptr<Impl> state, http::request const& r, http::time_point deadline)
{
    http::transport_error failure;
    auto const step = state->next(r, failure);
    if (!step)
        co_return failure;
    if (step->held)
    {
        auto waiting = step->held->wait(state->source, deadline);
        auto const e = co_await std::move(waiting);
        bool stopped = false;
        {
            std::lock_guard const lock(state->mutex);
            stopped = state->stopped;
        }
        if (e || stopped)
        {
            failure.code = stopped ? make_error_code(boost::asio::error::operation_aborted) : e;
            if (e == boost::asio::error::timed_out && !stopped)
                failure.code = http::errc::exchange_timeout;
            failure.reached = http::stage::receiving;
            failure.detail = "held by the script";
            co_return failure;
        }
    }
    if (step->failure)
        co_return *step->failure;
    co_return step->response;
}

} // namespace

boost::asio::awaitable<http::send_result> scripted_transport::send(
    http::request const& r, http::time_point deadline)
{
    {
        std::lock_guard const lock(impl_->mutex);
        impl_->deadlines.push_back(deadline);
    }
    return play(impl_, r, deadline);
}

void scripted_transport::stop() noexcept
{
    std::vector<gate> held;
    {
        std::lock_guard const lock(impl_->mutex);
        impl_->stopped = true;
        held.swap(impl_->held);
    }
    for (auto const& g : held)
        g.open();
}

std::vector<http::request> scripted_transport::requests() const
{
    std::lock_guard const lock(impl_->mutex);
    return impl_->requests;
}

std::vector<http::time_point> scripted_transport::deadlines() const
{
    std::lock_guard const lock(impl_->mutex);
    return impl_->deadlines;
}

std::string scripted_transport::report() const
{
    std::lock_guard const lock(impl_->mutex);
    auto text = impl_->unexpected;
    for (auto const& s : impl_->script)
        text += "still expected: " + s->what + (s->times > 1 ? " x " + std::to_string(s->times) : "") + "\n";
    return text;
}

std::string operation_of(http::request const& r)
{
    auto const target = r.headers.find("X-Amz-Target");
    if (!target)
        return {};
    return std::string(target->substr(target->rfind('.') + 1));
}

} // namespace dynasio::testing
