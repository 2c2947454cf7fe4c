// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_TESTING_REPLAYING_TRANSPORT_HPP
#define DYNASIO_TESTING_REPLAYING_TRANSPORT_HPP

#include <dynasio/http/transport.hpp>
#include <dynasio/testing/recording_transport.hpp>

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace dynasio::testing {

/// How requests are matched with recorded ones.
struct replay_options
{
    /// When all exchanges of a request have been replayed, the last one is replayed again, and again. Else the request fails.
    bool repeat_last = false;
    /// Applied to copies of recorded and of new requests before these are compared: to remove what differs in each run, such
    /// as a time in an item.
    std::function<void(http::request&)> normalize = {};
};

/// A transport that plays recorded exchanges: what `recording_transport` has seen, or `load_traffic` has read.
///
/// A request gets the response, or the failure, of the first exchange that is left with the same method, target, operation
/// and body. So different requests may come in any order, and the same one gets what it got, in that order. Bodies are
/// compared as JSON where both are: members in any order, and without the `ClientRequestToken` of the whole, which is random.
///
/// A request without such an exchange fails with `errc::operation_not_supported` of the generic category, and is in the
/// report. Everything is played at once, whatever time it took. Streams are played from memory, as by `scripted_transport`.
/// Thread safety: shared objects are safe.
class replaying_transport final : public http::transport
{
public:
    explicit replaying_transport(
        std::vector<recording_transport::exchange> exchanges, replay_options options = replay_options());
    ~replaying_transport() override;

    boost::asio::awaitable<http::send_result> send(
        http::request const& r, http::time_point deadline) override;
    void stop() noexcept override;

    /// Copies of all requests so far. They hold signatures.
    [[nodiscard]] std::vector<http::request> requests() const;

    /// Empty when exactly the recorded exchanges were played; else what was unexpected and what is left, one per line.
    [[nodiscard]] std::string report() const;

private:
    struct impl;
    std::shared_ptr<impl> impl_;
};

} // namespace dynasio::testing

#endif
