// SPDX-License-Identifier: BSL-1.0

#include <dynasio/stores/push/uaid.hpp>

#include "stores/push/hex_id.hpp"
#include "stores/push/hmac_sha256.hpp"

#include <algorithm>
#include <ostream>
#include <span>

namespace dynasio {

using namespace stores::push;

uaid::uaid(std::string_view text) : bytes_(checked_id("uaid", text)) {}

std::optional<uaid> uaid::parse(std::string_view text) noexcept
{
    auto const bytes = parse_id(text);
    return bytes ? std::optional(uaid(*bytes)) : std::nullopt;
}

std::string uaid::text() const
{
    return id_digits(bytes_);
}

std::ostream& operator<<(std::ostream& out, uaid const& id)
{
    return out << id.text();
}

std::string hash_uaid(secret const& key, std::string_view text)
{
    auto const digest = hmac_sha256(key.reveal(), std::as_bytes(std::span(text)));
    id_bytes first_half;
    id_bytes second_half;
    std::copy_n(digest.begin(), first_half.size(), first_half.begin());
    std::copy_n(digest.begin() + first_half.size(), second_half.size(), second_half.begin());
    std::string digits;
    digits.reserve(2 * id_digits_size);
    append_id_digits(digits, first_half);
    append_id_digits(digits, second_half);
    return digits;
}

} // namespace dynasio
