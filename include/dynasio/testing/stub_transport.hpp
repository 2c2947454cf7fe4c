// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_TESTING_STUB_TRANSPORT_HPP
#define DYNASIO_TESTING_STUB_TRANSPORT_HPP

#include <dynasio/http/transport.hpp>
#include <dynasio/testing/expectation.hpp>

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace dynasio::testing {

/// A transport that responds by operation, whatever the order of the requests.
///
///     stub_transport server;
///     server.on("PutItem").times(1).fail_with("ConditionalCheckFailedException", "The conditional request failed");
///     server.on("PutItem").reply_json("{}");
///     server.otherwise("GetItem").reply_json(R"({"Item":{}})");
///     ...
///     EXPECT_EQ(server.report(), "");
///
/// The first rule that a request meets decides: earlier rules win, and a rule whose `times` are used up is passed over. The
/// rules of `otherwise` come after all others, so that a fixture has its defaults and a test its exceptions.
///
/// A request that meets no rule fails with `errc::operation_not_supported` of the generic category, and is in the report.
/// Streams are played from memory, as by `scripted_transport`. Thread safety: shared objects are safe; rules may be added
/// while requests come. Conditions and functions of rules run without a lock, on the thread of the request.
class stub_transport final : public http::transport
{
public:
    /// `source` is the clock of `expectation::delay`, and of deadlines where responses are held; null: there are none.
    explicit stub_transport(std::shared_ptr<http::clock> source = nullptr);
    ~stub_transport() override;

    /// A rule for this operation: what follows the last dot of `X-Amz-Target`.
    expectation on(std::string operation);

    /// A rule for the requests that meet `matches`; `what` stands for it in the report.
    expectation on_request(std::string what, std::function<bool(http::request const&)> matches);

    /// A rule for this operation that comes after all those of `on` and `on_request`.
    expectation otherwise(std::string operation);

    boost::asio::awaitable<http::send_result> send(
        http::request const& r, http::time_point deadline) override;
    void stop() noexcept override;

    /// Copies of all requests so far, in the order in which they came, retries included. They hold signatures.
    [[nodiscard]] std::vector<http::request> requests() const;
    /// The same for one operation.
    [[nodiscard]] std::vector<http::request> requests(std::string_view operation) const;

    /// Empty when every request met a rule, every rule with `times` was used up, and no function of a rule threw; else what
    /// was not so, one per line.
    [[nodiscard]] std::string report() const;

private:
    struct impl;
    std::shared_ptr<impl> impl_;
};

} // namespace dynasio::testing

#endif
