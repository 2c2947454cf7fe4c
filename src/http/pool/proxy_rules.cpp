// SPDX-License-Identifier: BSL-1.0

#include "http/pool/proxy_rules.hpp"

#include "text/ini_text.hpp"

#include <boost/asio/ip/address.hpp>

#include <arpa/inet.h>
#include <netinet/in.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <system_error>

namespace dynasio::http {
namespace {

using boost::asio::ip::address;
using boost::asio::ip::address_v4;
using boost::asio::ip::address_v6;

std::string_view without_last_dot(std::string_view host)
{
    return host.ends_with('.') ? host.substr(0, host.size() - 1) : host;
}

/// Resolvers take `127.1`, `0x7f000001` and `2130706433` for addresses, so they are.
std::optional<address> numeric_address(std::string const& host)
{
    constexpr std::string_view allowed = "0123456789abcdefABCDEFxX.";
    in_addr found{};
    if (host.empty() || !text::is_digit(host.front()) || host.find_first_not_of(allowed) != host.npos
        || ::inet_aton(host.c_str(), &found) != 1)
        return std::nullopt;
    return address_v4(ntohl(found.s_addr));
}

/// An address in IPv6 that stands for one in IPv4 is that.
std::optional<address> address_of(std::string_view host)
{
    std::string const text(without_last_dot(host));
    boost::system::error_code no;
    auto found = boost::asio::ip::make_address(text, no);
    if (no)
        return numeric_address(text);
    if (found.is_v6() && found.to_v6().is_v4_mapped())
        return boost::asio::ip::make_address_v4(boost::asio::ip::v4_mapped, found.to_v6());
    if (found.is_v6())
        return address_v6(found.to_v6().to_bytes()); // without the zone
    return found;
}

bool begins_alike(std::span<unsigned char const> a, std::span<unsigned char const> b, std::size_t bits)
{
    auto const whole = bits / 8;
    if (!std::equal(a.begin(), a.begin() + static_cast<std::ptrdiff_t>(whole), b.begin()))
        return false;
    auto const rest = bits % 8;
    return rest == 0 || (a[whole] ^ b[whole]) >> (8 - rest) == 0;
}

bool is_in_network(address const& a, std::string_view network, std::string_view digits)
{
    auto const base = address_of(network);
    unsigned bits = 0;
    auto const* const end = digits.data() + digits.size();
    auto const read = std::from_chars(digits.data(), end, bits);
    if (!base || base->is_v4() != a.is_v4() || read.ec != std::errc() || read.ptr != end
        || bits > (a.is_v4() ? 32U : 128U))
        return false;
    if (a.is_v4())
        return begins_alike(a.to_v4().to_bytes(), base->to_v4().to_bytes(), bits);
    return begins_alike(a.to_v6().to_bytes(), base->to_v6().to_bytes(), bits);
}

bool is_below(std::string_view host, std::string_view domain)
{
    if (!host.ends_with(domain))
        return false;
    auto const before = host.size() - domain.size();
    return before == 0 || host[before - 1] == '.';
}

struct host_and_port
{
    std::string_view host;
    std::optional<unsigned> port;
};

/// Nothing for a port that is none.
std::optional<host_and_port> split(std::string_view entry)
{
    std::string_view digits;
    auto host = entry;
    bool has_port = false;
    if (entry.starts_with('['))
    {
        auto const close = entry.find(']');
        if (close == entry.npos)
            return std::nullopt;
        host = entry.substr(1, close - 1);
        auto const rest = entry.substr(close + 1);
        has_port = rest.starts_with(':');
        if (!has_port && !rest.empty())
            return std::nullopt;
        digits = has_port ? rest.substr(1) : rest;
    }
    else if (auto const colon = entry.find(':'); colon != entry.npos && colon == entry.rfind(':'))
    {
        has_port = true;
        host = entry.substr(0, colon);
        digits = entry.substr(colon + 1);
    }
    if (!has_port)
        return host_and_port{host, std::nullopt};
    unsigned port = 0;
    auto const* const end = digits.data() + digits.size();
    auto const read = std::from_chars(digits.data(), end, port);
    if (read.ec != std::errc() || read.ptr != end)
        return std::nullopt;
    return host_and_port{host, port};
}

bool names(
    std::string_view entry, std::string const& host, std::optional<address> const& where, unsigned port)
{
    if (entry == "*")
        return true;
    if (auto const slash = entry.find('/'); slash != entry.npos)
        return where && is_in_network(*where, entry.substr(0, slash), entry.substr(slash + 1));
    auto const parts = split(entry);
    if (!parts || (parts->port && *parts->port != port))
        return false;
    if (where)
        return address_of(parts->host) == where;
    auto name = text::to_lower(without_last_dot(parts->host));
    name.erase(0, name.find_first_not_of('.'));
    return !name.empty() && is_below(host, name);
}

} // namespace

bool is_never_proxied(std::string_view host)
{
    auto const where = address_of(host);
    if (!where)
        return is_below(text::to_lower(without_last_dot(host)), "localhost");
    if (where->is_loopback() || where->is_unspecified())
        return true;
    constexpr std::array<std::string_view, 5> metadata = {
        "169.254.169.254", "fd00:ec2::254", "169.254.170.2", "169.254.170.23", "fd00:ec2::23"};
    return std::any_of(
        metadata.begin(), metadata.end(), [&](std::string_view m) { return address_of(m) == where; });
}

bool is_exempt(std::vector<std::string> const& no_proxy, origin const& to)
{
    if (no_proxy.empty())
        return false;
    auto const where = address_of(to.host);
    auto const host = text::to_lower(without_last_dot(to.host));
    return std::any_of(no_proxy.begin(), no_proxy.end(),
        [&](std::string const& entry) { return names(text::trim(entry), host, where, to.port); });
}

} // namespace dynasio::http
