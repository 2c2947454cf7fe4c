// SPDX-License-Identifier: BSL-1.0
//
// Single sign-on: a token, which a person gets by logging in, and the credentials of a role for it.

#include "aws/config/settings.hpp"
#include "aws/credentials/source/fetch.hpp"
#include "aws/credentials/source/read_file.hpp"
#include "aws/credentials/source/secret_json.hpp"
#include "aws/credentials/sso/sso_token.hpp"
#include "aws/endpoint/credential_endpoint.hpp"
#include "clock/add_saturated.hpp"
#include "text/ini_text.hpp"
#include "text/percent.hpp"

#include <dynasio/aws/configuration_error.hpp>
#include <dynasio/aws/credential_providers.hpp>

#include <boost/describe/class.hpp>

#include <cstdint>
#include <exception>
#include <mutex>
#include <optional>
#include <utility>

namespace dynasio::aws::detail {

struct sso_role_keys
{
    std::optional<std::string> accessKeyId;
    std::optional<sigv4::secret> secretAccessKey;
    std::optional<sigv4::secret> sessionToken;
    std::optional<std::int64_t> expiration; ///< milliseconds
};
BOOST_DESCRIBE_STRUCT(sso_role_keys, (), (accessKeyId, secretAccessKey, sessionToken, expiration))

struct sso_role_response
{
    sso_role_keys roleCredentials;
};
BOOST_DESCRIBE_STRUCT(sso_role_response, (), (roleCredentials))

} // namespace dynasio::aws::detail

namespace dynasio::aws {

namespace {

namespace asio = boost::asio;
using detail::sso_token;
using token_result = boost::system::result<sso_token, credentials_error>;

constexpr auto renewal_ahead = std::chrono::minutes(5);
constexpr auto between_renewals = std::chrono::seconds(30);

http::origin origin_of(endpoint const& where)
{
    return {where.tls, where.host, where.port};
}

class sso_provider final : public credentials_provider
{
public:
    sso_provider(environment env, sso_options role, endpoint portal, endpoint oidc)
        : env_(std::move(env)), role_(std::move(role)), portal_(std::move(portal)), oidc_(std::move(oidc))
    {}

    std::string_view name() const noexcept override { return "sso"; }
    std::chrono::steady_clock::duration timeout() const noexcept override { return std::chrono::seconds(30); }

    asio::awaitable<credentials_result> get(provider_context const& with) override
    {
        auto getting = token(with);
        auto const found = co_await std::move(getting);
        if (!found.has_value())
            co_return found.error();
        http::request request;
        request.to = origin_of(portal_);
        request.method = "GET";
        request.idempotent = true;
        request.target = portal_.path + "federation/credentials?account_id=";
        text::append_percent_encoded(request.target, role_.account_id);
        request.target += "&role_name=";
        text::append_percent_encoded(request.target, role_.role_name);
        request.headers = http::fields::from_rendered_secret({});
        request.headers.add("x-amz-sso_bearer_token", found->access_token.reveal());
        auto fetching = detail::fetch(with, std::move(request), detail::fetch_rules());
        auto const response = co_await std::move(fetching);
        if (!response.has_value())
            co_return detail::unreachable(origin_of(portal_), title_, response.error());
        if (response->status() == 401)
            co_return login_needed("the portal has refused its token");
        if (response->status() != 200)
            co_return detail::refused(origin_of(portal_), title_, response->status());
        co_return read_keys(response->body());
    }

private:
    [[nodiscard]] credentials_error login_needed(std::string const& why) const
    {
        auto const command = role_.session.empty() ? std::string("aws sso login")
                                                   : "aws sso login --sso-session " + role_.session;
        return {errc::login_expired, title_ + ": " + why + "; run " + text::in_quotes(command)};
    }

    [[nodiscard]] credentials_result read_keys(std::string_view body) const
    {
        detail::sso_role_response found;
        try
        {
            json::decode(body, json::target_of<json::declared_names>(found));
        }
        catch (json::decode_error const& e)
        {
            return credentials_error(errc::credentials_failed, title_ + ": " + e.what());
        }
        auto& keys = found.roleCredentials;
        if (!keys.accessKeyId || keys.accessKeyId->empty() || !keys.secretAccessKey || !keys.sessionToken
            || !keys.expiration || keys.secretAccessKey->empty() || keys.sessionToken->empty())
            return credentials_error(
                errc::credentials_incomplete, title_ + ": a part of the keys is missing");
        std::chrono::system_clock::time_point const epoch;
        auto const end = http::add_saturated(epoch, milliseconds_of(*keys.expiration));
        sigv4::credentials who(
            *std::move(keys.accessKeyId), *std::move(keys.secretAccessKey), *std::move(keys.sessionToken));
        return std::make_shared<resolved_credentials const>(std::move(who), "sso", role_.account_id, end);
    }

    /// At most what the clock can count.
    static std::chrono::system_clock::duration milliseconds_of(std::int64_t count) noexcept
    {
        using duration = std::chrono::system_clock::duration;
        constexpr auto most = std::chrono::duration_cast<std::chrono::milliseconds>(duration::max()).count();
        return count > most ? duration::max()
                            : duration(std::chrono::milliseconds(std::max<std::int64_t>(count, 0)));
    }

    /// The token in the file, with its text.
    struct file_token
    {
        sigv4::secret text;
        sso_token token;
    };
    using file_token_result = boost::system::result<file_token, credentials_error>;

    asio::awaitable<file_token_result> read_token() const
    {
        auto const path = detail::sso_token_path(env_, role_);
        if (path.empty())
            co_return credentials_error(
                errc::credentials_incomplete, title_ + ": HOME is not set, so there is no file with a token");
        auto reading = detail::read_file(env_, path);
        auto read = co_await std::move(reading);
        if (!read.has_value())
            co_return read.error();
        if (!*read)
            co_return login_needed("there is no file " + text::in_quotes(path));
        auto parsed = detail::read_sso_token((*read)->reveal(), "file " + text::in_quotes(path));
        if (!parsed.has_value())
            co_return parsed.error();
        file_token result{**std::move(read), *std::move(parsed)};
        co_return result;
    }

    /// One that is valid; renewed if it is about to expire.
    asio::awaitable<token_result> token(provider_context const& with)
    {
        auto reading = read_token();
        auto found = co_await std::move(reading);
        if (!found.has_value())
            co_return found.error();
        auto const now = with.clock->wall_now();
        auto current = newer(found->token);
        if (current.expires_at > now + renewal_ahead)
            co_return current;
        std::string why = "its token has expired";
        if (current.is_renewable(now) && may_renew(with.clock->now()))
        {
            auto renewing = renew(with, current, *std::move(found));
            auto renewed = co_await std::move(renewing);
            if (renewed.has_value())
                co_return renewed;
            why += ", and was not renewed: " + renewed.error().detail;
            // Another process may have been faster.
            auto again = read_token();
            auto const other = co_await std::move(again);
            if (other.has_value() && other->token.expires_at > current.expires_at)
                current = other->token;
        }
        if (current.expires_at > now)
            co_return current;
        co_return login_needed(why);
    }

    /// A token that could not be written to the file counts as long as the file has no later one.
    sso_token newer(sso_token const& of_file)
    {
        std::lock_guard const lock(mutex_);
        return unwritten_ && unwritten_->expires_at > of_file.expires_at ? *unwritten_ : of_file;
    }

    bool may_renew(http::time_point now)
    {
        std::lock_guard const lock(mutex_);
        if (now < next_renewal_)
            return false;
        next_renewal_ = now + between_renewals;
        return true;
    }

    asio::awaitable<token_result> renew(provider_context const& with, sso_token current, file_token file)
    {
        http::request request;
        request.to = origin_of(oidc_);
        request.target = oidc_.path + "token";
        request.headers = http::fields::from_rendered_secret({});
        request.headers.add("content-type", "application/json");
        auto const body = detail::renewal_of(current);
        request.body = body.reveal();
        detail::fetch_rules rules;
        rules.retry_failures = false; // a token that was used is not accepted twice
        auto fetching = detail::fetch(with, std::move(request), rules);
        auto const response = co_await std::move(fetching);
        if (!response.has_value())
            co_return detail::unreachable(origin_of(oidc_), "a new token", response.error());
        if (response->status() != 200)
            co_return detail::refused(origin_of(oidc_), "a new token", response->status());
        auto renewed = detail::read_renewed_sso_token(
            response->body(), current, with.clock->wall_now(), "the response with a new token");
        if (!renewed.has_value())
            co_return renewed;
        auto writing = detail::replace_file(
            env_, detail::sso_token_path(env_, role_), detail::with_new_token(file.text.reveal(), *renewed));
        auto const failure = co_await std::move(writing);
        std::lock_guard const lock(mutex_);
        unwritten_ = failure.code ? std::optional(*renewed) : std::nullopt;
        co_return renewed;
    }

    environment const env_;
    sso_options const role_;
    endpoint const portal_;
    endpoint const oidc_;
    std::string const title_ = "single sign-on role " + text::in_quotes(role_.role_name) + " of account "
        + text::in_quotes(role_.account_id);
    std::mutex mutex_;
    http::time_point next_renewal_ = http::time_point::min();
    std::optional<sso_token> unwritten_;
};

} // namespace

std::shared_ptr<credentials_provider> sso_credentials(environment const& env, sso_options role)
{
    for (auto const& [value, member] : {std::pair(&role.account_id, "account_id"),
             std::pair(&role.role_name, "role_name"), std::pair(&role.start_url, "start_url")})
        if (value->empty())
            throw configuration_error(
                errc::invalid_value, std::string("sso_options::") + member + " is empty");
    issuer_options issuer(role.region);
    issuer.use_fips = role.use_fips;
    issuer.use_dual_stack = role.use_dual_stack;
    issuer.endpoint_url = role.portal_endpoint_url;
    auto portal = detail::resolve_credential_endpoint(detail::credential_service::sso, issuer);
    issuer.endpoint_url = role.oidc_endpoint_url;
    auto oidc = detail::resolve_credential_endpoint(detail::credential_service::sso_oidc, issuer);
    return std::make_shared<sso_provider>(env, std::move(role), std::move(portal), std::move(oidc));
}

} // namespace dynasio::aws
