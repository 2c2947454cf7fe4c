// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_TESTING_RECORDING_TRANSPORT_HPP
#define DYNASIO_TESTING_RECORDING_TRANSPORT_HPP

#include <dynasio/http/transport.hpp>

#include <memory>
#include <optional>
#include <vector>

namespace dynasio::testing {

/// Passes everything to another transport and keeps copies. Requests hold signatures: for tests only.
/// Thread safety: shared objects are safe.
class recording_transport final : public http::transport
{
public:
    /// One exchange that has ended; a streamed one when its response has been read, has failed or was abandoned, with what was
    /// sent and read of the bodies until then. Exactly one of `response` and `failure` has a value.
    struct exchange
    {
        http::request request;
        std::optional<http::response> response;
        std::optional<http::transport_error> failure;
    };

    /// Passes requests to `inner`, which must not be null.
    explicit recording_transport(std::shared_ptr<http::transport> inner);
    ~recording_transport() override;

    boost::asio::awaitable<http::send_result> send(
        http::request const& r, http::time_point deadline) override;
    boost::asio::awaitable<http::open_result> open(http::request const& r,
        std::shared_ptr<http::body_source> body, http::stream_deadlines deadlines) override;
    void stop() noexcept override;

    /// All recorded exchanges in the order in which they ended.
    [[nodiscard]] std::vector<exchange> exchanges() const;
    /// Forgets the recorded exchanges.
    void clear();

private:
    struct impl;
    std::shared_ptr<impl> impl_;
};

} // namespace dynasio::testing

#endif
