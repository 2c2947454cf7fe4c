// SPDX-License-Identifier: BSL-1.0
//
// Which origins go through a proxy, and what the response to CONNECT may be, without a socket.

#include "http/pool/connect_response.hpp"
#include "http/pool/proxy_rules.hpp"
#include "http/pool/route.hpp"

#include <dynasio/http/errc.hpp>

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

namespace dynasio::http {
namespace {

origin tls_origin(std::string host, std::uint16_t port = 443)
{
    return {true, std::move(host), port};
}

struct exemption
{
    char const* entry;
    char const* host;
    std::uint16_t port;
    bool exempt;
};

constexpr exemption exemptions[] = {
    {"*", "anything.example", 443, true},
    {"example.com", "example.com", 443, true},
    {"example.com", "www.example.com", 443, true},
    {"example.com", "WWW.Example.COM", 443, true},
    {"example.com", "www.example.com.", 443, true},
    {"example.com.", "www.example.com", 443, true},
    {"EXAMPLE.com", "example.com", 443, true},
    {".example.com", "example.com", 443, true},
    {".example.com", "www.example.com", 443, true},
    {" example.com ", "example.com", 443, true},
    {"example.com", "notexample.com", 443, false},
    {".example.com", "notexample.com", 443, false},
    {"www.example.com", "example.com", 443, false},
    {"example.com", "example.com.org", 443, false},
    {"example", "example.com", 443, false},
    {"*.example.com", "www.example.com", 443, false}, // a star is none within a name
    {"", "example.com", 443, false},
    {".", "example.com", 443, false},
    {"example.com:8443", "example.com", 8443, true},
    {"example.com:8443", "www.example.com", 8443, true},
    {"example.com:8443", "example.com", 443, false},
    {"example.com:", "example.com", 443, false},
    {"example.com:x", "example.com", 443, false},
    {"10.0.0.1", "10.0.0.1", 443, true},
    {"10.0.0.1", "10.0.0.1.", 443, true},
    {"10.0.0.1", "10.0.0.10", 443, false},
    {"0.0.1", "10.0.0.1", 443, false}, // an address has no suffix
    {"10.0.0.1:80", "10.0.0.1", 80, true},
    {"10.0.0.1:80", "10.0.0.1", 443, false},
    {"10.0.0.0/8", "10.200.3.4", 443, true},
    {"10.0.0.0/8", "11.0.0.1", 443, false},
    {"10.0.0.0/8", "::ffff:10.1.2.3", 443, true},
    {"192.168.4.0/23", "192.168.5.255", 443, true},
    {"192.168.4.0/23", "192.168.6.0", 443, false},
    {"192.168.4.1/32", "192.168.4.1", 443, true},
    {"192.168.4.1/32", "192.168.4.2", 443, false},
    {"0.0.0.0/0", "8.8.8.8", 443, true},
    {"0.0.0.0/0", "2001:db8::1", 443, false},
    {"0.0.0.0/0", "example.com", 443, false},
    {"10.0.0.0/33", "10.0.0.0", 443, false},
    {"10.0.0.0/", "10.0.0.0", 443, false},
    {"10.0.0.0/8x", "10.0.0.0", 443, false},
    {"/8", "10.0.0.0", 443, false},
    {"2001:db8::/32", "2001:db8:5::1", 443, true},
    {"2001:db8::/32", "2001:db9::1", 443, false},
    {"2001:db8::/33", "2001:db8:8000::1", 443, false},
    {"2001:db8::1", "2001:db8::1", 443, true},
    {"2001:DB8:0::1", "2001:db8::1", 443, true},
    {"[2001:db8::1]", "2001:db8::1", 443, true},
    {"[2001:db8::1]:80", "2001:db8::1", 80, true},
    {"[2001:db8::1]:80", "2001:db8::1", 443, false},
    {"[2001:db8::1", "2001:db8::1", 443, false},
    {"[2001:db8::1]x", "2001:db8::1", 443, false},
    {"2001:db8::/129", "2001:db8::1", 443, false},
};

TEST(proxy_rules, entries_of_no_proxy_name_what_they_name_elsewhere)
{
    for (auto const& e : exemptions)
        EXPECT_EQ(is_exempt({"other.example", e.entry}, tls_origin(e.host, e.port)), e.exempt)
            << e.entry << " of " << e.host << ' ' << e.port;
}

TEST(proxy_rules, this_machine_and_its_metadata_services_are_never_proxied)
{
    for (auto const* const host :
        {"localhost", "LOCALHOST", "localhost.", "db.localhost", "127.0.0.1", "127.0.0.1.", "127.8.9.1",
            "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "::1", "::ffff:127.0.0.1", "0.0.0.0",
            "::", "169.254.169.254", "2852039166", "0xa9fea9fe", "169.254.43518", "::ffff:169.254.169.254",
            "fd00:ec2::254", "FD00:0ec2:0::0254", "169.254.170.2", "169.254.170.23", "fd00:ec2::23"})
        EXPECT_TRUE(is_never_proxied(host)) << host;
    for (auto const* const host :
        {"example.com", "localhost.example", "notlocalhost", "128.0.0.1", "169.254.170.3", "10.0.0.1",
            "2001:db8::1", "fd00:ec2::25", "", "1e100.net", "0xdeadbeef.example"})
        EXPECT_FALSE(is_never_proxied(host)) << host;
}

TEST(proxy_rules, each_scheme_has_its_proxy)
{
    proxy_options options;
    EXPECT_EQ(proxy_for(options, tls_origin("db.example")), nullptr);
    options.for_https.emplace(origin{false, "secure.example", 3128});
    EXPECT_EQ(proxy_for(options, {false, "db.example", 80}), nullptr);
    EXPECT_EQ(proxy_for(options, tls_origin("db.example"))->at.host, "secure.example");
    EXPECT_EQ(tls_layers(options, tls_origin("db.example")), 1);
    options.for_http.emplace(origin{true, "plain.example", 3128});
    EXPECT_EQ(proxy_for(options, {false, "db.example", 80})->at.host, "plain.example");
    EXPECT_EQ(tls_layers(options, {false, "db.example", 80}), 1);
    options.for_https->at.tls = true;
    EXPECT_EQ(tls_layers(options, tls_origin("db.example")), 2);
    EXPECT_EQ(tls_layers(options, tls_origin("localhost")), 1);
    EXPECT_EQ(proxy_for(options, tls_origin("127.0.0.1")), nullptr);
    options.no_proxy = {"db.example"};
    EXPECT_EQ(proxy_for(options, tls_origin("db.example")), nullptr);
}

TEST(proxy_rules, requests_for_tunnels_have_the_credentials)
{
    proxy_options options;
    options.for_https.emplace(origin{false, "proxy.example", 3128});
    auto const to = tls_origin("2001:db8::1", 8443);
    EXPECT_EQ(connect_request(route(options, to), to),
        "CONNECT [2001:db8::1]:8443 HTTP/1.1\r\nHost: [2001:db8::1]:8443\r\n\r\n");
    options.for_https->user = "Aladdin"; // RFC 7617
    options.for_https->password = secret("open sesame");
    EXPECT_EQ(connect_request(route(options, to), to),
        "CONNECT [2001:db8::1]:8443 HTTP/1.1\r\nHost: [2001:db8::1]:8443\r\n"
        "Proxy-Authorization: Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==\r\n\r\n");
    for (auto const* const user : {"a", "ab", "abc"})
    {
        options.for_https->user = user;
        auto const line = std::string(route(options, to).authorization.reveal());
        EXPECT_TRUE(line.ends_with("=\r\n") || line.ends_with("l\r\n")) << line;
        EXPECT_EQ(line.find('\0'), line.npos);
    }
}

/// What a response to CONNECT comes to when it arrives in two pieces; the same for every cut.
std::string verdict_on(std::string_view response, std::size_t most = 1000)
{
    std::string first;
    for (std::size_t cut = 0; cut <= response.size(); ++cut)
    {
        connect_response reader(most);
        boost::system::error_code e;
        bool done = reader.read(response.substr(0, cut), e);
        bool const early = done && cut != response.size();
        if (!done && !e)
            done = reader.read(response, e);
        std::string verdict = e     ? e.message()
            : !done                 ? "more"
            : reader.opens_tunnel() ? "tunnel"
                                    : "refused " + std::to_string(reader.status());
        // What follows is seen only if it was there.
        if (early && verdict == "tunnel")
            continue;
        if (first.empty())
            first = verdict;
        EXPECT_EQ(verdict, first) << "cut at " << cut << " of " << response;
    }
    return first;
}

TEST(connect_response, is_read_however_it_is_cut)
{
    auto const malformed = make_error_code(errc::malformed_response).message();
    auto const too_large = make_error_code(errc::response_too_large).message();
    EXPECT_EQ(verdict_on("HTTP/1.1 200 Connection established\r\n\r\n"), "tunnel");
    EXPECT_EQ(verdict_on("HTTP/1.0 200 OK\r\nVia: x\r\n\r\n"), "tunnel");
    EXPECT_EQ(verdict_on("HTTP/1.1 204 \r\n\r\n"), "tunnel");
    EXPECT_EQ(verdict_on("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"), "tunnel");
    EXPECT_EQ(verdict_on("HTTP/1.1 100 Continue\r\na: b\r\n\r\nHTTP/1.1 200 OK\r\n\r\n"), "tunnel");
    EXPECT_EQ(verdict_on("HTTP/1.1 200 OK\r\n"), "more");
    EXPECT_EQ(verdict_on("HTTP/1.1 407 Who\r\nProxy-Authenticate: Basic\r\n\r\n"), "refused 407");
    EXPECT_EQ(verdict_on("HTTP/1.1 403 No\r\nContent-Length: 99999999999\r\n\r\nbody"), "refused 403");
    EXPECT_EQ(verdict_on("HTTP/1.1 502 No\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n"), "refused 502");
    EXPECT_EQ(verdict_on("HTTP/1.1 302 Go\r\nLocation: /\r\n\r\n"), "refused 302");

    EXPECT_EQ(verdict_on("HTTP/1.1 200 OK\r\n\r\n\x16"), malformed);
    EXPECT_EQ(verdict_on("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n"), malformed);
    EXPECT_EQ(verdict_on("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"), malformed);
    EXPECT_EQ(verdict_on("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nContent-Length: 0\r\n\r\n"), malformed);
    EXPECT_EQ(verdict_on("HTTP/1.1 200 OK\r\na: b\r\n c\r\n\r\n"), malformed);
    EXPECT_EQ(verdict_on("HTTP/1.1 200 OK\r\na b\r\n\r\n"), malformed);
    EXPECT_EQ(verdict_on("HTTP/1.1 200 OK\n\n"), malformed);
    EXPECT_EQ(verdict_on("HTTP/2 200\r\n\r\n"), malformed);
    EXPECT_EQ(verdict_on("HTTP/1.1 101 Switching\r\n\r\n"), malformed);
    EXPECT_EQ(verdict_on("SSH-2.0-x\r\n"), malformed);
    EXPECT_EQ(verdict_on("HTTP/1.1 200 OK\r\na: " + std::string(1000, 'a') + "\r\n\r\n"), too_large);

    std::string interim;
    for (int i = 0; i != 17; ++i)
        interim += "HTTP/1.1 102 Wait\r\n\r\n";
    EXPECT_EQ(verdict_on(interim), malformed);
}

} // namespace
} // namespace dynasio::http
