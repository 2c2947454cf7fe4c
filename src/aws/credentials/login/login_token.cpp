// SPDX-License-Identifier: BSL-1.0

#include "aws/credentials/login/login_token.hpp"

#include "aws/config/profile_location.hpp"
#include "aws/credentials/source/key_json.hpp"
#include "aws/credentials/source/secret_json.hpp"
#include "aws/credentials/source/token_json.hpp"
#include "text/ini_text.hpp"
#include "text/rfc3339.hpp"

#include <boost/describe/class.hpp>

#include <cstdint>
#include <optional>
#include <utility>

namespace dynasio::aws::detail {

struct login_keys
{
    std::optional<std::string> accessKeyId;
    std::optional<sigv4::secret> secretAccessKey;
    std::optional<sigv4::secret> sessionToken;
    std::optional<std::string> accountId;
    std::optional<std::string> expiresAt;
};
BOOST_DESCRIBE_STRUCT(login_keys, (), (accessKeyId, secretAccessKey, sessionToken, accountId, expiresAt))

struct login_file
{
    std::optional<login_keys> accessToken;
    std::optional<std::string> clientId;
    std::optional<sigv4::secret> refreshToken;
    std::optional<sigv4::secret> dpopKey;
    std::optional<std::int64_t> expiresIn; ///< of a response
};
BOOST_DESCRIBE_STRUCT(login_file, (), (accessToken, clientId, refreshToken, dpopKey, expiresIn))

namespace {

boost::system::result<login_file, credentials_error> decode(std::string_view text, std::string const& what)
{
    login_file found;
    try
    {
        json::decode(text, json::target_of<json::declared_names>(found));
    }
    catch (json::decode_error const& e)
    {
        return credentials_error(errc::credentials_failed, what + ": " + e.what());
    }
    if (!found.accessToken)
        return incomplete(what, "accessToken");
    auto const& keys = *found.accessToken;
    if (!keys.accessKeyId || keys.accessKeyId->empty())
        return incomplete(what, "accessKeyId");
    if (!keys.secretAccessKey || keys.secretAccessKey->empty())
        return incomplete(what, "secretAccessKey");
    if (!keys.sessionToken || keys.sessionToken->empty())
        return incomplete(what, "sessionToken");
    return found;
}

sigv4::credentials take_keys(login_keys& from)
{
    return {*std::move(from.accessKeyId), *std::move(from.secretAccessKey), *std::move(from.sessionToken)};
}

} // namespace

std::string login_token_path(environment const& env, std::string_view session)
{
    auto folder = env.variable("AWS_LOGIN_CACHE_DIRECTORY");
    auto const home = home_folder(env);
    if (folder && home && (*folder == "~" || folder->starts_with("~/")))
        folder->replace(0, 1, *home);
    if (!folder && home)
        folder = *home + "/.aws/login/cache";
    if (!folder)
        return {};
    return *folder + "/" + hex_hash("SHA256", text::trim(session)) + ".json";
}

login_result read_login_token(std::string_view text, std::string const& what)
{
    auto found = decode(text, what);
    if (!found.has_value())
        return found.error();
    auto& keys = *found->accessToken;
    auto const end = text::parse_rfc3339(keys.expiresAt.value_or(std::string()));
    if (!end)
        return incomplete(what, "expiresAt");
    login_token result;
    result.keys = take_keys(keys);
    result.account_id = std::move(keys.accountId).value_or(std::string());
    result.expires_at = *end;
    result.client_id = std::move(found->clientId).value_or(std::string());
    result.refresh_token = std::move(found->refreshToken).value_or(sigv4::secret());
    result.dpop_key = std::move(found->dpopKey).value_or(sigv4::secret());
    return result;
}

sigv4::secret renewal_of(login_token const& token)
{
    secret_object body;
    body.add("clientId", token.client_id);
    body.add("refreshToken", token.refresh_token.reveal());
    body.add("grantType", "refresh_token");
    return body.text();
}

login_result read_renewed_login(std::string_view text, login_token const& before,
    std::chrono::system_clock::time_point now, std::string const& what)
{
    auto found = decode(text, what);
    if (!found.has_value())
        return found.error();
    constexpr std::int64_t year = 366 * 24 * 60 * 60;
    if (!found->expiresIn || *found->expiresIn < 0 || *found->expiresIn > year)
        return credentials_error(errc::credentials_incomplete, what + ": expiresIn is missing, or no time");
    auto result = before;
    result.keys = take_keys(*found->accessToken);
    result.expires_at = now + std::chrono::seconds(*found->expiresIn);
    if (found->refreshToken && !found->refreshToken->empty())
        result.refresh_token = *std::move(found->refreshToken);
    return result;
}

sigv4::secret with_new_login(std::string_view file, login_token const& renewed)
{
    secret_object keys;
    keys.add("accessKeyId", renewed.keys.access_key_id);
    keys.add("secretAccessKey", renewed.keys.secret_access_key.reveal());
    keys.add("sessionToken", renewed.keys.session_token.reveal());
    keys.add("accountId", renewed.account_id);
    keys.add("expiresAt", text::format_rfc3339(renewed.expires_at));
    auto const written = keys.text();
    auto const refresh = json_string(renewed.refresh_token.reveal());
    return replace_members(file, {{"accessToken", written.reveal()}, {"refreshToken", refresh.reveal()}});
}

} // namespace dynasio::aws::detail
