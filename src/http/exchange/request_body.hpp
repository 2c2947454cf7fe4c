// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_HTTP_EXCHANGE_REQUEST_BODY_HPP
#define DYNASIO_SRC_HTTP_EXCHANGE_REQUEST_BODY_HPP

#include "http/exchange/body_piece.hpp"
#include "http/exchange/secret_bytes.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace dynasio::http {

/// The body of a request as it goes over the wire, piece by piece: plain where its size is known, else in chunks.
class request_body
{
public:
    /// What is kept of a secret body is overwritten in the end.
    request_body(body_source& source, bool secret)
        : source_(source), size_(source.size()), secret_(secret), left_(size_.value_or(0))
    {
        auto const own = size_ ? static_cast<std::size_t>(std::min<std::uint64_t>(*size_, most)) : most;
        buffer_.resize(before + own + after);
    }

    request_body(request_body const&) = delete;
    request_body& operator=(request_body const&) = delete;
    ~request_body()
    {
        if (secret_)
            overwrite(buffer_);
    }

    /// Nothing when it is chunked.
    [[nodiscard]] std::optional<std::uint64_t> size() const noexcept { return size_; }

    /// Whether all was given out.
    [[nodiscard]] bool done() const noexcept { return done_; }

    /// Why the source failed; empty when it did not.
    [[nodiscard]] std::string const& failure() const noexcept { return failure_; }

    /// The next bytes, which are valid until the next call. Ends what is sent where the source fails.
    boost::asio::awaitable<boost::asio::const_buffer> next()
    {
        body_piece piece;
        std::span<std::byte> const all(buffer_);
        auto const room = size_ ? static_cast<std::size_t>(std::min<std::uint64_t>(left_, most)) : most;
        if (room != 0)
        {
            auto reading = next_piece(source_, all.subspan(before, room));
            piece = co_await std::move(reading);
        }
        failure_ = piece.failure;
        if (failure_.empty() && room != 0 && size_ && piece.size == 0)
            failure_ = ended_early(*size_ - left_, *size_);
        if (!failure_.empty())
            co_return boost::asio::const_buffer();
        if (!size_)
            co_return chunk(piece.size);
        left_ -= piece.size;
        done_ = left_ == 0;
        co_return boost::asio::buffer(buffer_.data() + before, piece.size);
    }

private:
    static constexpr std::size_t most = 64 * 1024;
    static constexpr std::size_t before = 18; ///< hexadecimal size and line end
    static constexpr std::size_t after = 2;   ///< line end

    boost::asio::const_buffer chunk(std::size_t size)
    {
        std::array<char, before> line;
        auto* end = std::to_chars(line.data(), line.data() + line.size(), size, 16).ptr;
        *end++ = '\r';
        *end++ = '\n';
        auto const length = static_cast<std::size_t>(end - line.data());
        auto* const begin = buffer_.data() + before - length;
        std::memcpy(begin, line.data(), length);
        std::memcpy(buffer_.data() + before + size, "\r\n", 2); // of the chunk, or of the trailer
        done_ = size == 0;
        return boost::asio::buffer(begin, length + size + 2);
    }

    body_source& source_;
    std::optional<std::uint64_t> const size_;
    bool const secret_;
    std::uint64_t left_; // of a body with a size
    std::vector<std::byte> buffer_;
    bool done_ = false;
    std::string failure_;
};

} // namespace dynasio::http

#endif
