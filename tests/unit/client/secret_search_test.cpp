// SPDX-License-Identifier: BSL-1.0
//
// After a client and its provider are gone, nothing of the secrets is left in the memory of the process: for each source of AWS
// credentials, over sockets, files and processes. The other side is a process of its own, which makes the secrets and tells them
// masked. Sanitizers keep what was freed, so this test is not for them.

#include "support/coroutine_test.hpp"
#include "support/memory_search.hpp"
#include "support/secret_server.hpp"

#include <dynasio/aws/credential_providers.hpp>
#include <dynasio/client.hpp>
#include <dynasio/operations/list_tables.hpp>

#include <boost/asio/io_context.hpp>

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>

namespace dynasio::tests {
namespace {

/// Variables of a test, files of the disk.
class disk_with_variables final : public aws::environment::source
{
public:
    explicit disk_with_variables(aws::environment::variables variables) : variables_(std::move(variables)) {}

    std::optional<std::string> variable(std::string const& name) const override
    {
        auto const found = variables_.find(name);
        return found == variables_.end() ? std::nullopt : std::optional(found->second);
    }
    std::optional<std::string> file(std::string const& path) const override { return disk_.file(path); }
    void replace_file(std::string const& path, std::string_view contents) const override
    {
        disk_.replace_file(path, contents);
    }

private:
    aws::environment::variables const variables_;
    aws::environment const disk_ = aws::environment::process();
};

class secret_search : public ::testing::Test
{
protected:
    aws::environment with(aws::environment::variables variables = {}) const
    {
        variables.emplace("HOME", server.folder());
        variables.emplace("AWS_REGION", "us-east-1");
        return aws::environment(std::make_shared<disk_with_variables>(std::move(variables)));
    }

    /// Two calls that are signed by these, in a context, by a client and a provider that are gone afterwards.
    void use(std::function<std::shared_ptr<aws::credentials_provider>()> const& make)
    {
        boost::asio::io_context context(1);
        client_options options;
        options.region = "us-east-1";
        options.endpoint_url = server.url();
        options.credentials = make();
        run_coroutine(context,
            [&]() -> boost::asio::awaitable<void>
            {
                client const c(context.get_executor(), std::move(options));
                list_tables_input const request;
                for (int i = 0; i < 2; ++i)
                {
                    auto const outcome = co_await c.try_list_tables(request);
                    EXPECT_TRUE(outcome.has_value()) << outcome.error();
                }
            });
    }

    void expect_no_traces()
    {
        for (auto const& [name, secret] : server.secrets())
            EXPECT_EQ(secret.traces_in_memory(16), 0u) << name;
    }

    secret_server server;
};

TEST_F(secret_search, finds_nothing_of_a_profile)
{
    use([&] { return aws::profile_credentials(with(), "static"); });
    expect_no_traces();
}

TEST_F(secret_search, finds_nothing_of_a_container)
{
    use(
        [&]
        {
            return aws::container_credentials(
                with({{"AWS_CONTAINER_CREDENTIALS_FULL_URI", server.url() + "/container"},
                    {"AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", server.folder() + "/token"}}));
        });
    expect_no_traces();
}

TEST_F(secret_search, finds_nothing_of_an_instance)
{
    use([&]
        { return aws::instance_credentials(with({{"AWS_EC2_METADATA_SERVICE_ENDPOINT", server.url()}})); });
    expect_no_traces();
}

TEST_F(secret_search, finds_nothing_of_a_process)
{
    use([&] { return aws::process_credentials("cat " + server.folder() + "/process.json"); });
    expect_no_traces();
}

TEST_F(secret_search, finds_nothing_of_a_web_identity)
{
    use(
        [&]
        {
            return aws::web_identity_credentials(
                with({{"AWS_WEB_IDENTITY_TOKEN_FILE", server.folder() + "/token"},
                    {"AWS_ROLE_ARN", "arn:aws:iam::1:role/r"}, {"AWS_ENDPOINT_URL", server.url()}}));
        });
    expect_no_traces();
}

TEST_F(secret_search, finds_nothing_of_a_role)
{
    use([&] { return aws::profile_credentials(with({{"AWS_ENDPOINT_URL_STS", server.url()}}), "role"); });
    expect_no_traces();
}

TEST_F(secret_search, finds_nothing_of_single_sign_on)
{
    use([&] { return aws::profile_credentials(with({{"AWS_ENDPOINT_URL", server.url()}}), "sso"); });
    expect_no_traces();
}

TEST_F(secret_search, finds_nothing_of_a_login)
{
    use([&] { return aws::profile_credentials(with({{"AWS_ENDPOINT_URL", server.url()}}), "login"); });
    expect_no_traces();
}

} // namespace
} // namespace dynasio::tests
