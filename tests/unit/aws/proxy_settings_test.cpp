// SPDX-License-Identifier: BSL-1.0
//
// Proxies of the environment.

#include "aws/config/proxy_settings.hpp"

#include <dynasio/aws/configuration.hpp>
#include <dynasio/aws/configuration_error.hpp>

#include <gtest/gtest.h>

#include <string>
#include <utility>

namespace dynasio::aws {
namespace {

http::proxy_options proxies(environment::variables variables)
{
    return detail::proxy_settings(environment::of(std::move(variables)));
}

/// "https://user:password@host:port" of a proxy, whatever was written; "none" without one.
std::string text_of(std::optional<http::proxy_server> const& p)
{
    if (!p)
        return "none";
    auto const who = p->user + ':' + std::string(p->password.reveal());
    return (p->at.tls ? "https://" : "http://") + (who == ":" ? "" : who + '@') + p->at.host + ' '
        + std::to_string(p->at.port);
}

std::string https_proxy(std::string value)
{
    return text_of(proxies({{"https_proxy", std::move(value)}}).for_https);
}

TEST(proxy_settings, come_from_the_variables_that_other_programs_read)
{
    auto const none =
        proxies({{"ALL_PROXY", "http://a:1"}, {"all_proxy", "http://a:1"}, {"HTTP_PROXY", "http://b:1"}});
    EXPECT_EQ(text_of(none.for_https), "none");
    EXPECT_EQ(text_of(none.for_http), "none") << "HTTP_PROXY may come from a stranger";
    EXPECT_TRUE(none.no_proxy.empty());

    auto const both = proxies({{"https_proxy", "http://lower:1"}, {"HTTPS_PROXY", "http://upper:2"},
        {"http_proxy", "http://plain:3"}, {"no_proxy", "a"}, {"NO_PROXY", "b"}});
    EXPECT_EQ(text_of(both.for_https), "http://lower 1");
    EXPECT_EQ(text_of(both.for_http), "http://plain 3");
    EXPECT_EQ(both.no_proxy, std::vector<std::string>{"a"});

    auto const upper = proxies({{"https_proxy", " "}, {"HTTPS_PROXY", "http://upper:2"},
        {"NO_PROXY", " a,b , ,c.d:80\t10.0.0.0/8,"}});
    EXPECT_EQ(text_of(upper.for_https), "http://upper 2");
    EXPECT_EQ(upper.no_proxy, (std::vector<std::string>{"a", "b", "c.d:80", "10.0.0.0/8"}));
}

TEST(proxy_settings, are_urls_with_or_without_a_scheme)
{
    EXPECT_EQ(https_proxy("proxy.example"), "http://proxy.example 80");
    EXPECT_EQ(https_proxy("proxy.example:3128"), "http://proxy.example 3128");
    EXPECT_EQ(https_proxy("http://proxy.example/"), "http://proxy.example 80");
    EXPECT_EQ(https_proxy("HTTPS://Proxy.Example"), "https://proxy.example 443");
    EXPECT_EQ(https_proxy("https://10.1.2.3:8443"), "https://10.1.2.3 8443");
    EXPECT_EQ(https_proxy("http://[2001:db8::1]:3128"), "http://2001:db8::1 3128");
    EXPECT_EQ(https_proxy("user@proxy.example"), "http://user:@proxy.example 80");
    EXPECT_EQ(https_proxy("http://user:pass@proxy.example:1"), "http://user:pass@proxy.example 1");
    EXPECT_EQ(
        https_proxy("http://us%65r:p%40%3A%2fss:w@proxy.example:1"), "http://user:p@:/ss:w@proxy.example 1");
    EXPECT_EQ(https_proxy("http://user:p@ss@proxy.example"), "http://user:p@ss@proxy.example 80");
}

TEST(proxy_settings, that_are_malformed_are_named_and_not_shown)
{
    for (auto const* const value : {"http://", "ftp://hidden.example", "http://hidden:hidden@",
             "http://a:hidden@b:0", "http://a:hidden@b:99999", "http://a:hidden@b:", "http://hidden/path@b c",
             "http://a:hidden%4@b", "http://a:hidden%zz@b", "http://a:hidden%0d%0a@b",
             "http://a%3Ab:hidden@c", "http://a:b@hidden/path", "http://b?hidden", "http://b#hidden",
             "://hidden", "hidden host", "http://[hidden]:1", "http://a:hid/den@[::1"})
        try
        {
            (void)proxies({{"HTTPS_PROXY", value}});
            ADD_FAILURE() << "accepted: " << value;
        }
        catch (configuration_error const& e)
        {
            EXPECT_EQ(e.code(), errc::invalid_value) << value;
            std::string const text = e.what();
            EXPECT_NE(text.find("HTTPS_PROXY"), text.npos) << text;
            EXPECT_EQ(text.find("hid"), text.npos) << text;
        }
    EXPECT_THROW((void)proxies({{"http_proxy", "http://"}}), configuration_error);
    for (auto const* const value : {"socks5://hidden:1", "socks5h://a:hidden@b", "SOCKS4://b"})
        try
        {
            (void)proxies({{"http_proxy", value}});
            ADD_FAILURE() << "accepted: " << value;
        }
        catch (configuration_error const& e)
        {
            EXPECT_EQ(e.code(), errc::not_supported) << value;
            EXPECT_EQ(std::string(e.what()).find("hidden"), std::string::npos) << e.what();
        }
}

TEST(proxy_settings, are_part_of_the_configuration)
{
    auto const configured = load_configuration(environment::of(
        {{"AWS_REGION", "eu-west-1"}, {"https_proxy", "http://a:b@proxy.example:1"}, {"no_proxy", "x"}}));
    EXPECT_EQ(text_of(configured.proxy.for_https), "http://a:b@proxy.example 1");
    EXPECT_EQ(configured.proxy.no_proxy, std::vector<std::string>{"x"});
}

} // namespace
} // namespace dynasio::aws
