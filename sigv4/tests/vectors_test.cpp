// SPDX-License-Identifier: BSL-1.0
//
// The public signing vectors, step by step through the public API: the first text that differs is the cause.

#include <dynasio/sigv4/key_cache.hpp>
#include <dynasio/sigv4/sign.hpp>
#include <dynasio/sigv4/signer.hpp>
#include <dynasio/sigv4/signing_key.hpp>

#include "support/data_cases.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <chrono>
#include <cstddef>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

namespace json = boost::json;
namespace sigv4 = dynasio::sigv4;
using dynasio::tests::cases_of;
using dynasio::tests::load_test_data;
using dynasio::tests::run_cases;
using std::chrono::sys_seconds;

std::string text(json::value const& value)
{
    auto const& string = value.as_string();
    return {string.data(), string.size()};
}

std::string text_or_nothing(json::object const& object, std::string_view name)
{
    auto const* value = object.if_contains(name);
    return value ? text(*value) : std::string();
}

bool flag(json::object const& object, std::string_view name)
{
    auto const* value = object.if_contains(name);
    return value && value->as_bool();
}

// Reads 2015-08-30T12:36:00Z and 20150830T123600Z.
sys_seconds parse_time(std::string time)
{
    time.erase(
        std::remove_if(time.begin(), time.end(), [](char c) { return c == '-' || c == ':'; }), time.end());
    auto const number = [&](std::size_t at, std::size_t size) { return std::stoi(time.substr(at, size)); };
    std::chrono::year_month_day const date(std::chrono::year(number(0, 4)),
        std::chrono::month(static_cast<unsigned>(number(4, 2))),
        std::chrono::day(static_cast<unsigned>(number(6, 2))));
    return std::chrono::sys_days(date) + std::chrono::hours(number(9, 2))
        + std::chrono::minutes(number(11, 2)) + std::chrono::seconds(number(13, 2));
}

struct raw_request
{
    std::string method;
    std::string target;
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;

    sigv4::request view() const
    {
        views.clear();
        for (auto const& [name, value] : headers)
            views.push_back({name, value});
        return {.method = method, .target = target, .headers = views, .body = sigv4::payload::bytes(body)};
    }

    mutable std::vector<sigv4::header> views;
};

raw_request parse_request(std::string_view message)
{
    raw_request result;
    auto const next_line = [&]
    {
        auto const end = message.find('\n');
        auto const line = message.substr(0, end);
        message.remove_prefix(end == std::string_view::npos ? message.size() : end + 1);
        return line;
    };
    auto const first = next_line();
    // The target may contain spaces.
    auto const method_end = first.find(' ');
    auto const target_end = first.rfind(' ');
    result.method = first.substr(0, method_end);
    result.target = first.substr(method_end + 1, target_end - method_end - 1);
    for (auto line = next_line(); !line.empty(); line = next_line())
    {
        auto const colon = line.find(':');
        if (colon == std::string_view::npos || line.front() == ' ' || line.front() == '\t')
            throw std::runtime_error("a line is no header field: " + std::string(line));
        result.headers.emplace_back(line.substr(0, colon), line.substr(colon + 1));
    }
    result.body = message;
    return result;
}

void expect_steps(sigv4::signature_result const& got, json::object const& expected)
{
    EXPECT_EQ(got.canonical_request, text(expected.at("canonical_request")));
    EXPECT_EQ(got.string_to_sign, text(expected.at("string_to_sign")));
    EXPECT_EQ(got.signature, text(expected.at("signature")));
}

std::string lower(std::string text)
{
    for (auto& c : text)
        c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return text;
}

struct suite_case
{
    explicit suite_case(json::object const& one)
        : name(text(one.at("name"))), request(parse_request(text(one.at("request"))))
    {
        auto const& context = one.at("context").as_object();
        auto const& keys = context.at("credentials").as_object();
        who = sigv4::credentials(text(keys.at("access_key_id")),
            sigv4::secret(text(keys.at("secret_access_key"))), sigv4::secret(text_or_nothing(keys, "token")));
        how = sigv4::signing_options(text(context.at("region")), text(context.at("service")),
            parse_time(text(context.at("timestamp"))));
        how.path.normalize = flag(context, "normalize");
        how.add_content_sha256 = flag(context, "sign_body");
        how.omit_session_token = flag(context, "omit_session_token");
        expires = std::chrono::seconds(context.at("expiration_in_seconds").to_number<long>());
    }

    std::string name;
    raw_request request;
    sigv4::credentials who;
    sigv4::signing_options how;
    std::chrono::seconds expires{};
};

TEST(sigv4_vectors, header_form_of_the_suite)
{
    constexpr auto file = "sigv4/vectors.json";
    DYNASIO_REQUIRE_TEST_DATA(file);
    run_cases(file, cases_of(load_test_data(file), "name"), {},
        [&](json::object const& value)
        {
            suite_case const one(value);
            auto const& expected = value.at("header").as_object();
            auto const got = sigv4::sign_headers(one.request.view(), one.who, one.how);
            expect_steps(got, expected);

            // The signed message has the headers given and those added, in whatever order.
            auto signed_headers = parse_request(text(expected.at("signed_request"))).headers;
            auto headers = one.request.headers;
            for (auto const& [name, field] : got.added_headers)
                headers.emplace_back(name, field);
            for (auto* list : {&signed_headers, &headers})
            {
                for (auto& [name, field] : *list)
                    name = lower(name);
                std::sort(list->begin(), list->end());
            }
            EXPECT_EQ(headers, signed_headers);
        });
}

TEST(sigv4_vectors, query_form_of_the_suite)
{
    constexpr auto file = "sigv4/vectors.json";
    DYNASIO_REQUIRE_TEST_DATA(file);
    run_cases(file, cases_of(load_test_data(file), "name"), {},
        [&](json::object const& value)
        {
            suite_case const one(value);
            auto const& expected = value.at("query").as_object();
            auto const got = sigv4::presign(one.request.view(), one.who, one.how, one.expires);
            expect_steps(got, expected);
            EXPECT_EQ(got.target, parse_request(text(expected.at("signed_request"))).target);
        });
}

// The same steps with the pure functions alone, as someone would use them who signs in an unusual way.
TEST(sigv4_vectors, single_steps_of_the_suite)
{
    constexpr auto file = "sigv4/vectors.json";
    DYNASIO_REQUIRE_TEST_DATA(file);
    run_cases(file, cases_of(load_test_data(file), "name"), {},
        [&](json::object const& value)
        {
            suite_case const one(value);
            auto const& expected = value.at("header").as_object();
            auto const string_to_sign = sigv4::string_to_sign(
                text(expected.at("canonical_request")), one.how.time, one.how.region, one.how.service);
            EXPECT_EQ(string_to_sign, text(expected.at("string_to_sign")));
            sigv4::signing_key const key(one.who.secret_access_key,
                sigv4::format_time(one.how.time).substr(0, 8), one.how.region, one.how.service);
            EXPECT_EQ(key.sign(string_to_sign), text(expected.at("signature")));
        });
}

struct dynamodb_case
{
    explicit dynamodb_case(json::object const& one) : name(text(one.at("name"))), body(text(one.at("body")))
    {
        auto const& keys = one.at("credentials").as_object();
        who = sigv4::credentials(text(keys.at("access_key_id")),
            sigv4::secret(text(keys.at("secret_access_key"))),
            sigv4::secret(text_or_nothing(keys, "session_token")));
        how = sigv4::signing_options(
            text(one.at("region")), text(one.at("service")), parse_time(text(one.at("timestamp"))));
        method = text(one.at("method"));

        std::string url = text(one.at("url"));
        auto const scheme_end = url.find("://");
        auto const path_at = url.find('/', scheme_end + 3);
        host = url.substr(scheme_end + 3, path_at - scheme_end - 3);
        path = url.substr(path_at);
        std::string const default_port = url.substr(0, scheme_end) == "https" ? ":443" : ":80";
        if (host.ends_with(default_port))
            host.resize(host.size() - default_port.size());

        for (auto const& pair : one.at("headers").as_array())
            headers.emplace_back(text(pair.as_array().at(0)), text(pair.as_array().at(1)));
    }

    std::string name;
    std::string body;
    std::string method;
    std::string host;
    std::string path;
    std::vector<std::pair<std::string, std::string>> headers;
    sigv4::credentials who;
    sigv4::signing_options how;
};

TEST(sigv4_vectors, dynamodb_requests)
{
    constexpr auto file = "sigv4/dynamodb-vectors.json";
    DYNASIO_REQUIRE_TEST_DATA(file);
    sigv4::key_cache keys;
    run_cases(file, cases_of(load_test_data(file), "name"), {},
        [&](json::object const& value)
        {
            dynamodb_case one(value);
            one.how.keys = &keys;
            auto const& expected = value.at("expected").as_object();
            std::vector<sigv4::header> headers{{"Host", one.host}};
            for (auto const& [name, field] : one.headers)
                headers.push_back({name, field});
            auto const got = sigv4::sign_headers({.method = one.method,
                                                     .target = one.path,
                                                     .headers = headers,
                                                     .body = sigv4::payload::bytes(one.body)},
                one.who, one.how);
            expect_steps(got, expected);
            EXPECT_EQ(got.authorization, text(expected.at("authorization")));

            auto const& added = expected.at("added_headers").as_object();
            EXPECT_EQ(got.added_headers.size(), added.size() + 1);
            for (auto const& field : added)
            {
                SCOPED_TRACE(field.key());
                auto const found = std::find_if(got.added_headers.begin(), got.added_headers.end(),
                    [&](auto const& header) { return header.name == lower(std::string(field.key())); });
                EXPECT_EQ(found == got.added_headers.end() ? "absent" : found->value, text(field.value()));
            }
        });
}

TEST(sigv4_vectors, dynamodb_requests_on_the_fast_path)
{
    constexpr auto file = "sigv4/dynamodb-vectors.json";
    DYNASIO_REQUIRE_TEST_DATA(file);
    run_cases(file, cases_of(load_test_data(file), "name"), {},
        [&](json::object const& value)
        {
            dynamodb_case one(value);
            auto const& expected = value.at("expected").as_object();

            for (auto& [name, field] : one.headers)
                name = lower(name);
            std::sort(one.headers.begin(), one.headers.end());
            std::vector<sigv4::header> headers;
            for (auto const& [name, field] : one.headers)
                if (!sigv4::is_never_signed(name))
                    headers.push_back({name, field});

            std::string wanted = "x-amz-date: " + sigv4::format_time(one.how.time) + "\r\n";
            if (!one.who.session_token.empty())
                wanted.append("x-amz-security-token: ").append(one.who.session_token.reveal()).append("\r\n");
            wanted.append("authorization: ").append(text(expected.at("authorization"))).append("\r\n");

            sigv4::signer const signer(one.how.region, one.how.service);
            // Twice: the second time with the key from the cache.
            for (int i = 0; i != 2; ++i)
            {
                std::string out = "already there\r\n";
                signer.sign({.method = one.method,
                                .path = one.path,
                                .host = one.host,
                                .headers = headers,
                                .body = one.body},
                    one.who, one.how.time, out);
                EXPECT_EQ(out, "already there\r\n" + wanted);
            }
        });
}

} // namespace
