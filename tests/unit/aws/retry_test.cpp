// SPDX-License-Identifier: BSL-1.0
//
// The decisions of the retry loop, without a loop: outcomes go in, the decision, the delay and the quota are
// compared.

#include <dynasio/aws/retry.hpp>

#include "support/data_cases.hpp"

#include <limits>
#include <stdexcept>
#include <thread>
#include <utility>
#include <vector>

namespace {

using namespace dynasio::aws;
using namespace std::chrono_literals;
namespace json = boost::json;

std::string text(json::value const& value)
{
    return std::string(value.as_string());
}

void run_case(json::object const& test)
{
    auto const& settings = test.at("settings").as_object();
    retry_options options;
    options.max_attempts = settings.at("max_attempts").to_number<unsigned>();
    options.initial_tokens = settings.at("initial_tokens").to_number<unsigned>();
    options.base_delay = settings.at("service").as_string() == "dynamodb" ? 25ms : 50ms;
    options.max_backoff = std::chrono::milliseconds(settings.at("max_backoff_ms").to_number<int>());
    double const jitter = settings.at("jitter").to_number<double>();

    retry_quota quota(options.initial_tokens);
    call_retries call(options, quota);
    bool goes_on = true;
    for (auto const& element : test.at("steps").as_array())
    {
        SCOPED_TRACE("attempt " + std::to_string(call.attempt()));
        EXPECT_TRUE(std::exchange(goes_on, false)) << "the call had ended before";
        auto const& response = element.at("response").as_object();
        auto const& expected = element.at("expected").as_object();
        int const status = response.at("status").to_number<int>();
        std::string outcome = "success";
        retry_decision decision;
        if (status < 301)
            call.on_success();
        else
        {
            std::string const code = response.contains("error_code") ? text(response.at("error_code")) : "";
            std::string after;
            if (auto const* headers = response.if_contains("headers"))
                after = text(headers->at("x-amz-retry-after"));
            decision = call.on_failure(classify_service_error(status, code), jitter, after);
            switch (decision.reason)
            {
            case retry_stop::none:
                outcome = "retry";
                break;
            case retry_stop::not_retryable:
                outcome = "fail";
                break;
            case retry_stop::attempts_exhausted:
                outcome = "max_attempts_exceeded";
                break;
            case retry_stop::quota_exhausted:
                outcome = "retry_quota_exceeded";
                break;
            }
            EXPECT_EQ(decision.retry, outcome == "retry");
            goes_on = decision.retry;
        }
        EXPECT_EQ(outcome, text(expected.at("outcome")));
        if (auto const* tokens = expected.if_contains("retry_quota"))
        {
            EXPECT_EQ(quota.available(), tokens->to_number<unsigned>());
        }
        if (auto const* delay = expected.if_contains("delay_ms"))
        {
            EXPECT_EQ(decision.delay, std::chrono::milliseconds(delay->to_number<int>()));
        }
    }
}

TEST(Retry, StandardModeVectors)
{
    DYNASIO_REQUIRE_TEST_DATA("retry/standard-2.1.json");
    constexpr auto file = "retry/standard-2.1.json";
    using namespace dynasio::tests;
    run_cases(file, cases_of(load_test_data(file), "name"), {}, run_case);
}

TEST(Retry, DefaultsAreThoseOfDynamoDb)
{
    retry_options const options;
    retry_quota quota(options.initial_tokens);
    call_retries call(options, quota);
    for (auto const delay : {25ms, 50ms, 100ms})
    {
        auto const decision = call.on_failure(retry_class::transient, 1.0);
        EXPECT_TRUE(decision.retry);
        EXPECT_EQ(decision.delay, delay);
        EXPECT_EQ(decision.cost, 14u);
    }
    EXPECT_EQ(call.attempt(), 4u);
    EXPECT_EQ(call.on_failure(retry_class::transient, 1.0).reason, retry_stop::attempts_exhausted);
    EXPECT_EQ(quota.available(), 500u - 3 * 14);
}

TEST(Retry, RandomFactorScalesAfterTheCap)
{
    retry_options options;
    options.base_delay = 1000ms;
    options.max_backoff = 3000ms;
    EXPECT_EQ(backoff_delay(options, retry_class::transient, 1, 0.5), 1000ms);
    EXPECT_EQ(backoff_delay(options, retry_class::transient, 2, 0.5), 1500ms);
    EXPECT_EQ(backoff_delay(options, retry_class::transient, 60, 0.5), 1500ms);
    EXPECT_EQ(backoff_delay(options, retry_class::transient, 4000000000u, 0.0), 0ms);
    options.base_delay = 0ms;
    EXPECT_EQ(backoff_delay(options, retry_class::transient, 4000000000u, 1.0), 0ms);
}

TEST(Retry, DelaysAreFinerThanAMillisecond)
{
    EXPECT_EQ(backoff_delay({}, retry_class::transient, 0, 0.01), 250us);
}

TEST(Retry, OddRandomValuesAreClamped)
{
    EXPECT_EQ(backoff_delay({}, retry_class::transient, 0, -1.0), 0ms);
    EXPECT_EQ(backoff_delay({}, retry_class::transient, 0, 7.0), 25ms);
    EXPECT_EQ(backoff_delay({}, retry_class::transient, 0, std::numeric_limits<double>::quiet_NaN()), 0ms);
}

TEST(Retry, RetryAfterAddsAtMostFiveSeconds)
{
    auto const delay = [](std::string_view after)
    { return backoff_delay({}, retry_class::transient, 0, 1.0, after); };
    EXPECT_EQ(delay("100"), 100ms);
    EXPECT_EQ(delay("24"), 25ms);
    EXPECT_EQ(delay("5024"), 5024ms);
    EXPECT_EQ(delay("5026"), 5025ms);
    EXPECT_EQ(delay("99999999999999999999999999"), 5025ms);
    for (auto const* garbage :
        {"", "-1", "+5000", "5000 ", " 5000", "5e3", "0x1000", "Wed, 21 Oct 2026 07:28:00 GMT"})
        EXPECT_EQ(delay(garbage), 25ms) << garbage;
}

TEST(Retry, SuccessReturnsOnlyTheLastCost)
{
    retry_quota quota(500);
    call_retries call({}, quota);
    call.on_failure(retry_class::transient, 0);
    call.on_failure(retry_class::throttling, 0);
    EXPECT_EQ(quota.available(), 481u);
    call.on_success();
    EXPECT_EQ(quota.available(), 486u);
    call_retries next({}, quota);
    next.on_success();
    EXPECT_EQ(quota.available(), 487u);
}

TEST(Retry, QuotaNeverExceedsItsCapacity)
{
    retry_quota quota(10);
    quota.give_back(1);
    EXPECT_EQ(quota.available(), 10u);
    EXPECT_TRUE(quota.take(3));
    quota.give_back(4000000000u);
    EXPECT_EQ(quota.available(), 10u);
    EXPECT_FALSE(quota.take(11));
    EXPECT_EQ(quota.available(), 10u);
}

TEST(Retry, QuotaIsSharedByThreads)
{
    retry_quota quota(1000);
    std::atomic<unsigned> taken = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i)
        threads.emplace_back(
            [&]
            {
                for (int n = 0; n < 1000; ++n)
                    if (quota.take(1))
                        ++taken;
            });
    for (auto& thread : threads)
        thread.join();
    EXPECT_EQ(taken, 1000u);
    EXPECT_EQ(quota.available(), 0u);
}

TEST(Retry, ClassifiesByCodeBeforeStatus)
{
    EXPECT_EQ(classify_service_error(500, "ThrottlingException"), retry_class::throttling);
    EXPECT_EQ(classify_service_error(400, "ProvisionedThroughputExceededException"), retry_class::throttling);
    EXPECT_EQ(classify_service_error(400, "LimitExceededException"), retry_class::throttling);
    EXPECT_EQ(classify_service_error(400, "TransactionInProgressException"), retry_class::throttling);
    EXPECT_EQ(classify_service_error(500, "InternalServerError"), retry_class::transient);
    EXPECT_EQ(classify_service_error(400, "ReplicatedWriteConflictException"), retry_class::transient);
    EXPECT_EQ(classify_service_error(400, "Made up", true), retry_class::transient);
    for (int const status : {500, 502, 503, 504})
        EXPECT_EQ(classify_service_error(status, ""), retry_class::transient) << status;
    for (int const status : {301, 400, 403, 404, 413, 429, 501, 505})
        EXPECT_EQ(classify_service_error(status, ""), retry_class::not_retryable) << status;
    for (auto const* code : {"ValidationException", "ConditionalCheckFailedException",
             "TransactionCanceledException", "TransactionConflictException", "ResourceNotFoundException",
             "throttling", "AccessDeniedException"})
        EXPECT_EQ(classify_service_error(400, code), retry_class::not_retryable) << code;
}

TEST(Retry, OneAttemptMeansNoRetry)
{
    retry_options options;
    options.max_attempts = 1;
    retry_quota quota;
    call_retries call(options, quota);
    EXPECT_EQ(call.on_failure(retry_class::transient, 0).reason, retry_stop::attempts_exhausted);
    EXPECT_EQ(quota.available(), 500u);
}

TEST(Retry, ValidationNamesMemberAndValue)
{
    EXPECT_NO_THROW(validate(retry_options{}));
    auto const message = [](retry_options const& options) -> std::string
    {
        try
        {
            validate(options);
        }
        catch (std::invalid_argument const& error)
        {
            return error.what();
        }
        return "no error";
    };
    retry_options options;
    options.max_attempts = 0;
    EXPECT_EQ(message(options), "retry_options::max_attempts is 0, but must be at least 1");
    options = {};
    options.max_backoff = -1ns;
    EXPECT_EQ(message(options), "retry_options::max_backoff is -1, but must be 0 ns or more");
}

} // namespace
