// SPDX-License-Identifier: BSL-1.0
//
// The command line of the URL store server, and what it tells of failures of the database.

#include "decide/refusal.hpp"
#include "serve/settings.hpp"

#include <dynasio/error.hpp>
#include <dynasio/stores/store_error.hpp>

#include <gtest/gtest.h>

#include <stdexcept>

namespace examples {
namespace {

using namespace std::chrono_literals;

TEST(url_store_refusals, failures_of_the_database)
{
    auto const of_client = [](boost::system::error_code code)
    {
        dynasio::error_details details;
        details.code = code;
        details.server_message = "internal text";
        return refusal_from(std::make_exception_ptr(dynasio::operation_error(dynasio::error(details))));
    };
    auto const throttled = of_client(dynasio::errc::provisioned_throughput_exceeded);
    EXPECT_EQ(throttled.code(), status::service_unavailable);
    EXPECT_TRUE(throttled.is_temporary());
    auto const denied = of_client(dynasio::errc::access_denied);
    EXPECT_EQ(denied.code(), status::internal_server_error);
    EXPECT_EQ(std::string(denied.what()).find("internal"), std::string::npos);

    dynasio::store_error_details details;
    details.code = dynasio::store_errc::conflict;
    auto const conflict = refusal_from(std::make_exception_ptr(dynasio::store_error(details)));
    EXPECT_EQ(conflict.code(), status::service_unavailable);
    details.code = dynasio::store_errc::malformed_item;
    dynasio::error_details slow;
    slow.code = dynasio::errc::throttling;
    details.code = dynasio::store_errc::unfinished;
    details.cause = dynasio::error(slow);
    EXPECT_TRUE(refusal_from(std::make_exception_ptr(dynasio::store_error(details))).is_temporary());
    details.cause.reset();
    auto const malformed = refusal_from(std::make_exception_ptr(dynasio::store_error(details)));
    EXPECT_EQ(malformed.code(), status::internal_server_error);
    auto const known = refusal_from(std::make_exception_ptr(refusal(status::gone, "x")));
    EXPECT_EQ(known.code(), status::gone);
}

TEST(url_store_settings, command_line)
{
    auto const set = parse_settings({"--table-prefix", "t", "--port", "8080", "--base-path", "/v1/",
        "--query-path", "/v1/q", "--token", "a=b=ann", "--lease", "20", "--max-connections", "7"});
    EXPECT_EQ(set.table_prefix, "t");
    EXPECT_EQ(set.server.port, 8080);
    EXPECT_EQ(set.server.max_connections, 7U);
    EXPECT_EQ(set.paths.base, "/v1");
    EXPECT_EQ(set.tokens.user_of("Bearer a=b").tag, "ann");
    EXPECT_EQ(set.limits.lease, 20s);
    EXPECT_EQ(set.sweep_interval, 60s);
}

TEST(url_store_settings, what_is_wrong_is_named)
{
    auto const problem_of = [](std::vector<std::string> arguments)
    {
        arguments.insert(arguments.begin(), {"--table-prefix", "t"});
        try
        {
            (void)parse_settings(arguments);
        }
        catch (std::invalid_argument const& wrong)
        {
            return std::string(wrong.what());
        }
        return std::string();
    };
    EXPECT_EQ(problem_of({}), "");
    EXPECT_EQ(problem_of({"--port"}), "--port: the value is missing");
    EXPECT_EQ(problem_of({"--port", "65536"}), "--port: invalid number: 65536");
    EXPECT_EQ(problem_of({"--lease", "0"}), "--lease: invalid number: 0");
    EXPECT_EQ(problem_of({"--grace", "1s"}), "--grace: invalid number: 1s");
    EXPECT_EQ(problem_of({"--prot", "1"}), "unknown option: --prot");
    EXPECT_EQ(problem_of({"--token", "secret"}), "--token: not TOKEN=TAG");
    EXPECT_EQ(problem_of({"--tls-key", "x"}), "--tls-certificate and --tls-key need each other");
    EXPECT_EQ(problem_of({"--query-path", "/"}), "--query-path: needs more than /");
    EXPECT_NE(problem_of({"--grace", "4000000000"}), "");
    EXPECT_NE(problem_of({"--table-prefix", "a b"}), "");
    EXPECT_NE(problem_of({"--tokens", "/nowhere/tokens"}), "");
}

} // namespace
} // namespace examples
