// SPDX-License-Identifier: BSL-1.0
//
// How creating tables fails: with the state of the table, and with a verdict about all that was sent.

#include "stores/table/ensure_tables.hpp"

#include "stores/table/definition.hpp"
#include "support/scripted_client.hpp"

#include <dynasio/http/errc.hpp>

#include <gtest/gtest.h>

#include <ostream>
#include <string>
#include <vector>

namespace dynasio::tests {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;

/// A request and its response.
enum class step
{
    not_there,
    creating,
    active,
    denied,
    created,
    exists,
    limit_reached,
    lost,
};

struct ensure_case
{
    char const* name;
    std::vector<step> script;
    boost::system::error_code code;
    bool may_have_been_applied;
    char const* context;
    http::time_point::duration timeout = std::chrono::minutes(5);

    friend void PrintTo(ensure_case const& c, std::ostream* out) { *out << c.name; }
};

std::string description(char const* status)
{
    return R"({"Table":{"TableName":"t","TableStatus":")" + std::string(status)
        + R"(","KeySchema":[{"AttributeName":"id","KeyType":"HASH"}],)"
          R"("AttributeDefinitions":[{"AttributeName":"id","AttributeType":"S"}]}})";
}

class ensure_tables_fails : public ::testing::TestWithParam<ensure_case>
{
public:
    scripted_client scripted;

    void play(step which)
    {
        auto& server = *scripted.server;
        switch (which)
        {
        case step::not_there:
            server.expect("DescribeTable").reply(400, R"({"__type":"x#ResourceNotFoundException"})");
            break;
        case step::creating:
            server.expect("DescribeTable").reply(200, description("CREATING"));
            break;
        case step::active:
            server.expect("DescribeTable").reply(200, description("ACTIVE"));
            break;
        case step::denied:
            server.expect("DescribeTable").reply(400, R"({"__type":"x#AccessDeniedException"})");
            break;
        case step::created:
            server.expect("CreateTable").reply(200, "{}");
            break;
        case step::exists:
            server.expect("CreateTable").reply(400, R"({"__type":"x#ResourceInUseException"})");
            break;
        case step::limit_reached:
            server.expect("CreateTable").reply(400, R"({"__type":"x#LimitExceededException"})");
            break;
        case step::lost:
            server.expect("CreateTable").fail(http::errc::closed_early, http::stage::receiving);
            break;
        }
    }
};

TEST_P(ensure_tables_fails, with_the_last_state_and_a_verdict_about_all_requests)
{
    auto const& c = GetParam();
    for (auto const each : c.script)
        play(each);
    scripted.run(
        [&]() -> asio::awaitable<void>
        {
            auto const owner = scripted.make();
            std::vector<create_table_input> tables;
            for (char const* name : {"t", "u"})
                tables.push_back(stores::table::define_table(
                    name, table_capacity::on_demand(), stores::table::key_attribute{"id"}));
            auto const options = call_options().timeout(c.timeout);
            error seen;
            try
            {
                co_await stores::table::make_tables(owner, std::move(tables), options);
            }
            catch (operation_error const& e)
            {
                seen = e.error();
            }
            EXPECT_EQ(seen.code(), c.code) << seen;
            EXPECT_EQ(seen.may_have_been_applied(), c.may_have_been_applied);
            EXPECT_NE(seen.details().context.find(c.context), std::string::npos) << seen.details().context;
        });
}

TEST(ensure_tables, goes_on_where_a_table_was_created_by_an_attempt_whose_response_was_lost)
{
    scripted_client scripted;
    auto& server = *scripted.server;
    server.expect("DescribeTable").reply(400, R"({"__type":"x#ResourceNotFoundException"})");
    server.expect("CreateTable").fail(http::errc::closed_early, http::stage::receiving);
    server.expect("CreateTable").reply(400, R"({"__type":"x#ResourceInUseException"})");
    server.expect("DescribeTable").reply(200, description("ACTIVE"));
    scripted.run(
        [&]() -> asio::awaitable<void>
        {
            auto const owner = scripted.make(2);
            std::vector<create_table_input> tables;
            tables.push_back(stores::table::define_table(
                "t", table_capacity::on_demand(), stores::table::key_attribute{"id"}));
            co_await stores::table::make_tables(owner, std::move(tables), call_options());
        });
}

using enum step;

INSTANTIATE_TEST_SUITE_P(cases, ensure_tables_fails,
    ::testing::Values(ensure_case{"denied", {denied}, errc::access_denied, false, ""},
        ensure_case{"lost", {not_there, lost}, http::errc::closed_early, true, ""},
        ensure_case{"refused", {not_there, limit_reached}, errc::limit_exceeded, false, ""},
        ensure_case{"second_one_refused", {not_there, created, not_there, limit_reached},
            errc::limit_exceeded, true, ""},
        ensure_case{"second_one_denied", {not_there, created, denied}, errc::access_denied, true, ""},
        ensure_case{"made_by_others", {not_there, exists, denied}, errc::access_denied, false, ""},
        ensure_case{"late", {creating, active, creating}, client_errc::deadline_exceeded, false,
            "until table t can be used: its last state was: CREATING", 5ms},
        ensure_case{"late_after_creation", {active, not_there, created, creating},
            client_errc::deadline_exceeded, true, "until table u can be used: its last state was: CREATING",
            5ms}),
    [](auto const& c) { return std::string(c.param.name); });

} // namespace
} // namespace dynasio::tests
