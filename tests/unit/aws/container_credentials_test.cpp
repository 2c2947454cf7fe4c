// SPDX-License-Identifier: BSL-1.0

#include "aws/credentials/container/container_uri.hpp"
#include "support/asked_provider.hpp"
#include "support/data_cases.hpp"

#include <dynasio/aws/configuration_error.hpp>
#include <dynasio/aws/credential_providers.hpp>
#include <dynasio/http/errc.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

namespace dynasio::tests {
namespace {

using namespace std::chrono_literals;
using aws::errc;
using variable_map = aws::environment::variables;

std::string const ecs = "http://169.254.170.2/v2/credentials/id";
std::string const ecs_keys =
    R"({"RoleArn":"arn:aws:iam::111122223333:role/r","AccessKeyId":"ASIA","SecretAccessKey":"sEcReT",)"
    R"("Token":"token","Expiration":"2023-11-15T00:00:00Z","AccountId":"111122223333"})";

std::shared_ptr<aws::credentials_provider> container_of(
    variable_map variables, aws::environment::files files = {})
{
    variables.emplace("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "/v2/credentials/id");
    return aws::container_credentials(aws::environment::of(std::move(variables), std::move(files)));
}

std::shared_ptr<aws::credentials_provider> container_at(std::string url)
{
    return aws::container_credentials(
        aws::environment::of({{"AWS_CONTAINER_CREDENTIALS_FULL_URI", std::move(url)}}));
}

TEST(container_credentials, come_from_the_agent)
{
    asked_provider a;
    a.expect("GET", ecs)
        .reply(200, ecs_keys)
        .where([](http::request const& r)
            { return r.headers.find("accept") == "application/json" && !r.headers.find("authorization"); });
    auto const found = a.ask(container_of({}));
    ASSERT_TRUE(found.has_value()) << found.error().detail;
    EXPECT_EQ(
        (*found)->credentials, sigv4::credentials("ASIA", sigv4::secret("sEcReT"), sigv4::secret("token")));
    EXPECT_EQ((*found)->provider, "container");
    EXPECT_EQ((*found)->account_id, "111122223333");
    EXPECT_EQ((*found)->expiration, http::wall_time(1'700'006'400s));
    EXPECT_EQ(a.server.report(), "");
}

TEST(container_credentials, are_asked_for_with_the_token_of_the_file_which_is_read_each_time)
{
    auto const env = aws::environment::of({{"AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "/v2/credentials/id"},
                                              {"AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", "/token"},
                                              {"AWS_CONTAINER_AUTHORIZATION_TOKEN", "of-variable"}},
        {{"/token", "of-file"}});
    auto const provider = aws::container_credentials(env);
    asked_provider a;
    for (std::string const token : {"of-file", "Basic later"})
    {
        env.replace_file("/token", token);
        a.expect("GET", ecs)
            .reply(200, ecs_keys)
            .where([=](http::request const& r) { return r.headers.find("authorization") == token; });
        EXPECT_TRUE(a.ask(provider).has_value());
    }
    a.expect("GET", ecs)
        .reply(200, ecs_keys)
        .where([](http::request const& r) { return r.headers.find("authorization") == "of-variable"; });
    EXPECT_TRUE(a.ask(container_of({{"AWS_CONTAINER_AUTHORIZATION_TOKEN", "of-variable"}})).has_value());
    EXPECT_EQ(a.server.report(), "");
}

TEST(container_credentials, with_a_token_that_cannot_be_sent_are_an_error)
{
    for (auto const& token :
        std::vector<std::string>{"sEcReT\n", "sEcReT\r\nX: y", std::string("sEcReT\0", 7), ""})
        EXPECT_EQ(
            asked_provider().refusal(
                container_of({{"AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", "/token"}}, {{"/token", token}}),
                {"AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"}),
            errc::invalid_value);
    EXPECT_EQ(
        asked_provider().refusal(container_of({{"AWS_CONTAINER_AUTHORIZATION_TOKEN", "sEcReT\nsEcReT"}}),
            {"AWS_CONTAINER_AUTHORIZATION_TOKEN"}),
        errc::invalid_value);
    EXPECT_EQ(asked_provider().refusal(
                  container_of({{"AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", "/none"}}), {"/none"}),
        errc::unreadable_file);
}

TEST(container_credentials, are_asked_for_three_times_a_second_apart)
{
    asked_provider a;
    a.expect("GET", ecs).reply(500, "");
    a.expect("GET", ecs).reply(200, ecs_keys.substr(0, 50)); // half of it
    a.expect("GET", ecs).reply(200, ecs_keys);
    auto const begin = a.clock->now();
    EXPECT_TRUE(a.ask(container_of({})).has_value());
    EXPECT_GE(a.clock->now() - begin, 1500ms);
    EXPECT_LE(a.clock->now() - begin, 3s);
    a.expect("GET", ecs).fail(http::errc::closed_early, http::stage::receiving).times(3);
    EXPECT_EQ(a.refusal(container_of({}), {"169.254.170.2"}), errc::credentials_failed);
    a.expect("GET", ecs).reply(403, "sEcReT");
    EXPECT_EQ(a.refusal(container_of({}), {"403"}), errc::credentials_failed);
    a.expect("GET", ecs).reply(200, "sEcReT").times(3);
    EXPECT_EQ(a.refusal(container_of({}), {"JSON"}), errc::credentials_failed);
    EXPECT_EQ(a.server.report(), "");
}

TEST(container_credentials, go_in_clear_to_this_machine_and_to_agents_only)
{
    for (auto const* url : {"http://127.0.0.1/x", "http://127.3.2.1:99/x", "http://[::1]:8080/x",
             "http://169.254.170.2/x", "http://169.254.170.23/x", "http://[fd00:ec2::23]/x",
             "https://192.0.2.1/x", "https://example.com/x"})
    {
        asked_provider a;
        a.expect("GET", url).reply(200, ecs_keys);
        EXPECT_TRUE(a.ask(container_at(url)).has_value()) << url;
        EXPECT_EQ(a.server.report(), "");
    }
    for (auto const* url : {"http://192.0.2.1/x", "http://169.254.169.254/x", "http://169.254.170.3/x",
             "http://[fd00:ec2::254]/x", "http://[2001:db8::1]/x", "http://0.0.0.0/x"})
        EXPECT_EQ(asked_provider().refusal(container_at(url), {"AWS_CONTAINER_CREDENTIALS_FULL_URI"}),
            errc::invalid_value)
            << url;
}

TEST(container_credentials, of_a_name_go_to_the_address_that_was_checked)
{
    asked_provider a;
    a.idle = 5s; // the system's resolver takes its time
    a.server
        .expect_where("this machine",
            [](http::request const& r)
            {
                return boost::asio::ip::make_address(r.to.host).is_loopback() && r.to.port == 8080
                    && r.target == "/x?a=1";
            })
        .reply(200, ecs_keys);
    EXPECT_TRUE(a.ask(container_at("http://localhost:8080/x?a=1")).has_value());
    EXPECT_EQ(a.server.report(), "");
    EXPECT_EQ(
        asked_provider().refusal(container_at("http://no-such-host.invalid/x"), {"no-such-host.invalid"}),
        errc::credentials_failed);
}

/// Another address is better than another attempt. This machine may have one or two.
TEST(container_credentials, of_a_name_are_asked_for_at_each_of_its_addresses)
{
    boost::asio::io_context context;
    boost::asio::ip::tcp::resolver resolver(context);
    std::vector<std::string> addresses;
    for (auto const& entry : resolver.resolve("localhost", "8080"))
        addresses.push_back(entry.endpoint().address().to_string());
    asked_provider a;
    a.idle = 1s;
    for (auto const& address : addresses)
        a.server.expect_where("at " + address, [=](http::request const& r) { return r.to.host == address; })
            .fail(http::errc::no_address, http::stage::connecting)
            .times(address == addresses.back() ? 3 : 1);
    EXPECT_EQ(a.refusal(container_at("http://localhost:8080/x"), {"localhost"}), errc::credentials_failed);
    EXPECT_EQ(a.server.report(), "");
}

TEST(container_credentials, are_allowed_at_addresses_of_agents)
{
    for (auto const& [text, allowed] :
        std::map<std::string, bool>{{"127.0.0.1", true}, {"127.255.255.255", true}, {"::1", true},
            {"::ffff:127.0.0.1", true}, {"::ffff:169.254.170.23", true}, {"169.254.170.2", true},
            {"fd00:ec2::23", true}, {"128.0.0.1", false}, {"::ffff:10.0.0.1", false}, {"fd00:ec2::24", false},
            {"::", false}, {"169.254.170.20", false}})
        EXPECT_EQ(aws::detail::is_container_address(boost::asio::ip::make_address(text)), allowed) << text;
}

TEST(container_credentials, of_a_malformed_uri_are_an_error)
{
    for (auto const* uri : {"credentials", "http://169.254.170.2/x"})
        EXPECT_EQ(asked_provider().refusal(aws::container_credentials(aws::environment::of(
                                               {{"AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", uri}})),
                      {"AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"}),
            errc::invalid_value);
    for (auto const* uri :
        {"ftp://127.0.0.1/x", "http://user:sEcReT@127.0.0.1/x", "http:///x", "http://127.0.0.1:x/"})
        EXPECT_EQ(asked_provider().refusal(container_at(uri), {"AWS_CONTAINER_CREDENTIALS_FULL_URI"}),
            errc::invalid_value);
}

/// What a case of the vendor's says: a URL, or an error.
void check_uri_case(boost::json::object const& c)
{
    variable_map variables;
    for (auto const& [name, value] : c.at("env").as_object())
        variables[std::string(name)] = text_of(value);
    auto const env = aws::environment::of(variables);
    auto const& expected = c.at("result").as_object();
    if (auto const* ok = expected.if_contains("Ok"))
    {
        auto const found = aws::detail::resolve_container_uri(env);
        ASSERT_TRUE(found);
        EXPECT_EQ(
            (found->to.tls ? "https://" : "http://") + found->to.host_header() + found->target, text_of(*ok));
        return;
    }
    auto const code = variables.empty() ? errc::credentials_not_configured : errc::invalid_value;
    EXPECT_EQ(
        asked_provider().refusal(aws::container_credentials(env), {"AWS_CONTAINER_CREDENTIALS_FULL_URI"}),
        code);
}

TEST(container_credentials, come_from_where_the_vendor_says)
{
    constexpr auto file = "credentials/container-uri-tests.json";
    DYNASIO_REQUIRE_TEST_DATA(file);
    run_cases(file, cases_of(load_test_data(file), "docs"), {}, check_uri_case);
}

} // namespace
} // namespace dynasio::tests
