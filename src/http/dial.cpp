// SPDX-License-Identifier: BSL-1.0

#include "http/pool_impl.hpp"
#include "http/resolution.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/strand.hpp>

#include <algorithm>
#include <optional>
#include <sstream>

namespace dynasio::http {
namespace {

namespace asio = boost::asio;

std::string text_of(tcp::endpoint const& e)
{
    std::ostringstream out;
    out << e;
    return out.str();
}

/// One attempt to get a connection, over all addresses. Everything but `fire` and `abort` happens on its strand; these
/// two come from any thread and only leave a message there. It is a coroutine of its own, so that the request that
/// wants the connection can go at once when it is cancelled, from whatever executor it runs on.
class dialling final
    : public std::enable_shared_from_this<dialling>
    , public dial_hook
    , public alarm
{
public:
    dialling(pool_impl& pool, origin_state& home, time_point deadline)
        : keep_alive_(pool.shared_from_this()),
          pool_(pool),
          home_(home),
          strand_(asio::make_strand(pool.executor)),
          deadline_(std::min(deadline, pool.time->now() + pool.options.connect_timeout))
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
        ended.wake(asio::error::operation_aborted);
    }

    [[nodiscard]] auto const& strand() const { return strand_; }

    asio::awaitable<void> run();

    void fire(boost::system::error_code reason) noexcept override
    {
        interrupt(reason ? asio::error::operation_aborted : boost::system::error_code(errc::connect_timeout));
    }

    void abort() noexcept override { interrupt(asio::error::operation_aborted); }

    wakeable ended; ///< wakes the request; then one of the following two has a value
    std::unique_ptr<connection> made;
    transport_error failure;

private:
    asio::awaitable<std::unique_ptr<connection>> try_addresses();
    void interrupt(boost::system::error_code why) noexcept
    {
        asio::post(
            strand_, [self = shared_from_this(), why, step = step_.load()] { self->interrupted(why, step); });
    }

    void interrupted(boost::system::error_code why, unsigned step);
    void arm_step(time_point until);
    bool end_step();
    asio::awaitable<bool> connect(tcp::endpoint to, time_point until);
    asio::awaitable<bool> secure();
    bool prepare(std::string const& host, bool verify);
    void fail(boost::system::error_code e, std::string detail);
    void note(tcp::endpoint const& address, bool reached);
    std::unique_ptr<connection> finished(tcp::endpoint const& peer);

    std::shared_ptr<pool_impl> const keep_alive_;
    pool_impl& pool_;
    origin_state& home_;
    asio::strand<asio::any_io_executor> strand_;
    time_point const deadline_;
    std::atomic<unsigned> step_{0};
    boost::system::error_code interruption_;
    bool aborted_ = false;
    std::optional<tcp::socket> socket_;
    std::optional<tls_stream> tls_;
    wakeable* resolving_ = nullptr;
};

void dialling::interrupted(boost::system::error_code why, unsigned step)
{
    if (why == asio::error::operation_aborted)
        aborted_ = true;
    else if (step != step_)
        return; // that step was over before the message came
    interruption_ = why;
    if (resolving_)
        resolving_->wake(why);
    boost::system::error_code ignored;
    if (tls_)
        tls_->lowest_layer().close(ignored);
    else if (socket_)
        socket_->close(ignored);
}

void dialling::arm_step(time_point until)
{
    if (until != no_deadline)
        pool_.time->arm(*this, until);
}

/// True when the step was not interrupted.
bool dialling::end_step()
{
    pool_.time->disarm(*this);
    ++step_;
    return !std::exchange(interruption_, {}) && !aborted_;
}

void dialling::fail(boost::system::error_code e, std::string detail)
{
    failure.code = e;
    failure.reached = stage::connecting;
    if (!failure.detail.empty())
        failure.detail += "; ";
    failure.detail += detail;
}

void dialling::note(tcp::endpoint const& address, bool reached)
{
    std::lock_guard const lock(pool_.mutex);
    if (reached)
        home_.addresses.succeeded(address);
    else
        home_.addresses.failed(address, pool_.time->now());
}

asio::awaitable<void> dialling::run()
{
    try
    {
        made = co_await try_addresses();
    }
    catch (boost::system::system_error const& e)
    {
        fail(e.code(), e.what());
    }
    ended.wake({});
}

asio::awaitable<std::unique_ptr<connection>> dialling::try_addresses()
{
    if (aborted_ || pool_.stopped())
    {
        fail(asio::error::operation_aborted, "the pool was stopped");
        co_return nullptr;
    }

    wakeable resolved;
    resolving_ = &resolved;
    arm_step(deadline_);
    addresses_result found = co_await addresses_of(pool_, home_, resolved);
    resolving_ = nullptr;
    if (!end_step() || found.error)
    {
        fail(found.error ? found.error : make_error_code(asio::error::operation_aborted),
            "resolving " + home_.name.host + ": " + found.error.message());
        co_return nullptr;
    }

    for (std::size_t i = 0; i != found.addresses.size(); ++i)
    {
        auto const address = found.addresses[i];
        auto const now = pool_.time->now();
        auto const left = static_cast<time_point::rep>(found.addresses.size() - i);
        auto const until = deadline_ == no_deadline ? no_deadline : now + (deadline_ - now) / left;
        bool const reached = co_await connect(address, until);
        if (aborted_)
        {
            fail(asio::error::operation_aborted, "while connecting to " + text_of(address));
            co_return nullptr;
        }
        note(address, reached);
        if (!reached)
        {
            if (pool_.time->now() >= deadline_)
                break;
            continue;
        }
        if (!home_.name.tls || co_await secure())
            co_return finished(address);
        co_return nullptr;
    }
    if (pool_.time->now() >= deadline_)
        failure.code = errc::connect_timeout;
    co_return nullptr;
}

asio::awaitable<bool> dialling::connect(tcp::endpoint to, time_point until)
{
    socket_.emplace(pool_.executor);
    arm_step(until);
    auto const tried = co_await socket_->async_connect(to, asio::as_tuple(asio::deferred));
    auto e = std::get<0>(tried);
    bool const in_time = end_step();
    if (!in_time)
        e = errc::connect_timeout;
    if (!e)
        socket_->set_option(tcp::no_delay(true), e);
    if (!e)
        socket_->non_blocking(true, e);
    if (!e)
        co_return true;
    socket_.reset();
    fail(e, text_of(to) + ": " + e.message());
    co_return false;
}

asio::awaitable<bool> dialling::secure()
{
    auto const& host = home_.name.host;
    bool const verify = !pool_.options.tls.insecure_skip_verification;
    if (!prepare(host, verify))
        co_return false;

    arm_step(deadline_);
    auto const shaken =
        co_await tls_->async_handshake(asio::ssl::stream_base::client, asio::as_tuple(asio::deferred));
    auto e = std::get<0>(shaken);
    if (!end_step())
        e = aborted_ ? make_error_code(asio::error::operation_aborted) : errc::connect_timeout;
    if (!e)
        co_return true;
    auto const refusal =
        verify && e.category() == asio::error::get_ssl_category() ? refusal_of(*tls_) : std::string();
    if (!refusal.empty())
        fail(errc::tls_verification, "certificate of " + host + ": " + refusal);
    else
        fail(e, "TLS handshake with " + host + ": " + e.message());
    co_return false;
}

bool dialling::prepare(std::string const& host, bool verify)
{
    try
    {
        tls_.emplace(std::move(*socket_), pool_.tls());
        std::lock_guard const lock(pool_.mutex);
        prepare_tls(*tls_, host, verify, home_.session.get());
        return true;
    }
    catch (boost::system::system_error const& e)
    {
        fail(e.code(), e.what());
        return false;
    }
}

std::unique_ptr<connection> dialling::finished(tcp::endpoint const& peer)
{
    bool const resumed = tls_ && SSL_session_reused(tls_->native_handle()) == 1;
    {
        std::lock_guard const lock(pool_.mutex);
        ++pool_.connected;
        pool_.resumed += resumed;
    }
    if (tls_)
        return std::make_unique<connection_over<tls_stream>>(std::move(*tls_), peer);
    return std::make_unique<connection_over<tcp::socket>>(std::move(*socket_), peer);
}

/// What the coroutine has in its frame from before its first step: it leaves whether it ran or not.
class participation
{
public:
    explicit participation(std::shared_ptr<dialling> op) : op_(std::move(op)) { op_->enter(); }
    participation(participation&&) = default;
    ~participation()
    {
        if (op_)
            op_->leave();
    }

    [[nodiscard]] dialling& op() const { return *op_; }

private:
    std::shared_ptr<dialling> op_;
};

asio::awaitable<void> run(participation p)
{
    co_await p.op().run();
}

} // namespace

asio::awaitable<transport_error> dial(pool_impl& pool, lease& slot, time_point deadline)
{
    auto const op = std::make_shared<dialling>(pool, slot.home(), deadline);
    // On a strand: deadlines and `stop` come from any thread, and must not meet the coroutine between two steps.
    asio::co_spawn(op->strand(), run(participation(op)), asio::detached);
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
