// SPDX-License-Identifier: BSL-1.0
//
// Writes that are sent as transactions until the service has decided on them: tokens, pauses and the verdict.

#ifndef DYNASIO_SRC_STORES_TRANSACTION_ROUNDS_HPP
#define DYNASIO_SRC_STORES_TRANSACTION_ROUNDS_HPP

#include "stores/store_core.hpp"

#include <dynasio/call_options.hpp>
#include <dynasio/clock.hpp>
#include <dynasio/error.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/system/error_code.hpp>

#include <chrono>
#include <optional>
#include <string>

namespace dynasio::stores {

/// Whether nothing was decided, because other requests write the same items, or the service is busy: a transaction that was
/// cancelled for no other reason or still runs, or a single write that met a transaction.
[[nodiscard]] bool is_contention(error const& e);

/// The requests of one operation that is sent as a transaction. One token is for one decision of the service: a cancelled
/// transaction is another one when it is sent again. Only while an attempt with a token may have been applied must the
/// token stay.
class transaction_rounds
{
public:
    /// `self` must live until the operation ends. `call` has a deadline.
    transaction_rounds(store_core const& self, call_options call,
        http::time_point::duration longest_pause = std::chrono::seconds(1));

    /// The token for the next request.
    [[nodiscard]] std::string const& token();

    /// The next request writes something else.
    void begin_another() noexcept { token_.clear(); }

    /// The last request was carried out, and the next one writes something else.
    void succeeded() noexcept
    {
        begin_another();
        pauses_ = 0;
    }

    /// What the last request ended with.
    void failed(error const& e);

    /// Whether a request so far may have been applied although it ended with an error.
    [[nodiscard]] bool open() const noexcept { return open_; }

    /// The error with which the operation ends: `last`, with the verdict on all requests.
    [[nodiscard]] error final_error(error const& last) const;

    /// How a pause ended.
    struct pause_result
    {
        std::optional<error> failure{}; ///< with which the operation ends; empty: send the next request
        bool late = false;              ///< it is the last error of the service, as the deadline is too near
    };

    /// Waits before the next request, with full jitter. `last` is what the last request ended with. Throws `system_error`
    /// only if the caller is cancelled before; see `cut_short`.
    static boost::asio::awaitable<pause_result> pause(transaction_rounds& self, error last);

    /// The error of an operation that is cut short between two requests.
    [[nodiscard]] error cut_short(error const& last, boost::system::error_code code) const;

private:
    store_core const& store_;
    call_options const call_;
    http::time_point::duration const longest_pause_;
    std::string token_;
    unsigned pauses_ = 0;
    bool token_open_ = false; ///< an attempt with this token may have been applied
    bool open_ = false;
};

} // namespace dynasio::stores

#endif
