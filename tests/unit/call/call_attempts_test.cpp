// SPDX-License-Identifier: BSL-1.0
//
// The decisions of one call without I/O: time, randomness and outcomes are arguments here.

#include "call/call_attempts.hpp"

#include <dynasio/http/errc.hpp>

#include <boost/asio/error.hpp>

#include <gtest/gtest.h>

namespace {

using namespace std::chrono_literals;
using dynasio::client_errc;
using dynasio::errc;
using dynasio::call::call_attempts;
using dynasio::call::moment;
using dynasio::operations::operation_info;

constexpr operation_info reading{"GetItem", "DynamoDB_20120810.GetItem", true, false};
constexpr operation_info writing{"PutItem", "DynamoDB_20120810.PutItem", false, false};
constexpr operation_info transacting{
    "TransactWriteItems", "DynamoDB_20120810.TransactWriteItems", false, true};

moment at(std::chrono::milliseconds since_start)
{
    return {dynasio::http::time_point(since_start), dynasio::http::wall_time(1'700'000'000s + since_start)};
}

dynasio::http::response answer(unsigned status, std::string code)
{
    dynasio::http::response r;
    r.status = status;
    r.body = R"({"__type":"com.amazonaws.dynamodb.v20120810#)" + code + R"(","message":"why"})";
    r.headers.add("x-amzn-RequestId", "REQ" + code);
    return r;
}

dynasio::http::transport_error broken(dynasio::http::stage reached)
{
    return {boost::asio::error::connection_reset, reached, "127.0.0.1:8000 reset"};
}

class call_attempts_test : public ::testing::Test
{
protected:
    call_attempts record(operation_info const& operation, std::chrono::milliseconds deadline = 30s)
    {
        call_attempts r(operation, options, quota, at(deadline).steady);
        r.begin_attempt(at(0ms));
        return r;
    }

    dynasio::aws::retry_options options;
    dynasio::aws::retry_quota quota{500};
};

TEST_F(call_attempts_test, a_transient_failure_is_tried_again_after_its_backoff)
{
    auto r = record(reading);
    auto const next = r.failed(broken(dynasio::http::stage::receiving), at(10ms), 1.0);
    EXPECT_TRUE(next.retry);
    EXPECT_EQ(next.at, at(10ms + 25ms).steady);
    EXPECT_EQ(r.attempt_number(), 2u);
}

TEST_F(call_attempts_test, every_try_is_in_the_error_with_cause_and_time)
{
    options.max_attempts = 2;
    auto r = record(reading);
    EXPECT_TRUE(r.failed(broken(dynasio::http::stage::receiving), at(10ms), 0.0).retry);
    r.begin_attempt(at(20ms));
    EXPECT_FALSE(r.refused(answer(500, "InternalServerError"), 0ns, {}, at(50ms), 0.0).retry);
    auto const e = std::move(r).failure();
    EXPECT_EQ(e, errc::internal_server_error);
    EXPECT_EQ(e.details().operation, "GetItem");
    EXPECT_EQ(e.details().request_id, "REQInternalServerError");
    EXPECT_EQ(e.details().http_status, 500u);
    ASSERT_EQ(e.details().attempts.size(), 2u);
    EXPECT_EQ(e.details().attempts[0].duration, 10ms);
    EXPECT_EQ(e.details().attempts[0].code, boost::asio::error::connection_reset);
    EXPECT_NE(e.details().attempts[0].reason.find("127.0.0.1:8000"), std::string::npos);
    EXPECT_EQ(e.details().attempts[1].duration, 30ms);
    EXPECT_EQ(e.details().attempts[1].reason, "InternalServerError: why");
    EXPECT_NE(e.describe().find("attempts exhausted"), std::string::npos) << e.describe();
    EXPECT_FALSE(e.may_have_been_applied());
}

TEST_F(call_attempts_test, client_errors_are_final)
{
    auto r = record(writing);
    EXPECT_FALSE(r.refused(answer(400, "ValidationException"), 0ns, {}, at(5ms), 0.0).retry);
    auto const e = std::move(r).failure();
    EXPECT_EQ(e, errc::validation);
    EXPECT_TRUE(e.from_service());
    EXPECT_FALSE(e.is_retryable());
    EXPECT_FALSE(e.may_have_been_applied());
    EXPECT_EQ(quota.available(), 500u);
}

TEST_F(call_attempts_test, a_deadline_does_not_hide_why)
{
    auto r = record(reading, 40ms);
    EXPECT_TRUE(r.refused(answer(500, "InternalServerError"), 0ns, {}, at(10ms), 1.0).retry);
    r.begin_attempt(at(35ms));
    dynasio::http::transport_error const late{
        dynasio::http::errc::exchange_timeout, dynasio::http::stage::receiving, "no answer"};
    EXPECT_FALSE(r.failed(late, at(40ms), 1.0).retry);
    auto const e = std::move(r).failure();
    EXPECT_EQ(e, client_errc::deadline_exceeded);
    ASSERT_EQ(e.details().attempts.size(), 2u);
    EXPECT_EQ(e.details().attempts[0].code, errc::internal_server_error);
    EXPECT_EQ(e.details().attempts[1].code, dynasio::http::errc::exchange_timeout);
    EXPECT_EQ(e.details().context, "no answer");
    EXPECT_TRUE(e.is_retryable());
}

TEST_F(call_attempts_test, a_wait_that_ends_after_the_deadline_is_not_begun)
{
    auto r = record(reading, 30ms);
    EXPECT_FALSE(r.refused(answer(400, "ThrottlingException"), 0ns, {}, at(10ms), 1.0).retry);
    auto const e = std::move(r).failure();
    EXPECT_EQ(e, errc::throttling) << "what the service said stays";
    EXPECT_EQ(e.details().wire_code, "ThrottlingException");
    EXPECT_NE(e.details().context.find("1000 ms"), std::string::npos) << e.details().context;
    EXPECT_TRUE(e.is_throttling());
}

TEST_F(call_attempts_test, a_wait_that_is_not_begun_keeps_what_the_try_met)
{
    auto r = record(reading, 20ms);
    dynasio::http::transport_error const broken{
        boost::asio::error::connection_refused, dynasio::http::stage::connecting, "127.0.0.1:1"};
    EXPECT_FALSE(r.failed(broken, at(10ms), 1.0).retry);
    auto const e = std::move(r).failure();
    EXPECT_EQ(e.details().context.find("127.0.0.1:1; no time left to wait"), 0u) << e.details().context;
}

TEST_F(call_attempts_test, a_write_that_was_sent_and_not_answered_may_have_been_applied)
{
    options.max_attempts = 1;
    for (auto const stage : {dynasio::http::stage::waiting, dynasio::http::stage::connecting,
             dynasio::http::stage::sending, dynasio::http::stage::receiving})
    {
        auto r = record(writing);
        EXPECT_FALSE(r.failed(broken(stage), at(1ms), 0.0).retry);
        EXPECT_EQ(std::move(r).failure().may_have_been_applied(), stage >= dynasio::http::stage::sending);
    }
}

TEST_F(call_attempts_test, a_condition_that_fails_after_a_lost_answer_is_ambiguous)
{
    auto r = record(writing);
    EXPECT_TRUE(r.failed(broken(dynasio::http::stage::receiving), at(1ms), 0.0).retry);
    r.begin_attempt(at(2ms));
    EXPECT_FALSE(r.refused(answer(400, "ConditionalCheckFailedException"), 0ns, {}, at(3ms), 0.0).retry);
    auto const e = std::move(r).failure();
    EXPECT_EQ(e, client_errc::outcome_unknown);
    EXPECT_EQ(e.details().wire_code, "ConditionalCheckFailedException");
    EXPECT_TRUE(e.may_have_been_applied());
}

TEST_F(call_attempts_test, a_condition_that_fails_after_a_failed_connection_is_a_plain_conflict)
{
    auto r = record(writing);
    EXPECT_TRUE(r.failed(broken(dynasio::http::stage::connecting), at(1ms), 0.0).retry);
    r.begin_attempt(at(2ms));
    EXPECT_FALSE(r.refused(answer(400, "ConditionalCheckFailedException"), 0ns, {}, at(3ms), 0.0).retry);
    auto const e = std::move(r).failure();
    EXPECT_EQ(e, errc::conditional_check_failed);
    EXPECT_FALSE(e.may_have_been_applied());
}

TEST_F(call_attempts_test, a_transaction_has_a_token_and_so_no_ambiguity_about_its_conditions)
{
    auto r = record(transacting);
    EXPECT_TRUE(r.failed(broken(dynasio::http::stage::receiving), at(1ms), 0.0).retry);
    r.begin_attempt(at(2ms));
    EXPECT_FALSE(r.refused(answer(400, "TransactionCanceledException"), 0ns, {}, at(3ms), 0.0).retry);
    EXPECT_EQ(std::move(r).failure(), errc::transaction_canceled);
}

TEST_F(call_attempts_test, a_damaged_answer_is_tried_again)
{
    auto r = record(reading);
    dynasio::http::response garbled;
    garbled.status = 200;
    garbled.body = "{}";
    EXPECT_TRUE(r.damaged(garbled, at(1ms), 0.0).retry);
    EXPECT_EQ(std::move(r).failure(), client_errc::checksum_mismatch);
}

TEST_F(call_attempts_test, a_signature_refused_for_a_wrong_clock_is_tried_again_once_the_clock_is_known)
{
    auto r = record(reading);
    EXPECT_TRUE(r.refused(answer(400, "InvalidSignatureException"), 0ns, 10min, at(1ms), 0.0).retry);
    r.begin_attempt(at(2ms));
    EXPECT_FALSE(r.refused(answer(400, "InvalidSignatureException"), 10min, 10min, at(3ms), 0.0).retry);
}

TEST_F(call_attempts_test, a_write_that_is_cancelled_while_it_is_sent_may_have_been_applied)
{
    for (auto const* operation : {&reading, &writing})
    {
        auto r = record(*operation);
        EXPECT_FALSE(r.cut_short(boost::asio::error::operation_aborted, "", at(5ms)).retry);
        auto const e = std::move(r).failure();
        EXPECT_EQ(e.code(), boost::asio::error::operation_aborted);
        EXPECT_EQ(e.details().attempts.size(), 1u);
        EXPECT_EQ(e.may_have_been_applied(), operation == &writing);
    }
}

TEST_F(call_attempts_test, a_write_that_is_cancelled_between_attempts_may_have_been_applied_by_those)
{
    for (bool const lost : {true, false})
    {
        auto r = record(writing);
        auto const reached = lost ? dynasio::http::stage::receiving : dynasio::http::stage::connecting;
        EXPECT_TRUE(r.failed(broken(reached), at(5ms), 0.0).retry);
        r.cut_short_between(boost::asio::error::operation_aborted, at(6ms).steady);
        auto const e = std::move(r).failure();
        EXPECT_EQ(e.code(), boost::asio::error::operation_aborted);
        EXPECT_EQ(e.details().attempts.size(), 1u);
        EXPECT_EQ(e.may_have_been_applied(), lost);
    }
}

TEST_F(call_attempts_test, what_cannot_be_retried)
{
    for (auto const code : {boost::system::error_code(boost::asio::error::operation_aborted),
             make_error_code(dynasio::http::errc::tls_verification),
             make_error_code(dynasio::http::errc::response_too_large),
             make_error_code(dynasio::http::errc::queue_full)})
    {
        auto r = record(reading);
        EXPECT_FALSE(r.failed({code, dynasio::http::stage::connecting, ""}, at(1ms), 0.0).retry)
            << code.message();
        EXPECT_EQ(std::move(r).failure().code(), code);
    }
}

TEST_F(call_attempts_test, what_the_service_said_at_the_deadline_stays)
{
    auto r = record(writing, 10ms);
    EXPECT_FALSE(r.refused(answer(400, "ConditionalCheckFailedException"), 0ns, {}, at(10ms), 0.0).retry);
    auto const e = std::move(r).failure();
    EXPECT_EQ(e, errc::conditional_check_failed);
    EXPECT_TRUE(e.is_conditional_failure());

    auto fault = record(writing, 10ms);
    EXPECT_FALSE(fault.refused(answer(500, "InternalServerError"), 0ns, {}, at(10ms), 0.0).retry);
    auto const late = std::move(fault).failure();
    EXPECT_EQ(late, errc::internal_server_error);
    EXPECT_NE(late.details().context.find("the deadline has passed"), std::string::npos);
}

TEST_F(call_attempts_test, a_retry_that_is_not_made_takes_no_tokens)
{
    for (int i = 0; i != 150; ++i)
    {
        auto r = record(reading, 30ms);
        EXPECT_FALSE(r.refused(answer(400, "ThrottlingException"), 0ns, {}, at(10ms), 1.0).retry);
    }
    EXPECT_EQ(quota.available(), 500u);
}

TEST_F(call_attempts_test, a_timeout_of_our_own_queue_takes_no_tokens)
{
    auto r = record(reading);
    dynasio::http::transport_error const busy{
        dynasio::http::errc::acquire_timeout, dynasio::http::stage::waiting, "all are in use"};
    EXPECT_TRUE(r.failed(busy, at(10ms), 1.0).retry);
    EXPECT_EQ(quota.available(), 500u);
    EXPECT_TRUE(r.failed(broken(dynasio::http::stage::receiving), at(10ms), 1.0).retry);
    EXPECT_EQ(quota.available(), 486u);
}

TEST_F(call_attempts_test, what_is_not_known_does_not_pass_by_itself)
{
    namespace generic = boost::system::errc;
    using http_errc = dynasio::http::errc;
    for (boost::system::error_code const code : {make_error_code(generic::too_many_files_open),
             make_error_code(generic::invalid_argument), make_error_code(generic::permission_denied),
             make_error_code(http_errc::tls_setup), make_error_code(http_errc::tls_verification),
             make_error_code(http_errc::callback_failed), make_error_code(http_errc::queue_full),
             boost::system::error_code(boost::asio::error::host_not_found)})
    {
        auto r = record(reading);
        EXPECT_FALSE(r.failed({code, dynasio::http::stage::connecting, ""}, at(1ms), 0.0).retry) << code;
        EXPECT_FALSE(std::move(r).failure().is_retryable()) << code;
    }
    for (boost::system::error_code const code :
        {make_error_code(generic::connection_refused), make_error_code(generic::network_unreachable),
            make_error_code(http_errc::no_address), make_error_code(http_errc::connect_timeout),
            make_error_code(http_errc::closed_early), boost::system::error_code(boost::asio::error::eof)})
    {
        auto r = record(reading);
        EXPECT_TRUE(r.failed({code, dynasio::http::stage::connecting, ""}, at(1ms), 0.0).retry) << code;
    }
}

TEST_F(call_attempts_test, responses_from_something_in_between_leave_a_write_open)
{
    for (unsigned const status : {201u, 204u, 301u, 302u, 307u, 408u, 499u, 502u})
    {
        auto r = record(writing, 1ms);
        r.refused({status, {}, "<html>"}, 0ns, {}, at(1ms), 0.0);
        EXPECT_TRUE(std::move(r).failure().may_have_been_applied()) << status;
    }
    for (unsigned const status : {400u, 401u, 403u, 404u, 413u, 429u})
    {
        auto r = record(writing, 1ms);
        r.refused({status, {}, "<html>"}, 0ns, {}, at(1ms), 0.0);
        EXPECT_FALSE(std::move(r).failure().may_have_been_applied()) << status;
    }
}

TEST_F(call_attempts_test, a_transaction_in_progress_is_open)
{
    options.max_attempts = 1;
    auto r = record(transacting);
    r.refused(answer(400, "TransactionInProgressException"), 0ns, {}, at(1ms), 0.0);
    auto const e = std::move(r).failure();
    EXPECT_EQ(e, errc::transaction_in_progress);
    EXPECT_TRUE(e.may_have_been_applied());
}

TEST_F(call_attempts_test, the_error_of_a_repeated_request_proves_nothing)
{
    struct repeated
    {
        operation_info const& operation;
        char const* code;
        bool open;
    };
    using namespace dynasio::operations;
    constexpr operation_info creating = occupies_table("CreateTable", "");
    constexpr operation_info deleting = deletes_table("DeleteTable", "");
    for (auto const& [operation, code, open] : {repeated{writing, "ConditionalCheckFailedException", true},
             repeated{writing, "DuplicateItemException", true},
             repeated{writing, "ResourceNotFoundException", false},
             repeated{creating, "ResourceInUseException", true},
             repeated{creating, "ResourceNotFoundException", false},
             repeated{deleting, "ResourceNotFoundException", true},
             repeated{deleting, "ResourceInUseException", false},
             repeated{transacting, "ConditionalCheckFailedException", false}})
    {
        SCOPED_TRACE(std::string(operation.name) + ' ' + code);
        auto r = record(operation);
        EXPECT_TRUE(r.failed(broken(dynasio::http::stage::receiving), at(1ms), 0.0).retry);
        r.begin_attempt(at(2ms));
        EXPECT_TRUE(r.refused(answer(400, "ThrottlingException"), 0ns, {}, at(3ms), 0.0).retry);
        r.begin_attempt(at(4ms));
        EXPECT_FALSE(r.refused(answer(400, code), 0ns, {}, at(5ms), 0.0).retry);
        auto const e = std::move(r).failure();
        EXPECT_EQ(e == client_errc::outcome_unknown, open);
        EXPECT_EQ(e.details().wire_code, code);
        EXPECT_TRUE(e.may_have_been_applied());

        auto first = record(operation);
        EXPECT_FALSE(first.refused(answer(400, code), 0ns, {}, at(5ms), 0.0).retry);
        EXPECT_FALSE(std::move(first).failure().may_have_been_applied());
    }
}

TEST_F(call_attempts_test, a_write_that_must_not_be_repeated_ends_where_it_is_open)
{
    call_attempts r(writing, options, quota, at(30s).steady, false);
    r.begin_attempt(at(0ms));
    r.sends(at(0ms));
    EXPECT_TRUE(r.failed(broken(dynasio::http::stage::connecting), at(1ms), 0.0).retry) << "was not sent";
    r.begin_attempt(at(2ms));
    r.sends(at(2ms));
    EXPECT_TRUE(r.refused(answer(400, "ThrottlingException"), 0ns, {}, at(3ms), 0.0).retry) << "refused";
    r.begin_attempt(at(4ms));
    r.sends(at(4ms));
    EXPECT_FALSE(r.failed(broken(dynasio::http::stage::receiving), at(5ms), 0.0).retry);
    auto const e = std::move(r).failure();
    EXPECT_EQ(e, client_errc::outcome_unknown);
    EXPECT_TRUE(e.may_have_been_applied());
    EXPECT_EQ(e.details().attempts.size(), 3u);
    EXPECT_EQ(quota.available(), 500u - 14u - 5u);
}

} // namespace
