// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_TESTING_EXPECTATION_HPP
#define DYNASIO_TESTING_EXPECTATION_HPP

#include <dynasio/http/transport.hpp>
#include <dynasio/testing/gate.hpp>
#include <dynasio/testing/service_failure.hpp>

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <utility>

namespace dynasio::testing {

struct plan;

/// Which requests a `scripted_transport` or a `stub_transport` expects, and what they get. By default an empty response
/// with status 200. A handle: copies share the expectation, and each function returns it. The last of `reply`, `reply_json`,
/// `respond`, `respond_json`, `fail` and `fail_with` counts. Thread safety: shared objects are safe.
class expectation
{
public:
    /// A request gets exactly this response.
    expectation reply(unsigned status, std::string body, http::fields headers = http::fields());
    expectation reply(http::response response);

    /// A request succeeds with this JSON, and with what DynamoDB adds: a request id and the checksum of the body. The
    /// requests of a transport are numbered: the first one has the id `REQUEST-1`.
    expectation reply_json(std::string json);

    /// A request gets what the function returns. If it throws, the request fails with `http::errc::callback_failed`.
    expectation respond(std::function<http::send_result(http::request const&)> make_response);
    /// The same for a response as `reply_json` makes it.
    expectation respond_json(std::function<std::string(http::request const&)> make_json);

    /// A request fails with this error of the transport. `reached` decides whether it counts as sent.
    expectation fail(boost::system::error_code code, http::stage reached, std::string detail = "scripted");

    /// DynamoDB refuses a request: `fail_with("ConditionalCheckFailedException", "The conditional request failed")`.
    expectation fail_with(std::string code, std::string message = {});
    expectation fail_with(service_failure const& failure);

    /// Only when `g` is open. The deadline of the request and its cancellation hold meanwhile; the clock of the
    /// transport decides. Stopping or destroying the transport opens `g`.
    expectation hold(gate g);

    /// So much later by the clock of the transport; with `hold`, after it. The deadline and cancellation hold meanwhile.
    /// Throws `std::invalid_argument` for a transport without a clock.
    expectation delay(std::chrono::steady_clock::duration d);

    /// The request must also meet this.
    expectation where(std::function<bool(http::request const&)> holds);

    /// This many requests. In a script, these in a row (default 1). Of a `stub_transport`, these and no more (default: any
    /// number, also none); its report tells when fewer came.
    expectation times(std::size_t n);

private:
    friend class scripted_transport;
    friend class stub_transport;
    explicit expectation(std::shared_ptr<plan> p) : plan_(std::move(p)) {}
    std::shared_ptr<plan> plan_;
};

} // namespace dynasio::testing

#endif
