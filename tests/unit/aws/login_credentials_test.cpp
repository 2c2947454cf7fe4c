// SPDX-License-Identifier: BSL-1.0

#include "aws/credentials/login/dpop.hpp"
#include "aws/credentials/login/login_token.hpp"
#include "support/asked_provider.hpp"
#include "support/data_cases.hpp"
#include "support/test_key.hpp"

#include "text/rfc3339.hpp"

#include <dynasio/aws/configuration_error.hpp>
#include <dynasio/aws/credential_providers.hpp>
#include <dynasio/http/errc.hpp>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <gtest/gtest.h>

#include <set>

namespace dynasio::tests {
namespace {

using namespace std::chrono_literals;
using aws::errc;

std::string const login_url = "https://eu-west-1.signin.aws.amazon.com/v1/token";

boost::json::object login_file_content(std::string const& end, test_key const& key)
{
    boost::json::object keys{{"accessKeyId", "OLD"}, {"secretAccessKey", "sEcReT-old"},
        {"sessionToken", "token-old"}, {"accountId", "111122223333"}, {"expiresAt", end}};
    return {{"accessToken", keys}, {"clientId", "client"}, {"refreshToken", "sEcReT-refresh"},
        {"idToken", "id"}, {"dpopKey", key.pem(test_key::form::sec1)}};
}

std::string const new_keys =
    R"({"accessToken":{"accessKeyId":"NEW","secretAccessKey":"sEcReT-new","sessionToken":"token-new"},)"
    R"("tokenType":"aws_sigv4","expiresIn":900,"refreshToken":"sEcReT-refresh2"})";

/// The clock stands at 2023-11-14T22:13:20Z.
struct asked_login : asked_provider
{
    explicit asked_login(std::optional<boost::json::object> file)
        : path(aws::detail::login_token_path(aws::environment::of({{"HOME", "/home"}}), "my session")),
          env(aws::environment::of({{"HOME", "/home"}},
              file ? aws::environment::files{{path, boost::json::serialize(*file)}}
                   : aws::environment::files())),
          provider(aws::login_credentials(env, " my session ", aws::issuer_options("eu-west-1")))
    {}
    ~asked_login() { EXPECT_EQ(server.report(), ""); }

    /// A request whose proof this key has made.
    testing::scripted_transport::expectation expect_renewal(
        test_key const& key, std::string const& nonce = "")
    {
        return expect("POST", login_url)
            .where(
                [&key, nonce, this](http::request const& r)
                {
                    EXPECT_EQ(boost::json::parse(r.body),
                        boost::json::parse(
                            R"({"clientId":"client","refreshToken":"sEcReT-refresh","grantType":"refresh_token"})"));
                    auto const proof = key.verified(std::string(r.headers.find("dpop").value_or("")));
                    EXPECT_EQ(text_of(proof, "htm"), "POST");
                    EXPECT_EQ(text_of(proof, "htu"), login_url);
                    EXPECT_EQ(text_of(proof, "nonce"), nonce);
                    auto const now =
                        std::chrono::floor<std::chrono::seconds>(clock->wall_now()).time_since_epoch();
                    EXPECT_EQ(proof.at("iat"), now.count());
                    EXPECT_TRUE(proofs.insert(text_of(proof, "jti")).second) << "the id was used before";
                    return r.headers.find("content-type") == "application/json";
                });
    }

    std::string const path;
    aws::environment const env;
    std::shared_ptr<aws::credentials_provider> const provider;
    std::set<std::string> proofs;
};

TEST(dpop, is_signed_by_keys_of_both_forms)
{
    test_key const key;
    for (auto const form : {test_key::form::sec1, test_key::form::pkcs8})
    {
        aws::detail::dpop_request what{
            "POST", "https://x/v1/token", std::chrono::sys_seconds(7s), "unique", ""};
        auto const proof = key.verified(aws::detail::make_dpop_proof(sigv4::secret(key.pem(form)), what));
        EXPECT_EQ(
            proof, boost::json::parse(R"({"jti":"unique","htm":"POST","htu":"https://x/v1/token","iat":7})"));
        what.nonce = "n\"";
        EXPECT_EQ(
            text_of(key.verified(aws::detail::make_dpop_proof(sigv4::secret(key.pem(form)), what)), "nonce"),
            "n\"");
    }
}

TEST(dpop, needs_a_private_key_on_p_256)
{
    aws::detail::dpop_request const what{"POST", "https://x", std::chrono::sys_seconds(7s), "unique", ""};
    auto const whole = test_key().pem(test_key::form::sec1);
    for (auto const& pem :
        {std::string(), std::string("sEcReT"), whole.substr(0, whole.size() / 2),
            test_key("secp384r1").pem(test_key::form::pkcs8), test_key("ED25519").pem(test_key::form::pkcs8)})
        try
        {
            aws::detail::make_dpop_proof(sigv4::secret(pem), what);
            ADD_FAILURE() << "a proof was made by " << pem;
        }
        catch (std::runtime_error const& e)
        {
            EXPECT_NE(std::string(e.what()).find("key"), std::string::npos) << e.what();
        }
}

TEST(login_credentials, are_those_of_the_file_until_five_minutes_before_their_end)
{
    test_key const key;
    asked_login a(login_file_content("2023-11-14T22:18:21Z", key));
    auto const found = a.ask(a.provider);
    ASSERT_TRUE(found.has_value()) << found.error().detail;
    EXPECT_EQ((*found)->credentials,
        sigv4::credentials("OLD", sigv4::secret("sEcReT-old"), sigv4::secret("token-old")));
    EXPECT_EQ((*found)->account_id, "111122223333");
    EXPECT_EQ((*found)->provider, "login");
    EXPECT_EQ((*found)->expiration, a.clock->wall_now() + 301s);
}

TEST(login_credentials, are_renewed_and_the_file_is_replaced)
{
    test_key const key;
    asked_login a(login_file_content("2023-11-14T22:18:20Z", key));
    a.expect_renewal(key).reply(200, new_keys);
    auto const found = a.ask(a.provider);
    ASSERT_TRUE(found.has_value()) << found.error().detail;
    EXPECT_EQ((*found)->credentials.access_key_id, "NEW");
    EXPECT_EQ((*found)->expiration, a.clock->wall_now() + 900s);
    auto expected = login_file_content("2023-11-14T22:28:20Z", key);
    expected["refreshToken"] = "sEcReT-refresh2";
    auto& keys = expected["accessToken"].as_object();
    keys["accessKeyId"] = "NEW";
    keys["secretAccessKey"] = "sEcReT-new";
    keys["sessionToken"] = "token-new";
    EXPECT_EQ(boost::json::parse(a.env.file(a.path).value()), boost::json::value(expected));
    EXPECT_EQ(a.ask(a.provider).value()->credentials.access_key_id, "NEW");
}

TEST(login_credentials, use_the_nonce_that_the_server_asks_for_once)
{
    test_key const key;
    asked_login a(login_file_content("2023-11-14T22:13:20Z", key));
    http::fields nonce;
    nonce.add("DPoP-Nonce", "n1");
    a.expect_renewal(key).reply(400, R"({"error":"use_dpop_nonce"})", nonce);
    a.expect_renewal(key, "n1").reply(200, new_keys);
    EXPECT_TRUE(a.ask(a.provider).has_value());

    asked_login b(login_file_content("2023-11-14T22:13:20Z", key));
    b.expect_renewal(key).reply(401, "", nonce);
    b.expect_renewal(key, "n1").reply(401, "", nonce);
    EXPECT_EQ(b.refusal(b.provider, {"401"}), errc::credentials_failed);
}

TEST(login_credentials, that_are_not_renewed_are_used_as_long_as_they_are_valid)
{
    test_key const key;
    asked_login a(login_file_content("2023-11-14T22:15:20Z", key));
    a.expect_renewal(key).fail(http::errc::closed_early, http::stage::receiving);
    EXPECT_EQ(a.ask(a.provider).value()->credentials.access_key_id, "OLD");
    a.clock->advance(2min);
    struct
    {
        unsigned status;
        char const* body;
        errc code;
        char const* part;
    } const cases[] = {
        {400, R"({"error":"TOKEN_EXPIRED","message":"sEcReT"})", errc::login_expired, "aws login"},
        {403, R"({"error":"USER_CREDENTIALS_CHANGED"})", errc::login_expired, "aws login"},
        {403, R"({"error":"INSUFFICIENT_PERMISSIONS"})", errc::credentials_failed,
            "INSUFFICIENT_PERMISSIONS"},
        {500, "sEcReT", errc::credentials_failed, "500"},
        {200, "sEcReT", errc::credentials_failed, "JSON"},
        {200, "{}", errc::credentials_incomplete, "accessToken"},
        {200,
            R"({"accessToken":{"accessKeyId":"NEW","secretAccessKey":"sEcReT","sessionToken":"t"},"refreshToken":"r"})",
            errc::credentials_incomplete, "expiresIn"},
    };
    for (auto const& each : cases)
    {
        a.expect_renewal(key).reply(each.status, each.body);
        EXPECT_EQ(a.refusal(a.provider, {each.part}), each.code) << each.body;
    }
}

TEST(login_credentials, of_a_file_without_its_parts_are_an_error)
{
    test_key const key;
    asked_login none(std::nullopt);
    EXPECT_EQ(none.refusal(none.provider, {"/home/.aws/login/cache/", "aws login"}), errc::login_expired);
    for (auto const* member : {"clientId", "refreshToken", "dpopKey"})
    {
        auto file = login_file_content("2023-11-14T22:13:20Z", key);
        file.erase(member);
        asked_login a(file);
        EXPECT_EQ(a.refusal(a.provider, {member, "aws login"}), errc::login_expired);
    }
    for (auto const* member : {"accessKeyId", "secretAccessKey", "sessionToken", "expiresAt"})
    {
        auto file = login_file_content("2023-11-14T22:13:20Z", key);
        file["accessToken"].as_object().erase(member);
        asked_login a(file);
        EXPECT_EQ(a.refusal(a.provider, {member, "/home/.aws/login/cache/"}), errc::credentials_incomplete);
    }
    auto file = login_file_content("2023-11-14T22:13:20Z", key);
    file["dpopKey"] = "sEcReT";
    asked_login a(file);
    EXPECT_EQ(a.refusal(a.provider, {"PEM"}), errc::credentials_failed);
}

TEST(login_credentials, have_a_file_for_each_session)
{
    auto const path_in = [](aws::environment::variables variables)
    { return aws::detail::login_token_path(aws::environment::of(std::move(variables)), " x "); };
    std::string const name = "/2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881.json";
    EXPECT_EQ(path_in({{"HOME", "/home"}}), "/home/.aws/login/cache" + name);
    EXPECT_EQ(path_in({{"HOME", "/home"}, {"AWS_LOGIN_CACHE_DIRECTORY", "/cache"}}), "/cache" + name);
    EXPECT_EQ(path_in({{"HOME", "/home"}, {"AWS_LOGIN_CACHE_DIRECTORY", "~/c"}}), "/home/c" + name);
    EXPECT_EQ(path_in({}), "");
    EXPECT_THROW(aws::login_credentials(aws::environment::of({}), " ", aws::issuer_options("r")),
        aws::configuration_error);
}

/// Puts a key where the vendor's files have a word for it.
boost::json::value with_key(boost::json::value file, test_key const& key)
{
    if (auto* object = file.if_object(); object && object->contains("dpopKey"))
        (*object)["dpopKey"] = key.pem(test_key::form::sec1);
    return file;
}

void check_login_case(boost::json::object const& c)
{
    test_key const key;
    aws::environment::files files{{"config", text_of(c, "configContents")}};
    for (auto const& [name, content] : c.at("cacheContents").as_object())
        files["/cache/" + std::string(name)] = boost::json::serialize(with_key(content, key));
    auto const env = aws::environment::of(
        {{"AWS_CONFIG_FILE", "config"}, {"AWS_LOGIN_CACHE_DIRECTORY", "/cache"}, {"AWS_REGION", "us-east-2"}},
        files);
    asked_provider a(text::parse_rfc3339("2025-11-19T00:00:00Z").value());
    if (auto const* calls = c.if_contains("mockApiCalls"))
        for (auto const& call : calls->as_array())
        {
            auto const input = call.at("request").at("tokenInput");
            a.expect("POST", "https://us-east-2.signin.aws.amazon.com/v1/token")
                .reply(200, boost::json::serialize(call.at("response").at("tokenOutput")))
                .where([=](http::request const& r) { return boost::json::parse(r.body) == input; });
        }
    auto const found = a.ask(aws::profile_credentials(env, "signin"));
    EXPECT_EQ(a.server.report(), "");
    for (auto const& outcome : c.at("outcomes").as_array())
    {
        auto const& expected = outcome.as_object();
        auto const kind = text_of(expected, "result");
        if (kind == "error")
        {
            EXPECT_TRUE(found.has_error());
            continue;
        }
        ASSERT_TRUE(found.has_value()) << found.error().detail;
        if (kind == "cacheContents")
        {
            for (auto const& [name, content] : expected)
            {
                if (name == "result")
                    continue;
                EXPECT_EQ(boost::json::parse(env.file("/cache/" + std::string(name)).value()),
                    with_key(content, key));
            }
            continue;
        }
        ASSERT_EQ(kind, "credentials");
        ASSERT_EQ(expected.size(), 6u);
        EXPECT_EQ((*found)->credentials,
            sigv4::credentials(text_of(expected, "accessKeyId"),
                sigv4::secret(text_of(expected, "secretAccessKey")),
                sigv4::secret(text_of(expected, "sessionToken"))));
        EXPECT_EQ((*found)->account_id, text_of(expected, "accountId"));
        EXPECT_EQ((*found)->expiration, text::parse_rfc3339(text_of(expected, "expiresAt")));
    }
}

TEST(login_credentials, behave_as_the_vendor_says)
{
    constexpr auto file = "credentials/login-tests.json";
    DYNASIO_REQUIRE_TEST_DATA(file);
    run_cases(file, cases_of(load_test_data(file), "documentation"), {}, check_login_case);
}

} // namespace
} // namespace dynasio::tests
