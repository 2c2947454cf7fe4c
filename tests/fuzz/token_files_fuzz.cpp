// SPDX-License-Identifier: BSL-1.0
//
// Any bytes as what credentials come in: the files of tokens and logins, the responses that renew them, and the JSON of keys. There
// are all parts or an error; a file that was read can be written with a new token, and is then read as that.

#include "aws/credentials/login/login_token.hpp"
#include "aws/credentials/source/key_json.hpp"
#include "aws/credentials/sso/sso_token.hpp"
#include "aws/endpoint/arn.hpp"
#include "text/rfc3339.hpp"

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

namespace {

namespace aws = dynasio::aws;

void require(bool holds)
{
    if (!holds)
        std::abort();
}

constexpr auto now = aws::detail::token_time(std::chrono::seconds(1'700'000'000));

void check_keys(std::string_view json)
{
    using form = aws::detail::key_json_form;
    for (auto const which : {form::instance, form::container, form::process})
    {
        auto const outcome = aws::detail::read_key_json(json, which, "fuzz", "keys");
        if (outcome.has_value())
            require(!(*outcome)->credentials.access_key_id.empty()
                && !(*outcome)->credentials.secret_access_key.empty());
        else
            require(outcome.error().detail.starts_with("keys: "));
    }
}

void check_sso(std::string_view json)
{
    auto const token = aws::detail::read_sso_token(json, "file");
    if (!token.has_value())
        return require(token.error().detail.starts_with("file: "));
    require(!token->access_token.empty());
    auto renewed = *token;
    renewed.access_token = dynasio::sigv4::secret("new \"token\"");
    renewed.expires_at = now;
    auto const written = aws::detail::with_new_token(json, renewed);
    auto const again = aws::detail::read_sso_token(written.reveal(), "file");
    require(again.has_value() && again->access_token == renewed.access_token && again->expires_at == now);
    require(again->client_id == token->client_id && again->refresh_token == token->refresh_token);
}

void check_login(std::string_view json)
{
    auto const token = aws::detail::read_login_token(json, "file");
    if (!token.has_value())
        return require(token.error().detail.starts_with("file: "));
    auto renewed = *token;
    renewed.keys.secret_access_key = dynasio::sigv4::secret("new \"key\"");
    renewed.expires_at = now;
    auto const written = aws::detail::with_new_login(json, renewed);
    auto const again = aws::detail::read_login_token(written.reveal(), "file");
    require(again.has_value() && again->keys == renewed.keys && again->expires_at == now);
    require(again->dpop_key == token->dpop_key);
}

void check_renewals(std::string_view json)
{
    aws::detail::sso_token const sso{dynasio::sigv4::secret("old"), now};
    auto const token = aws::detail::read_renewed_sso_token(json, sso, now, "response");
    require(
        token.has_value() ? !token->access_token.empty() : token.error().detail.starts_with("response: "));
    auto const login = aws::detail::read_renewed_login(json, aws::detail::login_token(), now, "response");
    require(login.has_value() ? !login->keys.access_key_id.empty()
                              : login.error().detail.starts_with("response: "));
}

void check_texts(std::string_view text)
{
    if (auto const arn = aws::parse_arn(text))
        require(!arn->partition.empty() && !arn->service.empty() && !arn->resource.empty());
    dynasio::text::parse_rfc3339(text);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    std::string_view const bytes(reinterpret_cast<char const*>(data), size);
    check_keys(bytes);
    check_sso(bytes);
    check_login(bytes);
    check_renewals(bytes);
    check_texts(bytes);
    return 0;
}
