// SPDX-License-Identifier: BSL-1.0
//
// A server on 127.0.0.1 in which each accepted connection plays a script, in a thread of its own, over plain TCP or TLS.
// Scripts are functions; what happened is kept as a list of events. Everything is bounded: a script that waits for too
// long ends, and the event "timeout" tells so.

#ifndef DYNASIO_TESTS_SUPPORT_HTTP_SERVER_HPP
#define DYNASIO_TESTS_SUPPORT_HTTP_SERVER_HPP

#include "support/http_test_ca.hpp"

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace dynasio::tests {

/// Holds a script back until the test opens it.
class server_gate
{
public:
    void open();
    bool wait(); ///< false after 20 s

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    bool open_ = false;
};

class scripted_server;

/// One accepted connection, in the hands of its script.
class peer
{
public:
    peer(scripted_server& owner, std::size_t number, int fd) : owner_(owner), number_(number), fd_(fd) {}
    peer(peer const&) = delete;
    peer& operator=(peer const&) = delete;
    ~peer();

    /// One request with its body; empty when the client has closed. Event: "1: POST /target".
    std::string expect_request();

    /// Reads this many bytes, for requests that are not wanted whole.
    std::string read_some(std::size_t most);

    /// Raw bytes.
    void send(std::string_view bytes);

    /// A complete answer.
    void reply(std::string_view body, std::string_view status = "200 OK", std::string_view headers = {});

    /// Answers everything, with the target as body, until the client closes.
    void serve();

    /// Passes bytes between the client and a server on this port of 127.0.0.1, until one of them closes. In http_relay.cpp.
    void relay_to(std::uint16_t port);

    /// Waits until the client closes. Event: "1: client closed".
    void expect_close();

    void say_end(); ///< the closing alert of TLS; the connection stays
    void close();   ///< in order. Event: "1: closed"
    void reset();   ///< with RST. Event: "1: reset"

    void note(std::string const& what); ///< Event: "1: what"

    [[nodiscard]] std::size_t number() const { return number_; }
    [[nodiscard]] bool secured() const { return tls_ != nullptr; }
    [[nodiscard]] bool resumed() const { return resumed_; }

private:
    friend class scripted_server;
    bool secure(SSL_CTX* context);
    void interrupt();
    void end(bool with_reset, std::string const& event);

    scripted_server& owner_;
    std::size_t number_;
    std::mutex mutex_; // for the descriptor
    int fd_;
    SSL* tls_ = nullptr;
    std::string unread_;
    bool resumed_ = false;
};

using script = std::function<void(peer&)>;

/// The script of a proxy that makes tunnels: whatever name it is asked for, to that port of 127.0.0.1. In http_relay.cpp.
void proxy(peer& p);

class scripted_server
{
public:
    /// Connection n plays script n; those after the end play the last one. With `tls`, after a handshake.
    explicit scripted_server(std::vector<script> scripts, server_identity const* tls = nullptr);
    explicit scripted_server(script one, server_identity const* tls = nullptr)
        : scripted_server(std::vector<script>{std::move(one)}, tls)
    {}
    scripted_server(scripted_server const&) = delete;
    scripted_server& operator=(scripted_server const&) = delete;
    ~scripted_server();

    [[nodiscard]] std::uint16_t port() const { return port_; }
    [[nodiscard]] std::vector<std::string> events() const;
    [[nodiscard]] bool happened(std::string_view event) const;
    [[nodiscard]] std::size_t count(std::string_view part) const;
    [[nodiscard]] std::size_t connections() const;

    void note(std::string event);

private:
    void accept_all();
    void play(peer& p, script const& s);

    std::vector<script> scripts_;
    std::unique_ptr<SSL_CTX, void (*)(SSL_CTX*)> tls_;
    int listener_ = -1;
    std::uint16_t port_ = 0;
    mutable std::mutex mutex_;
    std::vector<std::string> events_;
    std::vector<std::unique_ptr<peer>> peers_;
    std::vector<std::thread> threads_;
    bool stopping_ = false;
    std::thread acceptor_;
};

/// A port of 127.0.0.1 on which nobody listens as long as this lives: it is bound, so that no one else gets it.
class dead_port
{
public:
    dead_port();
    dead_port(dead_port const&) = delete;
    dead_port& operator=(dead_port const&) = delete;
    ~dead_port();
    [[nodiscard]] std::uint16_t port() const { return port_; }

private:
    std::uint16_t port_ = 0; // before the descriptor, whose making sets it
    int fd_;
};

/// A port of 127.0.0.1 that neither accepts nor refuses a connection as long as this lives.
class silent_port
{
public:
    silent_port();
    silent_port(silent_port const&) = delete;
    silent_port& operator=(silent_port const&) = delete;
    ~silent_port();
    [[nodiscard]] std::uint16_t port() const { return port_; }

private:
    std::vector<int> fds_;
    std::uint16_t port_ = 0;
};

} // namespace dynasio::tests

#endif
