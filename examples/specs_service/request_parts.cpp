// SPDX-License-Identifier: BSL-1.0

#include "request_parts.hpp"

#include "problem.hpp"

#include <boost/beast/core/string.hpp>

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include <charconv>

namespace examples {

namespace {

problem bad_request(std::string const& text)
{
    return {boost::beast::http::status::bad_request, "bad_input", text};
}

std::string unescape(std::string_view text)
{
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i)
    {
        if (text[i] != '%')
        {
            result += text[i];
            continue;
        }
        unsigned char byte = 0;
        auto const* const first = text.data() + i + 1;
        if (text.size() - i < 3 || std::from_chars(first, first + 2, byte, 16).ptr != first + 2)
            throw bad_request("the target has a % without two hexadecimal digits");
        result += static_cast<char>(byte);
        i += 2;
    }
    return result;
}

/// What is before the mark; `text` keeps what is behind it.
std::string_view take_until(std::string_view& text, char mark)
{
    auto const end = text.find(mark);
    auto const part = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    return part;
}

} // namespace

request_target parse_target(std::string_view target)
{
    request_target result;
    auto path = take_until(target, '?');
    while (!path.empty())
        if (auto const segment = take_until(path, '/'); !segment.empty())
            result.path.push_back(unescape(segment));
    while (!target.empty())
    {
        auto parameter = take_until(target, '&');
        auto const name = take_until(parameter, '=');
        result.parameters[unescape(name)] = unescape(parameter);
    }
    return result;
}

std::optional<key_pair_text> parse_authorization(std::string_view field)
{
    constexpr std::string_view scheme = "Basic ";
    if (field.size() < scheme.size() || !boost::beast::iequals(field.substr(0, scheme.size()), scheme))
        return std::nullopt;
    field.remove_prefix(scheme.size());
    if (field.empty() || field.size() % 4 != 0 || field.size() > 4096)
        return std::nullopt;

    std::string text(field.size() / 4 * 3, '\0');
    auto* const out = reinterpret_cast<unsigned char*>(text.data());
    auto const* const in = reinterpret_cast<unsigned char const*>(field.data());
    std::optional<key_pair_text> result;
    // The padding is decoded as zero bytes.
    if (EVP_DecodeBlock(out, in, static_cast<int>(field.size())) == static_cast<int>(text.size()))
    {
        std::string_view decoded = text;
        decoded.remove_suffix(field.ends_with("==") ? 2 : field.ends_with('=') ? 1 : 0);
        if (auto const colon = decoded.find(':'); colon != std::string_view::npos && colon > 0)
        {
            result.emplace().public_key = decoded.substr(0, colon);
            result->secret_key = dynasio::secret(decoded.substr(colon + 1));
        }
    }
    OPENSSL_cleanse(text.data(), text.size());
    return result;
}

std::chrono::steady_clock::duration parse_timeout(
    std::string_view field, std::chrono::steady_clock::duration most)
{
    if (field.empty())
        return most;
    double seconds = 0;
    auto const [end, failure] = std::from_chars(field.data(), field.data() + field.size(), seconds);
    if (failure != std::errc() || end != field.data() + field.size() || !(seconds >= 0.001))
        throw bad_request("Request-Timeout: not a number of seconds from 0.001 on");
    if (seconds >= std::chrono::duration<double>(most).count())
        return most;
    return std::chrono::duration_cast<std::chrono::steady_clock::duration>(
        std::chrono::duration<double>(seconds));
}

std::size_t parse_limit(std::string const& text)
{
    std::size_t limit = 0;
    auto const [end, failure] = std::from_chars(text.data(), text.data() + text.size(), limit);
    if (failure != std::errc() || end != text.data() + text.size() || limit < 1 || limit > 1000)
        throw bad_request("limit: not a number from 1 to 1000");
    return limit;
}

} // namespace examples
