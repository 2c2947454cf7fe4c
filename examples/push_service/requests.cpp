// SPDX-License-Identifier: BSL-1.0

#include "requests.hpp"

#include "common/whole_number.hpp"
#include "refusal.hpp"

#include <algorithm>
#include <limits>

namespace examples {

namespace {

bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

bool is_base64url(char c)
{
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_';
}

std::chrono::seconds parse_ttl(http_request const& request)
{
    auto const field = request.find("TTL");
    if (field == request.end())
        throw refusal(http::status::bad_request, "TTL is missing");
    std::string_view const text = field->value();
    if (text.empty() || !std::all_of(text.begin(), text.end(), is_digit))
        throw refusal(http::status::bad_request, "TTL is not a number of seconds");
    // Any number of digits is valid; what is longer than messages are kept is cut.
    auto const number = whole_number<std::uint64_t>(text).value_or(std::numeric_limits<std::uint64_t>::max());
    auto const most = static_cast<std::uint64_t>(dynasio::max_message_life.count());
    return std::chrono::seconds(static_cast<std::int64_t>(std::min(number, most)));
}

std::optional<std::string> field_of(http_request const& request, std::string_view name)
{
    auto const field = request.find(boost::beast::string_view(name.data(), name.size()));
    if (field == request.end())
        return std::nullopt;
    return std::string(field->value());
}

} // namespace

std::vector<std::string> path_of(std::string_view target)
{
    std::vector<std::string> result;
    target = target.substr(0, target.find('?'));
    while (!target.empty())
    {
        auto const end = std::min(target.find('/'), target.size());
        if (end > 0)
            result.emplace_back(target.substr(0, end));
        target.remove_prefix(std::min(end + 1, target.size()));
    }
    return result;
}

std::optional<std::int64_t> number_in_query(std::string_view target, std::string_view name)
{
    auto const mark = target.find('?');
    if (mark == std::string_view::npos)
        return std::nullopt;
    target.remove_prefix(mark + 1);
    while (!target.empty())
    {
        auto const end = std::min(target.find('&'), target.size());
        auto const parameter = target.substr(0, end);
        auto const equals = parameter.find('=');
        if (equals != std::string_view::npos && parameter.substr(0, equals) == name)
            return whole_number<std::int64_t>(parameter.substr(equals + 1));
        target.remove_prefix(std::min(end + 1, target.size()));
    }
    return std::nullopt;
}

dynasio::notification parse_push(http_request const& request)
{
    dynasio::notification result;
    result.ttl = parse_ttl(request);
    result.topic = field_of(request, "Topic");
    if (result.topic
        && (result.topic->empty() || result.topic->size() > dynasio::max_topic_size
            || !std::all_of(result.topic->begin(), result.topic->end(), is_base64url)))
        throw refusal(http::status::bad_request, "Topic is not 1 to 32 characters of base64url");
    if (request.body().size() > max_message_size)
        throw refusal(http::status::payload_too_large,
            "the message has more than " + std::to_string(max_message_size) + " bytes");
    if (!request.body().empty())
    {
        result.data = base64url(request.body());
        dynasio::message_headers headers;
        headers.encoding = field_of(request, "Content-Encoding");
        headers.encryption = field_of(request, "Encryption");
        headers.encryption_key = field_of(request, "Encryption-Key");
        headers.crypto_key = field_of(request, "Crypto-Key");
        if (headers != dynasio::message_headers())
            result.headers = headers;
    }
    return result;
}

std::optional<asio::ip::tcp::endpoint> parse_node(std::string_view node_id)
{
    constexpr std::string_view scheme = "http://";
    auto const colon = node_id.rfind(':');
    if (!node_id.starts_with(scheme) || colon < scheme.size())
        return std::nullopt;
    boost::system::error_code failure;
    auto const host = node_id.substr(scheme.size(), colon - scheme.size());
    auto const address = asio::ip::make_address_v4(std::string(host), failure);
    auto const port = whole_number<std::uint16_t>(node_id.substr(colon + 1));
    if (failure || !port || *port == 0)
        return std::nullopt;
    return asio::ip::tcp::endpoint(address, *port);
}

std::string base64url(std::string_view bytes)
{
    constexpr char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    std::string result;
    unsigned bits = 0;
    int pending = 0;
    for (char const each : bytes)
    {
        bits = (bits << 8 | static_cast<unsigned char>(each)) & 0xffff;
        for (pending += 8; pending >= 6; pending -= 6)
            result += digits[bits >> (pending - 6) & 63];
    }
    if (pending > 0)
        result += digits[bits << (6 - pending) & 63];
    return result;
}

} // namespace examples
