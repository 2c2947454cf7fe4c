// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_HTTP_POOL_CONNECT_ATTEMPT_HPP
#define DYNASIO_SRC_HTTP_POOL_CONNECT_ATTEMPT_HPP

#include "clock/resumption.hpp"
#include "http/pool/pool_core.hpp"
#include "http/pool/resolve.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/strand.hpp>

#include <atomic>
#include <memory>
#include <optional>
#include <string>

namespace dynasio::http {

/// One attempt to get a connection, over all addresses. It begins for one request, and goes on when that has gone.
///
/// Everything but `fire` and `abort` happens on its strand; these two come from any thread and only leave a message there.
class connect_attempt final
    : public std::enable_shared_from_this<connect_attempt>
    , public list_hook
    , public alarm
{
public:
    connect_attempt(pool_core& pool, origin_state& from, time_point now);

    [[nodiscard]] boost::asio::any_io_executor const& executor() const;

    /// The strand to run on.
    boost::asio::strand<boost::asio::any_io_executor> begin();

    boost::asio::awaitable<void> run();

    /// At its very end, also when it is destroyed with its context: nobody calls `fire` or `abort` after this.
    void leave() noexcept;

    void fire(boost::system::error_code reason) noexcept override
    {
        if (reason)
            abort();
        else
            interrupt(errc::connect_timeout);
    }

    void abort() noexcept;

    origin_state& origin;
    time_point const began;
    queued_request* asker = nullptr; ///< the request to tell of a failure; under the lock of the pool
    transport_error failure;
    bool resumed = false; ///< the TLS session

private:
    boost::asio::awaitable<std::unique_ptr<connection>> try_addresses();
    void interrupt(boost::system::error_code why) noexcept;
    void interrupted(boost::system::error_code why, unsigned step);
    void arm_step(time_point until);
    bool end_step();
    boost::asio::awaitable<bool> connect(tcp::endpoint to, time_point until);
    boost::asio::awaitable<addresses_result> resolve();
    boost::asio::awaitable<bool> reach(tcp::endpoint address, time_point until);
    boost::asio::awaitable<bool> tunnel(tcp::endpoint address, time_point until);
    template <class Stream, class Below>
    boost::asio::awaitable<bool> secure(std::optional<Stream>& made, Below& below, http::origin const& with,
        tcp::endpoint address, time_point until);
    template <class Stream, class Below>
    bool prepare(std::optional<Stream>& made, Below& below, http::origin const& with);
    [[nodiscard]] bool verifies() const { return !pool_.options.tls.insecure_skip_verification; }
    void fail(boost::system::error_code e, std::string detail);
    void note(tcp::endpoint const& address, bool reached);
    std::unique_ptr<connection> finished(tcp::endpoint const& peer);

    std::shared_ptr<pool_core> const keep_alive_;
    pool_core& pool_;
    time_point const deadline_;
    std::optional<boost::asio::strand<boost::asio::any_io_executor>> strand_; // once it has begun
    std::atomic<bool> begun_{false};
    std::atomic<bool> aborted_{false};
    std::atomic<unsigned> step_{0};
    boost::system::error_code interruption_;
    std::optional<tcp::socket> socket_;
    std::optional<tls_stream> tls_;          // with the origin or with the proxy
    std::optional<nested_tls_stream> inner_; // with the origin, where there is one with the proxy too
    one_shot_event* resolving_ = nullptr;
    std::unique_ptr<connection> made_;
};

/// The first step of an attempt.
std::unique_ptr<resumption> start_of(std::shared_ptr<connect_attempt> a);

} // namespace dynasio::http

#endif
