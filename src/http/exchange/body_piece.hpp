// SPDX-License-Identifier: BSL-1.0
//
// What comes from the source of a body, which is foreign code.

#ifndef DYNASIO_SRC_HTTP_EXCHANGE_BODY_PIECE_HPP
#define DYNASIO_SRC_HTTP_EXCHANGE_BODY_PIECE_HPP

#include <dynasio/http/body_source.hpp>
#include <dynasio/http/message.hpp>
#include <dynasio/http/transport_error.hpp>

#include <boost/asio/awaitable.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace dynasio::http {

struct body_piece
{
    std::size_t size = 0; ///< 0 at the end
    std::string failure;  ///< why the source failed; empty when it did not
};

/// The next bytes of a source, whose exceptions become text. Throws `operation_aborted` where it was cancelled and ended with
/// an exception.
boost::asio::awaitable<body_piece> next_piece(body_source& from, std::span<std::byte> into);

/// Goes back to the beginning; false where the source cannot, or throws.
bool rewind(body_source& source) noexcept;

std::string ended_early(std::uint64_t read, std::uint64_t announced);

/// Why a request cannot have its body from a source; no error if it can.
transport_error refusal_of_source(request const& r);

} // namespace dynasio::http

#endif
