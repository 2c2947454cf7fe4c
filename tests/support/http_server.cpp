// SPDX-License-Identifier: BSL-1.0

#include "support/http_server.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <csignal>
#include <stdexcept>
#include <utility>

namespace dynasio::tests {
namespace {

constexpr auto patience = std::chrono::seconds(20);

sockaddr_in loopback(std::uint16_t port)
{
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

/// A socket that is bound to a free port.
int bound_socket(std::uint16_t& port)
{
    int const fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    auto address = loopback(0);
    socklen_t size = sizeof address;
    if (fd < 0 || ::bind(fd, reinterpret_cast<sockaddr*>(&address), size) != 0
        || ::getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size) != 0)
        throw std::runtime_error("no free port on 127.0.0.1");
    port = ntohs(address.sin_port);
    return fd;
}

void bound_waiting(int fd)
{
    timeval const limit{patience.count(), 0};
    ::setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    ::setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
    int const on = 1;
    ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

std::size_t body_length(std::string_view head)
{
    constexpr std::string_view name = "Content-Length: ";
    auto const at = head.find(name);
    std::size_t length = 0;
    if (at != std::string_view::npos)
        std::from_chars(head.data() + at + name.size(), head.data() + head.size(), length);
    return length;
}

} // namespace

void server_gate::open()
{
    std::lock_guard const lock(mutex_);
    open_ = true;
    changed_.notify_all();
}

bool server_gate::wait()
{
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, patience, [this] { return open_; });
}

peer::~peer()
{
    if (tls_)
        SSL_free(tls_);
    if (fd_ >= 0)
        ::close(fd_);
}

bool peer::secure(SSL_CTX* context)
{
    tls_ = SSL_new(context);
    SSL_set_fd(tls_, fd_);
    bool const done = SSL_accept(tls_) == 1;
    resumed_ = done && SSL_session_reused(tls_) == 1;
    note(!done ? "handshake failed" : resumed_ ? "handshake resumed" : "handshake");
    return done;
}

void peer::interrupt()
{
    std::lock_guard const lock(mutex_);
    if (fd_ >= 0)
        ::shutdown(fd_, SHUT_RDWR);
}

void peer::note(std::string const& what)
{
    owner_.note(std::to_string(number_) + ": " + what);
}

std::string peer::read_some(std::size_t most)
{
    if (fd_ < 0)
        return {};
    std::string bytes(most, '\0');
    auto const n = tls_ ? static_cast<ssize_t>(SSL_read(tls_, bytes.data(), static_cast<int>(most)))
                        : ::recv(fd_, bytes.data(), most, 0);
    if (n < 0 && !tls_ && errno == EAGAIN)
        note("timeout");
    bytes.resize(n > 0 ? static_cast<std::size_t>(n) : 0);
    return bytes;
}

std::string peer::expect_request()
{
    for (;;)
    {
        auto const end = unread_.find("\r\n\r\n");
        if (end != std::string::npos)
        {
            auto const size = end + 4 + body_length(std::string_view(unread_).substr(0, end));
            if (unread_.size() >= size)
            {
                auto request = unread_.substr(0, size);
                unread_.erase(0, size);
                note(request.substr(0, request.find(" HTTP/")));
                return request;
            }
        }
        auto const more = read_some(16384);
        if (more.empty())
            return {};
        unread_ += more;
    }
}

void peer::send(std::string_view bytes)
{
    while (!bytes.empty() && fd_ >= 0)
    {
        auto const n = tls_
            ? static_cast<ssize_t>(SSL_write(tls_, bytes.data(), static_cast<int>(bytes.size())))
            : ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (n <= 0)
            return;
        bytes.remove_prefix(static_cast<std::size_t>(n));
    }
}

void peer::reply(std::string_view body, std::string_view status, std::string_view headers)
{
    std::string text("HTTP/1.1 ");
    text.append(status).append("\r\nContent-Length: ").append(std::to_string(body.size())).append("\r\n");
    text.append(headers).append("\r\n").append(body);
    send(text);
}

void peer::serve()
{
    for (auto request = expect_request(); !request.empty(); request = expect_request())
    {
        auto const target = request.find(' ') + 1;
        reply(std::string_view(request).substr(target, request.find(' ', target) - target));
    }
    note("client closed");
}

void peer::expect_close()
{
    while (!read_some(16384).empty())
    {}
    note("client closed");
}

void peer::end(bool with_reset, std::string const& event)
{
    {
        std::lock_guard const lock(mutex_);
        if (fd_ < 0)
            return;
        linger const abort{1, 0};
        if (with_reset)
            ::setsockopt(fd_, SOL_SOCKET, SO_LINGER, &abort, sizeof abort);
        ::close(std::exchange(fd_, -1));
    }
    note(event);
}

void peer::say_end()
{
    SSL_shutdown(tls_);
}

void peer::close()
{
    end(false, "closed");
}

void peer::reset()
{
    end(true, "reset");
}

scripted_server::scripted_server(std::vector<script> scripts, server_identity const* tls)
    : scripts_(std::move(scripts)), tls_(tls ? tls->make_context() : nullptr, SSL_CTX_free)
{
    std::signal(SIGPIPE, SIG_IGN); // OpenSSL writes without MSG_NOSIGNAL
    listener_ = bound_socket(port_);
    if (::listen(listener_, 4096) != 0)
        throw std::runtime_error("cannot listen");
    acceptor_ = std::thread([this] { accept_all(); });
}

scripted_server::~scripted_server()
{
    {
        std::lock_guard const lock(mutex_);
        stopping_ = true;
        for (auto& p : peers_)
            p->interrupt();
    }
    ::shutdown(listener_, SHUT_RDWR);
    acceptor_.join();
    for (auto& t : threads_)
        t.join();
    ::close(listener_);
}

void scripted_server::accept_all()
{
    for (;;)
    {
        int const fd = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
        if (fd < 0)
            return;
        bound_waiting(fd);
        int const at_once = 1; // a reset drops what is not on its way yet
        ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &at_once, sizeof at_once);
        std::lock_guard const lock(mutex_);
        auto const number = peers_.size();
        peers_.push_back(std::make_unique<peer>(*this, number + 1, fd));
        events_.push_back(std::to_string(number + 1) + ": accepted");
        auto& p = *peers_.back();
        if (stopping_)
            p.interrupt();
        auto const& s = scripts_[std::min(number, scripts_.size() - 1)];
        threads_.emplace_back([this, &p, &s] { play(p, s); });
    }
}

void scripted_server::play(peer& p, script const& s)
{
    if (!tls_ || p.secure(tls_.get()))
        s(p);
    p.close();
}

void scripted_server::note(std::string event)
{
    std::lock_guard const lock(mutex_);
    events_.push_back(std::move(event));
}

std::vector<std::string> scripted_server::events() const
{
    std::lock_guard const lock(mutex_);
    return events_;
}

bool scripted_server::happened(std::string_view event) const
{
    std::lock_guard const lock(mutex_);
    return std::find(events_.begin(), events_.end(), event) != events_.end();
}

std::size_t scripted_server::count(std::string_view part) const
{
    std::lock_guard const lock(mutex_);
    auto const matches = [part](std::string const& e) { return e.find(part) != std::string::npos; };
    return static_cast<std::size_t>(std::count_if(events_.begin(), events_.end(), matches));
}

std::size_t scripted_server::connections() const
{
    std::lock_guard const lock(mutex_);
    return peers_.size();
}

dead_port::dead_port() : fd_(bound_socket(port_)) {}

dead_port::~dead_port()
{
    ::close(fd_);
}

silent_port::silent_port()
{
    // A queue of length 0 holds one connection; once it is full, the kernel drops what comes after.
    fds_.push_back(bound_socket(port_));
    ::listen(fds_.front(), 0);
    auto const address = loopback(port_);
    for (int i = 0; i != 3; ++i)
    {
        fds_.push_back(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
        [[maybe_unused]] auto const pending =
            ::connect(fds_.back(), reinterpret_cast<sockaddr const*>(&address), sizeof address);
    }
}

silent_port::~silent_port()
{
    for (int const fd : fds_)
        ::close(fd);
}

} // namespace dynasio::tests
