// SPDX-License-Identifier: BSL-1.0

#include "http/message/field_text.hpp"
#include "text/duration_text.hpp"
#include "text/ini_text.hpp"

#include <dynasio/http/pool.hpp>

#include <algorithm>
#include <stdexcept>

namespace dynasio::http {
namespace {

using duration = std::chrono::steady_clock::duration;

[[noreturn]] void refuse(char const* member, std::string const& value, char const* rule)
{
    throw std::invalid_argument(
        "pool_options::" + std::string(member) + " is " + value + "; it must be " + rule);
}

void at_least(char const* member, std::size_t value, std::size_t least)
{
    if (value < least)
        refuse(member, std::to_string(value), ("at least " + std::to_string(least)).c_str());
}

bool is_graphic(char c)
{
    return c > ' ' && c != '\x7f';
}

void positive(char const* member, duration value)
{
    if (value <= duration::zero())
        refuse(member, text::duration_text(value), "more than 0");
}

void not_negative(char const* member, duration value)
{
    if (value < duration::zero())
        refuse(member, text::duration_text(value), "at least 0");
}

void check(tls_options const& o)
{
    struct named
    {
        char const* name;
        std::string const& file;
    };
    for (auto const& [name, file] : {named{"tls.ca_file", o.ca_file},
             named{"tls.certificate_file", o.certificate_file}, named{"tls.key_file", o.key_file}})
        if (o.context && !file.empty())
            refuse(name, "\"" + file + "\"", "empty where tls.context is given");
    if (o.certificate_file.empty() && !o.key_file.empty())
        refuse("tls.certificate_file", "empty", "given where tls.key_file is");
    if (o.key_file.empty() && !o.certificate_file.empty())
        refuse("tls.key_file", "empty", "given where tls.certificate_file is");
}

/// The password is shown to nobody.
void check(std::string const& member, std::optional<proxy_server> const& proxy)
{
    if (!proxy)
        return;
    auto const& at = proxy->at;
    if (at.host.empty() || !std::all_of(at.host.begin(), at.host.end(), is_graphic))
        refuse((member + ".at.host").c_str(), text::in_quotes(at.host), "a host name or an address");
    if (at.port == 0)
        refuse((member + ".at.port").c_str(), "0", "from 1 to 65535");
    auto const& user = proxy->user;
    if (!std::all_of(user.begin(), user.end(), is_value_char) || user.find(':') != user.npos)
        refuse((member + ".user").c_str(), text::in_quotes(user), "without colons and control characters");
    auto const password = proxy->password.reveal();
    if (!std::all_of(password.begin(), password.end(), is_value_char))
        refuse((member + ".password").c_str(), "***", "without control characters");
    constexpr std::size_t longest = 4096;
    if (user.size() + password.size() > longest)
        refuse((member + ".password").c_str(), "***", "shorter");
}

} // namespace

void validate(pool_options const& o)
{
    at_least("max_connections", o.max_connections, 1);
    positive("connect_timeout", o.connect_timeout);
    positive("idle_timeout", o.idle_timeout);
    not_negative("address_lifetime", o.address_lifetime);
    not_negative("address_cooldown", o.address_cooldown);
    at_least("max_header_bytes", o.max_header_bytes, 256);
    if (o.max_header_bytes > 1024 * 1024)
        refuse("max_header_bytes", std::to_string(o.max_header_bytes), "at most 1048576");
    at_least("max_body_bytes", o.max_body_bytes, 1);
    check("proxy.for_https", o.proxy.for_https);
    check("proxy.for_http", o.proxy.for_http);
    check(o.tls);
}

} // namespace dynasio::http
