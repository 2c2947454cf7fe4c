// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_HTTP_POOL_CONNECT_ATTEMPT_HPP
#define DYNASIO_SRC_HTTP_POOL_CONNECT_ATTEMPT_HPP

#include "clock/add_saturated.hpp"
#include "http/pool/pool_core.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/strand.hpp>

#include <algorithm>
#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

namespace dynasio::http {

/// One attempt to get a connection, over all addresses. Everything but `fire` and `abort` happens on its strand; these
/// two come from any thread and only leave a message there. It is a coroutine of its own, so that the request that
/// wants the connection can go at once when it is cancelled, from whatever executor it runs on.
class connect_attempt final
    : public std::enable_shared_from_this<connect_attempt>
    , public connect_attempt_hook
    , public alarm
{
public:
    connect_attempt(pool_core& pool, origin_state& home, time_point deadline)
        : keep_alive_(pool.shared_from_this()),
          pool_(pool),
          home_(home),
          strand_(boost::asio::make_strand(pool.executor)),
          deadline_(std::min(deadline, add_saturated(pool.time->now(), pool.options.connect_timeout)))
    {}

    /// From here on the pool knows it, and the origin stays.
    void enter()
    {
        std::lock_guard const lock(pool_.mutex);
        pool_.dials.push_back(*this);
        ++home_.users;
    }

    /// At its very end, also when it goes with its context: nobody calls `fire` or `abort` after this.
    void leave() noexcept
    {
        pool_.time->disarm(*this);
        {
            std::lock_guard const lock(pool_.mutex);
            pool_.dials.erase(*this);
            --home_.users;
        }
        ended.wake(boost::asio::error::operation_aborted);
    }

    [[nodiscard]] auto const& strand() const { return strand_; }

    boost::asio::awaitable<void> run();

    void fire(boost::system::error_code reason) noexcept override
    {
        interrupt(reason ? boost::asio::error::operation_aborted
                         : boost::system::error_code(errc::connect_timeout));
    }

    void abort() noexcept override { interrupt(boost::asio::error::operation_aborted); }

    one_shot_event ended; ///< wakes the request; then one of the following two has a value
    std::unique_ptr<connection> made;
    transport_error failure;

private:
    boost::asio::awaitable<std::unique_ptr<connection>> try_addresses();
    void interrupt(boost::system::error_code why) noexcept
    {
        boost::asio::post(
            strand_, [self = shared_from_this(), why, step = step_.load()] { self->interrupted(why, step); });
    }

    void interrupted(boost::system::error_code why, unsigned step);
    void arm_step(time_point until);
    bool end_step();
    boost::asio::awaitable<bool> connect(tcp::endpoint to, time_point until);
    boost::asio::awaitable<bool> secure();
    bool prepare(std::string const& host, bool verify);
    void fail(boost::system::error_code e, std::string detail);
    void note(tcp::endpoint const& address, bool reached);
    std::unique_ptr<connection> finished(tcp::endpoint const& peer);

    std::shared_ptr<pool_core> const keep_alive_;
    pool_core& pool_;
    origin_state& home_;
    boost::asio::strand<boost::asio::any_io_executor> strand_;
    time_point const deadline_;
    std::atomic<unsigned> step_{0};
    boost::system::error_code interruption_;
    bool aborted_ = false;
    std::optional<tcp::socket> socket_;
    std::optional<tls_stream> tls_;
    one_shot_event* resolving_ = nullptr;
};

} // namespace dynasio::http

#endif
