// SPDX-License-Identifier: BSL-1.0
//
// What is read in a response of STS, and what makes one no use.

#include "aws/credentials/sts/sts_response.hpp"
#include "unit/aws/sts_answers.hpp"

#include <gtest/gtest.h>

#include <string>

namespace dynasio::tests {
namespace {

using aws::errc;

aws::credentials_result keys_in(std::string const& xml)
{
    return aws::detail::read_sts_keys(xml, "provider", "role x");
}

void expect_response_error(std::string const& xml, errc code, std::string const& named)
{
    auto const found = keys_in(xml);
    ASSERT_TRUE(found.has_error()) << xml;
    auto const& why = found.error();
    EXPECT_EQ(why.code, code) << why.detail;
    EXPECT_TRUE(why.detail.starts_with("role x: ")) << why.detail;
    EXPECT_NE(why.detail.find(named), std::string::npos) << why.detail;
    EXPECT_EQ(why.detail.find("sEcReT"), std::string::npos) << why.detail;
}

TEST(sts_response, must_have_all_keys)
{
    for (std::string const part : {"AccessKeyId", "SecretAccessKey", "SessionToken", "Expiration"})
        expect_response_error(without_element(role_answer(), part), errc::credentials_incomplete, part);
    expect_response_error(
        without_element(role_answer(), "Credentials"), errc::credentials_incomplete, "missing");
}

TEST(sts_response, must_be_well_formed)
{
    auto const whole = role_answer();
    for (auto const& body : {std::string(), whole.substr(0, whole.size() / 2),
             std::string("{\"a\":\"sEcReT\"}"), "<!DOCTYPE a>" + whole, whole + "sEcReT"})
        expect_response_error(body, errc::credentials_failed, "XML");
    for (auto const* time : {"tomorrow", "1700000000", "2023-02-30T00:00:00Z"})
        expect_response_error(role_answer("ASIA", time), errc::credentials_failed, "Expiration");
}

TEST(sts_response, may_leave_out_the_role)
{
    for (auto const* part : {"AssumedRoleUser", "Arn", "ResponseMetadata"})
    {
        auto const found = keys_in(without_element(role_answer(), part));
        ASSERT_TRUE(found.has_value()) << found.error().detail;
        EXPECT_EQ((*found)->account_id, std::string(part) == "ResponseMetadata" ? "210987654321" : "");
        EXPECT_EQ((*found)->provider, "provider");
    }
}

/// Only keys within `Credentials` are the role's.
TEST(sts_response, has_keys_in_their_place)
{
    expect_response_error(
        "<R><Other><AccessKeyId>A</AccessKeyId><SecretAccessKey>b</SecretAccessKey>"
        "<SessionToken>c</SessionToken><Expiration>2023-11-14T23:00:00Z</Expiration></Other></R>",
        errc::credentials_incomplete, "AccessKeyId");
}

TEST(sts_response, tells_an_error_of_sts_from_other_documents)
{
    auto const error = aws::detail::read_sts_error(error_answer("AccessDenied", " no &amp; never\n"));
    EXPECT_EQ(error.code, "AccessDenied");
    EXPECT_EQ(error.message, "no & never");
    for (auto const& body : {std::string(), std::string("<html><body>busy</body></html>"), std::string("{}"),
             role_answer(), error_answer("AccessDenied").substr(0, 150)})
        EXPECT_EQ(aws::detail::read_sts_error(body).code, "") << body;
    EXPECT_LE(aws::detail::read_sts_error(error_answer("x", std::string(100'000, 'm'))).message.size(), 310u);
}

} // namespace
} // namespace dynasio::tests
