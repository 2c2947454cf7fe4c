// SPDX-License-Identifier: BSL-1.0

#include "support/scripted_client.hpp"

#include "composed/wait_decision.hpp"

#include <dynasio/http/errc.hpp>
#include <dynasio/wait.hpp>

#include <functional>
#include <ostream>

namespace dynasio::tests {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;
using composed::wait_goal;
using composed::wait_verdict;

constexpr char not_found[] =
    R"({"__type":"com.amazonaws.dynamodb.v20120810#ResourceNotFoundException","message":"no"})";
constexpr char throttled[] =
    R"({"__type":"com.amazonaws.dynamodb.v20120810#ThrottlingException","message":"slow"})";

std::string table(std::string const& status, std::string const& rest = {})
{
    return R"({"Table":{"TableName":"t","TableStatus":")" + status + '"' + rest + "}}";
}

result<describe_table_output> described(
    model::table_status status, std::optional<model::index_status> index = {})
{
    describe_table_output answer;
    answer.table.emplace().table_status = status;
    if (index)
    {
        auto& one = answer.table->global_secondary_indexes.emplace_back();
        one.index_name = "i";
        one.index_status = *index;
    }
    return answer;
}

TEST(wait_decision, states_of_a_table_that_is_to_exist)
{
    auto const verdict = [](auto const& answer)
    { return composed::decide(wait_goal::table_exists, answer).verdict; };
    EXPECT_EQ(verdict(described(model::table_status::active)), wait_verdict::reached);
    EXPECT_EQ(verdict(described(model::table_status::creating)), wait_verdict::not_yet);
    EXPECT_EQ(verdict(described(model::table_status::updating)), wait_verdict::not_yet);
    EXPECT_EQ(verdict(described(model::table_status::deleting)), wait_verdict::impossible);
    EXPECT_EQ(verdict(described(model::table_status::archived)), wait_verdict::impossible);
    EXPECT_EQ(
        verdict(described(model::table_status::active, model::index_status::active)), wait_verdict::reached);
    EXPECT_EQ(verdict(described(model::table_status::active, model::index_status::creating)),
        wait_verdict::not_yet);
    EXPECT_EQ(
        verdict(result<describe_table_output>(error(errc::resource_not_found, ""))), wait_verdict::not_yet);
    EXPECT_EQ(verdict(result<describe_table_output>(error(errc::access_denied, ""))), wait_verdict::error);
    EXPECT_EQ(verdict(result<describe_table_output>(describe_table_output())), wait_verdict::not_yet);
}

TEST(wait_decision, states_of_a_table_that_is_to_go)
{
    auto const verdict = [](auto const& answer)
    { return composed::decide(wait_goal::table_not_exists, answer).verdict; };
    EXPECT_EQ(verdict(described(model::table_status::active)), wait_verdict::not_yet);
    EXPECT_EQ(verdict(described(model::table_status::deleting)), wait_verdict::not_yet);
    EXPECT_EQ(
        verdict(result<describe_table_output>(error(errc::resource_not_found, ""))), wait_verdict::reached);
}

struct wait : ::testing::Test
{
    scripted_client scripted;

    http::time_point::duration passed() const
    {
        return scripted.clock->now() - dynasio::testing::manual_clock::epoch();
    }
};

TEST_F(wait, goes_on_until_table_and_indexes_are_active)
{
    auto& server = *scripted.server;
    server.expect("DescribeTable").reply(400, not_found);
    server.expect("DescribeTable").reply(200, table("CREATING"));
    server.expect("DescribeTable").reply(400, throttled);
    server.expect("DescribeTable")
        .reply(200,
            table("ACTIVE", R"(,"GlobalSecondaryIndexes":[{"IndexName":"i","IndexStatus":"CREATING"}])"));
    server.expect("DescribeTable")
        .reply(
            200, table("ACTIVE", R"(,"GlobalSecondaryIndexes":[{"IndexName":"i","IndexStatus":"ACTIVE"}])"));
    scripted.run(
        [&]() -> asio::awaitable<void>
        {
            auto const c = scripted.make();
            auto const found = co_await wait_until_table_exists(c, "t");
            EXPECT_EQ(found.table_status, model::table_status::active);
        });
    EXPECT_GE(passed(), 750ms); // half of 100 + 200 + 400 + 800
    EXPECT_LE(passed(), 1500ms);
}

TEST_F(wait, a_table_that_is_deleted_meanwhile_ends_it)
{
    scripted.server->expect("DescribeTable").reply(200, table("DELETING"));
    scripted.run(
        [&]() -> asio::awaitable<void>
        {
            auto const c = scripted.make();
            auto const found = co_await try_wait_until_table_exists(c, "t");
            CO_ASSERT_ERROR(found, client_errc::waiter_failed);
            EXPECT_NE(found.error().describe().find("DELETING"), std::string::npos);
        });
}

TEST_F(wait, an_error_that_says_nothing_of_the_table_ends_it)
{
    scripted.server->expect("DescribeTable").reply(400, R"({"__type":"x#AccessDeniedException"})");
    scripted.run(
        [&]() -> asio::awaitable<void>
        {
            auto const c = scripted.make();
            auto const gone = co_await try_wait_until_table_not_exists(c, "t");
            CO_ASSERT_ERROR(gone, errc::access_denied);
        });
}

TEST_F(wait, the_deadline_names_the_last_state)
{
    scripted.server->expect("DescribeTable").reply(200, table("CREATING")).times(2);
    scripted.run(
        [&]() -> asio::awaitable<void>
        {
            auto const c = scripted.make();
            wait_options options;
            options.timeout = 5s;
            options.first_delay = 20s; // too long, so there is one more request just before the end
            auto const found = co_await try_wait_until_table_exists(c, "t", options);
            CO_ASSERT_ERROR(found, client_errc::deadline_exceeded);
            EXPECT_NE(found.error().describe().find("CREATING"), std::string::npos) << found.error();
        });
    EXPECT_EQ(passed(), 4s);
}

/// How a wait ends after the table was seen as CREATING.
struct last_response
{
    char const* name;
    boost::system::error_code code;
    std::function<void(dynasio::testing::scripted_transport::expectation)> play;

    friend void PrintTo(last_response const& r, std::ostream* out) { *out << r.name; }
};

class wait_error
    : public wait
    , public ::testing::WithParamInterface<last_response>
{};

TEST_P(wait_error, carries_the_last_state_that_was_seen)
{
    auto& server = *scripted.server;
    server.expect("DescribeTable").reply(200, table("CREATING"));
    GetParam().play(server.expect("DescribeTable"));
    scripted.run(
        [&]() -> asio::awaitable<void>
        {
            auto const c = scripted.make();
            wait_options options;
            options.timeout = 5s;
            options.first_delay = 20s; // too long, so there is one more request just before the end
            auto const found = co_await try_wait_until_table_exists(c, "t", options);
            CO_ASSERT_ERROR(found, GetParam().code);
            auto const& context = found.error().details().context;
            EXPECT_NE(context.find("table t exists: its last state was: CREATING"), context.npos) << context;
            EXPECT_EQ(found.error().details().operation, "DescribeTable");
        });
}

dynasio::testing::gate const closed;

INSTANTIATE_TEST_SUITE_P(cases, wait_error,
    ::testing::Values(
        last_response{"throttled", client_errc::deadline_exceeded, [](auto r) { r.reply(400, throttled); }},
        last_response{"denied", errc::access_denied,
            [](auto r) { r.reply(400, R"({"__type":"x#AccessDeniedException"})"); }},
        last_response{"lost", http::errc::closed_early,
            [](auto r) { r.fail(http::errc::closed_early, http::stage::receiving); }},
        last_response{"malformed", client_errc::malformed_response, [](auto r) { r.reply(200, "{"); }},
        last_response{"late", client_errc::deadline_exceeded, [](auto r) { r.hold(closed); }}),
    [](auto const& c) { return std::string(c.param.name); });

TEST_F(wait, a_server_that_never_answers_is_the_waits_own_deadline)
{
    dynasio::testing::gate const never;
    scripted.server->expect("DescribeTable").hold(never);
    scripted.run(
        [&]() -> asio::awaitable<void>
        {
            auto const c = scripted.make();
            wait_options options;
            options.timeout = 5s;
            auto const gone = co_await try_wait_until_table_not_exists(c, "t", options);
            CO_ASSERT_ERROR(gone, client_errc::deadline_exceeded);
            EXPECT_NE(gone.error().describe().find("table t"), std::string::npos) << gone.error();
        });
    EXPECT_EQ(passed(), 5s);
}

TEST_F(wait, a_table_that_goes_is_the_end)
{
    scripted.server->expect("DescribeTable").reply(200, table("DELETING"));
    scripted.server->expect("DescribeTable").reply(400, not_found);
    scripted.run(
        [&]() -> asio::awaitable<void>
        {
            auto const c = scripted.make();
            co_await wait_until_table_not_exists(c, "t");
        });
}

} // namespace
} // namespace dynasio::tests
