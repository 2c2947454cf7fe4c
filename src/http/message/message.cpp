// SPDX-License-Identifier: BSL-1.0

#include <dynasio/http/message.hpp>

namespace dynasio::http {

std::string origin::host_header() const
{
    bool const is_ipv6 = host.find(':') != std::string::npos;
    std::string text = is_ipv6 ? '[' + host + ']' : host;
    if (port != (tls ? 443 : 80))
        text.append(1, ':').append(std::to_string(port));
    return text;
}

} // namespace dynasio::http
