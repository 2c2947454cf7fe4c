// SPDX-License-Identifier: BSL-1.0

#include "aws/credentials/sso/sso_token.hpp"

#include "aws/config/profile_location.hpp"
#include "aws/credentials/source/secret_json.hpp"
#include "aws/credentials/source/token_json.hpp"
#include "text/rfc3339.hpp"

#include <boost/describe/class.hpp>

#include <cstdint>
#include <utility>

namespace dynasio::aws::detail {

struct sso_token_file
{
    std::optional<sigv4::secret> accessToken;
    std::optional<std::string> expiresAt;
    std::optional<sigv4::secret> refreshToken;
    std::optional<std::string> clientId;
    std::optional<sigv4::secret> clientSecret;
    std::optional<std::string> registrationExpiresAt;
};
BOOST_DESCRIBE_STRUCT(
    sso_token_file, (), (accessToken, expiresAt, refreshToken, clientId, clientSecret, registrationExpiresAt))

struct created_token
{
    std::optional<sigv4::secret> accessToken;
    std::optional<std::int64_t> expiresIn;
    std::optional<sigv4::secret> refreshToken;
};
BOOST_DESCRIBE_STRUCT(created_token, (), (accessToken, expiresIn, refreshToken))

namespace {

credentials_error failure(errc code, std::string const& what, std::string const& why)
{
    return {code, what + ": " + why};
}

} // namespace

bool sso_token::is_renewable(token_time now) const noexcept
{
    return !refresh_token.empty() && !client_id.empty() && !client_secret.empty()
        && (!registration_expires_at || *registration_expires_at > now);
}

std::string sso_token_path(environment const& env, sso_options const& role)
{
    auto const home = home_folder(env);
    if (!home)
        return {};
    return *home + "/.aws/sso/cache/" + hex_hash("SHA1", role.session.empty() ? role.start_url : role.session)
        + ".json";
}

boost::system::result<sso_token, credentials_error> read_sso_token(
    std::string_view text, std::string const& what)
{
    sso_token_file found;
    try
    {
        json::decode(text, json::target_of<json::declared_names>(found));
    }
    catch (json::decode_error const& e)
    {
        return failure(errc::credentials_failed, what, e.what());
    }
    if (!found.accessToken || found.accessToken->empty())
        return failure(errc::credentials_incomplete, what, "accessToken is missing");
    auto const end = text::parse_rfc3339(found.expiresAt.value_or(std::string()));
    if (!end)
        return failure(errc::credentials_incomplete, what, "expiresAt is missing, or no time");
    sso_token result{*std::move(found.accessToken), *end};
    result.refresh_token = std::move(found.refreshToken).value_or(sigv4::secret());
    result.client_id = std::move(found.clientId).value_or(std::string());
    result.client_secret = std::move(found.clientSecret).value_or(sigv4::secret());
    result.registration_expires_at = text::parse_rfc3339(found.registrationExpiresAt.value_or(std::string()));
    return result;
}

sigv4::secret renewal_of(sso_token const& token)
{
    secret_object body;
    body.add("clientId", token.client_id);
    body.add("clientSecret", token.client_secret.reveal());
    body.add("grantType", "refresh_token");
    body.add("refreshToken", token.refresh_token.reveal());
    return body.text();
}

boost::system::result<sso_token, credentials_error> read_renewed_sso_token(
    std::string_view text, sso_token const& before, token_time now, std::string const& what)
{
    created_token found;
    try
    {
        json::decode(text, json::target_of<json::declared_names>(found));
    }
    catch (json::decode_error const& e)
    {
        return failure(errc::credentials_failed, what, e.what());
    }
    constexpr std::int64_t year = 366 * 24 * 60 * 60;
    if (!found.accessToken || found.accessToken->empty())
        return failure(errc::credentials_incomplete, what, "accessToken is missing");
    if (!found.expiresIn || *found.expiresIn < 0 || *found.expiresIn > year)
        return failure(errc::credentials_incomplete, what, "expiresIn is missing, or no time");
    auto result = before;
    result.access_token = *std::move(found.accessToken);
    result.expires_at = now + std::chrono::seconds(*found.expiresIn);
    if (found.refreshToken && !found.refreshToken->empty())
        result.refresh_token = *std::move(found.refreshToken);
    return result;
}

sigv4::secret with_new_token(std::string_view file, sso_token const& renewed)
{
    auto const access = json_string(renewed.access_token.reveal());
    auto const refresh = json_string(renewed.refresh_token.reveal());
    auto const end = '"' + text::format_rfc3339(renewed.expires_at) + '"';
    return replace_members(
        file, {{"accessToken", access.reveal()}, {"expiresAt", end}, {"refreshToken", refresh.reveal()}});
}

} // namespace dynasio::aws::detail
