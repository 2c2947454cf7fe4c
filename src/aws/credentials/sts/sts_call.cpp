// SPDX-License-Identifier: BSL-1.0

#include "aws/credentials/sts/sts_call.hpp"

#include "aws/credentials/source/fetch.hpp"
#include "aws/credentials/sts/sts_response.hpp"
#include "aws/retry/clock_skew.hpp"
#include "text/ini_text.hpp"
#include "text/percent.hpp"
#include "text/wiped_text.hpp"

#include <dynasio/aws/configuration_error.hpp>
#include <dynasio/aws/retry.hpp>
#include <dynasio/sigv4/sign.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <exception>
#include <optional>
#include <utility>

namespace dynasio::aws::detail {

namespace {

namespace asio = boost::asio;

using wall_duration = http::wall_time::duration;

constexpr std::string_view content_type = "application/x-www-form-urlencoded";

bool is_worth_another(http::response const& response)
{
    if (response.status == 200)
        return false;
    if (is_server_error(response))
        return true;
    auto const code = read_sts_error(response.body).code;
    return is_throttling_code(code) || is_transient_code(code) || code == "IDPCommunicationErrorException";
}

void sign(http::request& request, endpoint const& where, sigv4::credentials const& who, http::wall_time now)
{
    auto const host = where.host_header();
    std::array<sigv4::header, 2> const headers{{{"content-type", content_type}, {"host", host}}};
    sigv4::request what;
    what.method = request.method;
    what.target = request.target;
    what.headers = headers;
    what.body = sigv4::payload::bytes(request.body);
    sigv4::signing_options const how(
        where.signing_region, "sts", std::chrono::floor<std::chrono::seconds>(now));
    auto result = sigv4::sign_headers(what, who, how);
    for (auto& field : result.added_headers)
    {
        request.headers.add(field.name, field.value);
        text::wipe(field.value); // may be the session token
    }
    text::wipe(result.canonical_request);
}

/// How far the clock of STS is ahead of ours, if the response shows it.
std::optional<std::chrono::nanoseconds> skew_of(
    secret_response const& response, http::wall_time begun, http::wall_time ended)
{
    auto const& headers = response.headers();
    return clock_skew_candidate(
        headers.find("date").value_or(""), headers.find("age").has_value(), begun, ended);
}

/// Whether `text` has the secret, or its beginning: what others repeat may be cut short. Shorter ones are in many texts by chance.
bool repeats(std::string_view text, std::string_view secret) noexcept
{
    constexpr std::size_t shortest = 8;
    constexpr std::size_t enough = 24;
    return secret.size() >= shortest && text.find(secret.substr(0, enough)) != text.npos;
}

/// Servers that stand in for STS may repeat a request in their errors.
bool repeats_secret(
    std::string_view text, resolved_credentials const* signer, std::string_view token) noexcept
{
    return repeats(text, token)
        || (signer
            && (repeats(text, signer->credentials.secret_access_key.reveal())
                || repeats(text, signer->credentials.session_token.reveal())));
}

credentials_error refusal(
    std::string const& what, endpoint const& where, unsigned status, sts_error const& why)
{
    if (why.code.empty())
        return refused({where.tls, where.host, where.port}, what, status);
    return {errc::credentials_failed, what + " from " + where.url() + ": " + why.code + ": " + why.message};
}

} // namespace

std::string sts_body(
    std::string_view action, std::string_view role_arn, std::string_view session_name, http::wall_time now)
{
    std::string made_up;
    if (session_name.empty())
    {
        auto const since = std::chrono::duration_cast<std::chrono::milliseconds>(now.time_since_epoch());
        made_up = "dynasio-" + std::to_string(since.count());
        session_name = made_up;
    }
    std::string body = "Action=" + std::string(action) + "&Version=2011-06-15&RoleArn=";
    text::append_percent_encoded(body, role_arn);
    body += "&RoleSessionName=";
    text::append_percent_encoded(body, session_name);
    return body;
}

asio::awaitable<credentials_result> call_sts(provider_context const& with, endpoint const& where,
    std::string body, std::shared_ptr<resolved_credentials const> signer, std::string_view token,
    std::string const& what, bool& signer_refused)
{
    signer_refused = false;
    text::wiped_text const asked{std::move(body)};
    std::chrono::nanoseconds skew{0};
    for (bool corrected = false;; corrected = true)
    {
        http::request request;
        request.to = {where.tls, where.host, where.port};
        request.target = where.path;
        request.body = asked.text;
        request.headers = http::fields::from_rendered_secret({});
        request.headers.add("content-type", content_type);
        auto const begun = with.clock->wall_now();
        if (signer)
            sign(
                request, where, signer->credentials, begun + std::chrono::duration_cast<wall_duration>(skew));
        fetch_rules rules;
        rules.is_retryable = &is_worth_another;
        auto fetching = fetch(with, std::move(request), rules);
        auto const response = co_await std::move(fetching);
        if (!response.has_value())
            co_return unreachable({where.tls, where.host, where.port}, what, response.error());
        if (response->status() == 200)
            co_return read_sts_keys(response->body(), signer ? "assume-role" : "web-identity", what);
        auto why = read_sts_error(response->body());
        auto const seen = skew_of(*response, begun, with.clock->wall_now());
        if (signer && !corrected && clock_skew_retryable(why.code, skew, seen))
        {
            skew = *seen; // the clock of this machine is wrong: once more, by that of STS
            continue;
        }
        if (repeats_secret(response->body(), signer.get(), token)
            || repeats_secret(why.message, signer.get(), token))
            why.message = "its message is not shown, since it repeats a secret";
        signer_refused = is_refused_credentials_code(why.code);
        co_return refusal(what, where, response->status(), why);
    }
}

void check_role(std::string_view role_arn, std::string_view session_name)
{
    if (role_arn.empty())
        throw configuration_error(errc::invalid_value, "the role to assume has no ARN");
    constexpr std::string_view marks = "+=,.@-_";
    bool const valid = session_name.size() <= 64 && session_name.size() != 1
        && std::all_of(session_name.begin(), session_name.end(),
            [&](char c) { return text::is_letter_or_digit(c) || marks.find(c) != marks.npos; });
    if (!valid)
        throw configuration_error(errc::invalid_value,
            "role session name " + text::in_quotes(session_name)
                + " must have 2 to 64 letters, digits and any of +=,.@-_");
}

} // namespace dynasio::aws::detail
