// SPDX-License-Identifier: BSL-1.0

#include "aws/credentials/source/token_json.hpp"

#include "json/string.hpp"
#include "json/text_walk.hpp"
#include "text/ini_text.hpp"
#include "text/wiped_text.hpp"

#include <dynasio/json/detail/decode.hpp>

#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <stdexcept>

namespace dynasio::aws::detail {

namespace {

constexpr std::size_t most_levels = 32;

/// A JSON string, into a text that has room for it.
void append_string(std::string& out, std::string_view text)
{
    text::reserve_secret(out, out.size() + 6 * text.size() + 2);
    auto const before = out.size();
    if (json::append_json_string(out, text))
        return;
    out.resize(before);
    out += "\"\"";
}

} // namespace

secret_object::~secret_object()
{
    text::wipe(text_);
}

void secret_object::add(std::string_view name, std::string_view value)
{
    text::wiped_text string;
    append_string(string.text, value);
    add_json(name, string.text);
}

void secret_object::add_json(std::string_view name, std::string_view json)
{
    if (text_.size() > 1)
        text::append_secret(text_, ",");
    append_string(text_, name);
    text::append_secret(text_, ":");
    text::append_secret(text_, json);
}

sigv4::secret secret_object::text() const
{
    text::wiped_text whole;
    text::append_secret(whole.text, text_);
    text::append_secret(whole.text, "}");
    return sigv4::secret(whole.text);
}

sigv4::secret json_string(std::string_view text)
{
    text::wiped_text string;
    append_string(string.text, text);
    return sigv4::secret(string.text);
}

sigv4::secret replace_members(
    std::string_view object, std::initializer_list<std::pair<std::string_view, std::string_view>> members)
{
    secret_object result;
    std::vector<json::text_member> old;
    try
    {
        old = json::members_of(object, most_levels);
    }
    catch (json::codec_error const&)
    {
        throw std::runtime_error("the file is no JSON object");
    }
    auto const replacement = [&](std::string_view name)
    {
        return std::find_if(
            members.begin(), members.end(), [&](auto const& member) { return member.first == name; });
    };
    for (auto const& [name, value] : old)
    {
        auto const found = replacement(name);
        result.add_json(name, found == members.end() ? value : found->second);
    }
    for (auto const& [name, value] : members)
        if (std::none_of(old.begin(), old.end(), [&](auto const& member) { return member.name == name; }))
            result.add_json(name, value);
    return result.text();
}

std::string hex_hash(char const* algorithm, std::string_view text)
{
    std::array<unsigned char, EVP_MAX_MD_SIZE> hash;
    std::size_t size = hash.size();
    if (EVP_Q_digest(nullptr, algorithm, nullptr, text.data(), text.size(), hash.data(), &size) != 1)
        throw std::runtime_error(std::string("OpenSSL has no ") + algorithm);
    constexpr char digits[] = "0123456789abcdef";
    std::string result;
    for (std::size_t i = 0; i != size; ++i)
    {
        result += digits[hash[i] >> 4];
        result += digits[hash[i] & 15];
    }
    return result;
}

} // namespace dynasio::aws::detail
