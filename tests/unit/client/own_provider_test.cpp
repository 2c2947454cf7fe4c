// SPDX-License-Identifier: BSL-1.0
//
// The provider of docs/credentials.md: it asks over the transport of the client.

#include "credentials_client.hpp"

#include <gtest/gtest.h>
#include <openssl/crypto.h>

#include <string>
#include <string_view>
#include <utility>

namespace {

using namespace std::chrono_literals;
using namespace dynasio::tests;

//[provider
namespace aws = dynasio::aws;

/// Gets AWS credentials that last 15 minutes from an agent on this machine.
class agent_credentials final : public aws::credentials_provider
{
public:
    std::string_view name() const noexcept override { return "agent"; }

    boost::asio::awaitable<aws::credentials_result> get(aws::provider_context const& with) override
    {
        dynasio::http::request request;
        request.to = {false, "127.0.0.1", 9911};
        request.method = "GET";
        request.secret = true; // the pool overwrites its copies
        auto response = co_await with.transport.send(request, with.deadline);
        if (!response)
            co_return aws::credentials_error(response.error().code, response.error().detail);
        auto const space = response->body.find(' ');
        if (response->status != 200 || space == response->body.npos)
            co_return aws::credentials_error(aws::errc::credentials_failed,
                "the agent responds with status " + std::to_string(response->status));
        auto const id = response->body.substr(0, space);
        dynasio::secret const key(std::string_view(response->body).substr(space + 1));
        OPENSSL_cleanse(response->body.data(), response->body.size());
        co_return std::make_shared<aws::resolved_credentials const>(
            dynasio::sigv4::credentials(id, key), "agent", "", with.clock->wall_now() + 15min);
    }
};
//]

TEST(own_provider, is_asked_over_the_transport_of_the_client_when_credentials_expire)
{
    scripted_client s;
    auto const is_for_agent = [](dynasio::http::request const& r)
    { return r.to.port == 9911 && !r.headers.find("authorization"); };
    s.server->expect_where("agent", is_for_agent).reply(200, "first secret");
    s.server->expect("GetItem").reply(200, "{}").times(2);
    s.server->expect_where("agent", is_for_agent).reply(200, "second secret");
    s.server->expect("GetItem").reply(200, "{}");
    auto const c = s.make(1, std::make_shared<agent_credentials>());
    s.run(
        [&]() -> asio::awaitable<void>
        {
            auto const request = get_request();
            for (auto const wait :
                {0ns, std::chrono::nanoseconds(10min - 1ns), std::chrono::nanoseconds(5min + 1ns)})
            {
                s.clock->advance(wait);
                co_await c.get_item(request);
            }
        });
    EXPECT_EQ(s.server->deadlines().at(0) - dynasio::testing::manual_clock::epoch(), 10s);
}

TEST(own_provider, takes_no_error_page_for_credentials)
{
    for (auto const& [status, body] : {std::pair(500U, "Internal server error"), std::pair(200U, "oops")})
    {
        scripted_client s;
        s.server->expect_where("agent", [](auto const& r) { return r.to.port == 9911 && r.secret; })
            .reply(status, body);
        auto const c = s.make(1, std::make_shared<agent_credentials>());
        auto const request = get_request();
        auto const failure = s.failure_of([&] { return c.get_item(request); });
        ASSERT_TRUE(failure);
        EXPECT_EQ(failure->code(), aws::errc::credentials_failed);
        EXPECT_EQ(failure->details().context, "the agent responds with status " + std::to_string(status));
    }
}

TEST(own_provider, passes_on_why_it_has_failed)
{
    scripted_client s;
    s.server->expect_where("agent", [](auto const& r) { return r.to.port == 9911; })
        .fail(boost::asio::error::connection_refused, dynasio::http::stage::connecting, "no agent");
    auto const c = s.make(3, std::make_shared<agent_credentials>());
    s.run(
        [&]() -> asio::awaitable<void>
        {
            auto const request = get_request();
            auto const outcome = co_await c.try_get_item(request);
            CO_ASSERT_ERROR(outcome, boost::asio::error::connection_refused);
            EXPECT_EQ(outcome.error().details().context, "no agent");
        });
}

} // namespace
