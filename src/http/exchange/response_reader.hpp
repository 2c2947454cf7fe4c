// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_HTTP_EXCHANGE_RESPONSE_READER_HPP
#define DYNASIO_SRC_HTTP_EXCHANGE_RESPONSE_READER_HPP

#include "http/exchange/body_reader.hpp"
#include "http/exchange/chunk_reader.hpp"
#include "http/exchange/header_check.hpp"

#include <dynasio/http/message.hpp>

#include <boost/system/error_code.hpp>

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace dynasio::http {

/// Makes a `response` out of bytes, without a socket. The caller reads into `direct()` when that is not empty, else into
/// a buffer of its own whose contents it offers to `feed`. The response, and the error, depend on the bytes only, not on
/// the pieces in which they came. An error comes with the first byte that cannot be part of a response.
class response_reader
{
public:
    using limits = header_check::limits;

    /// A body of announced length gets this much memory at first, and more as it arrives: a server that announces a large
    /// body and does not send it takes no memory.
    static constexpr std::size_t first_piece = 128 * 1024;

    /// Begins with a response to a request; `into` must stay until `done`. Responses to HEAD have no body.
    /// The header, from the status line to the empty line, may have `header_bytes`, and the body `body_bytes`.
    /// A secret one leaves no bytes behind where it grows, and is never inside of the string object.
    void start(response& into, bool to_head, limits l, bool secret = false);

    /// The same, for a body that somebody else reads: takes the header only.
    void start_header(response& into, bool to_head, limits l, bool secret = false);

    /// Where the body ends, once the header is there.
    [[nodiscard]] body_framing framing() const;

    /// Takes what it can of `bytes` and returns how much that was. The rest must be offered again with more behind it.
    /// Errors: `errc::malformed_response`, `errc::response_too_large`.
    std::size_t feed(std::string_view bytes, boost::system::error_code& e);

    /// Where the next bytes of the body go, when its length is known and it is not complete.
    [[nodiscard]] std::span<char> direct() const;

    /// The first `size` bytes of `direct()` have been filled.
    void commit(std::size_t size);

    /// The server has ended the stream in an orderly way. This completes a response without a length; any other one that is
    /// not `done` ends with `errc::closed_early`. Do not call it for a connection that broke.
    void end_of_stream(boost::system::error_code& e);

    [[nodiscard]] bool header_done() const noexcept { return part_ != part::header; }

    [[nodiscard]] bool done() const noexcept { return part_ == part::done; }

    /// Whether the connection can serve another request. False unless the response is `done`, and when servers and
    /// proxies may disagree on where it ended.
    [[nodiscard]] bool keep_alive() const noexcept { return done() && keep_alive_; }

    /// How much of the body has arrived, and how much was announced.
    [[nodiscard]] std::string progress() const;

private:
    class parser;

    enum class part
    {
        header,
        sized_body,
        chunked_body,
        body_until_end,
        done,
    };

    std::size_t feed_header(std::string_view bytes, boost::system::error_code& e);
    std::size_t feed_body(std::string_view bytes, boost::system::error_code& e);
    void begin_body(std::string_view header, boost::system::error_code& e);
    void make_room(std::size_t size);

    response* into_ = nullptr;
    limits limits_{};
    part part_ = part::header;
    header_check check_;
    chunk_reader chunks_;
    std::size_t length_ = 0; ///< of a sized body
    std::size_t body_read_ = 0;
    unsigned interim_ = 0;
    bool to_head_ = false;
    bool keep_alive_ = false;
    bool header_only_ = false;
    bool secret_ = false;
};

} // namespace dynasio::http

#endif
