// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_CALL_CLIENT_STATE_HPP
#define DYNASIO_SRC_CALL_CLIENT_STATE_HPP

#include "aws/retry/clock_skew.hpp"
#include "call/encode_request.hpp"
#include "call/random_source.hpp"

#include <dynasio/aws/endpoint.hpp>
#include <dynasio/aws/retry.hpp>
#include <dynasio/call/detail/decode_response.hpp>
#include <dynasio/client_options.hpp>
#include <dynasio/error.hpp>
#include <dynasio/http/message.hpp>
#include <dynasio/sigv4/signer.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <atomic>
#include <memory>
#include <string>

namespace dynasio::detail {

class call_attempts;

/// What the handles and the operations in flight of one client share.
/// Thread safety: shared objects are safe.
class client_state
{
public:
    client_state(boost::asio::any_io_executor executor, client_options options);

    /// `invoke`.
    static boost::asio::awaitable<result<call_response>> run(
        std::shared_ptr<client_state> self, encoded_request call);

    /// Ends operations in flight with `operation_aborted`. A transport or clock of the caller's goes on.
    void stop() noexcept;

    [[nodiscard]] boost::asio::any_io_executor const& executor() const noexcept { return executor_; }
    [[nodiscard]] std::shared_ptr<http::clock> const& clock() const noexcept { return clock_; }
    [[nodiscard]] random_source& random() noexcept { return random_; }
    [[nodiscard]] client_options const& options() const noexcept { return options_; }

private:
    /// Fills in headers and signature for one try.
    void sign(http::request& request, operation_info const& operation, std::string_view invocation_id,
        call_attempts const& record, http::wall_time server_now, aws::identity const& who) const;

    boost::asio::any_io_executor executor_;
    client_options options_;
    std::shared_ptr<http::clock> clock_;
    std::shared_ptr<http::transport> transport_;
    aws::endpoint endpoint_;
    http::origin origin_;
    std::string host_header_;
    std::string fixed_headers_; ///< rendered once: the headers that are the same on every request
    sigv4::signer signer_;
    aws::retry_quota quota_;
    aws::clock_skew skew_;
    std::atomic<bool> skew_known_ = false;
    std::atomic<bool> stopped_ = false;
    random_source random_;
};

} // namespace dynasio::detail

#endif
