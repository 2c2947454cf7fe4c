// SPDX-License-Identifier: BSL-1.0
//
// The vectors of retries and of clock skew, played through the client: requests, their times and headers, the quota and
// the outcome are compared, whatever part of the client decides them.

#include "support/data_cases.hpp"
#include "support/stepped_operation.hpp"
#include "unit/client/client_requests.hpp"

#include "call/client_state.hpp"
#include "client/client_handle.hpp"

#include <boost/json/serialize.hpp>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>

namespace dynasio::tests {
namespace {

using namespace std::chrono_literals;
namespace json = boost::json;
using std::chrono::milliseconds;
using std::chrono::seconds;

std::string error_body(std::string const& code)
{
    return code.empty() ? code
                        : R"({"__type":"com.amazonaws.dynamodb.v20120810#)" + code + R"(","message":"x"})";
}

/// A response of the vectors.
http::send_result response_of(std::string const& status_name, json::object const& given)
{
    http::response response;
    response.status = given.at(status_name).to_number<unsigned>();
    auto code = text_of(given, "error_code");
    if (code.empty())
        code = text_of(given, "errorCode");
    response.body = response.status == 200 ? "{}" : error_body(code);
    if (auto const* headers = given.if_contains("headers"))
        for (auto const& [name, value] : headers->as_object())
            response.headers.add(std::string(name), text_of(value));
    return response;
}

/// One call, with what was seen of it.
struct played_call
{
    std::vector<http::time_point> sent;
    std::vector<unsigned> quota; ///< at each request, and at the end
    std::vector<std::string> attempts;
    std::optional<error> failure;
};

played_call play(json::object const& test, std::uint64_t seed)
{
    auto const& settings = test.at("settings").as_object();
    auto const& steps = test.at("steps").as_array();
    scripted_client world;
    played_call played;
    std::optional<client> owner;
    auto const server = std::make_shared<stepping_server>(
        [&](http::request const& r) -> http::send_result
        {
            auto const number = played.sent.size();
            played.sent.push_back(world.clock->now());
            played.quota.push_back(call::state_of(*owner)->quota().available());
            played.attempts.emplace_back(r.headers.find("amz-sdk-request").value_or(""));
            if (number >= steps.size())
                return respond_with(200, "{}"); // is noticed by the number of requests
            return response_of("status", steps[number].at("response").as_object());
        });
    world.transport = server;
    auto options = world.options(settings.at("max_attempts").to_number<unsigned>());
    options.retry.initial_tokens = settings.at("initial_tokens").to_number<unsigned>();
    options.retry.max_backoff = milliseconds(settings.at("max_backoff_ms").to_number<int>());
    if (text_of(settings.at("service")) != "dynamodb") // whose base is the default
        options.retry.base_delay = 50ms;
    options.random_seed = seed;
    options.call_timeout = 1h;
    owner.emplace(world.context.get_executor(), options);
    world.run(
        [&]() -> boost::asio::awaitable<void>
        {
            auto const request = get_request();
            auto const outcome = co_await owner->try_get_item(request);
            if (!outcome)
                played.failure = outcome.error();
        });
    played.quota.push_back(call::state_of(*owner)->quota().available());
    return played;
}

std::string outcome_of(played_call const& played)
{
    if (!played.failure)
        return "success";
    auto const& context = played.failure->details().context;
    auto const says = [&](char const* text) { return context.find(text) != context.npos; };
    if (says("attempts exhausted"))
        return "max_attempts_exceeded";
    if (says("retry quota exhausted"))
        return "retry_quota_exceeded";
    return "fail";
}

void check_call(played_call const& played, json::array const& steps, std::string const& max_attempts)
{
    ASSERT_EQ(played.sent.size(), steps.size()) << "requests";
    for (std::size_t i = 0; i < steps.size(); ++i)
    {
        SCOPED_TRACE("attempt " + std::to_string(i + 1));
        auto const& expected = steps[i].at("expected").as_object();
        auto const outcome = text_of(expected, "outcome");
        EXPECT_EQ(i + 1 < steps.size() ? "retry" : outcome_of(played), outcome);
        EXPECT_EQ(played.attempts[i], "attempt=" + std::to_string(i + 1) + "; max=" + max_attempts);
        if (auto const* tokens = expected.if_contains("retry_quota"))
        {
            EXPECT_EQ(played.quota[i + 1], tokens->to_number<unsigned>());
        }
    }
    if (played.failure)
    {
        EXPECT_EQ(played.failure->details().attempts.size(), steps.size());
    }
}

/// The vectors have a random factor of 1. The client's own is below: of many calls the longest delay is nearly the one of
/// the vector, none is longer, and the shortest is nearly none, unless the server has asked for a longer delay.
void check_delays(std::vector<played_call> const& calls, std::size_t step, json::object const& which)
{
    SCOPED_TRACE("delay after attempt " + std::to_string(step + 1));
    auto const* delay = which.at("expected").as_object().if_contains("delay_ms");
    if (!delay)
        return;
    milliseconds const expected(delay->to_number<int>());
    auto shortest = http::time_point::duration::max();
    auto longest = http::time_point::duration::zero();
    for (auto const& call : calls)
    {
        ASSERT_GT(call.sent.size(), step + 1);
        auto const waited = call.sent[step + 1] - call.sent[step];
        shortest = std::min(shortest, waited);
        longest = std::max(longest, waited);
    }
    auto const* headers = which.at("response").as_object().if_contains("headers");
    bool const requested =
        headers && text_of(headers->as_object(), "x-amz-retry-after") == std::to_string(expected.count());
    EXPECT_LE(longest, expected);
    EXPECT_GE(longest, requested ? expected : expected * 95 / 100);
    if (requested)
    {
        EXPECT_EQ(shortest, expected);
    }
    else
    {
        EXPECT_LE(shortest, expected * 5 / 100);
    }
}

TEST(retry_vectors, standard_mode)
{
    constexpr auto file = "retry/standard-2.1.json";
    DYNASIO_REQUIRE_TEST_DATA(file);
    run_cases(file, cases_of(load_test_data(file), "name"), {},
        [](json::object const& test)
        {
            auto const& steps = test.at("steps").as_array();
            auto const max_attempts = json::serialize(test.at("settings").at("max_attempts"));
            std::vector<played_call> calls;
            for (std::uint64_t seed = 0; seed < 200; ++seed)
                calls.push_back(play(test, seed));
            check_call(calls.front(), steps, max_attempts);
            for (std::size_t i = 0; i < steps.size(); ++i)
                check_delays(calls, i, steps[i].as_object());
        });
}

http::wall_time at(std::string const& text)
{
    int y = 0, mo = 0, d = 0, h = 0, mi = 0, s = 0;
    if (std::sscanf(text.c_str(), "%d-%d-%dT%d:%d:%dZ", &y, &mo, &d, &h, &mi, &s) != 6)
        throw std::runtime_error("bad time " + text);
    using namespace std::chrono;
    return sys_days(year_month_day(year(y), month(static_cast<unsigned>(mo)), day(static_cast<unsigned>(d))))
        + hours(h) + minutes(mi) + seconds(s);
}

constexpr char const* weekdays[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
constexpr char const* months[] = {
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

struct calendar_time
{
    explicit calendar_time(http::wall_time t)
        : day(std::chrono::floor<std::chrono::days>(t)), date(day), time(std::chrono::floor<seconds>(t - day))
    {}

    std::chrono::sys_days day;
    std::chrono::year_month_day date;
    std::chrono::hh_mm_ss<seconds> time;
};

/// As in `x-amz-date`.
std::string amz_date(http::wall_time t)
{
    calendar_time const c(t);
    char text[32];
    std::snprintf(text, sizeof text, "%04d%02u%02uT%02d%02d%02dZ", static_cast<int>(c.date.year()),
        static_cast<unsigned>(c.date.month()), static_cast<unsigned>(c.date.day()),
        static_cast<int>(c.time.hours().count()), static_cast<int>(c.time.minutes().count()),
        static_cast<int>(c.time.seconds().count()));
    return text;
}

/// As in `Date`.
std::string http_date(http::wall_time t)
{
    calendar_time const c(t);
    char text[40];
    std::snprintf(text, sizeof text, "%s, %02u %s %04d %02d:%02d:%02d GMT",
        weekdays[std::chrono::weekday(c.day).c_encoding()], static_cast<unsigned>(c.date.day()),
        months[static_cast<unsigned>(c.date.month()) - 1], static_cast<int>(c.date.year()),
        static_cast<int>(c.time.hours().count()), static_cast<int>(c.time.minutes().count()),
        static_cast<int>(c.time.seconds().count()));
    return text;
}

/// A client whose server has a clock of its own.
class skewed_client
{
public:
    skewed_client()
    {
        world_.transport = std::make_shared<stepping_server>(
            [this](http::request const& r)
            {
                dates_.emplace_back(r.headers.find("x-amz-date").value_or(""));
                return next_(dates_.size() - 1);
            });
        auto options = world_.options(3);
        options.retry.base_delay = 0ns; // so that only the test moves the clock
        options.call_timeout = 24h;
        owner_.emplace(world_.context.get_executor(), options);
    }

    /// One call. `respond` gets the number of the request; `at_rest` is called between attempts.
    bool call(
        std::optional<unsigned> max_attempts, std::function<http::send_result(std::size_t)> respond,
        std::function<void()> at_rest = [] {})
    {
        dates_.clear();
        next_ = std::move(respond);
        bool succeeded = false;
        world_.run(
            [&]() -> boost::asio::awaitable<void>
            {
                auto const request = get_request();
                call_options options;
                if (max_attempts)
                    options.max_attempts(*max_attempts);
                auto const outcome = co_await owner_->try_get_item(request, options);
                succeeded = outcome.has_value();
            },
            [&]
            {
                at_rest();
                return false;
            });
        return succeeded;
    }

    /// Has the client see this skew. Takes no time.
    void learn(seconds skew)
    {
        auto const date = http_date(clock().wall_now() + skew);
        call(1u,
            [&](std::size_t)
            {
                http::response response;
                response.status = 200;
                response.body = "{}";
                response.headers.add("Date", date);
                return http::send_result(response);
            });
    }

    /// The date that the next request is signed with, by a request whose response shows nothing.
    std::string next_date()
    {
        call(1u, [](std::size_t) { return respond_with(200, "{}"); });
        return dates_.at(0);
    }

    [[nodiscard]] std::vector<std::string> const& dates() const { return dates_; }
    [[nodiscard]] dynasio::testing::manual_clock& clock() { return *world_.clock; }

private:
    scripted_client world_;
    std::optional<client> owner_;
    std::function<http::send_result(std::size_t)> next_;
    std::vector<std::string> dates_;
};

void play_operation(skewed_client& c, json::object const& operation)
{
    auto const& attempts = operation.at("attempts").as_array();
    auto const time_of = [&](std::size_t i, char const* which)
    { return at(text_of(attempts.at(i).at(which))); };
    std::optional<unsigned> max_attempts;
    if (auto const* given = operation.if_contains("maxAttempts"))
        max_attempts = given->to_number<unsigned>();
    std::size_t sent = 0;
    auto const prepare = [&]
    {
        if (sent < attempts.size())
            c.clock().set_wall(time_of(sent, "clientTimeAtSend"));
    };
    prepare();
    bool const succeeded = c.call(
        max_attempts,
        [&](std::size_t number)
        {
            ++sent;
            if (number >= attempts.size())
                return respond_with(200, "{}"); // is noticed by the number of requests
            c.clock().set_wall(time_of(number, "clientTimeAtReceive"));
            return response_of("statusCode", attempts[number].at("response").as_object());
        },
        prepare);
    EXPECT_EQ(succeeded ? "success" : "error", text_of(operation, "expectedOutcome"));
    ASSERT_EQ(c.dates().size(), attempts.size()) << "requests";
    for (std::size_t i = 0; i < attempts.size(); ++i)
    {
        EXPECT_EQ(c.dates()[i], amz_date(time_of(i, "expectedSigningTime"))) << "attempt " << i + 1;
    }
    seconds const skew(operation.at("expectedClientSkew").to_number<int>());
    EXPECT_EQ(c.next_date(), amz_date(c.clock().wall_now() + skew)) << "after the operation";
}

TEST(retry_vectors, clock_skew)
{
    constexpr auto file = "retry/clock-skew.json";
    DYNASIO_REQUIRE_TEST_DATA(file);
    run_cases(file, cases_of(load_test_data(file).at("tests"), "description"), {},
        [](json::object const& test)
        {
            skewed_client c;
            auto const& operations = test.at("operations").as_array();
            for (auto const& operation : operations)
            {
                auto const& attempts = operation.at("attempts").as_array();
                c.clock().set_wall(at(text_of(attempts.at(0).at("clientTimeAtSend"))));
                seconds const initial(operation.at("initialClientSkew").to_number<int>());
                if (&operation == &operations.front() && initial != 0s)
                    c.learn(initial);
                EXPECT_EQ(c.next_date(), amz_date(c.clock().wall_now() + initial)) << "before the operation";
                play_operation(c, operation.as_object());
            }
        });
}

TEST(retry_vectors, clock_skew_classification)
{
    constexpr auto file = "retry/clock-skew-classification.json";
    DYNASIO_REQUIRE_TEST_DATA(file);
    run_cases(file, cases_of(load_test_data(file)), {},
        [](json::object const& test)
        {
            skewed_client c;
            auto const seconds_of = [&](char const* member)
            { return std::chrono::duration_cast<seconds>(milliseconds(test.at(member).to_number<int>())); };
            c.learn(seconds_of("attempt_skew_ms"));
            auto const now = c.clock().wall_now();
            bool const succeeded = c.call(3u,
                [&](std::size_t number)
                {
                    if (number != 0)
                        return respond_with(200, "{}");
                    http::response response;
                    response.status = 403;
                    response.body = error_body(text_of(test, "error_code"));
                    if (!test.at("candidate_skew_ms").is_null())
                        response.headers.add("Date", http_date(now + seconds_of("candidate_skew_ms")));
                    return http::send_result(response);
                });
            bool const retryable = test.at("retryable").as_bool();
            EXPECT_EQ(succeeded, retryable);
            EXPECT_EQ(c.dates().size(), retryable ? 2u : 1u);
        });
}

// The rest needs no data.

TEST(retry_quota, what_a_retry_took_is_given_back_by_success)
{
    scripted_client world;
    auto options = world.options(2);
    options.retry.initial_tokens = options.retry.transient_cost; // one retry at a time
    client const c(world.context.get_executor(), options);
    for (int i = 0; i < 5; ++i)
    {
        world.server->expect("GetItem").reply(500, error_body("InternalServerError"));
        world.server->expect("GetItem").reply(200, "{}");
    }
    world.run(
        [&]() -> boost::asio::awaitable<void>
        {
            auto const request = get_request();
            for (int i = 0; i < 5; ++i)
            {
                auto const outcome = co_await c.try_get_item(request);
                EXPECT_TRUE(outcome.has_value()) << "call " << i << ": " << outcome.error();
            }
        });
}

TEST(retry_quota, a_success_without_retry_gives_one_token_back)
{
    scripted_client world;
    auto options = world.options(2);
    options.retry.initial_tokens = options.retry.throttling_cost;
    client const c(world.context.get_executor(), options);
    auto const request = get_request();
    auto const throttled = [&](std::size_t requests, char const* why) -> boost::asio::awaitable<void>
    {
        world.server->expect("GetItem").reply(400, error_body("ThrottlingException")).times(requests);
        auto const outcome = co_await c.try_get_item(request);
        EXPECT_FALSE(outcome.has_value()) << why;
        EXPECT_EQ(world.server->report(), "") << why;
    };
    auto const succeeded = [&]() -> boost::asio::awaitable<void>
    {
        world.server->expect("GetItem").reply(200, "{}");
        co_await c.get_item(request);
    };
    world.run(
        [&]() -> boost::asio::awaitable<void>
        {
            co_await throttled(2, "takes all tokens");
            co_await throttled(1, "there are none");
            for (unsigned i = 1; i < options.retry.throttling_cost; ++i)
                co_await succeeded();
            co_await throttled(1, "there is one too few");
            co_await succeeded();
            co_await throttled(2, "there are enough");
        });
}

} // namespace
} // namespace dynasio::tests
