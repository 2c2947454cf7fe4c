// SPDX-License-Identifier: BSL-1.0

#include "http/pool/connect_attempt.hpp"

#include "clock/add_saturated.hpp"
#include "http/pool/resolve.hpp"
#include "http/pool/tunnel.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>

#include <exception>
#include <mutex>
#include <sstream>
#include <utility>

namespace dynasio::http {

namespace asio = boost::asio;

namespace {

std::string text_of(tcp::endpoint const& e)
{
    std::ostringstream out;
    out << e;
    return out.str();
}

/// What the process has run out of is no fault of the address, and the next one does not help.
bool is_local_fault(boost::system::error_code e)
{
    namespace generic = boost::system::errc;
    return e == generic::too_many_files_open || e == generic::too_many_files_open_in_system
        || e == generic::no_buffer_space || e == generic::not_enough_memory;
}

/// This machine has no way to the address, as to one of IPv6 where that is switched off.
bool has_no_route(boost::system::error_code e)
{
    namespace generic = boost::system::errc;
    return e == generic::address_not_available || e == generic::address_family_not_supported
        || e == generic::network_unreachable || e == generic::host_unreachable
        || e == generic::permission_denied || e == generic::operation_not_permitted
        || e == generic::invalid_argument;
}

/// What the coroutine has in its frame from before its first step: the attempt ends with it, whether it ran or not.
class ending
{
public:
    explicit ending(std::shared_ptr<connect_attempt> a) : attempt_(std::move(a)) {}
    ending(ending&&) = default;
    ~ending()
    {
        if (attempt_)
            attempt_->leave();
    }

    [[nodiscard]] connect_attempt& attempt() const { return *attempt_; }

private:
    std::shared_ptr<connect_attempt> attempt_;
};

asio::awaitable<void> run(ending e)
{
    co_await e.attempt().run();
}

class attempt_start final : public resumption
{
public:
    explicit attempt_start(std::shared_ptr<connect_attempt> a) : attempt_(std::move(a)) {}

private:
    void run(std::unique_ptr<resumption>) noexcept override
    {
        // Not on the strand yet: a context that is being destroyed does not destroy what a new strand holds.
        auto const executor = attempt_->executor();
        auto start = [e = ending(std::move(attempt_))]() mutable
        {
            // On a strand: deadlines and `stop` come from any thread, and must not meet the coroutine between two steps.
            auto const strand = e.attempt().begin();
            asio::co_spawn(strand, http::run(std::move(e)), asio::detached);
        };
        asio::post(executor, std::move(start));
    }

    std::shared_ptr<connect_attempt> attempt_;
};

} // namespace

std::unique_ptr<resumption> start_of(std::shared_ptr<connect_attempt> a)
{
    return std::make_unique<attempt_start>(std::move(a));
}

connect_attempt::connect_attempt(pool_core& pool, origin_state& from, time_point now)
    : origin(from),
      began(now),
      keep_alive_(pool.shared_from_this()),
      pool_(pool),
      deadline_(add_saturated(now, pool.options.connect_timeout))
{}

asio::any_io_executor const& connect_attempt::executor() const
{
    return pool_.executor;
}

asio::strand<asio::any_io_executor> connect_attempt::begin()
{
    strand_.emplace(asio::make_strand(pool_.executor));
    begun_ = true;
    return *strand_;
}

void connect_attempt::leave() noexcept
{
    pool_.time->disarm(*this);
    if (!made_ && !failure.code) // destroyed before its end
        failure.code = asio::error::operation_aborted;
    failure.reached = stage::connecting;
    pool_.end_attempt(*this, std::move(made_));
}

void connect_attempt::interrupt(boost::system::error_code why) noexcept
{
    asio::post(
        *strand_, [self = shared_from_this(), why, step = step_.load()] { self->interrupted(why, step); });
}

void connect_attempt::abort() noexcept
{
    aborted_ = true;
    if (begun_)
        interrupt(asio::error::operation_aborted);
}

void connect_attempt::interrupted(boost::system::error_code why, unsigned step)
{
    if (!aborted_ && step != step_)
        return; // that step was over before the message came
    interruption_ = why;
    if (resolving_)
        resolving_->wake(why);
    boost::system::error_code ignored;
    if (inner_)
        inner_->lowest_layer().close(ignored);
    else if (tls_)
        tls_->lowest_layer().close(ignored);
    else if (socket_)
        socket_->close(ignored);
}

void connect_attempt::arm_step(time_point until)
{
    if (until != no_deadline)
        pool_.time->arm(*this, until);
}

/// True when the step was not interrupted.
bool connect_attempt::end_step()
{
    pool_.time->disarm(*this);
    ++step_;
    return !std::exchange(interruption_, {}) && !aborted_;
}

/// What an address said that can be reached tells more than that another one cannot.
void connect_attempt::fail(boost::system::error_code e, std::string detail)
{
    if (!failure.code || !has_no_route(e))
        failure.code = e;
    if (!failure.detail.empty())
        failure.detail += "; ";
    failure.detail += detail;
}

void connect_attempt::note(tcp::endpoint const& address, bool reached)
{
    auto const now = pool_.time->now();
    std::lock_guard const lock(pool_.mutex);
    if (reached)
        origin.addresses.succeeded(address);
    else
        origin.addresses.failed(address, now);
}

asio::awaitable<void> connect_attempt::run()
{
    try
    {
        made_ = co_await try_addresses();
    }
    catch (boost::system::system_error const& e)
    {
        fail(e.code(), e.what());
    }
    catch (std::exception const& e)
    {
        fail(errc::callback_failed, e.what());
    }
    catch (...)
    {
        fail(errc::callback_failed, "an exception of an unknown type");
    }
    if (!made_ && origin.way.proxied && failure.code != asio::error::operation_aborted)
        failure.detail.insert(0, "proxy " + authority_of(origin.way.next) + ": ");
}

asio::awaitable<addresses_result> connect_attempt::resolve()
{
    one_shot_event resolved;
    resolving_ = &resolved;
    struct forget
    {
        ~forget() { where = nullptr; }
        one_shot_event*& where;
    } const at_the_end{resolving_};
    co_return co_await addresses_of(pool_, origin, resolved);
}

asio::awaitable<std::unique_ptr<connection>> connect_attempt::try_addresses()
{
    if (aborted_ || pool_.stopped())
    {
        fail(asio::error::operation_aborted, "the pool was stopped");
        co_return nullptr;
    }

    arm_step(deadline_);
    addresses_result found = co_await resolve();
    bool const in_time = end_step();
    if (!in_time || found.error)
    {
        if (!found.error)
            found.error = aborted_ ? make_error_code(asio::error::operation_aborted) : errc::connect_timeout;
        fail(found.error, found.detail.empty() ? found.error.message() : found.detail);
        failure.detail = "resolving " + origin.way.next.host + ": " + failure.detail;
        co_return nullptr;
    }

    for (std::size_t i = 0; i != found.addresses.size(); ++i)
    {
        auto const address = found.addresses[i];
        auto const now = pool_.time->now();
        auto const left = static_cast<time_point::rep>(found.addresses.size() - i);
        auto const until =
            deadline_ == no_deadline ? no_deadline : add_saturated(now, (deadline_ - now) / left);
        if (co_await reach(address, until))
        {
            note(address, true);
            co_return finished(address);
        }
        if (aborted_ || is_local_fault(failure.code) || failure.code == errc::tls_verification
            || failure.code == errc::tls_setup || failure.code == errc::proxy_refused)
            co_return nullptr;
        note(address, false);
        if (pool_.time->now() >= deadline_)
        {
            failure.code = errc::connect_timeout;
            co_return nullptr;
        }
    }
    co_return nullptr;
}

asio::awaitable<bool> connect_attempt::connect(tcp::endpoint to, time_point until)
{
    inner_.reset();
    tls_.reset();
    socket_.emplace(pool_.executor);
    arm_step(until);
    auto const tried = co_await socket_->async_connect(to, asio::as_tuple(asio::deferred));
    auto e = std::get<0>(tried);
    if (!end_step())
        e = aborted_ ? make_error_code(asio::error::operation_aborted) : errc::connect_timeout;
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

/// The whole way to the origin over one address.
asio::awaitable<bool> connect_attempt::reach(tcp::endpoint address, time_point until)
{
    auto const& way = origin.way;
    bool const secure_proxy = way.proxied && way.next.tls;
    if (!co_await connect(address, until))
        co_return false;
    if (secure_proxy && !co_await secure(tls_, *socket_, way.next, address, until))
        co_return false;
    if (way.tunnels(origin.name) && !co_await tunnel(address, until))
        co_return false;
    if (!origin.name.tls)
        co_return true;
    if (secure_proxy)
        co_return co_await secure(inner_, *tls_, origin.name, address, until);
    co_return co_await secure(tls_, *socket_, origin.name, address, until);
}

asio::awaitable<bool> connect_attempt::tunnel(tcp::endpoint address, time_point until)
{
    auto const& to = origin.name;
    auto const most = pool_.options.max_header_bytes;
    arm_step(until);
    tunnel_result result;
    if (tls_)
        result = co_await open_tunnel(*tls_, origin.way, to, most);
    else
        result = co_await open_tunnel(*socket_, origin.way, to, most);
    auto e = result.error;
    if (!end_step())
        e = aborted_ ? make_error_code(asio::error::operation_aborted) : errc::connect_timeout;
    bool const opened = !e && result.status >= 200 && result.status < 300;
    auto const what = text_of(address) + ": CONNECT " + authority_of(to);
    if (e)
        fail(e, what + ": " + e.message());
    else if (!opened)
        fail(errc::proxy_refused, what + " was refused with " + describe_refusal(result.status));
    co_return opened;
}

template <class Stream, class Below>
asio::awaitable<bool> connect_attempt::secure(std::optional<Stream>& made, Below& below,
    http::origin const& with, tcp::endpoint address, time_point until)
{
    auto const peer = text_of(address);
    if (!prepare(made, below, with))
        co_return false;

    arm_step(until);
    auto const shaken =
        co_await made->async_handshake(asio::ssl::stream_base::client, asio::as_tuple(asio::deferred));
    auto e = std::get<0>(shaken);
    if (!end_step())
        e = aborted_ ? make_error_code(asio::error::operation_aborted) : errc::connect_timeout;
    if (!e)
        co_return true;
    auto const refusal = verifies() && e.category() == asio::error::get_ssl_category()
        ? refusal_of(made->native_handle())
        : std::string();
    if (!refusal.empty())
        fail(errc::tls_verification, peer + ": certificate of " + with.host + ": " + refusal);
    else
        fail(e, peer + ": TLS handshake with " + with.host + ": " + e.message());
    co_return false;
}

template <class Stream, class Below>
bool connect_attempt::prepare(std::optional<Stream>& made, Below& below, http::origin const& with)
{
    bool const is_origin = &with == &origin.name;
    try
    {
        made.emplace(std::move(below), *pool_.tls());
        std::shared_ptr<SSL_SESSION> session;
        if (is_origin || !origin.name.tls) // whom requests are written to
        {
            std::lock_guard const lock(pool_.mutex);
            session = origin.session;
        }
        prepare_tls(made->native_handle(), with.host, verifies(), session.get());
        if (!is_origin)
            show_no_certificate(made->native_handle());
        return true;
    }
    catch (boost::system::system_error const& e)
    {
        fail(errc::tls_setup, e.what());
        return false;
    }
}

std::unique_ptr<connection> connect_attempt::finished(tcp::endpoint const& peer)
{
    auto* const secured = inner_ ? inner_->native_handle() : tls_ ? tls_->native_handle() : nullptr;
    resumed = secured && SSL_session_reused(secured) == 1;
    if (inner_)
        return std::make_unique<connection_over<nested_tls_stream>>(std::move(*inner_), peer);
    if (tls_)
        return std::make_unique<connection_over<tls_stream>>(std::move(*tls_), peer);
    return std::make_unique<connection_over<tcp::socket>>(std::move(*socket_), peer);
}

} // namespace dynasio::http
