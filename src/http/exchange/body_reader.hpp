// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_HTTP_EXCHANGE_BODY_READER_HPP
#define DYNASIO_SRC_HTTP_EXCHANGE_BODY_READER_HPP

#include "http/exchange/chunk_reader.hpp"

#include <boost/system/error_code.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace dynasio::http {

/// Where the body of a response ends, as its header says.
struct body_framing
{
    enum class kind
    {
        none,
        sized,
        chunked,
        until_end, ///< of the connection
    };

    kind what = kind::none;
    std::uint64_t length = 0; ///< of a sized body
    bool keep_alive = false;  ///< whether the connection can serve another request after the body
};

/// Hands the body of a response over in pieces, without a socket. The bytes do not depend on the pieces in which they
/// came; an error comes with the first byte that cannot be part of the body.
class body_reader
{
public:
    /// Chunk extensions and trailer fields together may have `max_extra_bytes`.
    body_reader(body_framing f, std::size_t max_extra_bytes);

    /// How many of the next bytes are the body's and nothing else, `most` at most. They may be read into the memory of the
    /// caller, and be told to `commit`; 0 where they must be offered to `feed`.
    [[nodiscard]] std::size_t direct(std::size_t most) const;
    void commit(std::size_t size);

    /// Takes what it can of `bytes`, puts what is the body's behind the first `written` bytes of `into`, and counts it
    /// there. Returns how many bytes were taken: all, except where `into` is full, the body is done, or an error is found.
    std::size_t feed(
        std::string_view bytes, std::span<char> into, std::size_t& written, boost::system::error_code& e);

    /// The server has ended the stream in an orderly way. An error where the body is not complete.
    void end_of_stream(boost::system::error_code& e);

    [[nodiscard]] bool done() const noexcept { return done_; }
    [[nodiscard]] bool keep_alive() const noexcept
    {
        return done_ && framing_.keep_alive && !chunks_.folded();
    }

    /// Nothing when the server did not tell.
    [[nodiscard]] std::optional<std::uint64_t> length() const;

    /// How much of the body has arrived, and how much was announced.
    [[nodiscard]] std::string progress() const;

private:
    body_framing framing_;
    chunk_reader chunks_;
    std::uint64_t read_ = 0;
    bool done_ = false;
};

} // namespace dynasio::http

#endif
