// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_HTTP_POOL_CONNECTION_HPP
#define DYNASIO_SRC_HTTP_POOL_CONNECTION_HPP

#include "http/exchange/response_reader.hpp"
#include "http/exchange/secret_bytes.hpp"
#include "http/pool/connection_record.hpp"
#include "http/pool/pool_policy.hpp"
#include "http/pool/tls.hpp"

#include <boost/asio/error.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <sys/socket.h>

#include <atomic>
#include <cerrno>
#include <memory>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace dynasio::http {

using tcp = boost::asio::ip::tcp;

/// Why a connection was cut from outside of the coroutine that uses it.
enum class cut : int
{
    none,
    deadline,
    stopped,
    interrupted, ///< its request was
};

/// A connection and the buffers that live with it. Only the coroutine that has it touches the stream; others cut it with
/// `shutdown` on the descriptor, which wakes every wait for it and leaves the object alone. Whoever closes it takes
/// back the alarm and leaves the list of the pool before, so that the descriptor is never another one's.
struct connection
    : pool_member
    , alarm
{
    static constexpr std::size_t buffer_bytes = 4096;

    explicit connection(int fd, tcp::endpoint const& to) : descriptor(fd), peer(to), buffer(buffer_bytes) {}
    virtual ~connection() { end_secret(); }

    void fire(boost::system::error_code reason) noexcept override
    {
        cut_off(reason ? cut::stopped : cut::deadline);
    }

    void cut_off(cut why) noexcept
    {
        auto none = cut::none;
        if (was_cut.compare_exchange_strong(none, why))
            ::shutdown(descriptor, SHUT_RDWR);
    }

    /// From now on the connection carries a secret, or not, until `end_secret`.
    void begin(bool with_secret) noexcept
    {
        secret = with_secret;
        if (secret)
            forget_plaintext();
    }

    /// Overwrites what was sent and read, if that was secret.
    void end_secret() noexcept
    {
        if (!std::exchange(secret, false))
            return;
        text::wipe(head);
        overwrite(buffer);
    }

    /// Whether the peer has closed, or sent data that nobody asked for. What arrives after the next request cannot be told
    /// from a response to it.
    [[nodiscard]] virtual bool is_stale() noexcept = 0;

    /// Why it is closed, if that happens now.
    [[nodiscard]] close_reason why_closed() const noexcept
    {
        switch (was_cut.load())
        {
        case cut::deadline:
            return close_reason::deadline;
        case cut::stopped:
            return close_reason::stopped;
        case cut::interrupted:
            return close_reason::cancelled;
        case cut::none:
            break;
        }
        return closing;
    }

    int const descriptor;
    tcp::endpoint const peer;
    std::atomic<cut> was_cut{cut::none};
    close_reason closing = close_reason::cancelled; // unless somebody knows better
    std::unique_ptr<connection_record> record;      // where somebody observes the pool
    std::string head;                               // request line, host and length of the request
    std::vector<char> buffer;                       // what was read and not yet understood
    response_reader reader;
    bool secret = false; // what `head` and `buffer` hold

private:
    /// The stream overwrites its own copies of what is read.
    virtual void forget_plaintext() noexcept = 0;
};

/// Cuts a connection when the request that has it is interrupted, until `end`.
class cut_on_interruption final : alarm
{
public:
    cut_on_interruption(connection& c, interruption* stop) : connection_(c), stop_(stop)
    {
        if (stop_)
            stop_->watch(*this);
    }
    ~cut_on_interruption() { end(); }

    /// At the latest when the request lets the connection go.
    void end() noexcept
    {
        if (stop_)
            std::exchange(stop_, nullptr)->unwatch();
    }

private:
    void fire(boost::system::error_code) noexcept override { connection_.cut_off(cut::interrupted); }

    connection& connection_;
    interruption* stop_;
};

template <class Stream>
struct connection_over final : connection
{
    static constexpr bool is_tls = !std::is_same_v<Stream, tcp::socket>;

    connection_over(Stream s, tcp::endpoint const& to)
        : connection(s.lowest_layer().native_handle(), to), stream(std::move(s))
    {}

    ~connection_over() override
    {
        if constexpr (is_tls)
            forget_tls(stream.native_handle());
    }

    [[nodiscard]] bool is_stale() noexcept override
    {
        boost::system::error_code end;
        if constexpr (is_tls)
        {
            if (!has_unread_data(stream, end))
                return false;
        }
        else
        {
            char byte;
            auto const n = ::recv(descriptor, &byte, 1, MSG_PEEK | MSG_DONTWAIT);
            if (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
                return false;
            if (n < 0)
                end.assign(errno, boost::system::system_category());
            else if (n == 0)
                end = boost::asio::error::eof;
        }
        closing = end ? close_reason_of(end) : close_reason::unread_data;
        return true;
    }

    Stream stream;
    bool session_known = false;

private:
    void forget_plaintext() noexcept override
    {
        if constexpr (is_tls)
            cleanse_plaintext(stream.native_handle());
    }
};

} // namespace dynasio::http

#endif
