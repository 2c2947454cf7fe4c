// SPDX-License-Identifier: BSL-1.0
//
// A call whose credentials come from each of the sources that ask others, interrupted at each of its steps: it ends, nothing is
// left, and its write was not sent unless the keys were there.

#include "aws/credentials/login/login_token.hpp"
#include "aws/credentials/sso/sso_token.hpp"
#include "support/test_key.hpp"
#include "unit/aws/sts_answers.hpp"
#include "unit/client/stepped_search.hpp"

#include <dynasio/aws/credential_providers.hpp>

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <gtest/gtest.h>

#include <chrono>
#include <functional>
#include <memory>
#include <ostream>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace dynasio::tests {
namespace {

using namespace std::chrono_literals;
using aws::environment;
using provider = std::shared_ptr<aws::credentials_provider>;

/// Longer than a thread needs to read a file of some bytes, on a busy machine too.
constexpr auto threads_take = 2s;

search_step const put{"POST dynamodb.us-east-1.amazonaws.com/ as ASIA", respond_with(200, "{}")};

std::string const keys =
    R"({"Code":"Success","AccessKeyId":"ASIA","SecretAccessKey":"sEcReT","Token":"token",)"
    R"("Expiration":"2033-01-01T00:00:00Z"})";

/// One source, and all that is asked until the put.
struct source_case
{
    std::string name;
    std::function<provider()> make;
    std::vector<search_step> script;
    bool has_threads;
};

std::ostream& operator<<(std::ostream& out, source_case const& c)
{
    return out << c.name;
}

/// The token at the second attempt, the keys after a lost response.
source_case of_instance()
{
    std::string const host = "169.254.169.254";
    std::string const roles = host + "/latest/meta-data/iam/security-credentials/";
    return {"instance", [] { return aws::instance_credentials(environment::of({})); },
        {{"PUT " + host + "/latest/api/token as nobody", respond_with(503, "")},
            {"PUT " + host + "/latest/api/token as nobody", respond_with(200, "TOKEN")},
            {"GET " + roles + " as nobody", respond_with(200, "web-role")},
            {"GET " + roles + "web-role as nobody", lost_response()},
            {"GET " + roles + "web-role as nobody", respond_with(200, keys)}, put},
        false};
}

source_case of_container()
{
    environment::variables const vars{{"AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://127.0.0.1/keys"},
        {"AWS_CONTAINER_AUTHORIZATION_TOKEN", "TOKEN"}};
    return {"container", [=] { return aws::container_credentials(environment::of(vars)); },
        {{"GET 127.0.0.1/keys as nobody", respond_with(500, "")},
            {"GET 127.0.0.1/keys as nobody", respond_with(200, "{\"AccessKeyId\":")}, // half of a response
            {"GET 127.0.0.1/keys as nobody", respond_with(200, keys)}, put},
        false};
}

/// With a token from a file.
source_case of_pod()
{
    environment::variables const vars{{"AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://169.254.170.23/v1"},
        {"AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", "/token"}};
    return {"pod", [=] { return aws::container_credentials(environment::of(vars, {{"/token", "TOKEN"}})); },
        {{"GET 169.254.170.23/v1 as nobody", respond_with(200, keys)}, put}, true};
}

source_case of_web_identity()
{
    auto const make = []
    {
        aws::web_identity_options const role("arn:aws:iam::1:role/r", "/token");
        return aws::web_identity_credentials(
            environment::of({}, {{"/token", "TOKEN"}}), role, aws::issuer_options("us-east-1"));
    };
    return {"web_identity", make,
        {{"POST sts.us-east-1.amazonaws.com/ as nobody",
             respond_with(200, role_answer("ASIA", "2033-01-01T00:00:00Z", "AssumeRoleWithWebIdentity"))},
            {"POST 210987654321.ddb.us-east-1.amazonaws.com/ as ASIA", respond_with(200, "{}")}},
        true};
}

/// The token of the file has expired: it is renewed, and the file is replaced.
source_case of_sso()
{
    auto const make = []
    {
        aws::sso_options role;
        role.account_id = "111122223333";
        role.role_name = "role";
        role.start_url = "https://x.awsapps.com/start";
        role.region = "us-east-1";
        role.session = "session";
        auto const home = environment::of({{"HOME", "/home"}});
        std::string const file =
            R"({"startUrl":"https://x.awsapps.com/start","region":"us-east-1","accessToken":"old",)"
            R"("expiresAt":"2023-11-14T22:00:00Z","refreshToken":"refresh","clientId":"client",)"
            R"("clientSecret":"secret","registrationExpiresAt":"2024-01-01T00:00:00Z"})";
        return aws::sso_credentials(
            environment::of({{"HOME", "/home"}}, {{aws::detail::sso_token_path(home, role), file}}), role);
    };
    return {"sso", make,
        {{"POST oidc.us-east-1.amazonaws.com/token as nobody",
             respond_with(200, R"({"accessToken":"new","expiresIn":28800,"refreshToken":"refresh"})")},
            {"GET portal.sso.us-east-1.amazonaws.com/federation/credentials as nobody",
                respond_with(200,
                    R"({"roleCredentials":{"accessKeyId":"ASIA","secretAccessKey":"sEcReT",)"
                    R"("sessionToken":"token","expiration":2000000000000}})")},
            {"POST 111122223333.ddb.us-east-1.amazonaws.com/ as ASIA", respond_with(200, "{}")}},
        true};
}

/// The keys of the file have expired: they are renewed, and the file is replaced.
source_case of_login()
{
    auto const file = std::make_shared<std::string>();
    test_key const key;
    boost::json::object const old{{"accessKeyId", "OLD"}, {"secretAccessKey", "sEcReT"},
        {"sessionToken", "t"}, {"accountId", "111122223333"}, {"expiresAt", "2023-11-14T22:00:00Z"}};
    boost::json::object const content{{"accessToken", old}, {"clientId", "client"},
        {"refreshToken", "refresh"}, {"idToken", "id"}, {"dpopKey", key.pem(test_key::form::sec1)}};
    *file = boost::json::serialize(content);
    auto const make = [file]
    {
        auto const home = environment::of({{"HOME", "/home"}});
        return aws::login_credentials(
            environment::of({{"HOME", "/home"}}, {{aws::detail::login_token_path(home, "me"), *file}}), "me",
            aws::issuer_options("us-east-1"));
    };
    return {"login", make,
        {{"POST us-east-1.signin.aws.amazon.com/v1/token as nobody",
             respond_with(200,
                 R"({"accessToken":{"accessKeyId":"ASIA","secretAccessKey":"sEcReT","sessionToken":"t"},)"
                 R"("tokenType":"aws_sigv4","expiresIn":900,"refreshToken":"refresh"})")},
            {"POST 111122223333.ddb.us-east-1.amazonaws.com/ as ASIA", respond_with(200, "{}")}},
        true};
}

class interrupted_sources : public ::testing::TestWithParam<std::tuple<source_case, interruption>>
{};

TEST_P(interrupted_sources, end_with_what_is_known_of_the_write)
{
    auto const& [source, how] = GetParam();
    auto const& c = source;
    auto const make = [&c]
    {
        return std::make_unique<stepped_search_put>(
            c.make(), c.script, c.has_threads ? threads_take : std::chrono::milliseconds());
    };
    interrupt_at_every_step(make, how, 2 * c.script.size());
}

std::string name_of_case(::testing::TestParamInfo<std::tuple<source_case, interruption>> const& info)
{
    constexpr char const* ways[] = {"cancel", "cancel_client", "destroy_client", "destroy_context"};
    return std::get<0>(info.param).name + "_" + ways[static_cast<int>(std::get<1>(info.param))];
}

INSTANTIATE_TEST_SUITE_P(all, interrupted_sources,
    ::testing::Combine(
        ::testing::Values(of_instance(), of_container(), of_pod(), of_web_identity(), of_sso(), of_login()),
        ::testing::Values(interruption::cancel, interruption::cancel_client, interruption::destroy_client,
            interruption::destroy_context)),
    &name_of_case);

} // namespace
} // namespace dynasio::tests
