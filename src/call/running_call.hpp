// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_CALL_RUNNING_CALL_HPP
#define DYNASIO_SRC_CALL_RUNNING_CALL_HPP

#include "call/call_attempts.hpp"
#include "call/client_state.hpp"
#include "call/encode_request.hpp"

#include <dynasio/aws/resolved_credentials.hpp>
#include <dynasio/http/message.hpp>
#include <dynasio/observer.hpp>

#include <array>
#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace dynasio::call {

/// One call on its way through the stages, which take what they need from it and leave what they found in it.
struct running_call
{
    /// Its deadline begins here.
    running_call(std::shared_ptr<client_state> s, encoded_request&& encoded);
    running_call(running_call const&) = delete;
    running_call& operator=(running_call const&) = delete;

    std::shared_ptr<client_state> const state;
    calls_in_flight::entry in_flight;
    operations::operation_info const& operation;
    service_endpoint const* endpoint; ///< where it goes
    std::string const resource_arn;   ///< see `encoded_request`
    http::request request;            ///< what every attempt sends; its headers are those of the latest one
    std::chrono::steady_clock::duration const attempt_timeout;
    std::array<char, 36> const invocation_id;
    call_attempts attempts;
    call_metadata* const metadata; ///< where the caller wants a sum; may be null
    observer* const watcher;       ///< may be null

    std::vector<std::string_view> tables{}; ///< of the request, where somebody observes
    bool const asks_capacity;

    [[nodiscard]] observed_call seen() const;

    /// The service has carried it out, and says what it has consumed.
    void report_capacity(std::string_view response) const;

    /// The call has ended, well if `failure` is null.
    void end(call_metadata const& known, error const* failure);

    // Of the latest attempt.
    moment started{};
    std::shared_ptr<aws::resolved_credentials const> who{};
    std::shared_ptr<aws::resolved_credentials const> refused{}; ///< of an earlier attempt, by the service
    std::shared_ptr<service_endpoint const> own_endpoint{};     ///< which nobody else keeps
    http::wall_time::duration skew{}; ///< of the server's clock, as the attempt was signed
};

} // namespace dynasio::call

#endif
