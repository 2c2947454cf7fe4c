// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_ERROR_HPP
#define DYNASIO_ERROR_HPP

#include <dynasio/aws/retry.hpp>
#include <dynasio/errc.hpp>
#include <dynasio/value/attribute_value.hpp>

#include <boost/assert/source_location.hpp>
#include <boost/system/error_code.hpp>
#include <boost/system/result.hpp>
#include <boost/system/system_error.hpp>

#include <chrono>
#include <iosfwd>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dynasio {

/// What was throttled, and by which limit.
struct throttling_reason
{
    std::string reason;   ///< e.g. `TableWriteProvisionedThroughputExceeded`
    std::string resource; ///< ARN of the table or index
};

/// One failed attempt of an operation: when, for how long, and why.
struct attempt
{
    std::chrono::system_clock::time_point started{};
    std::chrono::steady_clock::duration duration{}; ///< from the first step of this attempt to its failure
    boost::system::error_code code;                 ///< as in `error::code`
    std::string reason;       ///< the server's code and message, or the failure of the transport
    std::string request_id;   ///< empty if the server gave none
    unsigned http_status = 0; ///< 0 if there was no response
    /// What the failure means for another attempt; `throttling` if the service asked to slow down.
    aws::retry_class retry = aws::retry_class::not_retryable;
    std::vector<throttling_reason> throttling_reasons; ///< where the service gives them
};

/// Why one action of a transaction failed. The `code` of an action that would have succeeded is `None`.
struct cancellation_reason
{
    std::string code;             ///< `None`, `ConditionalCheckFailed`, `TransactionConflict`, ...
    std::string message;          ///< the server's text, often empty
    std::optional<item> old_item; ///< the stored item, if the action requested it

    /// True unless this action would have succeeded.
    [[nodiscard]] bool failed() const { return !code.empty() && code != "None"; }
};

/// Everything known about a failed operation. The server's text is separate from the library's, because it can contain
/// user data. Neither contains a secret.
struct error_details
{
    boost::system::error_code code;
    std::string operation;              ///< API name, e.g. `GetItem`
    std::string context;                ///< the library's own text: what was attempted and where
    std::string wire_code;              ///< the server's name for the error; empty if there was no response
    std::string server_message;         ///< the server's text
    std::string request_id;             ///< of the last response
    unsigned http_status = 0;           ///< of the last response; 0 if there was none
    bool may_have_been_applied = false; ///< see `error::may_have_been_applied`
    /// Whether the same request may succeed later, even if there was no time or quota for another attempt.
    aws::retry_class retry = aws::retry_class::not_retryable;
    std::vector<attempt> attempts; ///< every failed attempt, the last one included
    std::optional<item> old_item;  ///< the stored item, if a failed condition requested it
    std::vector<cancellation_reason>
        cancellation_reasons; ///< one per action of a cancelled transaction, in order
    std::vector<throttling_reason> throttling_reasons;
};

/// Why an operation failed: a value that is cheap to copy.
class error
{
public:
    /// No error: `code()` is success.
    error() = default;
    explicit error(error_details details);
    /// An error with a code and a text of the library only.
    error(boost::system::error_code code, std::string context);

    /// An `errc` if DynamoDB responded with an error, otherwise a `client_errc` or a code of the transport.
    [[nodiscard]] boost::system::error_code code() const noexcept;
    /// Everything known about the failure. Valid as long as this error or a copy of it.
    [[nodiscard]] error_details const& details() const noexcept;

    /// Whether DynamoDB responded with an error.
    [[nodiscard]] bool from_service() const noexcept;

    /// Whether a write may have taken effect despite the error: an attempt was sent, and no response said that it failed.
    [[nodiscard]] bool may_have_been_applied() const noexcept { return details().may_have_been_applied; }

    /// Whether the service throttled the request. Slow down before the next one.
    [[nodiscard]] bool is_throttling() const noexcept
    {
        return details().retry == aws::retry_class::throttling;
    }

    /// Whether the same request may succeed later: after throttling, a fault of the server or a failed connection. The
    /// client has already used its attempts. Before you send a write again, check `may_have_been_applied`.
    [[nodiscard]] bool is_retryable() const noexcept
    {
        return details().retry != aws::retry_class::not_retryable;
    }

    /// Whether a condition of the request failed: that of a single write, or of an action of a transaction, which
    /// `cancellation_reasons` identifies. False for `client_errc::outcome_unknown`: an earlier attempt may have applied the
    /// write.
    [[nodiscard]] bool is_conditional_failure() const noexcept;

    /// Whether the deadline of the call passed, or the last attempt timed out while waiting for a connection or a response.
    /// For writes, see `may_have_been_applied`.
    [[nodiscard]] bool is_timeout() const noexcept;

    /// One printable line: operation, code, texts, request id, attempts.
    [[nodiscard]] std::string describe() const;

    friend bool operator==(error const& e, boost::system::error_code code) noexcept
    {
        return e.code() == code;
    }
    friend bool operator==(error const& e, errc code) noexcept { return e.code() == make_error_code(code); }
    friend bool operator==(error const& e, client_errc code) noexcept
    {
        return e.code() == make_error_code(code);
    }
    friend std::ostream& operator<<(std::ostream& out, error const& e);

private:
    std::shared_ptr<error_details const> details_;
};

/// Thrown by an operation that fails without an error response from DynamoDB: transport, TLS, deadline, cancellation, AWS
/// credentials, invalid input, malformed response.
class operation_error : public boost::system::system_error
{
public:
    explicit operation_error(dynasio::error e);

    /// The error as a value; the functions below are its functions.
    [[nodiscard]] dynasio::error const& error() const noexcept { return error_; }
    [[nodiscard]] error_details const& details() const noexcept { return error_.details(); }
    [[nodiscard]] bool may_have_been_applied() const noexcept { return error_.may_have_been_applied(); }
    [[nodiscard]] bool is_throttling() const noexcept { return error_.is_throttling(); }
    [[nodiscard]] bool is_retryable() const noexcept { return error_.is_retryable(); }
    [[nodiscard]] bool is_conditional_failure() const noexcept { return error_.is_conditional_failure(); }
    [[nodiscard]] bool is_timeout() const noexcept { return error_.is_timeout(); }

    /// `error().describe()`.
    [[nodiscard]] char const* what() const noexcept override { return what_->c_str(); }

private:
    dynasio::error error_;
    std::shared_ptr<std::string const> what_;
};

/// Thrown by an operation to which DynamoDB responds with an error. `code()` compares with `errc`.
class service_error : public operation_error
{
public:
    using operation_error::operation_error;
};

/// The result of a non-throwing operation: a value or an `error`. `value()` throws what the throwing form throws.
template <class T>
using result = boost::system::result<T, error>;

/// Throws `e` as `service_error` or `operation_error`. Called by `result::value`.
[[noreturn]] void throw_exception_from_error(error const& e, boost::source_location const& where);

} // namespace dynasio

#endif
