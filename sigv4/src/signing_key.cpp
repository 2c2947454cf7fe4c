// SPDX-License-Identifier: BSL-1.0

#include "signing_key_state.hpp"
#include "text.hpp"

#include <openssl/crypto.h>

#include <string>

namespace dynasio::sigv4 {

namespace {

secret derive(
    secret const& secret_access_key, std::string_view date, std::string_view region, std::string_view service)
{
    detail::sha256 sha256;
    std::string start;
    // At its full size at once: growing would leave a copy of the key behind.
    start.reserve(4 + secret_access_key.size());
    start.append("AWS4").append(secret_access_key.reveal());
    auto key = sha256.hmac(detail::hmac_key(start), date);
    OPENSSL_cleanse(start.data(), start.size());
    for (auto const part : {region, service, detail::scope_end})
        key = sha256.hmac(detail::hmac_key(detail::as_text(key)), part);
    secret result(detail::as_text(key));
    OPENSSL_cleanse(key.data(), key.size());
    return result;
}

} // namespace

signing_key::signing_key(
    secret const& secret_access_key, std::string_view date, std::string_view region, std::string_view service)
    : state_(std::make_unique<state const>(derive(secret_access_key, date, region, service)))
{}

signing_key::~signing_key() = default;
signing_key::signing_key(signing_key&&) noexcept = default;
signing_key& signing_key::operator=(signing_key&&) noexcept = default;

secret const& signing_key::bytes() const noexcept
{
    return state_->bytes;
}

std::string signing_key::sign(std::string_view string_to_sign) const
{
    return std::string(detail::as_text(detail::to_hex(detail::sha256().hmac(state_->hmac, string_to_sign))));
}

} // namespace dynasio::sigv4
