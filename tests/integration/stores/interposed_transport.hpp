// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_TESTS_INTEGRATION_STORES_INTERPOSED_TRANSPORT_HPP
#define DYNASIO_TESTS_INTEGRATION_STORES_INTERPOSED_TRANSPORT_HPP

#include <dynasio/http/transport.hpp>

#include <cstddef>
#include <functional>
#include <memory>
#include <utility>

namespace dynasio::tests {

/// What a test does in place of, or before, a request reaches the server.
class interposed_transport final : public http::transport
{
public:
    /// Sends a request to the server, by the deadline of the request that was interposed, and signed again if the hook has
    /// changed it.
    using sender = std::function<boost::asio::awaitable<http::send_result>(http::request const& r)>;

    /// Ends with the answer. May await anything. Both arguments live until it ends.
    using hook =
        std::function<boost::asio::awaitable<http::send_result>(http::request& r, sender const& send)>;

    explicit interposed_transport(std::shared_ptr<http::transport> inner) : inner_(std::move(inner)) {}

    /// From now on. Empty: everything is passed on.
    void set(hook h) { hook_ = std::move(h); }

    boost::asio::awaitable<http::send_result> send(
        http::request const& r, http::time_point deadline) override;
    void stop() noexcept override { inner_->stop(); }

private:
    std::shared_ptr<http::transport> inner_;
    hook hook_;
};

/// Holds back the last `count` writes of each BatchWriteItem, for the first `times` requests, as a busy
/// server does.
interposed_transport::hook leave_unprocessed(std::size_t count, std::size_t times);

/// What the client sees of a response that is lost.
http::send_result lost_response();

/// Loses the first response to each request, which the server has carried out.
interposed_transport::hook lose_first_responses();

} // namespace dynasio::tests

#endif
