// SPDX-License-Identifier: BSL-1.0
//
// Plays the exchanges of a case of credentials: each request is compared by method, URI, headers and body, and whether and as
// whom it is signed.

#ifndef DYNASIO_TESTS_UNIT_AWS_RECORDED_EXCHANGES_HPP
#define DYNASIO_TESTS_UNIT_AWS_RECORDED_EXCHANGES_HPP

#include "http/message/url.hpp"
#include "support/data_cases.hpp"
#include "text/ini_text.hpp"

#include <dynasio/http/transport.hpp>
#include <dynasio/testing/scripted_transport.hpp>

#include <boost/json/object.hpp>
#include <gtest/gtest.h>

#include <cstddef>
#include <map>
#include <optional>
#include <regex>
#include <set>
#include <string>
#include <string_view>

namespace dynasio::tests {

/// In which parts a recording is of another configuration than its case, so that these are expected instead.
struct recording_correction
{
    std::optional<std::string> body;
    std::optional<std::string> session_token;
    std::optional<std::string> signer;
};

/// By the name of the case and the position of the exchange.
using recording_corrections = std::map<std::pair<std::string, std::size_t>, recording_correction>;

namespace exchange_detail {

using header_map = std::map<std::string, std::string>;

/// The headers that are compared; those of who recorded it, and those that the transport adds, are not.
inline bool is_compared(std::string const& name)
{
    std::set<std::string> const others{
        "user-agent", "x-amz-user-agent", "authorization", "x-amz-date", "content-length", "host"};
    return !others.contains(name) && !name.starts_with("amz-sdk-");
}

inline header_map headers_of(boost::json::object const& recorded)
{
    header_map result;
    for (auto const& [name, values] : recorded)
        if (auto const lower = text::to_lower(name); is_compared(lower))
        {
            EXPECT_EQ(values.as_array().size(), 1u) << name;
            result[lower] = text_of(values.as_array().at(0));
        }
    return result;
}

inline header_map headers_of(http::request const& sent)
{
    header_map result;
    for (auto const field : sent.headers)
        if (auto const lower = text::to_lower(field.name); is_compared(lower))
        {
            EXPECT_FALSE(result.contains(lower)) << "twice: " << lower;
            result[lower] = field.value;
        }
    return result;
}

/// The parameters of a query in no order.
inline std::multiset<std::string> parameters_of(std::string const& target)
{
    std::multiset<std::string> result;
    auto const query = target.find('?');
    for (auto at = query; at != target.npos;)
    {
        auto const end = target.find('&', at + 1);
        result.insert(target.substr(at + 1, end == target.npos ? end : end - at - 1));
        at = end;
    }
    return result;
}

/// Each SDK makes up names for sessions that have none.
inline std::string with_one_session_name(std::string const& body, std::string const& ours)
{
    static std::regex const theirs(
        "RoleSessionName=(assume-role-from-profile-|web-identity-token-profile-)[0-9]+(&|$)");
    auto result = std::regex_replace(body, theirs, "RoleSessionName=" + ours + "$2");
    constexpr std::string_view fixed = "RoleSessionName=assume-role-provider-session";
    if (auto const at = result.find(fixed); at != result.npos)
        result.replace(at, fixed.size(), "RoleSessionName=" + ours);
    return result;
}

/// The key id of the signer; nothing for a request that is not signed.
inline std::optional<std::string> signer_of(std::string_view authorization)
{
    constexpr std::string_view begin = "AWS4-HMAC-SHA256 Credential=";
    if (!authorization.starts_with(begin))
        return std::nullopt;
    authorization.remove_prefix(begin.size());
    return std::string(authorization.substr(0, authorization.find('/')));
}

} // namespace exchange_detail

/// Compares what was sent with what was recorded. `made_up_name` is that of sessions without a name.
inline void check_exchange(http::request const& sent, boost::json::object const& recorded,
    recording_correction const& correction, std::string const& made_up_name)
{
    using namespace exchange_detail;
    EXPECT_EQ(sent.method, text_of(recorded, "method"));
    auto const uri = http::parse_url(text_of(recorded, "uri"));
    EXPECT_EQ(sent.to, uri.to);
    auto const path_of = [](std::string const& target) { return target.substr(0, target.find('?')); };
    EXPECT_EQ(path_of(sent.target), path_of(uri.target));
    EXPECT_EQ(parameters_of(sent.target), parameters_of(uri.target));
    EXPECT_EQ(
        sent.body, correction.body.value_or(with_one_session_name(text_of(recorded, "body"), made_up_name)));

    auto const& recorded_headers = recorded.at("headers").as_object();
    auto expected = headers_of(recorded_headers);
    if (correction.session_token)
        expected["x-amz-security-token"] = *correction.session_token;
    EXPECT_EQ(headers_of(sent), expected);

    auto const authorization = sent.headers.find("authorization");
    auto const* const signature = recorded_headers.if_contains("authorization");
    auto signer = signature ? signer_of(text_of(signature->as_array().at(0))) : std::nullopt;
    if (correction.signer)
        signer = correction.signer;
    EXPECT_EQ(authorization ? signer_of(*authorization) : std::nullopt, signer);
    if (signer)
    {
        EXPECT_NE(authorization->find("/sts/aws4_request"), authorization->npos) << *authorization;
    }
}

/// Lets `server` expect the exchanges of the case, and nothing else.
inline void expect_exchanges(dynasio::testing::scripted_transport& server, boost::json::object const& c,
    recording_corrections const& corrections, std::string const& made_up_name)
{
    std::size_t position = 0;
    for (auto const& each : c.at("exchanges").as_array())
    {
        auto const& exchange = each.as_object();
        auto const request = exchange.at("request").as_object();
        auto const correction = corrections.find({text_of(c, "name"), position});
        auto const found = correction == corrections.end() ? recording_correction() : correction->second;
        auto const title = "exchange " + std::to_string(++position);
        auto expectation = server.expect_where(title,
            [=](http::request const& sent)
            {
                SCOPED_TRACE(title);
                check_exchange(sent, request, found, made_up_name);
                return true;
            });
        auto const& response = exchange.at("response").as_object();
        http::fields headers;
        for (auto const& [name, values] : response.at("headers").as_object())
            headers.add(name, text_of(values.as_array().at(0)));
        expectation.reply(
            response.at("status").to_number<unsigned>(), text_of(response, "body"), std::move(headers));
    }
}

} // namespace dynasio::tests

#endif
