// SPDX-License-Identifier: BSL-1.0

#include <dynasio/http/pool.hpp>

#include "http/pool/pool_core.hpp"

#include <boost/asio/awaitable.hpp>

namespace dynasio::http {

pool::pool(boost::asio::any_io_executor executor, pool_options options, std::shared_ptr<clock> source)
{
    validate(options);
    if (!source)
        source = make_clock(executor);
    impl_ = std::make_shared<pool_core>(std::move(executor), std::move(options), std::move(source));
}

pool::~pool()
{
    impl_->stop();
}

boost::asio::awaitable<send_result> pool::send(request const& r, time_point deadline)
{
    switch (tls_layers(impl_->options.proxy, r.to))
    {
    case 0:
        return exchange<tcp::socket>(impl_, r, deadline);
    case 1:
        return exchange<tls_stream>(impl_, r, deadline);
    default:
        return exchange<nested_tls_stream>(impl_, r, deadline);
    }
}

boost::asio::awaitable<open_result> pool::open(
    request const& r, std::shared_ptr<body_source> body, stream_deadlines deadlines)
{
    switch (tls_layers(impl_->options.proxy, r.to))
    {
    case 0:
        return open_stream<tcp::socket>(impl_, r, std::move(body), deadlines);
    case 1:
        return open_stream<tls_stream>(impl_, r, std::move(body), deadlines);
    default:
        return open_stream<nested_tls_stream>(impl_, r, std::move(body), deadlines);
    }
}

void pool::close_idle() noexcept
{
    impl_->close_idle();
}

void pool::stop() noexcept
{
    impl_->stop();
}

pool_statistics pool::statistics() const
{
    return impl_->statistics();
}

} // namespace dynasio::http
