// SPDX-License-Identifier: BSL-1.0
//
// A client whose AWS credentials come from a provider that the test directs.

#ifndef DYNASIO_TESTS_UNIT_CLIENT_CREDENTIALS_CLIENT_HPP
#define DYNASIO_TESTS_UNIT_CLIENT_CREDENTIALS_CLIENT_HPP

#include "support/scripted_client.hpp"
#include "unit/client/client_requests.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/system/system_error.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace dynasio::tests {

namespace asio = boost::asio;
using credentials_ptr = std::shared_ptr<aws::resolved_credentials const>;
using get_outcome = result<get_item_output>;

inline credentials_ptr keys(std::string id, std::optional<http::wall_time> until = {})
{
    return std::make_shared<aws::resolved_credentials const>(
        sigv4::credentials(std::move(id), secret("secret")), "directed", "", until);
}

/// Does for the n-th `get` what the test says.
class directed_provider final : public aws::credentials_provider
{
public:
    using directive = std::function<asio::awaitable<aws::credentials_result>(
        aws::provider_context const& with, std::size_t n)>;

    explicit directed_provider(directive what) : what_(std::move(what)) {}

    std::string_view name() const noexcept override { return "directed"; }
    asio::awaitable<aws::credentials_result> get(aws::provider_context const& with) override
    {
        deadlines.push_back(with.deadline);
        return what_(with, deadlines.size() - 1);
    }
    std::chrono::steady_clock::duration timeout() const noexcept override { return longest; }
    void invalidate(aws::resolved_credentials const& refused) noexcept override
    {
        invalidated.push_back(refused.credentials.access_key_id);
    }

    bool outlive_expiration() const noexcept override { return outlive; }

    bool outlive = false;
    std::chrono::steady_clock::duration longest = aws::credentials_provider::timeout();
    std::vector<http::time_point> deadlines; // of each `get`
    std::vector<std::string> invalidated;

private:
    directive what_;
};

inline asio::awaitable<aws::credentials_result> at_once(aws::credentials_result outcome)
{
    co_return outcome;
}

/// When the gate is open; ends with an exception when cancelled.
inline asio::awaitable<aws::credentials_result> behind(
    dynasio::testing::gate g, aws::credentials_result outcome)
{
    if (auto const error = co_await g.wait())
        throw boost::system::system_error(error, "behind");
    co_return outcome;
}

struct credentials_client : scripted_client
{
    explicit credentials_client(directed_provider::directive what)
        : provider(std::make_shared<directed_provider>(std::move(what)))
    {}

    client make(unsigned max_attempts = 1) { return scripted_client::make(max_attempts, provider); }

    /// Calls GetItem, and puts the outcome there.
    void spawn_get(
        client c, call_options options, std::optional<get_outcome>& there, asio::cancellation_slot slot = {})
    {
        asio::co_spawn(context, call(std::move(c), options, there),
            asio::bind_cancellation_slot(slot, [](std::exception_ptr e) { report_failure(e); }));
    }

    static asio::awaitable<void> call(client c, call_options options, std::optional<get_outcome>& there)
    {
        auto const request = get_request();
        there = co_await c.try_get_item(request, options);
    }

    void poll()
    {
        context.restart();
        while (context.poll() != 0)
            context.restart();
    }

    [[nodiscard]] std::string signed_by(std::size_t request) const
    {
        auto const requests = server->requests();
        std::string const line(requests.at(request).headers.find("authorization").value_or(""));
        auto const begin = line.find("Credential=") + 11;
        return line.substr(begin, line.find('/') - begin);
    }

    std::shared_ptr<directed_provider> const provider;
};

} // namespace dynasio::tests

#endif
