// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_CLIENT_DETAIL_RAW_CALL_HPP
#define DYNASIO_CLIENT_DETAIL_RAW_CALL_HPP

#include <dynasio/call_options.hpp>
#include <dynasio/error.hpp>
#include <dynasio/json/detail/decode.hpp>
#include <dynasio/operations/query.hpp>
#include <dynasio/operations/scan.hpp>

#include <boost/asio/awaitable.hpp>

#include <memory>
#include <optional>
#include <string>

namespace dynasio {

class client;

namespace detail {

class client_state;
struct prepared_call;

/// A request that was encoded, and whose answer may go anywhere.
class raw_call
{
public:
    static raw_call query(client const& c, query_input const& request, call_options options);
    static raw_call scan(client const& c, scan_input const& request, call_options options);

    raw_call(raw_call&& other) noexcept;
    raw_call& operator=(raw_call&& other) noexcept;
    ~raw_call();

    /// Sends it and decodes the answer into `target`, which must outlive the operation. Ends with the error, if there is one;
    /// cancellation is thrown.
    boost::asio::awaitable<std::optional<error>> into(slot target) &&;

    /// The same, but cancellation is an error like others.
    boost::asio::awaitable<std::optional<error>> into_or_error(slot target) &&;

    /// Sends it and ends with the body of the answer, which the caller decodes; cancellation is thrown.
    boost::asio::awaitable<result<std::string>> answer() &&;

    /// As `src/client/raw_request.hpp` makes it of any request.
    raw_call(std::shared_ptr<client_state> state, std::unique_ptr<prepared_call> call);

private:
    std::shared_ptr<client_state> state_;
    std::unique_ptr<prepared_call> call_;
};

} // namespace detail
} // namespace dynasio

#endif
