// SPDX-License-Identifier: BSL-1.0
//
// The parts of the service that decide something, without a network.

#include "problem.hpp"
#include "request_parts.hpp"
#include "spec_json.hpp"

#include <dynasio/http/errc.hpp>
#include <dynasio/stores/store_error.hpp>

#include <boost/asio/error.hpp>
#include <gtest/gtest.h>

namespace examples {
namespace {

using namespace std::chrono_literals;
using boost::beast::http::status;

status status_of(dynasio::store_errc code)
{
    dynasio::store_error_details details;
    details.code = code;
    return problem_from(std::make_exception_ptr(dynasio::store_error(details))).status();
}

problem operation_problem(boost::system::error_code code, bool in_doubt = false)
{
    dynasio::error_details details;
    details.code = code;
    details.server_message = "internal text";
    details.may_have_been_applied = in_doubt;
    return problem_from(std::make_exception_ptr(dynasio::operation_error(dynasio::error(details))));
}

TEST(problem, of_the_stores)
{
    EXPECT_EQ(status_of(dynasio::store_errc::bad_input), status::bad_request);
    EXPECT_EQ(status_of(dynasio::store_errc::conflict), status::conflict);
    EXPECT_EQ(status_of(dynasio::store_errc::already_exists), status::conflict);
    EXPECT_EQ(status_of(dynasio::store_errc::unfinished), status::service_unavailable);
    EXPECT_EQ(status_of(dynasio::store_errc::not_found), status::not_found);
    EXPECT_EQ(status_of(dynasio::store_errc::malformed_item), status::internal_server_error);
    EXPECT_EQ(status_of(dynasio::store_errc::schema_mismatch), status::internal_server_error);
}

TEST(problem, of_the_client)
{
    EXPECT_EQ(operation_problem(dynasio::client_errc::deadline_exceeded).status(), status::gateway_timeout);
    EXPECT_EQ(operation_problem(dynasio::http::errc::exchange_timeout).status(), status::gateway_timeout);
    EXPECT_EQ(operation_problem(dynasio::errc::throttling).status(), status::service_unavailable);
    EXPECT_EQ(operation_problem(dynasio::errc::provisioned_throughput_exceeded).status(),
        status::service_unavailable);
    EXPECT_EQ(operation_problem(dynasio::errc::transaction_conflict).status(), status::conflict);
    EXPECT_EQ(operation_problem(dynasio::errc::access_denied).status(), status::internal_server_error);
    EXPECT_EQ(operation_problem(dynasio::http::errc::closed_early).status(), status::bad_gateway);
    EXPECT_EQ(operation_problem(boost::asio::error::connection_refused).status(), status::bad_gateway);
    EXPECT_EQ(operation_problem(boost::asio::error::operation_aborted).status(), status::service_unavailable);
}

TEST(problem, says_what_is_in_doubt_and_nothing_internal)
{
    std::string const sure = operation_problem(dynasio::client_errc::deadline_exceeded).what();
    std::string const in_doubt = operation_problem(dynasio::client_errc::deadline_exceeded, true).what();
    EXPECT_EQ(sure.find("may have been saved"), std::string::npos);
    EXPECT_NE(in_doubt.find("may have been saved"), std::string::npos);
    EXPECT_EQ(in_doubt.find("internal text"), std::string::npos);
    auto const unknown = problem_from(std::make_exception_ptr(std::runtime_error("internal text")));
    EXPECT_EQ(unknown.status(), status::internal_server_error);
    EXPECT_EQ(std::string(unknown.what()).find("internal text"), std::string::npos);
}

TEST(request_parts, target)
{
    auto const target = parse_target("/specs/a%2Fb%23c/versions?limit=5&after=x%3D&flag");
    EXPECT_EQ(target.path, (std::vector<std::string>{"specs", "a/b#c", "versions"}));
    EXPECT_EQ(target.parameters,
        (std::map<std::string, std::string>{{"after", "x="}, {"flag", ""}, {"limit", "5"}}));
    EXPECT_TRUE(parse_target("").path.empty());
    for (auto const* broken : {"/%", "/%4", "/%4g", "/a?b=%zz", "/%-1", "/%+1"})
        EXPECT_THROW(parse_target(broken), problem) << broken;
}

TEST(request_parts, authorization)
{
    auto const keys = parse_authorization("basic cGtfYTpza19iOmM="); // pk_a:sk_b:c
    ASSERT_TRUE(keys);
    EXPECT_EQ(keys->public_key, "pk_a");
    EXPECT_EQ(keys->secret_key.reveal(), "sk_b:c");
    for (auto const* other : {"", "Basic", "Basic ", "Basic !!!!", "Basic cGtf", "Basic cGtfYTpza19iOmM",
             "Bearer cGtfYTpza19iOmM=", "Basic ====", "Basic OmI="})
        EXPECT_FALSE(parse_authorization(other)) << other;
}

TEST(request_parts, timeout_and_limit)
{
    EXPECT_EQ(parse_timeout("", 5s), 5s);
    EXPECT_EQ(parse_timeout("0.25", 5s), 250ms);
    EXPECT_EQ(parse_timeout("1e300", 5s), 5s);
    for (auto const* wrong : {"x", "-1", "0", "nan", "1s", " 1"})
        EXPECT_THROW(parse_timeout(wrong, 5s), problem) << wrong;
    EXPECT_EQ(parse_limit("1000"), 1000u);
    for (auto const* wrong : {"", "0", "1001", "-1", "5x"})
        EXPECT_THROW(parse_limit(wrong), problem) << wrong;
}

TEST(spec_json, reads_what_it_knows_and_refuses_the_rest)
{
    auto const spec = parse_spec("orders", R"({"version": "1.0", "model_count": 3, "title": ""})");
    EXPECT_EQ(spec.id, "orders");
    EXPECT_EQ(spec.version, "1.0");
    EXPECT_EQ(spec.model_count, 3);
    EXPECT_EQ(spec.title, "");
    EXPECT_FALSE(spec.description);
    for (auto const* wrong :
        {"", "[]", "{", R"({"version": null})", R"({"model_count": -1})", R"({"model_count": 1.5})",
            R"({"model_count": 1e30})", R"({"model_count": "1"})", R"({"versoin": "1"})"})
        EXPECT_THROW(parse_spec("x", wrong), problem) << wrong;
}

} // namespace
} // namespace examples
