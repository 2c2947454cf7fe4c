// SPDX-License-Identifier: BSL-1.0

#include "http/pool/resolve_name.hpp"

#include "clock/one_shot_event.hpp"

#include <dynasio/http/errc.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/this_coro.hpp>

#include <utility>

namespace dynasio::http {

namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

/// Shared by the coroutine that waits and the system's answer, which may come when nobody waits any more.
struct question
{
    explicit question(asio::any_io_executor executor) : resolver(std::move(executor)) {}

    void answer(boost::system::error_code e, tcp::resolver::results_type const& results)
    {
        resumption_scope const resuming;
        if (!wakeup.claim())
            return;
        for (auto const& entry : results)
            found.push_back(entry.endpoint().address());
        wakeup.complete(resolution_error(e, !found.empty()));
    }

    tcp::resolver resolver;
    one_shot_event wakeup;
    std::vector<asio::ip::address> found;
};

/// Where it is destroyed with its context, it wakes the coroutine, so that this ends too.
class answer_handler
{
public:
    explicit answer_handler(std::shared_ptr<question> q) : question_(std::move(q)) {}
    answer_handler(answer_handler&&) = default;
    ~answer_handler()
    {
        if (question_)
            question_->answer(asio::error::operation_aborted, {});
    }

    void operator()(boost::system::error_code e, tcp::resolver::results_type const& results)
    {
        std::exchange(question_, nullptr)->answer(e, results);
    }

private:
    std::shared_ptr<question> question_;
};

class time_limit final : public alarm
{
public:
    time_limit(clock& time, time_point when, one_shot_event& wakeup) : time_(time), wakeup_(wakeup)
    {
        if (when != no_deadline)
            time_.arm(*this, when);
    }
    ~time_limit() { time_.disarm(*this); }

    void fire(boost::system::error_code reason) noexcept override
    {
        wakeup_.wake(reason ? reason : make_error_code(asio::error::timed_out));
    }

private:
    clock& time_;
    one_shot_event& wakeup_;
};

} // namespace

boost::system::error_code resolution_error(boost::system::error_code e, bool has_addresses)
{
    if (e == asio::error::host_not_found || e == asio::error::no_data || (!e && !has_addresses))
        return errc::no_address;
    return e;
}

asio::awaitable<resolved_name> resolve_name(
    std::shared_ptr<clock> time, std::string host, time_point deadline)
{
    auto const q = std::make_shared<question>(co_await asio::this_coro::executor);
    time_limit limit(*time, deadline, q->wakeup);
    q->resolver.async_resolve(host, "", answer_handler(q));
    co_await q->wakeup.async_wait();
    if (q->wakeup.reason())
        co_return q->wakeup.reason();
    co_return std::move(q->found);
}

} // namespace dynasio::http
