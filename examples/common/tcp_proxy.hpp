// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_EXAMPLES_COMMON_TCP_PROXY_HPP
#define DYNASIO_EXAMPLES_COMMON_TCP_PROXY_HPP

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <atomic>
#include <cstdint>
#include <memory>
#include <thread>
#include <vector>

namespace examples {

namespace asio = boost::asio;

/// Stands between clients and a server on 127.0.0.1, on a thread of its own: counts bytes, and stops in the middle.
class tcp_proxy
{
public:
    explicit tcp_proxy(std::uint16_t server_port);
    tcp_proxy(tcp_proxy const&) = delete;
    tcp_proxy& operator=(tcp_proxy const&) = delete;
    ~tcp_proxy();

    [[nodiscard]] std::uint16_t port() const { return port_; }

    /// New connections go to this port of the server.
    void lead_to(std::uint16_t server_port) { server_port_ = server_port; }

    /// From here on counts anew, and passes no more than that in each direction.
    void limit(std::uint64_t to_server, std::uint64_t to_client);

    /// Closes all connections. From here on it passes everything.
    void cut();

    /// Changes the byte that comes after so many, counted from here on, in one direction.
    void damage_to_server(std::uint64_t after);
    void damage_to_client(std::uint64_t after);

    [[nodiscard]] std::uint64_t to_server() const { return passed_[0]; }
    [[nodiscard]] std::uint64_t to_client() const { return passed_[1]; }

private:
    using socket = std::shared_ptr<asio::ip::tcp::socket>;

    asio::awaitable<void> accept();
    asio::awaitable<void> connect(socket client);
    asio::awaitable<void> pass(socket from, socket to, int way);
    void damage(std::vector<char>& bytes, std::size_t count, int way) const;

    asio::io_context context_;
    asio::ip::tcp::acceptor acceptor_;
    std::uint16_t port_;
    std::atomic<std::uint16_t> server_port_;
    std::atomic<std::uint64_t> passed_[2] = {0, 0};
    std::atomic<std::uint64_t> most_[2] = {UINT64_MAX, UINT64_MAX};
    std::atomic<std::uint64_t> damaged_[2] = {UINT64_MAX, UINT64_MAX};
    std::vector<std::weak_ptr<asio::ip::tcp::socket>> sockets_; // of the thread
    std::thread thread_;
};

} // namespace examples

#endif
