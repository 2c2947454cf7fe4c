// SPDX-License-Identifier: BSL-1.0
//
// Any text as a message id, as a token, as the signed content of one, and as a key. A message id, and a token, are exactly what
// is written again. A text comes back from its token, but not from a changed one; nobody finds a token by chance.

#include "stores/push/hmac_sha256.hpp"

#include <dynasio/stores/push/message_id.hpp>
#include <dynasio/value/binary.hpp>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace {

void require(bool holds)
{
    if (!holds)
        std::abort();
}

dynasio::message_id_codec codec_of(std::string_view first, std::string_view second)
{
    std::vector<dynasio::secret> keys;
    keys.emplace_back(first);
    keys.emplace_back(second);
    return dynasio::message_id_codec(keys);
}

constexpr std::string_view good_key = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
constexpr std::string_view other_key = "ISIjJCUmJygpKissLS4vMDEyMzQ1Njc4OTo7PD0-P0A=";

void check_id(std::string_view text)
{
    if (auto const id = dynasio::message_id::parse(text))
        require(id->text() == text && !(id->topic && id->position));
}

dynasio::message_id_codec const& codec()
{
    static auto const instance = codec_of(good_key, other_key);
    return instance;
}

void check_token(std::string_view text)
{
    require(!codec().decrypt_text(text) && !codec().decrypt(text));

    dynasio::message_id_codec::vector iv{};
    for (std::size_t i = 0; i < text.size(); ++i)
        iv[i % iv.size()] ^= static_cast<std::byte>(text[i]);
    auto token = codec().encrypt_text(text, std::chrono::sys_seconds(std::chrono::seconds(text.size())), iv);
    require(codec().decrypt_text(token) == text);
    require(codec().decrypt(token) == dynasio::message_id::parse(text));
    token.erase(token.find_last_not_of('=') + 1);
    require(codec().decrypt_text(token) == text);
    for (auto const at : {text.size() * 7919 % token.size(), token.size() - 1})
    {
        auto changed = token;
        changed[at] = changed[at] == 'A' ? 'B' : 'A';
        require(!codec().decrypt_text(changed));
    }
}

/// What a token holds, as who has the key may sign it.
void check_signed(std::string_view content)
{
    constexpr std::string_view signing_key("\0\1\2\3\4\5\6\7\x8\x9\xa\xb\xc\xd\xe\xf", 16);
    auto token = dynasio::to_binary(content);
    auto const mac = dynasio::stores::push::hmac_sha256(signing_key, token);
    token.insert(token.end(), mac.begin(), mac.end());
    auto const written = dynasio::base64url_encode(token);
    auto const text = codec().decrypt_text(written);
    if (!text)
        return;
    std::uint64_t time = 0;
    for (std::size_t i = 1; i <= 8; ++i)
        time = time << 8 | std::to_integer<std::uint64_t>(token[i]);
    dynasio::message_id_codec::vector iv;
    std::copy_n(token.begin() + 9, iv.size(), iv.begin());
    std::chrono::seconds const seconds(static_cast<std::int64_t>(time));
    require(codec().encrypt_text(*text, std::chrono::sys_seconds(seconds), iv) == written);
}

void check_key(std::string_view text)
{
    try
    {
        auto const made = codec_of(text, other_key);
        require(text.size() == 43 || text.size() == 44);
        auto const token = made.encrypt_text("text", {}, {});
        require(made.decrypt_text(token) == "text");
    }
    catch (std::invalid_argument const&)
    {}
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    std::string_view const text(reinterpret_cast<char const*>(data), size);
    check_id(text);
    check_token(text);
    check_signed(text);
    check_key(text);
    return 0;
}
