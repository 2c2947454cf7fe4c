// SPDX-License-Identifier: BSL-1.0

#include "errors/foreign_body.hpp"

#include "text/excerpt.hpp"

namespace dynasio::errors {

namespace {

// Proxies, load balancers and captive portals tell by these who they are and what they want.
constexpr std::string_view telling_headers[] = {"server", "via", "content-type", "content-encoding",
    "location", "retry-after", "www-authenticate", "proxy-authenticate", "x-cache", "x-amz-cf-id"};

constexpr std::size_t longest_value = 120;
constexpr std::size_t longest_excerpt = 200;

} // namespace

bool begins_like_json(std::string_view body) noexcept
{
    auto const first = body.find_first_not_of(" \t\r\n");
    return first != std::string_view::npos && body[first] == '{';
}

std::string describe_foreign_body(http::response const& response)
{
    auto const& body = response.body;
    if (begins_like_json(body))
        return {};
    std::string result = "the response is not from DynamoDB";
    for (auto const name : telling_headers)
        if (auto const value = response.headers.find(name))
            result.append(", ").append(name).append(": ").append(text::shortened(*value, longest_value));
    if (body.empty())
        return result + ", without a body";
    result.append(", body of ").append(std::to_string(body.size())).append(" bytes: ");
    return result.append(text::shortened(body, longest_excerpt));
}

} // namespace dynasio::errors
