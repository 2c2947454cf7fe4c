// SPDX-License-Identifier: BSL-1.0

#include "stores/cursor_text.hpp"

#include "clock/random_source.hpp"
#include "composed/option_checks.hpp"
#include "stores/sealed_text.hpp"
#include "value/base64.hpp"

#include <dynasio/value/binary.hpp>

#include <cstdint>

namespace dynasio::stores {

namespace {

constexpr std::size_t checksum_size = 8;

/// FNV-1a. Finds mistakes, not forgeries.
std::string checksum(std::string_view scope, std::string_view content)
{
    std::uint64_t hash = 0xcbf29ce484222325ULL;
    auto const add = [&hash](char c)
    {
        hash ^= static_cast<unsigned char>(c);
        hash *= 0x100000001b3ULL;
    };
    for (char const c : scope)
        add(c);
    add('\0');
    for (char const c : content)
        add(c);
    std::string bytes;
    for (std::size_t i = 0; i < checksum_size; ++i)
        bytes += static_cast<char>(hash >> (8 * i));
    return bytes;
}

} // namespace

std::string to_url_text(std::string_view bytes)
{
    auto text = base64url_encode(to_binary(bytes));
    text.erase(text.find_last_not_of('=') + 1);
    return text;
}

std::optional<std::string> from_url_text(std::string_view text)
{
    binary bytes;
    if (text.ends_with('=') || !value::decode_base64url(text, bytes))
        return std::nullopt;
    return to_string(bytes);
}

std::string write_cursor(std::span<secret const> keys, std::string_view scope, std::string_view content)
{
    if (keys.empty())
        return to_url_text(checksum(scope, content).append(content));
    gcm_nonce nonce;
    http::fill_with_secure_random(nonce);
    return to_url_text(seal(keys.front(), nonce, scope, content));
}

std::optional<std::string> read_cursor(
    std::span<secret const> keys, std::string_view scope, std::string_view cursor)
{
    auto bytes = from_url_text(cursor);
    if (!bytes)
        return std::nullopt;
    if (!keys.empty())
        return unseal(keys, scope, *bytes);
    if (bytes->size() < checksum_size)
        return std::nullopt;
    std::string_view const content = std::string_view(*bytes).substr(checksum_size);
    if (checksum(scope, content) != std::string_view(*bytes).substr(0, checksum_size))
        return std::nullopt;
    return std::string(content);
}

void check_cursor_keys(std::span<secret const> keys, char const* option)
{
    for (auto const& key : keys)
        composed::check_option(key.size() == gcm_key_size, option, "a key must have 32 bytes");
}

} // namespace dynasio::stores
