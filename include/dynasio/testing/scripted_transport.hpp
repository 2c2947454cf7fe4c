// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_TESTING_SCRIPTED_TRANSPORT_HPP
#define DYNASIO_TESTING_SCRIPTED_TRANSPORT_HPP

#include <dynasio/http/errc.hpp>
#include <dynasio/http/transport.hpp>
#include <dynasio/testing/gate.hpp>

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace dynasio::testing {

/// A transport that plays a script: the requests that must come, in order, and what each of them gets.
///
///     scripted_transport server;
///     server.expect("GetItem").reply(200, R"({"Item":{}})");
///     server.expect("PutItem").fail(http::errc::closed_early, http::stage::receiving);
///     ...
///     EXPECT_EQ(server.report(), "");
///
/// A request that the script does not expect next fails with `errc::operation_not_supported` of the generic category,
/// and is in the report. Streams are played from memory: the script sees the request with its whole body, and a response
/// is read from what `reply` has. Thread safety: shared objects are safe; the script is best written before it is played.
class scripted_transport final : public http::transport
{
    struct step;

public:
    /// What one expected request gets. By default an empty response with status 200. A handle: copies share the expectation.
    class expectation
    {
    public:
        /// The request gets this response.
        expectation reply(unsigned status, std::string body, http::fields headers = http::fields());
        /// The request fails with this error of the transport. `reached` decides whether it counts as sent.
        expectation fail(
            boost::system::error_code code, http::stage reached, std::string detail = "scripted");

        /// Only when `g` is open. The deadline of the request and its cancellation hold meanwhile; the clock of the
        /// transport decides.
        expectation hold(gate g);

        /// The request must also meet this.
        expectation where(std::function<bool(http::request const&)> holds);

        /// The same for this many requests in a row.
        expectation times(std::size_t n);

    private:
        friend class scripted_transport;
        explicit expectation(std::shared_ptr<step> s) : step_(std::move(s)) {}
        std::shared_ptr<step> step_;
    };

    /// `source` is needed only where responses are held and deadlines matter.
    explicit scripted_transport(std::shared_ptr<http::clock> source = nullptr);
    ~scripted_transport() override;

    /// The next request must be this operation: what follows the last dot of its `X-Amz-Target`.
    expectation expect(std::string operation);

    /// The next request must meet `matches`; `what` stands for it in the report.
    expectation expect_where(std::string what, std::function<bool(http::request const&)> matches);

    boost::asio::awaitable<http::send_result> send(
        http::request const& r, http::time_point deadline) override;
    void stop() noexcept override;

    /// Copies of all requests so far, with their deadlines.
    [[nodiscard]] std::vector<http::request> requests() const;
    [[nodiscard]] std::vector<http::time_point> deadlines() const;

    /// Empty when exactly the script was played; else what was unexpected and what is left, one per line.
    [[nodiscard]] std::string report() const;

private:
    struct impl;
    std::shared_ptr<impl> impl_;
};

/// The operation that a DynamoDB request names in its `X-Amz-Target`; empty when it names none.
std::string operation_of(http::request const& r);

} // namespace dynasio::testing

#endif
