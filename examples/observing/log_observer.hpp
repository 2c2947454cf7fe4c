// SPDX-License-Identifier: BSL-1.0
//
// A log with one line a call, and one for each trouble that no call tells of.

#ifndef DYNASIO_EXAMPLES_OBSERVING_LOG_OBSERVER_HPP
#define DYNASIO_EXAMPLES_OBSERVING_LOG_OBSERVER_HPP

#include "calls_under_way.hpp"

#include <dynasio/error.hpp>
#include <dynasio/observer.hpp>

#include <chrono>
#include <functional>
#include <string>

namespace examples::observing {

/// `GetItem things: ok in 12.3 ms, request 4KBN`, with the retries if there were some, and what is known of a failure. Without
/// texts of the server, which may quote an item.
std::string call_line(dynasio::observed_call const& call, dynasio::call_metadata const& metadata,
    dynasio::error const* failure, std::chrono::steady_clock::duration took);

/// Hands each line to `write`, which must not block: a logging library queues it.
class log_observer final : public dynasio::observer
{
public:
    using clock = std::function<std::chrono::steady_clock::time_point()>;

    explicit log_observer(
        std::function<void(std::string const&)> write, clock now = &std::chrono::steady_clock::now);

    void call_begins(dynasio::observed_call const& call) noexcept override;
    void call_ended(dynasio::observed_call const& call, dynasio::call_metadata const& metadata,
        dynasio::error const* failure) noexcept override;
    void credentials_failed(dynasio::observed_credentials_failure const& failed) noexcept override;
    void connection_failed(std::string_view origin, dynasio::http::transport_error const& why,
        std::chrono::steady_clock::duration took) noexcept override;
    void warning(dynasio::store_warning const& found) noexcept override;

private:
    std::function<void(std::string const&)> const write_;
    clock const now_;
    calls_under_way<std::chrono::steady_clock::time_point> calls_;
};

} // namespace examples::observing

#endif
