// SPDX-License-Identifier: BSL-1.0

#include "http/pool/connect_attempt.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include <memory>
#include <mutex>
#include <utility>

namespace dynasio::http {
namespace {

namespace asio = boost::asio;

/// What the coroutine has in its frame from before its first step: it leaves whether it ran or not.
class connect_interest
{
public:
    explicit connect_interest(std::shared_ptr<connect_attempt> op) : op_(std::move(op)) { op_->enter(); }
    connect_interest(connect_interest&&) = default;
    ~connect_interest()
    {
        if (op_)
            op_->leave();
    }

    [[nodiscard]] connect_attempt& op() const { return *op_; }

private:
    std::shared_ptr<connect_attempt> op_;
};

asio::awaitable<void> run(connect_interest p)
{
    co_await p.op().run();
}

} // namespace

asio::awaitable<transport_error> connect(pool_core& pool, pooled_connection& slot, time_point deadline)
{
    auto const op = std::make_shared<connect_attempt>(pool, slot.home(), deadline);
    // On a strand: deadlines and `stop` come from any thread, and must not meet the coroutine between two steps.
    asio::co_spawn(op->strand(), run(connect_interest(op)), asio::detached);
    co_await op->ended.async_wait();

    transport_error failure;
    if (op->ended.reason())
    {
        op->abort(); // it ends by itself, in its own time
        failure.code = op->ended.reason();
        failure.reached = stage::connecting;
        failure.detail = "while connecting to " + slot.home().host_header;
        co_return failure;
    }
    if (op->made)
    {
        slot.adopt(std::move(op->made));
        co_return failure;
    }
    failure = op->failure;
    std::lock_guard const lock(pool.mutex);
    slot.home().last_failure = failure.detail;
    co_return failure;
}

} // namespace dynasio::http
