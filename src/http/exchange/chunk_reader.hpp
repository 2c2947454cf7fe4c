// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_HTTP_EXCHANGE_CHUNK_READER_HPP
#define DYNASIO_SRC_HTTP_EXCHANGE_CHUNK_READER_HPP

#include "http/exchange/field_lines.hpp"

#include <boost/system/error_code.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace dynasio::http {

/// Reads a chunked body (RFC 9112, section 7.1). Chunk extensions and trailer fields are checked and dropped; together they
/// may have as many bytes as a header.
class chunk_reader
{
public:
    chunk_reader() = default;
    chunk_reader(std::size_t max_body_bytes, std::size_t max_extra_bytes)
        : max_body_(max_body_bytes), max_extra_(max_extra_bytes)
    {}

    /// Appends to `body` what the bytes hold of it. Takes all bytes up to the end of the body and returns how many these are.
    std::size_t read(std::string_view bytes, std::string& body, boost::system::error_code& e);

    /// Takes all bytes up to the next data of a chunk, or the end of the body, and returns how many these are. `body_size`
    /// is what the body has so far.
    std::size_t read_framing(std::string_view bytes, std::size_t body_size, boost::system::error_code& e);

    /// How many of the next bytes are data of a chunk; 0 where they are something else.
    [[nodiscard]] std::uint64_t data_left() const noexcept { return state_ == state::data ? left_ : 0; }

    /// So many bytes of data have been taken, `data_left` at most.
    void commit(std::uint64_t size) noexcept
    {
        left_ -= size;
        if (left_ == 0)
            state_ = state::data_return;
    }

    [[nodiscard]] bool done() const noexcept { return state_ == state::done; }

    /// Whether a trailer field continues on another line.
    [[nodiscard]] bool folded() const noexcept { return folded_; }

private:
    enum class state
    {
        size, ///< the digits of a chunk size
        blanks,
        extension,
        size_feed,
        data,
        data_return,
        data_feed,
        trailer,
        done,
    };

    void step(char c, std::size_t body_size, boost::system::error_code& e);
    void size_byte(char c, std::size_t body_size, boost::system::error_code& e);
    void trailer_byte(char c, boost::system::error_code& e);
    void count_extra(boost::system::error_code& e);
    void enter(state next, bool allowed, boost::system::error_code& e);

    std::size_t max_body_ = 0;
    std::size_t max_extra_ = 0;
    std::size_t extra_ = 0;
    std::uint64_t left_ = 0; ///< of the chunk
    unsigned digits_ = 0;
    state state_ = state::size;
    bool folded_ = false;
    field_lines lines_;
};

} // namespace dynasio::http

#endif
