// SPDX-License-Identifier: BSL-1.0
//
// What an error says of itself: one line for people, and answers to what callers ask.

#include <dynasio/errc.hpp>
#include <dynasio/error.hpp>
#include <dynasio/http/errc.hpp>

#include <boost/asio/error.hpp>
#include <gtest/gtest.h>

#include <sstream>
#include <string>

namespace dynasio {
namespace {

using namespace std::chrono_literals;

std::string what_of(error const& e)
{
    try
    {
        throw_exception_from_error(e, BOOST_CURRENT_LOCATION);
    }
    catch (boost::system::system_error const& thrown)
    {
        return thrown.what();
    }
}

TEST(error, says_once_what_the_service_refused)
{
    error_details details;
    details.code = errc::conditional_check_failed;
    details.operation = "PutItem";
    details.wire_code = "ConditionalCheckFailedException";
    details.server_message = "The conditional request failed";
    details.http_status = 400;
    details.request_id = "R1";
    EXPECT_EQ(what_of(error(details)),
        "PutItem: ConditionalCheckFailedException: The conditional request failed; HTTP 400; request id R1");
}

TEST(error, says_what_the_system_reported_and_not_where_it_was_noticed)
{
    boost::system::error_code const refused = boost::asio::error::connection_refused;
    constexpr auto here = BOOST_CURRENT_LOCATION;
    error_details details;
    details.code.assign(refused.value(), refused.category(), &here);
    details.operation = "GetItem";
    details.context = "127.0.0.1:1";
    EXPECT_EQ(what_of(error(details)), "GetItem: " + refused.message() + "; 127.0.0.1:1");
}

TEST(error, lists_the_attempts_and_warns_of_a_write)
{
    error_details details;
    details.code = client_errc::deadline_exceeded;
    details.operation = "PutItem";
    details.may_have_been_applied = true;
    details.attempts.resize(2);
    details.attempts[0].duration = 12ms;
    details.attempts[0].reason = "reset";
    details.attempts[1].duration = 8ms;
    details.attempts[1].reason = "silence";
    EXPECT_EQ(what_of(error(details)),
        "PutItem: " + details.code.message()
            + "; 2 attempts: [12 ms reset] [8 ms silence]; the write may have been applied");
}

TEST(error, is_one_printable_line)
{
    error_details details;
    details.code = errc::validation;
    details.operation = "PutItem";
    details.wire_code = "A\nB";
    details.server_message = "line\r\nnext \x1b[2J caf\xe9 \xe2\x80\xae";
    details.context = "c\td";
    details.request_id = std::string("r\0", 2);
    details.attempts.resize(2);
    details.attempts[0].reason = "x\ny";
    std::string const expected =
        "PutItem: A\\nB: line\\r\\nnext \\x1b[2J caf\\xe9 \\u202e; c\\td; request id r\\x00; 2 attempts: "
        "[0 ms x\\ny] [0 ms ]";
    error const e(details);
    EXPECT_EQ(e.describe(), expected);
    EXPECT_EQ(what_of(e), expected);
    std::ostringstream out;
    out << e;
    EXPECT_EQ(out.str(), expected);
    EXPECT_EQ(e.details().server_message, details.server_message) << "as the server sent it";
}

TEST(error, tells_what_is_worth_another_try)
{
    error_details details;
    EXPECT_FALSE(error(details).is_retryable());
    EXPECT_FALSE(error(details).is_throttling());
    EXPECT_FALSE(error().is_retryable());
    details.retry = aws::retry_class::transient;
    EXPECT_TRUE(error(details).is_retryable());
    EXPECT_FALSE(error(details).is_throttling());
    details.retry = aws::retry_class::throttling;
    EXPECT_TRUE(error(details).is_retryable());
    EXPECT_TRUE(error(details).is_throttling());
    EXPECT_TRUE(operation_error(error(details)).is_throttling());
    EXPECT_TRUE(service_error(error(details)).is_retryable());
}

TEST(error, tells_a_condition_that_did_not_hold)
{
    EXPECT_FALSE(error().is_conditional_failure());
    EXPECT_TRUE(error(errc::conditional_check_failed, "").is_conditional_failure());
    EXPECT_FALSE(error(errc::transaction_conflict, "").is_conditional_failure());
    // Its condition may have failed only because the first try had done the write.
    EXPECT_FALSE(error(client_errc::outcome_unknown, "").is_conditional_failure());

    error_details details;
    details.code = errc::transaction_canceled;
    EXPECT_FALSE(error(details).is_conditional_failure());
    details.cancellation_reasons.resize(2);
    details.cancellation_reasons[0].code = "None";
    details.cancellation_reasons[1].code = "TransactionConflict";
    EXPECT_FALSE(error(details).is_conditional_failure());
    details.cancellation_reasons[1].code = "ConditionalCheckFailed";
    EXPECT_TRUE(error(details).is_conditional_failure());
    EXPECT_TRUE(service_error(error(details)).is_conditional_failure());
    details.code = errc::validation;
    EXPECT_FALSE(error(details).is_conditional_failure());
}

TEST(error, tells_that_time_was_up)
{
    EXPECT_FALSE(error().is_timeout());
    EXPECT_TRUE(error(client_errc::deadline_exceeded, "").is_timeout());
    for (auto const code :
        {http::errc::acquire_timeout, http::errc::connect_timeout, http::errc::exchange_timeout})
        EXPECT_TRUE(error(code, "").is_timeout()) << make_error_code(code).message();
    EXPECT_TRUE(error(boost::asio::error::timed_out, "").is_timeout());
    EXPECT_FALSE(error(http::errc::closed_early, "").is_timeout());
    EXPECT_FALSE(error(boost::asio::error::operation_aborted, "").is_timeout());
    EXPECT_FALSE(error(errc::throttling, "").is_timeout());
    EXPECT_TRUE(operation_error(error(client_errc::deadline_exceeded, "")).is_timeout());
}

} // namespace
} // namespace dynasio
