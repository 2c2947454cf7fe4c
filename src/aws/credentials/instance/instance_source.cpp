// SPDX-License-Identifier: BSL-1.0
//
// The metadata service of an instance, version 2: a token, the name of the role, its keys. Version 1, without a token, is never
// used: it lets whoever can make the instance send a request have the keys.

#include "aws/credentials/instance/instance_source.hpp"

#include "aws/credentials/fixed_credentials.hpp"
#include "aws/credentials/instance/instance_endpoint.hpp"
#include "aws/credentials/source/fetch.hpp"
#include "aws/credentials/source/key_json.hpp"
#include "clock/add_saturated.hpp"
#include "text/ini_text.hpp"

#include <dynasio/aws/configuration_error.hpp>

#include <algorithm>
#include <charconv>
#include <mutex>
#include <optional>
#include <utility>

namespace dynasio::aws::detail {

namespace {

namespace asio = boost::asio;

constexpr std::string_view wanted_life = "21600"; // seconds
constexpr auto renewal_ahead = std::chrono::seconds(120);
constexpr char roles_path[] = "/latest/meta-data/iam/security-credentials/";

fetch_rules rules(bool retry_failures) noexcept
{
    fetch_rules result;
    result.attempts = 4;
    result.attempt_timeout = std::chrono::seconds(1);
    result.retry_failures = retry_failures;
    return result;
}

bool is_visible(std::string_view text) noexcept
{
    return std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c <= '~'; });
}

std::chrono::seconds life_of(secret_response const& response) noexcept
{
    auto const text = response.headers().find("x-aws-ec2-metadata-token-ttl-seconds").value_or(wanted_life);
    unsigned seconds = 0;
    std::from_chars(text.data(), text.data() + text.size(), seconds);
    return std::chrono::seconds(seconds);
}

class instance_provider final : public credentials_provider
{
public:
    explicit instance_provider(instance_endpoint where) : where_(std::move(where)) {}

    std::string_view name() const noexcept override { return "instance"; }
    bool outlive_expiration() const noexcept override { return true; }

    asio::awaitable<credentials_result> get(provider_context const& with) override
    {
        for (bool first = true;; first = false)
        {
            auto token = kept_token(with.clock->now());
            bool const fresh = !token;
            if (fresh)
            {
                auto asked = ask_token(with);
                auto outcome = co_await std::move(asked);
                if (!outcome.has_value())
                    co_return outcome.error();
                token = *std::move(outcome);
            }
            auto asking = ask_keys(with, *std::move(token));
            auto outcome = co_await std::move(asking);
            if (outcome)
                co_return *std::move(outcome);
            // The token was refused. One that the service has just made is not replaced again.
            forget_token();
            if (fresh || !first)
                co_return refused(where_.origin, "the role of the instance", 401);
        }
    }

private:
    using token_result = boost::system::result<sigv4::secret, credentials_error>;

    [[nodiscard]] http::request request_to(std::string method, std::string path) const
    {
        http::request r;
        r.to = where_.origin;
        r.method = std::move(method);
        r.target = where_.path + path;
        r.idempotent = true;
        r.headers = http::fields::from_rendered_secret({});
        return r;
    }

    std::optional<sigv4::secret> kept_token(http::time_point now)
    {
        std::lock_guard const lock(mutex_);
        if (token_.empty() || now >= token_end_)
            return std::nullopt;
        return token_;
    }

    void keep_token(sigv4::secret const& token, http::time_point end)
    {
        std::lock_guard const lock(mutex_);
        token_ = token;
        token_end_ = end;
        known_ = true;
    }

    void forget_token()
    {
        std::lock_guard const lock(mutex_);
        token_.clear();
    }

    /// Whether there is such a service: it has answered before.
    bool is_known()
    {
        std::lock_guard const lock(mutex_);
        return known_;
    }

    asio::awaitable<token_result> ask_token(provider_context const& with)
    {
        bool const known = is_known();
        auto request = request_to("PUT", "/latest/api/token");
        request.headers.add("x-aws-ec2-metadata-token-ttl-seconds", wanted_life);
        auto const begun = with.clock->now();
        auto fetching = fetch(with, std::move(request), rules(known));
        auto const response = co_await std::move(fetching);
        constexpr char what[] = "the token of the instance metadata service";
        if (!response.has_value())
        {
            auto failure = unreachable(where_.origin, what, response.error());
            if (!known) // not on an instance
                failure.code = errc::credentials_not_configured;
            co_return failure;
        }
        if (response->status() != 200)
        {
            auto failure = refused(where_.origin, what, response->status());
            bool const off =
                response->status() == 403 || response->status() == 404 || response->status() == 405;
            if (off && !known)
                failure.code = errc::credentials_not_configured;
            co_return failure;
        }
        auto const text = text::trim(response->body());
        if (text.empty() || !is_visible(text))
            co_return credentials_error(
                errc::credentials_failed, std::string(what) + ": the response is no token");
        sigv4::secret const token(text);
        auto const life = life_of(*response) - renewal_ahead;
        keep_token(token, http::add_saturated(begun, std::max(life, std::chrono::seconds(0))));
        co_return token;
    }

    /// Nothing when the token was refused.
    asio::awaitable<std::optional<credentials_result>> ask_keys(
        provider_context const& with, sigv4::secret token)
    {
        auto roles = request_to("GET", roles_path);
        roles.headers.add("x-aws-ec2-metadata-token", token.reveal());
        auto fetching = fetch(with, std::move(roles), rules(true));
        auto const listed = co_await std::move(fetching);
        std::string const what = "the role of the instance";
        if (!listed.has_value())
            co_return unreachable(where_.origin, what, listed.error());
        if (listed->status() == 401)
            co_return std::nullopt;
        std::string const role(text::trim(first_line(listed->body())));
        if (listed->status() == 404 || (listed->status() == 200 && role.empty()))
            co_return credentials_error(errc::credentials_not_configured, "the instance has no role");
        if (listed->status() != 200)
            co_return refused(where_.origin, what, listed->status());
        if (!is_role_name(role))
            co_return credentials_error(
                errc::credentials_failed, what + ": the response is no name of a role");

        auto keys = request_to("GET", roles_path + role);
        keys.headers.add("x-aws-ec2-metadata-token", token.reveal());
        auto fetching_keys = fetch(with, std::move(keys), rules(true));
        auto const found = co_await std::move(fetching_keys);
        std::string const title = "the credentials of the instance's role " + role;
        if (!found.has_value())
            co_return unreachable(where_.origin, title, found.error());
        if (found->status() == 401)
            co_return std::nullopt;
        if (found->status() != 200)
            co_return refused(where_.origin, title, found->status());
        co_return read_key_json(found->body(), key_json_form::instance, "instance", title);
    }

    static std::string_view first_line(std::string_view text) noexcept
    {
        return text.substr(0, text.find('\n'));
    }

    /// What IAM allows: none of it has to be percent-encoded.
    static bool is_role_name(std::string_view text) noexcept
    {
        constexpr std::string_view marks = "+=,.@-_";
        return text.size() <= 128
            && std::all_of(text.begin(), text.end(),
                [&](char c) { return text::is_letter_or_digit(c) || marks.find(c) != marks.npos; });
    }

    instance_endpoint const where_;
    std::mutex mutex_;
    sigv4::secret token_;
    http::time_point token_end_{};
    bool known_ = false;
};

} // namespace

std::shared_ptr<credentials_provider> instance_source(environment const& env, profile_section const* profile,
    std::string const& profile_name, std::optional<instance_address> address)
{
    if (is_instance_disabled(env))
        return fixed_credentials("instance",
            credentials_error(errc::credentials_not_configured, "AWS_EC2_METADATA_DISABLED is true"));
    try
    {
        return std::make_shared<instance_provider>(
            resolve_instance_endpoint(env, profile, profile_name, address));
    }
    catch (configuration_error const& e)
    {
        return fixed_credentials("instance", credentials_error(e.code(), e.what()));
    }
}

} // namespace dynasio::aws::detail
