// SPDX-License-Identifier: BSL-1.0

#include "aws/config/proxy_settings.hpp"

#include "http/message/url.hpp"
#include "text/ini_text.hpp"
#include "text/wiped_text.hpp"

#include <dynasio/aws/configuration_error.hpp>

#include <algorithm>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

namespace dynasio::aws::detail {
namespace {

[[noreturn]] void refuse(std::string_view variable)
{
    throw configuration_error(errc::invalid_value,
        std::string(variable)
            + " must be [http[s]://][user[:password]@]host[:port]; its value is not shown, as it may have a "
              "password");
}

int hex_digit(char c) noexcept
{
    constexpr std::string_view digits = "0123456789abcdef";
    auto const found = digits.find(c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c);
    return found == digits.npos ? -1 : static_cast<int>(found);
}

/// Does not grow beyond its first memory, so that nothing of a password is left behind.
void decode(std::string_view text, std::string& out, std::string_view variable)
{
    out.reserve(text.size());
    for (std::size_t i = 0; i != text.size(); ++i)
    {
        char c = text[i];
        if (c == '%')
        {
            int const high = i + 2 < text.size() ? hex_digit(text[i + 1]) : -1;
            int const low = i + 2 < text.size() ? hex_digit(text[i + 2]) : -1;
            if (high < 0 || low < 0)
                refuse(variable);
            c = static_cast<char>(high * 16 + low);
            i += 2;
        }
        if (static_cast<unsigned char>(c) < ' ' || c == '\x7f')
            refuse(variable);
        out.push_back(c);
    }
}

void read_user(std::string_view text, http::proxy_server& out, std::string_view variable)
{
    auto const colon = std::min(text.find(':'), text.size());
    decode(text.substr(0, colon), out.user, variable);
    if (out.user.find(':') != out.user.npos)
        refuse(variable);
    text::wiped_text password;
    decode(text.substr(std::min(colon + 1, text.size())), password.text, variable);
    out.password = secret(password.text);
}

http::origin read_origin(std::string_view scheme, std::string_view host, std::string_view variable)
{
    try
    {
        return http::parse_url(std::string(scheme) + "://" + std::string(host)).to;
    }
    catch (std::invalid_argument const&) // which quotes what may be a part of a password
    {
        refuse(variable);
    }
}

http::proxy_server read_proxy(std::string_view value, std::string_view variable)
{
    std::string scheme = "http";
    if (auto const end = value.find("://"); end != value.npos)
    {
        scheme = text::to_lower(value.substr(0, end));
        value.remove_prefix(end + 3);
    }
    if (scheme.starts_with("socks"))
        throw configuration_error(
            errc::not_supported, std::string(variable) + " is a SOCKS proxy, which is not supported");
    if (scheme != "http" && scheme != "https")
        refuse(variable);
    http::proxy_server proxy;
    auto const at = value.rfind('@');
    auto host = at == value.npos ? value : value.substr(at + 1);
    if (at != value.npos)
        read_user(value.substr(0, at), proxy, variable);
    if (host.ends_with('/'))
        host.remove_suffix(1);
    if (host.find_first_of("/?#") != host.npos)
        refuse(variable);
    proxy.at = read_origin(scheme, host, variable);
    return proxy;
}

std::optional<http::proxy_server> find_proxy(
    environment const& env, std::initializer_list<std::string_view> variables)
{
    for (auto const variable : variables)
        if (auto const value = env.secret_variable(variable))
            return read_proxy(value->reveal(), variable);
    return std::nullopt;
}

std::vector<std::string> split_list(std::string_view list)
{
    constexpr std::string_view separators = ", \t";
    std::vector<std::string> entries;
    for (auto begin = list.find_first_not_of(separators); begin != list.npos;
        begin = list.find_first_not_of(separators, begin))
    {
        auto const end = std::min(list.find_first_of(separators, begin), list.size());
        entries.emplace_back(list.substr(begin, end - begin));
        begin = end;
    }
    return entries;
}

} // namespace

http::proxy_options proxy_settings(environment const& env)
{
    http::proxy_options options;
    options.for_https = find_proxy(env, {"https_proxy", "HTTPS_PROXY"});
    options.for_http =
        find_proxy(env, {"http_proxy"}); // CGI programs get HTTP_PROXY from a header of the request
    auto list = env.variable("no_proxy");
    if (!list)
        list = env.variable("NO_PROXY");
    options.no_proxy = split_list(list.value_or(std::string()));
    return options;
}

} // namespace dynasio::aws::detail
