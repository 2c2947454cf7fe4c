// SPDX-License-Identifier: BSL-1.0
//
// The fast path must never differ from the general one, whatever it is given.

#include <dynasio/sigv4/sign.hpp>
#include <dynasio/sigv4/signer.hpp>

#include <gtest/gtest.h>

#include <chrono>
#include <cstddef>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace {

using namespace dynasio::sigv4;
using namespace std::chrono_literals;

auto const noon = std::chrono::sys_days(2026y / 11 / 21) + 12h;

credentials plain()
{
    return {"AKIDEXAMPLE", secret("very-secret")};
}

std::string fast(signer const& with, prepared_request const& what, credentials const& who,
    std::chrono::system_clock::time_point time = noon)
{
    std::string out;
    with.sign(what, who, time, out);
    return out;
}

std::string general(signer const& with, prepared_request const& what, credentials const& who,
    std::chrono::sys_seconds time = noon)
{
    std::vector<header> headers(what.headers.begin(), what.headers.end());
    headers.push_back({"host", what.host});
    auto const result = sign_headers(
        {.method = what.method, .target = what.path, .headers = headers, .body = payload::bytes(what.body)},
        who, {with.region(), with.service(), time});
    std::string lines;
    for (auto const& [name, value] : result.added_headers)
        lines.append(name).append(": ").append(value).append("\r\n");
    return lines;
}

TEST(sigv4_signer, gives_what_the_general_way_gives)
{
    signer const with("eu-central-1", "dynamodb");
    std::vector<header> const usual{{"amz-sdk-invocation-id", "7b1cf2a0"},
        {"amz-sdk-request", "attempt=1; max=3"}, {"content-type", "application/x-amz-json-1.0"},
        {"x-amz-target", "DynamoDB_20120810.GetItem"}};
    // Names around all three of the signer's own.
    std::vector<header> const around{{"a", "1"}, {"hos", "2"}, {"host-", "3"}, {"x-amz-dat", ""},
        {"x-amz-date2", "5"}, {"x-amz-security-token-", "6"}, {"z", "7"}};
    std::vector<std::string> names;
    for (char c = 'a'; c <= 'z'; ++c)
        names.push_back(std::string("x-") + c);
    std::vector<header> many;
    for (auto const& name : names)
        many.push_back({name, "value"});
    std::string const long_value(5000, 'v');
    std::vector<header> const large{{"content-type", long_value}};

    int run = 0;
    for (auto const& headers : {std::vector<header>(), usual, around, many, large})
        for (std::string const& body : {std::string(), std::string("{}"), std::string(100'000, 'b')})
            for (std::string_view const path : {"/", "", "/base/path/", "//a/../b c%20"})
                for (std::string const& token : {std::string(), std::string("token"), std::string(2000, 't')})
                {
                    credentials const who("AKIDEXAMPLE", secret("very-secret"), secret(token));
                    prepared_request const what{
                        .path = path, .host = "[::1]:8000", .headers = headers, .body = body};
                    EXPECT_EQ(fast(with, what, who), general(with, what, who))
                        << headers.size() << " headers, " << body.size() << " bytes, " << path;
                    ++run;
                }
    EXPECT_EQ(run, 180);
}

// A service folds what it receives, so that is what must be signed.
TEST(sigv4_signer, signs_values_as_the_service_reads_them)
{
    signer const with("r", "s");
    std::vector<header> const blanks{{"a", "  x   y\t z "}, {"b", " "}, {"c", "one two"}, {"d", "\t"}};
    std::vector<header> const folded{{"a", "x y z"}, {"b", ""}, {"c", "one two"}, {"d", ""}};
    credentials const spaced("AKIDEXAMPLE", secret("very-secret"), secret(" to  ken "));
    credentials const tight("AKIDEXAMPLE", secret("very-secret"), secret("to ken"));
    prepared_request const given{.host = " h ", .headers = blanks};
    EXPECT_EQ(fast(with, given, spaced), fast(with, {.host = "h", .headers = folded}, tight));
    EXPECT_EQ(fast(with, given, spaced), general(with, given, spaced));
    EXPECT_EQ(general(with, given, spaced), general(with, {.host = "h", .headers = folded}, tight));
}

// The gathering buffer of the hash must not care where pieces begin and end.
TEST(sigv4_signer, every_length_of_a_value)
{
    signer const with("r", "s");
    for (std::size_t size = 0; size != 600; ++size)
    {
        std::string const value(size, 'v');
        std::vector<header> const headers{{"content-type", value}};
        prepared_request const what{.host = "h", .headers = headers, .body = value};
        ASSERT_EQ(fast(with, what, plain()), general(with, what, plain())) << size;
    }
}

TEST(sigv4_signer, cuts_the_time_to_seconds)
{
    signer const with("r", "s");
    prepared_request const what{.host = "h"};
    EXPECT_EQ(fast(with, what, plain(), noon + 999ms), fast(with, what, plain(), noon));
    EXPECT_NE(fast(with, what, plain(), noon + 1s), fast(with, what, plain(), noon));
}

TEST(sigv4_signer, takes_a_new_key_on_a_new_day_and_for_new_credentials)
{
    signer const with("r", "s", 1);
    prepared_request const what{.host = "h"};
    auto const midnight = std::chrono::sys_days(2026y / 11 / 22);
    for (auto const time : {midnight - 1s, midnight + 0s, midnight - 1s})
        EXPECT_EQ(fast(with, what, plain(), time), general(with, what, plain(), time));
    credentials const rotated("AKIDEXAMPLE", secret("a new secret"));
    EXPECT_EQ(fast(with, what, rotated), general(with, what, rotated));
    EXPECT_NE(fast(with, what, rotated), fast(with, what, plain()));
}

TEST(sigv4_signer, refuses_what_would_break_the_message)
{
    signer const with("r", "s");
    std::string out = "before";
    auto const refused = [&](prepared_request const& what, credentials const& who = plain())
    {
        EXPECT_THROW(with.sign(what, who, noon, out), std::invalid_argument);
        EXPECT_EQ(out, "before");
    };
    auto const refused_header = [&](std::vector<header> const& headers)
    { refused({.host = "h", .headers = headers}); };

    refused({});
    refused({.host = "h\r\nx: y"});
    refused({.method = "", .host = "h"});
    refused({.method = "PO\nST", .host = "h"});
    refused({.path = "/\n", .host = "h"});
    refused({.path = "/?a=1", .host = "h"});
    refused_header({{"a", "1\r\nb: 2"}});
    refused_header({{"a", "a long value that ends badly\n"}});
    refused_header({{"a\n", "1"}});
    refused_header({{"", "1"}});
    refused_header({{"A", "1"}});
    refused_header({{"a b", "1"}});
    refused_header({{"a:", "1"}});
    refused_header({{"\xc3\xa4", "1"}});
    refused_header({{"a", std::string_view("1\0", 2)}});
    refused_header({{"b", "1"}, {"a", "1"}});
    refused_header({{"a", "1"}, {"a", "1"}});
    refused_header({{"host", "other"}});
    refused_header({{"x-amz-date", "20200101T000000Z"}});
    refused({.host = "h"}, {"", secret("k")});
    refused({.host = "h"}, {"id", secret()});
    refused({.host = "h"}, {"id\r", secret("k")});
    refused({.host = "h"}, {"id", secret("k"), secret("t\n")});
    EXPECT_EQ(out, "before");

    EXPECT_THROW(signer("", "s"), std::invalid_argument);
    EXPECT_THROW(signer("r", ""), std::invalid_argument);
    EXPECT_THROW(signer("r\n", "s"), std::invalid_argument);
    EXPECT_THROW(signer("r", "s", 0), std::invalid_argument);
}

TEST(sigv4_signer, is_shared_by_threads)
{
    signer const with("r", "s", 2);
    prepared_request const what{.host = "h", .body = "{}"};
    std::vector<std::string> expected;
    for (int day = 0; day != 3; ++day)
        expected.push_back(general(with, what, plain(), noon + std::chrono::days(day)));

    std::vector<int> wrong(4, 0);
    std::vector<std::thread> threads;
    for (std::size_t t = 0; t != wrong.size(); ++t)
        threads.emplace_back(
            [&, t]
            {
                std::string out;
                for (std::size_t i = 0; i != 500; ++i)
                {
                    auto const day = (i + t) % expected.size();
                    out.clear();
                    with.sign(what, plain(), noon + std::chrono::days(day), out);
                    if (out != expected[day])
                        ++wrong[t];
                }
            });
    for (auto& thread : threads)
        thread.join();
    EXPECT_EQ(wrong, std::vector<int>(4, 0));
}

} // namespace
