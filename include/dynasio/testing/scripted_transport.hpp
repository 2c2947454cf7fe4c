// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_TESTING_SCRIPTED_TRANSPORT_HPP
#define DYNASIO_TESTING_SCRIPTED_TRANSPORT_HPP

#include <dynasio/http/errc.hpp>
#include <dynasio/http/transport.hpp>
#include <dynasio/testing/expectation.hpp>

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace dynasio::testing {

/// A transport that plays a script: the requests that must come, in order, and what each of them gets. Where the order does
/// not matter, use `stub_transport`.
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
public:
    using expectation = testing::expectation;

    /// `source` is needed only where responses are delayed, or are held and deadlines matter.
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
