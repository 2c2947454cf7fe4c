// SPDX-License-Identifier: BSL-1.0

#include "aws/credentials/source/key_json.hpp"

#include "aws/credentials/source/secret_json.hpp"
#include "text/excerpt.hpp"
#include "text/ini_text.hpp"
#include "text/rfc3339.hpp"

#include <boost/describe/class.hpp>

#include <cstdint>
#include <optional>
#include <utility>

namespace dynasio::aws::detail {

struct key_json
{
    std::optional<std::int64_t> Version;
    std::optional<std::string> Code;
    std::optional<std::string> AccessKeyId;
    std::optional<sigv4::secret> SecretAccessKey;
    std::optional<sigv4::secret> Token;
    std::optional<sigv4::secret> SessionToken;
    std::optional<std::string> Expiration;
    std::optional<std::string> AccountId;
};
BOOST_DESCRIBE_STRUCT(
    key_json, (), (Version, Code, AccessKeyId, SecretAccessKey, Token, SessionToken, Expiration, AccountId))

credentials_error incomplete(std::string const& what, char const* member)
{
    return {errc::credentials_incomplete, what + ": " + member + " is missing"};
}

credentials_result read_key_json(
    std::string_view text, key_json_form form, std::string const& provider, std::string const& what)
{
    key_json found;
    try
    {
        json::decode(text, json::target_of<json::declared_names>(found));
    }
    catch (json::decode_error const& e)
    {
        // Its text names members and types, never values.
        return credentials_error(errc::credentials_failed, what + ": " + e.what());
    }
    if (form == key_json_form::instance && found.Code.value_or("Success") != "Success")
        return credentials_error(
            errc::credentials_failed, what + ": its Code is " + text::in_quotes(*found.Code));
    if (form == key_json_form::process && found.Version != 1)
        return credentials_error(errc::credentials_failed, what + ": its Version is not 1");
    if (!found.AccessKeyId || found.AccessKeyId->empty())
        return incomplete(what, "AccessKeyId");
    if (!found.SecretAccessKey || found.SecretAccessKey->empty())
        return incomplete(what, "SecretAccessKey");
    auto& token = form == key_json_form::process ? found.SessionToken : found.Token;
    if (form != key_json_form::process && (!token || token->empty()))
        return incomplete(what, "Token");
    std::optional<std::chrono::system_clock::time_point> expiration;
    if (found.Expiration)
    {
        expiration = text::parse_rfc3339(*found.Expiration);
        if (!expiration)
            return credentials_error(errc::credentials_failed, what + ": its Expiration is no time");
    }
    else if (form != key_json_form::process)
        return incomplete(what, "Expiration");
    sigv4::credentials keys(*std::move(found.AccessKeyId), *std::move(found.SecretAccessKey),
        std::move(token).value_or(sigv4::secret()));
    return std::make_shared<resolved_credentials const>(
        std::move(keys), provider, std::move(found.AccountId).value_or(std::string()), expiration);
}

} // namespace dynasio::aws::detail
