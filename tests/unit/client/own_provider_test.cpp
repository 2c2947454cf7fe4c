// SPDX-License-Identifier: BSL-1.0
//
// The provider of docs/credentials.md: it asks over the transport of the client.

#include "credentials_client.hpp"

#include <gtest/gtest.h>

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
        auto const response = co_await with.transport.send(request, with.deadline);
        if (!response)
            co_return aws::credentials_error(response.error().code, response.error().detail);
        auto const id = response->body.substr(0, response->body.find(' '));
        dynasio::secret const key(std::string_view(response->body).substr(id.size() + 1));
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
