// SPDX-License-Identifier: BSL-1.0

#include <dynasio/sigv4/canonical.hpp>

#include "sha256.hpp"
#include "text.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <stdexcept>
#include <tuple>
#include <utility>
#include <vector>

namespace dynasio::sigv4 {

namespace {

using detail::lower;

std::string lower(std::string_view text)
{
    std::string result(text);
    std::transform(result.begin(), result.end(), result.begin(), [](char c) { return detail::lower(c); });
    return result;
}

// Calls `use` with each piece of `text` between separators.
template <class Use>
void split(std::string_view text, char separator, Use use)
{
    while (true)
    {
        auto const end = text.find(separator);
        use(text.substr(0, end));
        if (end == std::string_view::npos)
            return;
        text.remove_prefix(end + 1);
    }
}

std::string normalized(std::string_view path)
{
    std::vector<std::string_view> kept;
    // A path that ends in a slash or a dot segment names a folder and keeps its last slash.
    bool folder = false;
    split(path, '/',
        [&](std::string_view segment)
        {
            folder = segment.empty() || segment == "." || segment == "..";
            if (segment == ".." && !kept.empty())
                kept.pop_back();
            else if (!folder)
                kept.push_back(segment);
        });
    std::string result;
    for (auto const segment : kept)
        result.append("/").append(segment);
    if (folder || kept.empty())
        result += '/';
    return result;
}

} // namespace

std::string canonical_path(std::string_view path, path_rules rules)
{
    std::string const plain = rules.normalize ? normalized(path) : std::string(path.empty() ? "/" : path);
    if (!rules.double_encode)
        return plain;
    std::string encoded;
    encoded.reserve(plain.size());
    detail::append_encoded(encoded, plain, true);
    return encoded;
}

std::string canonical_query(std::string_view query)
{
    std::vector<std::pair<std::string, std::string>> parameters;
    split(query, '&',
        [&](std::string_view piece)
        {
            if (piece.empty())
                return;
            auto const equals = piece.find('=');
            auto& [name, value] = parameters.emplace_back();
            detail::append_encoded(name, detail::percent_decoded(piece.substr(0, equals)));
            if (equals != std::string_view::npos)
                detail::append_encoded(value, detail::percent_decoded(piece.substr(equals + 1)));
        });
    std::sort(parameters.begin(), parameters.end());
    std::string result;
    for (auto const& [name, value] : parameters)
    {
        if (!result.empty())
            result += '&';
        result.append(name).append("=").append(value);
    }
    return result;
}

bool is_never_signed(std::string_view name) noexcept
{
    constexpr std::array<std::string_view, 12> names{"authorization", "connection", "expect", "keep-alive",
        "proxy-authenticate", "proxy-authorization", "te", "trailer", "transfer-encoding", "upgrade",
        "user-agent", "x-amzn-trace-id"};
    return std::any_of(names.begin(), names.end(),
        [=](std::string_view unsigned_name)
        {
            return std::equal(name.begin(), name.end(), unsigned_name.begin(), unsigned_name.end(),
                [](char left, char right) { return lower(left) == right; });
        });
}

canonical_headers_text canonical_headers(std::span<header const> headers)
{
    struct entry
    {
        std::string name;
        std::size_t position; // keeps the order of appearance where names are the same
        std::string_view value;
    };
    std::vector<entry> sorted;
    sorted.reserve(headers.size());
    for (auto const& [name, value] : headers)
    {
        if (!detail::is_token(name))
            throw std::invalid_argument("a header name is empty or has a character that names may not have");
        detail::require_one_line(value, "the value of header " + std::string(name));
        if (!is_never_signed(name))
            sorted.push_back({lower(name), sorted.size(), value});
    }
    std::sort(sorted.begin(), sorted.end(), [](entry const& left, entry const& right)
        { return std::tie(left.name, left.position) < std::tie(right.name, right.position); });

    canonical_headers_text result;
    for (std::size_t i = 0; i != sorted.size(); ++i)
    {
        auto const& [name, position, value] = sorted[i];
        if (i != 0 && sorted[i - 1].name == name)
            result.lines.back() = ',';
        else
        {
            result.lines.append(name).append(":");
            if (i != 0)
                result.names += ';';
            result.names += name;
        }
        detail::append_folded(result.lines, value);
        result.lines += '\n';
    }
    return result;
}

std::string payload_hash(payload const& body)
{
    switch (body.what())
    {
    case payload::kind::unsigned_:
        return "UNSIGNED-PAYLOAD";
    case payload::kind::hash:
        if (body.text().size() != 64
            || body.text().find_first_not_of("0123456789abcdef") != std::string_view::npos)
            throw std::invalid_argument("the payload hash is not 64 lower-case hexadecimal digits");
        return std::string(body.text());
    case payload::kind::bytes:
        break;
    }
    return std::string(detail::as_text(detail::to_hex(detail::sha256().hash(body.text()))));
}

std::string canonical_request(std::string_view method, std::string_view path, std::string_view query,
    canonical_headers_text const& headers, std::string_view body_hash)
{
    std::string result;
    result.reserve(method.size() + path.size() + query.size() + headers.lines.size() + headers.names.size()
        + body_hash.size() + 5);
    result.append(method).append("\n").append(path).append("\n").append(query).append("\n");
    result.append(headers.lines).append("\n").append(headers.names).append("\n").append(body_hash);
    return result;
}

std::string format_time(std::chrono::sys_seconds time)
{
    return std::string(detail::time_text(time).time());
}

std::string credential_scope(std::chrono::sys_seconds time, std::string_view region, std::string_view service)
{
    std::string scope(detail::time_text(time).date());
    return scope.append("/").append(region).append("/").append(service).append("/").append(detail::scope_end);
}

std::string string_to_sign(std::string_view canonical_request, std::chrono::sys_seconds time,
    std::string_view region, std::string_view service)
{
    std::string text(detail::algorithm_name);
    text.append("\n").append(format_time(time));
    text.append("\n").append(credential_scope(time, region, service));
    return text.append("\n").append(payload_hash(payload::bytes(canonical_request)));
}

} // namespace dynasio::sigv4
