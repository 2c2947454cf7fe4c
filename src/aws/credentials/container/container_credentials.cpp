// SPDX-License-Identifier: BSL-1.0
//
// The agent of a container, of ECS or EKS.

#include "aws/credentials/container/container_uri.hpp"
#include "aws/credentials/fixed_credentials.hpp"
#include "aws/credentials/source/fetch.hpp"
#include "aws/credentials/source/key_json.hpp"
#include "aws/credentials/source/read_file.hpp"
#include "http/pool/resolve_name.hpp"
#include "text/ini_text.hpp"

#include <dynasio/aws/configuration_error.hpp>
#include <dynasio/aws/credential_providers.hpp>

#include <boost/asio/ip/address.hpp>

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

namespace dynasio::aws {

namespace {

namespace asio = boost::asio;
using detail::fetch_rules;

constexpr char what[] = "the credentials of the container";

/// Agents have been seen to give half of a response while they start.
bool is_worth_another(http::response const& response)
{
    if (response.status != 200)
        return detail::is_server_error(response);
    return !detail::read_key_json(response.body, detail::key_json_form::container, {}, {}).has_value();
}

class container_provider final : public credentials_provider
{
public:
    container_provider(environment env, http::url where) : env_(std::move(env)), where_(std::move(where)) {}

    std::string_view name() const noexcept override { return "container"; }
    std::chrono::steady_clock::duration timeout() const noexcept override { return std::chrono::seconds(20); }

    asio::awaitable<credentials_result> get(provider_context const& with) override
    {
        http::request request;
        request.to = where_.to;
        request.method = "GET";
        request.target = where_.target;
        request.idempotent = true;
        request.headers = http::fields::from_rendered_secret({});
        request.headers.add("accept", "application/json");
        auto authorizing = token();
        auto const authorized = co_await std::move(authorizing);
        if (!authorized.has_value())
            co_return authorized.error();
        if (*authorized)
            request.headers.add("authorization", (*authorized)->reveal());

        auto finding = checked_hosts(with);
        auto const hosts = co_await std::move(finding);
        if (!hosts.has_value())
            co_return hosts.error();
        fetch_rules rules;
        rules.base_pause = std::chrono::seconds(1);
        rules.is_retryable = &is_worth_another;
        for (std::size_t i = 0;; ++i)
        {
            bool const last = i + 1 == hosts->size();
            rules.retry_failures = last; // another address is better than another attempt
            request.to.host = (*hosts)[i];
            auto fetching = detail::fetch(with, request, rules);
            auto const response = co_await std::move(fetching);
            if (!response.has_value() && last)
                co_return detail::unreachable(where_.to, what, response.error());
            if (!response.has_value())
                continue;
            if (response->status() != 200)
                co_return detail::refused(where_.to, what, response->status());
            co_return detail::read_key_json(
                response->body(), detail::key_json_form::container, "container", what);
        }
    }

private:
    /// The value for the authorization, if there is one.
    asio::awaitable<detail::file_result> token() const
    {
        constexpr char file_name[] = "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE";
        constexpr char variable[] = "AWS_CONTAINER_AUTHORIZATION_TOKEN";
        std::string source = variable;
        std::optional<sigv4::secret> found;
        if (auto const path = env_.variable(file_name))
        {
            source = file_name;
            auto reading = detail::read_file(env_, *path);
            auto read = co_await std::move(reading);
            if (!read.has_value())
                co_return read.error();
            if (!*read)
                co_return credentials_error(
                    errc::unreadable_file, source + ": there is no file " + text::in_quotes(*path));
            found = *std::move(read);
        }
        else
            found = env_.secret_variable(variable);
        if (found && !is_value(found->reveal()))
            co_return credentials_error(errc::invalid_value,
                source + ": a token must not be empty or have line breaks or other control characters");
        co_return std::move(found);
    }

    /// Whether it can be the value of a header field.
    static bool is_value(std::string_view text) noexcept
    {
        return !text.empty()
            && std::none_of(
                text.begin(), text.end(), [](char c) { return (c >= 0 && c < ' ') || c == '\x7f'; });
    }

    /// The hosts to connect to, one after the other. By `http` a name is resolved here, so that what is checked is what is
    /// connected to.
    asio::awaitable<boost::system::result<std::vector<std::string>, credentials_error>> checked_hosts(
        provider_context const& with) const
    {
        boost::system::error_code is_name;
        asio::ip::make_address(where_.to.host, is_name);
        if (where_.to.tls || !is_name)
            co_return std::vector<std::string>(1, where_.to.host);
        auto resolving = http::resolve_name(with.clock, where_.to.host, with.deadline);
        auto const found = co_await std::move(resolving);
        if (!found.has_value())
            co_return credentials_error(
                errc::credentials_failed, "resolving " + where_.to.host + ": " + found.error().message());
        for (auto const& each : *found)
            if (!detail::is_container_address(each))
                co_return credentials_error(errc::invalid_value,
                    "AWS_CONTAINER_CREDENTIALS_FULL_URI: by http the host must be on this machine, or an "
                    "agent of ECS or EKS, but "
                        + where_.to.host + " has the address " + each.to_string());
        std::vector<std::string> hosts;
        for (auto const& each : *found)
            hosts.push_back(each.to_string());
        co_return hosts;
    }

    environment const env_;
    http::url const where_;
};

} // namespace

std::shared_ptr<credentials_provider> container_credentials(environment const& env)
{
    try
    {
        if (auto where = detail::resolve_container_uri(env))
            return std::make_shared<container_provider>(env, *std::move(where));
        return detail::fixed_credentials("container",
            credentials_error(errc::credentials_not_configured,
                "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI and AWS_CONTAINER_CREDENTIALS_FULL_URI are not set"));
    }
    catch (configuration_error const& e)
    {
        return detail::fixed_credentials("container", credentials_error(e.code(), e.what()));
    }
}

} // namespace dynasio::aws
