// SPDX-License-Identifier: BSL-1.0
//
// What expectations hold, and the playing of it, which the transports with expectations share.

#ifndef DYNASIO_SRC_TESTING_PLAN_HPP
#define DYNASIO_SRC_TESTING_PLAN_HPP

#include <dynasio/http/transport.hpp>
#include <dynasio/testing/gate.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/system/error_code.hpp>

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dynasio::testing {

/// What a request gets.
struct outcome
{
    /// Makes the response; gets the request and the id for it.
    std::function<http::send_result(http::request const&, std::string_view)> respond;
    std::optional<gate> held;
    std::chrono::steady_clock::duration delay{};
};

/// The state of an expectation.
struct plan
{
    plan(std::string name, std::function<bool(http::request const&)> matches, bool has_clock);

    /// Whether a request meets all conditions. These are called without a lock.
    [[nodiscard]] bool holds(http::request const& r) const;

    /// Takes one of the times; empty when none is left.
    [[nodiscard]] std::optional<outcome> take();

    /// Empty: any number.
    [[nodiscard]] std::optional<std::size_t> left() const;

    std::string const what;
    bool const clocked;
    mutable std::mutex mutex; // of the rest
    std::vector<std::function<bool(http::request const&)>> conditions;
    std::optional<std::size_t> times_left;
    outcome gets;
};

/// Plays outcomes until it is stopped. Thread safety: shared objects are safe.
class player
{
public:
    explicit player(std::shared_ptr<http::clock> source) : source_(std::move(source)) {}

    [[nodiscard]] bool has_clock() const { return source_ != nullptr; }

    /// The error of requests that begin after the stop; empty before it.
    [[nodiscard]] std::optional<http::transport_error> refusal() const;

    /// Waits as `what` says, then responds. `request_id` is for responses that need one. Errors of `respond` are noted.
    /// Lifetimes: `r` must outlive the operation.
    static boost::asio::awaitable<http::send_result> play(std::shared_ptr<player> self, outcome what,
        http::request const& r, http::time_point deadline, std::string request_id);

    /// Ends what waits, and opens the gates that are waited for.
    void stop() noexcept;

    /// What functions of the test threw, a line each.
    [[nodiscard]] std::string thrown() const;

private:
    std::optional<http::transport_error> cut(boost::system::error_code e) const;
    http::send_result respond(outcome const& what, http::request const& r, std::string_view request_id);

    std::shared_ptr<http::clock> const source_;
    gate const end_;
    mutable std::mutex mutex_; // of the rest
    std::vector<gate> held_;
    std::string thrown_;
    bool stopped_ = false;
};

/// `POST / GetItem`, for reports.
std::string describe(http::request const& r);

} // namespace dynasio::testing

#endif
