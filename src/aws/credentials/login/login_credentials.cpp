// SPDX-License-Identifier: BSL-1.0
//
// A login in the browser (`aws login`), whose file has keys and the means to renew them.

#include "aws/credentials/login/dpop.hpp"
#include "aws/credentials/login/login_token.hpp"
#include "aws/credentials/source/fetch.hpp"
#include "aws/credentials/source/read_file.hpp"
#include "aws/credentials/source/secret_json.hpp"
#include "aws/endpoint/credential_endpoint.hpp"
#include "clock/random_source.hpp"
#include "text/excerpt.hpp"
#include "text/ini_text.hpp"

#include <dynasio/aws/configuration_error.hpp>
#include <dynasio/aws/credential_providers.hpp>

#include <boost/describe/class.hpp>

#include <exception>
#include <mutex>
#include <optional>
#include <utility>

namespace dynasio::aws::detail {

struct sign_in_error
{
    std::optional<std::string> error;
};
BOOST_DESCRIBE_STRUCT(sign_in_error, (), (error))

} // namespace dynasio::aws::detail

namespace dynasio::aws {

namespace {

namespace asio = boost::asio;
using detail::login_result;
using detail::login_token;

constexpr auto renewal_ahead = std::chrono::minutes(5);
constexpr char response_title[] = "the response with new keys";

/// The code in the body of an error; empty when there is none.
std::string code_of(std::string_view body)
{
    detail::sign_in_error found;
    try
    {
        json::decode(body, json::target_of<json::declared_names>(found));
    }
    catch (json::decode_error const&)
    {
        return {};
    }
    return text::shortened(found.error.value_or(std::string()));
}

class login_provider final : public credentials_provider
{
public:
    login_provider(environment env, std::string session, endpoint where)
        : env_(std::move(env)),
          session_(std::move(session)),
          where_(std::move(where)),
          origin_{where_.tls, where_.host, where_.port}
    {}

    std::string_view name() const noexcept override { return "login"; }
    std::chrono::steady_clock::duration timeout() const noexcept override { return std::chrono::seconds(30); }

    asio::awaitable<credentials_result> get(provider_context const& with) override
    {
        auto reading = read_login();
        auto found = co_await std::move(reading);
        if (!found.has_value())
            co_return found.error();
        auto const now = with.clock->wall_now();
        auto current = newer(found->token);
        if (current.expires_at > now + renewal_ahead)
            co_return credentials_of(current);
        auto renewing = renew(with, current, std::move(found->text));
        auto const renewed = co_await std::move(renewing);
        if (renewed.has_value())
            co_return credentials_of(*renewed);
        // Another process may have been faster.
        auto again = read_login();
        auto const other = co_await std::move(again);
        if (other.has_value() && other->token.expires_at > current.expires_at)
            current = other->token;
        if (current.expires_at > now)
            co_return credentials_of(current);
        co_return renewed.error();
    }

private:
    /// The login in the file, with its text.
    struct file_login
    {
        sigv4::secret text;
        login_token token;
    };
    using file_result = boost::system::result<file_login, credentials_error>;

    [[nodiscard]] credentials_error login_needed(std::string const& why) const
    {
        return {errc::login_expired, title_ + ": " + why + "; run \"aws login\""};
    }

    static credentials_result credentials_of(login_token const& token)
    {
        return std::make_shared<resolved_credentials const>(
            token.keys, "login", token.account_id, token.expires_at);
    }

    asio::awaitable<file_result> read_login() const
    {
        auto const path = detail::login_token_path(env_, session_);
        if (path.empty())
            co_return credentials_error(errc::credentials_incomplete,
                title_ + ": HOME is not set, so there is no file with the login");
        auto reading = detail::read_file(env_, path);
        auto read = co_await std::move(reading);
        if (!read.has_value())
            co_return read.error();
        if (!*read)
            co_return login_needed("there is no file " + text::in_quotes(path));
        auto parsed = detail::read_login_token((*read)->reveal(), "file " + text::in_quotes(path));
        if (!parsed.has_value())
            co_return parsed.error();
        file_login result{**std::move(read), *std::move(parsed)};
        co_return result;
    }

    /// Keys that could not be written to the file count as long as the file has no later ones.
    login_token newer(login_token const& of_file)
    {
        std::lock_guard const lock(mutex_);
        return unwritten_ && unwritten_->expires_at > of_file.expires_at ? *unwritten_ : of_file;
    }

    [[nodiscard]] http::request request_for(
        login_token const& token, std::string_view nonce, http::wall_time now) const
    {
        http::request request;
        request.to = origin_;
        request.target = where_.path + "v1/token";
        request.headers = http::fields::from_rendered_secret({});
        request.headers.add("content-type", "application/json");
        auto const url = (origin_.tls ? "https://" : "http://") + origin_.host_header() + request.target;
        http::random_source random(std::nullopt);
        auto const id = random.uuid();
        detail::dpop_request const what{request.method, url, std::chrono::floor<std::chrono::seconds>(now),
            std::string_view(id.data(), id.size()), nonce};
        request.headers.add("dpop", detail::make_dpop_proof(token.dpop_key, what));
        auto const body = renewal_of(token);
        request.body = body.reveal();
        return request;
    }

    asio::awaitable<login_result> renew(provider_context const& with, login_token current, sigv4::secret file)
    {
        for (auto const& [empty, member] : {std::pair(current.client_id.empty(), "clientId"),
                 std::pair(current.refresh_token.empty(), "refreshToken"),
                 std::pair(current.dpop_key.empty(), "dpopKey")})
            if (empty)
                co_return login_needed(std::string("it has expired, and its file has no ") + member);
        std::string nonce;
        for (bool first = true;; first = false)
        {
            http::request request;
            std::string broken;
            try
            {
                request = request_for(current, nonce, with.clock->wall_now());
            }
            catch (std::exception const& e)
            {
                broken = e.what();
            }
            if (!broken.empty())
                co_return credentials_error(errc::credentials_failed, title_ + ": " + broken);
            detail::fetch_rules rules;
            rules.attempts = 1; // a proof and a token are for one use
            auto fetching = detail::fetch(with, std::move(request), rules);
            auto const response = co_await std::move(fetching);
            if (!response.has_value())
                co_return detail::unreachable(origin_, title_, response.error());
            if (response->status() == 200)
            {
                auto taking = take(with, current, std::move(file), response->body());
                co_return co_await std::move(taking);
            }
            // RFC 9449, section 8: the server wants its nonce in the proof.
            nonce = response->headers().find("dpop-nonce").value_or("");
            if (nonce.empty() || !first || response->status() / 100 != 4)
                co_return refusal(*response);
        }
    }

    [[nodiscard]] credentials_error refusal(detail::secret_response const& response) const
    {
        auto const code = code_of(response.body());
        if (code == "TOKEN_EXPIRED")
            return login_needed("it has expired");
        if (code == "USER_CREDENTIALS_CHANGED")
            return login_needed("the user's password or keys have changed");
        auto result = detail::refused(origin_, title_, response.status());
        if (!code.empty())
            result.detail += " " + code;
        return result;
    }

    asio::awaitable<login_result> take(
        provider_context const& with, login_token current, sigv4::secret file, std::string const& body)
    {
        auto renewed = detail::read_renewed_login(body, current, with.clock->wall_now(), response_title);
        if (!renewed.has_value())
            co_return renewed;
        auto writing = detail::replace_file(
            env_, detail::login_token_path(env_, session_), detail::with_new_login(file.reveal(), *renewed));
        auto const failure = co_await std::move(writing);
        std::lock_guard const lock(mutex_);
        unwritten_ = failure.code ? std::optional(*renewed) : std::nullopt;
        co_return renewed;
    }

    environment const env_;
    std::string const session_;
    endpoint const where_;
    http::origin const origin_;
    std::string const title_ = "login " + text::in_quotes(session_);
    std::mutex mutex_;
    std::optional<login_token> unwritten_;
};

} // namespace

std::shared_ptr<credentials_provider> login_credentials(
    environment const& env, std::string session, issuer_options sign_in)
{
    if (text::trim(session).empty())
        throw configuration_error(errc::invalid_value, "the login session is empty");
    auto where = detail::resolve_credential_endpoint(detail::credential_service::sign_in, sign_in);
    return std::make_shared<login_provider>(env, std::move(session), std::move(where));
}

} // namespace dynasio::aws
