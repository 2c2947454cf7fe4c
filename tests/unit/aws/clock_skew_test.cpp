// SPDX-License-Identifier: BSL-1.0
//
// Learning the server's clock from its dates. The vectors play whole calls: attempts with local times, signed with the skew
// known then, answered with a `Date`.

#include "aws/retry/clock_skew.hpp"

#include <dynasio/aws/retry.hpp>

#include "support/data_cases.hpp"

#include <cstdio>

namespace {

using namespace dynasio::aws;
using namespace std::chrono_literals;
using std::chrono::nanoseconds;
using std::chrono::seconds;
using wall_time = std::chrono::system_clock::time_point;
namespace json = boost::json;

wall_time at(std::string const& text)
{
    int y = 0, mo = 0, d = 0, h = 0, mi = 0, s = 0;
    if (std::sscanf(text.c_str(), "%d-%d-%dT%d:%d:%dZ", &y, &mo, &d, &h, &mi, &s) != 6)
        throw std::runtime_error("bad time " + text);
    using namespace std::chrono;
    return sys_days(year_month_day(year(y), month(static_cast<unsigned>(mo)), day(static_cast<unsigned>(d))))
        + hours(h) + minutes(mi) + seconds(s);
}

std::string text(json::value const& value)
{
    return std::string(value.as_string());
}

std::string play_operation(json::object const& operation, clock_skew& skew)
{
    retry_options options;
    options.max_attempts = 3;
    if (auto const* max = operation.if_contains("maxAttempts"))
        options.max_attempts = max->to_number<unsigned>();
    retry_quota quota;
    call_retries call(options, quota);

    std::string outcome = "no attempts";
    std::size_t played = 0;
    auto const& attempts = operation.at("attempts").as_array();
    for (auto const& attempt : attempts)
    {
        SCOPED_TRACE("attempt " + std::to_string(call.attempt()));
        ++played;
        auto const sent = at(text(attempt.at("clientTimeAtSend")));
        auto const received = at(text(attempt.at("clientTimeAtReceive")));
        auto const used = skew.current();
        EXPECT_EQ(sent + used, at(text(attempt.at("expectedSigningTime"))));

        auto const& response = attempt.at("response").as_object();
        auto const& headers = response.at("headers").as_object();
        std::string const date = headers.contains("Date") ? text(headers.at("Date")) : "";
        auto const candidate = skew.observe(date, headers.contains("Age"), sent, received);
        int const status = response.at("statusCode").to_number<int>();
        if (status < 301)
        {
            call.on_success();
            outcome = "success";
            break;
        }
        std::string const code = text(response.at("errorCode"));
        auto kind = classify_service_error(status, code);
        if (clock_skew_retryable(code, used, candidate))
            kind = retry_class::transient;
        if (!call.on_failure(kind, 0.0).retry)
        {
            outcome = "error";
            break;
        }
        outcome = "would retry";
    }
    EXPECT_EQ(played, attempts.size());
    return outcome;
}

void play_operations(json::object const& test)
{
    clock_skew skew;
    bool first = true;
    for (auto const& element : test.at("operations").as_array())
    {
        auto const& operation = element.as_object();
        seconds const initial(operation.at("initialClientSkew").to_number<int>());
        if (first && initial != 0s)
            skew.observe(
                "Thu, 01 Jan 1970 00:10:00 GMT", false, wall_time(600s - initial), wall_time(600s - initial));
        first = false;
        EXPECT_EQ(skew.current(), initial);
        EXPECT_EQ(play_operation(operation, skew), text(operation.at("expectedOutcome")));
        EXPECT_EQ(skew.current(), seconds(operation.at("expectedClientSkew").to_number<int>()));
    }
}

TEST(ClockSkew, Vectors)
{
    DYNASIO_REQUIRE_TEST_DATA("retry/clock-skew.json");
    constexpr auto file = "retry/clock-skew.json";
    using namespace dynasio::tests;
    run_cases(file, cases_of(load_test_data(file).at("tests"), "description"), {}, play_operations);
}

TEST(ClockSkew, ClassificationVectors)
{
    DYNASIO_REQUIRE_TEST_DATA("retry/clock-skew-classification.json");
    constexpr auto file = "retry/clock-skew-classification.json";
    using namespace dynasio::tests;
    run_cases(file, cases_of(load_test_data(file)), {},
        [](json::object const& test)
        {
            std::optional<nanoseconds> candidate;
            if (!test.at("candidate_skew_ms").is_null())
                candidate = std::chrono::milliseconds(test.at("candidate_skew_ms").to_number<int>());
            EXPECT_EQ(clock_skew_retryable(text(test.at("error_code")),
                          std::chrono::milliseconds(test.at("attempt_skew_ms").to_number<int>()), candidate),
                test.at("retryable").as_bool());
        });
}

TEST(ClockSkew, FourMinutesAreTolerated)
{
    auto const retryable = [](nanoseconds candidate)
    { return clock_skew_retryable("RequestTimeTooSkewed", 0s, candidate); };
    EXPECT_FALSE(retryable(4min));
    EXPECT_TRUE(retryable(4min + 1ns));
    EXPECT_FALSE(retryable(-4min));
    EXPECT_TRUE(retryable(-4min - 1ns));
}

TEST(ClockSkew, MiddleOfTheExchangeToTheNanosecond)
{
    wall_time const sent{1000s};
    EXPECT_EQ(clock_skew_candidate("Thu, 01 Jan 1970 00:16:40 GMT", false, sent, sent + 500ms),
        nanoseconds(-250ms));
    EXPECT_EQ(clock_skew_candidate("Thu, 01 Jan 1970 00:16:42 GMT", false, sent, sent + 500ms),
        nanoseconds(1750ms));
}

TEST(ClockSkew, SlowOrImpossibleExchangesTeachNothing)
{
    wall_time const sent{1000s};
    std::string_view const date = "Thu, 01 Jan 1970 00:16:40 GMT";
    EXPECT_TRUE(clock_skew_candidate(date, false, sent, sent + 15min));
    EXPECT_FALSE(clock_skew_candidate(date, false, sent, sent + 15min + 1ns));
    EXPECT_FALSE(clock_skew_candidate(date, false, sent, sent - 1ns));
    EXPECT_FALSE(clock_skew_candidate(date, true, sent, sent));
    EXPECT_FALSE(clock_skew_candidate("", false, sent, sent));
    EXPECT_FALSE(clock_skew_candidate("yesterday", false, sent, sent));
    EXPECT_FALSE(clock_skew_candidate("Fri, 31 Dec 9999 23:59:59 GMT", false, sent, sent));
    EXPECT_FALSE(clock_skew_candidate("Sat, 01 Jan 0000 00:00:00 GMT", false, sent, sent));
}

} // namespace
