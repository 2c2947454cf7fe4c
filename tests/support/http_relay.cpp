// SPDX-License-Identifier: BSL-1.0
//
// A connection whose script is a tunnel to another server, as proxies make them.

#include "support/http_server.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <charconv>

namespace dynasio::tests {
namespace {

int connect_to(std::uint16_t port)
{
    int const fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0)
        return fd;
    ::close(fd);
    return -1;
}

bool send_all(int fd, std::string_view bytes)
{
    while (!bytes.empty())
    {
        auto const n = ::send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (n <= 0)
            return false;
        bytes.remove_prefix(static_cast<std::size_t>(n));
    }
    return true;
}

} // namespace

void peer::relay_to(std::uint16_t port)
{
    int const out = connect_to(port);
    std::array<char, 16384> buffer;
    for (bool open = out >= 0; open;)
    {
        std::array<pollfd, 2> ends{{{fd_, POLLIN, 0}, {out, POLLIN, 0}}};
        bool const kept = tls_ && SSL_pending(tls_) > 0;
        if (::poll(ends.data(), ends.size(), kept ? 0 : 20'000) < 0
            || (!kept && !ends[0].revents && !ends[1].revents))
            break;
        if (kept || ends[0].revents != 0)
        {
            auto const bytes = read_some(buffer.size());
            open = !bytes.empty() && send_all(out, bytes);
        }
        if (open && ends[1].revents != 0)
        {
            auto const n = ::recv(out, buffer.data(), buffer.size(), 0);
            open = n > 0;
            if (open)
                send({buffer.data(), static_cast<std::size_t>(n)});
        }
    }
    if (out >= 0)
        ::close(out);
}

void proxy(peer& p)
{
    auto const request = p.expect_request();
    if (!request.starts_with("CONNECT "))
        return;
    auto const end = request.find(" HTTP/");
    auto const colon = request.rfind(':', end);
    std::uint16_t port = 0;
    std::from_chars(request.data() + colon + 1, request.data() + end, port);
    p.send("HTTP/1.1 200 Connection established\r\n\r\n");
    p.relay_to(port);
}

} // namespace dynasio::tests
