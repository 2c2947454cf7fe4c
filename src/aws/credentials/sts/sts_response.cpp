// SPDX-License-Identifier: BSL-1.0

#include "aws/credentials/sts/sts_response.hpp"

#include "aws/credentials/sts/xml_reader.hpp"
#include "aws/endpoint/arn.hpp"
#include "text/excerpt.hpp"
#include "text/ini_text.hpp"
#include "text/rfc3339.hpp"

#include <chrono>
#include <memory>
#include <optional>
#include <utility>

namespace dynasio::aws::detail {

namespace {

struct sts_keys
{
    std::string access_key_id;
    sigv4::secret secret_access_key;
    sigv4::secret session_token;
    std::string expiration;
    std::string account_id;
};

sts_keys read_keys(std::string_view xml)
{
    sts_keys found;
    xml_reader reader(xml);
    while (reader.next())
    {
        auto const text = text::trim(reader.content());
        if (reader.parent() == "AssumedRoleUser" && reader.name() == "Arn")
        {
            if (auto const role = parse_arn(text))
                found.account_id = role->account_id;
            continue;
        }
        if (reader.parent() != "Credentials")
            continue;
        if (reader.name() == "AccessKeyId")
            found.access_key_id = text;
        else if (reader.name() == "SecretAccessKey")
            found.secret_access_key = sigv4::secret(text);
        else if (reader.name() == "SessionToken")
            found.session_token = sigv4::secret(text);
        else if (reader.name() == "Expiration")
            found.expiration = text;
    }
    return found;
}

} // namespace

credentials_result read_sts_keys(std::string_view xml, std::string const& provider, std::string const& what)
{
    sts_keys found;
    try
    {
        found = read_keys(xml);
    }
    catch (xml_error const& e)
    {
        return credentials_error(errc::credentials_failed, what + ": " + e.what());
    }
    std::pair<bool, char const*> const parts[] = {{found.access_key_id.empty(), "AccessKeyId"},
        {found.secret_access_key.empty(), "SecretAccessKey"}, {found.session_token.empty(), "SessionToken"},
        {found.expiration.empty(), "Expiration"}};
    for (auto const& [missing, name] : parts)
        if (missing)
            return credentials_error(errc::credentials_incomplete, what + ": " + name + " is missing");
    auto const expiration = text::parse_rfc3339(found.expiration);
    if (!expiration)
        return credentials_error(errc::credentials_failed, what + ": its Expiration is no time");
    sigv4::credentials keys(
        std::move(found.access_key_id), std::move(found.secret_access_key), std::move(found.session_token));
    return std::make_shared<resolved_credentials const>(
        std::move(keys), provider, std::move(found.account_id), expiration);
}

sts_error read_sts_error(std::string_view xml)
{
    constexpr std::size_t longest_message = 300;
    sts_error found;
    try
    {
        xml_reader reader(xml);
        while (reader.next())
        {
            if (reader.parent() != "Error")
                continue;
            if (reader.name() == "Code")
                found.code = text::shortened(text::trim(reader.content()), 80);
            else if (reader.name() == "Message")
                found.message = text::shortened(text::trim(reader.content()), longest_message);
        }
    }
    catch (xml_error const&)
    {
        return {};
    }
    return found;
}

} // namespace dynasio::aws::detail
