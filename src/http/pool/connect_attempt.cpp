// SPDX-License-Identifier: BSL-1.0

#include "http/pool/connect_attempt.hpp"

#include "http/pool/resolve.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/deferred.hpp>

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

} // namespace

void connect_attempt::interrupted(boost::system::error_code why, unsigned step)
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

void connect_attempt::fail(boost::system::error_code e, std::string detail)
{
    failure.code = e;
    failure.reached = stage::connecting;
    if (!failure.detail.empty())
        failure.detail += "; ";
    failure.detail += detail;
}

void connect_attempt::note(tcp::endpoint const& address, bool reached)
{
    std::lock_guard const lock(pool_.mutex);
    if (reached)
        home_.addresses.succeeded(address);
    else
        home_.addresses.failed(address, pool_.time->now());
}

asio::awaitable<void> connect_attempt::run()
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

asio::awaitable<std::unique_ptr<connection>> connect_attempt::try_addresses()
{
    if (aborted_ || pool_.stopped())
    {
        fail(asio::error::operation_aborted, "the pool was stopped");
        co_return nullptr;
    }

    one_shot_event resolved;
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
        auto const until =
            deadline_ == no_deadline ? no_deadline : add_saturated(now, (deadline_ - now) / left);
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

asio::awaitable<bool> connect_attempt::connect(tcp::endpoint to, time_point until)
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

asio::awaitable<bool> connect_attempt::secure()
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

bool connect_attempt::prepare(std::string const& host, bool verify)
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

std::unique_ptr<connection> connect_attempt::finished(tcp::endpoint const& peer)
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

} // namespace dynasio::http
