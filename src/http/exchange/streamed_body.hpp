// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_HTTP_EXCHANGE_STREAMED_BODY_HPP
#define DYNASIO_SRC_HTTP_EXCHANGE_STREAMED_BODY_HPP

#include "http/exchange/body_reader.hpp"
#include "http/exchange/peer_timer.hpp"
#include "http/pool/stream_lease.hpp"

#include <dynasio/http/response_stream.hpp>

#include <cstddef>
#include <memory>
#include <mutex>
#include <optional>
#include <span>

namespace dynasio::http {

/// The body of a response on a connection of the pool. It has the connection between two reads; a read takes it, and gives
/// it back unless it was the last one.
template <class Stream>
class streamed_body final
    : public response_body
    , public lease_owner
    , public std::enable_shared_from_this<streamed_body<Stream>>
{
public:
    /// The buffer of the connection begins with `filled` bytes of the body. `reusable` is whether the whole request was sent.
    streamed_body(body_reader reader, peer_timer timer, std::size_t filled, bool reusable)
        : reader_(reader), timer_(timer), filled_(filled), reusable_(reusable)
    {}

    /// Takes over the connection; false when the pool was stopped.
    bool start(std::unique_ptr<stream_lease> lease);

    boost::asio::awaitable<read_result> read_some(std::span<std::byte> into) override
    {
        return read(this->shared_from_this(), into);
    }

    void abandon() noexcept override;
    void shut() noexcept override;

private:
    class turn;

    static boost::asio::awaitable<read_result> read(
        std::shared_ptr<streamed_body> self, std::span<std::byte> into);

    /// Whether the connection can serve another request, once the body is read.
    [[nodiscard]] bool is_reusable() const { return reusable_ && reader_.keep_alive(); }
    [[nodiscard]] bool has_unread_bytes() const { return filled_ != 0; }

    /// Nobody reads on: closes the connection, or cuts it off where a read has it.
    void end(transport_error why) noexcept;

    // Of the read that has the connection.
    body_reader reader_;
    peer_timer timer_;
    std::size_t begin_ = 0;  // in the buffer of the connection
    std::size_t filled_ = 0; // behind that
    unsigned read_at_once_ = 0;
    bool const reusable_;

    std::mutex mutex_;
    std::unique_ptr<stream_lease> lease_; // between two reads
    connection* in_use_ = nullptr;        // while one is in flight
    bool ended_ = false;                  // well
    bool over_ = false;                   // gives the connection back after the read in flight
    std::optional<transport_error> failure_;
};

extern template class streamed_body<tcp::socket>;
extern template class streamed_body<tls_stream>;
extern template class streamed_body<nested_tls_stream>;

} // namespace dynasio::http

#endif
