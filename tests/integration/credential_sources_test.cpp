// SPDX-License-Identifier: BSL-1.0
//
// Sources of AWS credentials against a server that has STS, the metadata service of an instance and the agent of a container
// (MiniStack). Roles go the whole way: the keys of STS sign calls that the server verifies. It does not know the keys that its
// metadata service and its agent give out, so there the way ends at the keys.

#include "support/local_dynamodb.hpp"

#include <dynasio/aws/credential_providers.hpp>
#include <dynasio/http/pool.hpp>
#include <dynasio/operations/list_tables.hpp>

#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>

#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>

namespace dynasio::tests {
namespace {

std::string variable(char const* name)
{
    char const* const value = std::getenv(name);
    return value ? value : "";
}

class credential_sources : public local_dynamodb
{
protected:
    void SetUp() override
    {
        local_dynamodb::SetUp();
        if (variable("DYNAMODB_ROLE_ARN").empty() || local_server() != "ministack")
            GTEST_SKIP() << "needs MiniStack with roles to assume: scripts/dynamodb-server run --auth";
    }

    static aws::issuer_options sts()
    {
        aws::issuer_options result("us-east-1");
        result.endpoint_url = local_endpoint();
        return result;
    }

    static std::shared_ptr<aws::credentials_provider> role_with(sigv4::credentials keys)
    {
        return aws::assume_role_credentials(aws::assume_role_options(variable("DYNAMODB_ROLE_ARN")),
            aws::static_credentials(std::move(keys)), sts());
    }

    /// What a call ends with that is signed by these.
    result<list_tables_output> list_with(std::shared_ptr<aws::credentials_provider> provider) const
    {
        auto wanted = options();
        wanted.credentials = std::move(provider);
        boost::asio::io_context context(1);
        result<list_tables_output> outcome = list_tables_output();
        run_coroutine(context,
            [&]() -> boost::asio::awaitable<void>
            {
                client const c(context.get_executor(), wanted);
                list_tables_input const request;
                outcome = co_await c.try_list_tables(request);
            });
        return outcome;
    }

    /// Asks over sockets.
    static aws::credentials_result ask(std::shared_ptr<aws::credentials_provider> provider)
    {
        boost::asio::io_context context(1);
        aws::credentials_result outcome = aws::credentials_error();
        run_coroutine(context,
            [&]() -> boost::asio::awaitable<void>
            {
                auto const clock = http::make_clock(context.get_executor());
                http::pool connections(context.get_executor(), {}, clock);
                aws::provider_context const with(clock->now() + std::chrono::seconds(20), connections, clock);
                outcome = co_await provider->get(with);
                clock->stop();
            });
        return outcome;
    }
};

TEST_F(credential_sources, a_role_signs_calls)
{
    auto const provider = role_with(server_credentials());
    auto const listed = list_with(provider);
    EXPECT_TRUE(listed.has_value()) << listed.error();
    auto const found = ask(provider);
    ASSERT_TRUE(found.has_value()) << found.error().detail;
    EXPECT_FALSE((*found)->credentials.session_token.empty());
    EXPECT_TRUE((*found)->expiration);
    EXPECT_EQ((*found)->account_id.size(), 12u);
}

TEST_F(credential_sources, a_role_after_another_role_signs_calls)
{
    auto const first = role_with(server_credentials());
    auto const second =
        aws::assume_role_credentials(aws::assume_role_options(variable("DYNAMODB_ROLE_ARN")), first, sts());
    auto const listed = list_with(second);
    EXPECT_TRUE(listed.has_value()) << listed.error();
}

TEST_F(credential_sources, a_role_is_refused_to_a_wrong_signature)
{
    auto keys = server_credentials();
    keys.secret_access_key = sigv4::secret("wrong-sEcReT");
    auto const found = ask(role_with(keys));
    ASSERT_TRUE(found.has_error());
    EXPECT_EQ(found.error().code, aws::errc::credentials_failed);
    EXPECT_NE(found.error().detail.find("SignatureDoesNotMatch"), std::string::npos) << found.error().detail;
    EXPECT_EQ(found.error().detail.find("sEcReT"), std::string::npos) << found.error().detail;
    auto const listed = list_with(role_with(keys));
    ASSERT_TRUE(listed.has_error());
    EXPECT_EQ(listed.error(), aws::errc::credentials_failed);
}

TEST_F(credential_sources, a_role_for_a_token_signs_calls)
{
    // {"alg":"RS256","typ":"JWT"} {"iss":"https://tokens.example.com","aud":"dynasio","sub":"pod","exp":4102444800}
    std::string const token = "eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9."
                              "eyJpc3MiOiJodHRwczovL3Rva2Vucy5leGFtcGxlLmNvbSIsImF1ZCI6ImR5bmFzaW8iLCJzdWIiOi"
                              "Jwb2QiLCJleHAiOjQxMDI0NDQ4MDB9."
                              "eA";
    auto const env = aws::environment::of({}, {{"/token", token}, {"/other", "not a token"}});
    aws::web_identity_options role(variable("DYNAMODB_WEB_ROLE_ARN"), "/token");
    auto const listed = list_with(aws::web_identity_credentials(env, role, sts()));
    EXPECT_TRUE(listed.has_value()) << listed.error();
    role.token_file = "/other";
    auto const refused = ask(aws::web_identity_credentials(env, role, sts()));
    ASSERT_TRUE(refused.has_error());
    EXPECT_EQ(refused.error().code, aws::errc::credentials_failed);
    EXPECT_EQ(refused.error().detail.find("not a token"), std::string::npos) << refused.error().detail;
}

TEST_F(credential_sources, an_instance_has_keys)
{
    auto const found = ask(aws::instance_credentials(
        aws::environment::of({{"AWS_EC2_METADATA_SERVICE_ENDPOINT", local_endpoint()}})));
    ASSERT_TRUE(found.has_value()) << found.error().detail;
    EXPECT_FALSE((*found)->credentials.access_key_id.empty());
    EXPECT_FALSE((*found)->credentials.session_token.empty());
    EXPECT_TRUE((*found)->expiration);
}

/// The mock of the metadata service has keys that expired in 2020. Those of an instance are used on.
TEST_F(credential_sources, an_instance_that_requires_tokens_has_keys_that_are_used_after_their_end)
{
    auto const service = variable("EC2_METADATA_ENDPOINT");
    if (service.empty())
        GTEST_SKIP() << "needs the mock of the metadata service: scripts/metadata-server run";
    auto const env = aws::environment::of({{"AWS_EC2_METADATA_SERVICE_ENDPOINT", service}});
    auto const found = ask(aws::instance_credentials(env));
    ASSERT_TRUE(found.has_value()) << found.error().detail;
    EXPECT_EQ((*found)->credentials.access_key_id, "12345678901");
    EXPECT_FALSE((*found)->credentials.session_token.empty());
    ASSERT_TRUE((*found)->expiration);
    EXPECT_LT(*(*found)->expiration, std::chrono::system_clock::now());

    auto const listed = list_with(aws::instance_credentials(env));
    ASSERT_TRUE(listed.has_error()) << "the server does not know these keys";
    EXPECT_NE(listed.error(), aws::errc::credentials_failed) << listed.error();
    EXPECT_TRUE(listed.error().from_service()) << listed.error();
}

TEST_F(credential_sources, a_service_that_requires_tokens_gives_nothing_without)
{
    auto const service = variable("EC2_METADATA_ENDPOINT");
    if (service.empty())
        GTEST_SKIP() << "needs the mock of the metadata service: scripts/metadata-server run";
    http::request r;
    r.to.tls = false;
    r.to.host = "127.0.0.1";
    r.to.port = static_cast<std::uint16_t>(std::stoul(service.substr(service.rfind(':') + 1)));
    r.method = "GET";
    r.target = "/latest/meta-data/iam/security-credentials/";
    boost::asio::io_context context(1);
    http::send_result outcome = http::transport_error();
    run_coroutine(context,
        [&]() -> boost::asio::awaitable<void>
        {
            auto const clock = http::make_clock(context.get_executor());
            http::pool connections(context.get_executor(), {}, clock);
            outcome = co_await connections.send(r, clock->now() + std::chrono::seconds(20));
            clock->stop();
        });
    ASSERT_TRUE(outcome.has_value()) << outcome.error().detail;
    EXPECT_EQ(outcome->status, 401u);
}

TEST_F(credential_sources, a_container_has_keys)
{
    auto const found = ask(aws::container_credentials(aws::environment::of(
        {{"AWS_CONTAINER_CREDENTIALS_FULL_URI", local_endpoint() + "/v2/credentials/id"}})));
    ASSERT_TRUE(found.has_value()) << found.error().detail;
    EXPECT_FALSE((*found)->credentials.session_token.empty());
    EXPECT_TRUE((*found)->expiration);
}

} // namespace
} // namespace dynasio::tests
