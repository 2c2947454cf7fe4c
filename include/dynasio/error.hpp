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

/// One try of an operation that failed: when, for how long, and why.
struct attempt
{
    std::chrono::system_clock::time_point started{};
    std::chrono::steady_clock::duration duration{}; ///< from the first step of this try to its failure
    boost::system::error_code code;                 ///< as in `error::code`
    std::string reason;       ///< the server's code and message, or what the transport met
    std::string request_id;   ///< empty when the server gave none
    unsigned http_status = 0; ///< 0 when there was no answer
};

/// Why one action of a transaction did not go through; `None` in `code` for those that would have.
struct cancellation_reason
{
    std::string code;             ///< `None`, `ConditionalCheckFailed`, `TransactionConflict`, ...
    std::string message;          ///< the server's text, often empty
    std::optional<item> old_item; ///< the stored item, where the action asked for it

    /// True unless this action would have gone through.
    [[nodiscard]] bool failed() const { return !code.empty() && code != "None"; }
};

/// What was throttled, and by which limit.
struct throttling_reason
{
    std::string reason;   ///< e.g. `TableWriteProvisionedThroughputExceeded`
    std::string resource; ///< ARN of the table or index
};

/// Everything known about a failed operation. Text that the server sent is kept apart from text made here, since it can
/// hold user data; neither ever holds a secret.
struct error_details
{
    boost::system::error_code code;
    std::string operation;      ///< API name, e.g. `GetItem`
    std::string context;        ///< our own words: what was tried and where
    std::string wire_code;      ///< the server's name for the error; empty when there was no answer
    std::string server_message; ///< the server's text
    std::string request_id;     ///< of the last answer
    unsigned http_status = 0;   ///< of the last answer; 0 when there was none
    bool may_have_been_applied = false;
    /// What the last failure means for the same request, whether or not there was time and quota for another try.
    aws::retry_class retry = aws::retry_class::not_retryable;
    std::vector<attempt> attempts; ///< every try that failed, the last one included
    std::optional<item> old_item;  ///< the stored item, after a failed condition that asked for it
    std::vector<cancellation_reason>
        cancellation_reasons; ///< one per action of a cancelled transaction, in order
    std::vector<throttling_reason> throttling_reasons;
};

/// Why an operation failed: a value that is cheap to copy.
class error
{
public:
    error() = default;
    explicit error(error_details details);
    /// An error with a code and our own words only.
    error(boost::system::error_code code, std::string context);

    /// `errc` for an error that DynamoDB answered, `client_errc` or a transport's code for all others.
    [[nodiscard]] boost::system::error_code code() const noexcept;
    [[nodiscard]] error_details const& details() const noexcept;

    /// Whether DynamoDB answered with an error.
    [[nodiscard]] bool from_service() const noexcept;

    /// Whether a write may have taken effect in spite of the error: a try was sent, and no answer said that it failed.
    [[nodiscard]] bool may_have_been_applied() const noexcept { return details().may_have_been_applied; }

    /// Whether the service or a limit asks for less: slow down before the next request.
    [[nodiscard]] bool is_throttling() const noexcept
    {
        return details().retry == aws::retry_class::throttling;
    }

    /// Whether the same request may succeed later: after throttling, a fault of the server, a connection that failed. The
    /// client has tried again as often as it may; what is left is to try later, with the care that
    /// `may_have_been_applied` asks for.
    [[nodiscard]] bool is_retryable() const noexcept
    {
        return details().retry != aws::retry_class::not_retryable;
    }

    /// Whether a condition of the request did not hold: of a single write, or of an action of a transaction, where
    /// `cancellation_reasons` tells of which. False for `client_errc::outcome_unknown`: the first try may have done the write.
    [[nodiscard]] bool is_conditional_failure() const noexcept;

    /// Whether time was up: that of the call, or of the last try's wait for a connection or an answer. What a write has
    /// done by then: see `may_have_been_applied`.
    [[nodiscard]] bool is_timeout() const noexcept;

    /// One line for people: operation, code, texts, request id, tries.
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

/// What every operation throws that fails without an answer from DynamoDB: transport, TLS, deadline, cancellation,
/// credentials, input that cannot be sent, an answer that cannot be read.
class operation_error : public boost::system::system_error
{
public:
    explicit operation_error(dynasio::error e);

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

/// What an operation throws that DynamoDB answered with an error. `code()` compares with `errc`.
class service_error : public operation_error
{
public:
    using operation_error::operation_error;
};

/// The result of an operation in its form without exceptions.
template <class T>
using result = boost::system::result<T, error>;

/// How `result::value` throws: `service_error` or `operation_error`.
[[noreturn]] void throw_exception_from_error(error const& e, boost::source_location const& where);

} // namespace dynasio

#endif
