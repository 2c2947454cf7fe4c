// SPDX-License-Identifier: BSL-1.0
//
// What a transport does with streams that knows nothing of them.

#include <dynasio/http/transport.hpp>

#include "http/exchange/body_piece.hpp"

#include <dynasio/http/errc.hpp>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <utility>

namespace dynasio::http {

namespace asio = boost::asio;

namespace {

constexpr std::size_t piece_bytes = 64 * 1024;

/// Reads the whole source into `body`. The failure has no code when that went well.
asio::awaitable<transport_error> read_source(body_source& from, std::string& body)
{
    transport_error failure;
    auto const announced = from.size();
    while (body.size() != announced && failure.detail.empty())
    {
        auto const size = body.size();
        auto const room = std::min<std::uint64_t>(announced.value_or(UINT64_MAX) - size, piece_bytes);
        body.resize(size + static_cast<std::size_t>(room));
        auto reading = next_piece(from, std::as_writable_bytes(std::span(body)).subspan(size));
        auto const piece = co_await std::move(reading);
        body.resize(size + piece.size);
        failure.detail = piece.failure;
        if (body.size() > transport::max_body_in_memory)
            failure.detail = "the source of the body has more bytes than this transport can send";
        if (piece.size != 0)
            continue;
        if (failure.detail.empty() && announced)
            failure.detail = ended_early(size, *announced);
        break;
    }
    if (!failure.detail.empty())
        failure.code = errc::source_failed;
    co_return failure;
}

asio::awaitable<open_result> open_in_memory(
    transport& via, request const& r, std::shared_ptr<body_source> body, stream_deadlines deadlines)
{
    std::optional<request> whole;
    if (body)
    {
        auto refusal = refusal_of_source(r);
        if (refusal.code)
            co_return refusal;
        whole.emplace(r);
        auto reading = read_source(*body, whole->body);
        auto failure = co_await std::move(reading);
        if (failure.code)
            co_return failure;
    }
    auto sending = via.send(whole ? *whole : r, deadlines.overall);
    auto result = co_await std::move(sending);
    if (!result)
        co_return result.error();
    co_return make_response_stream(std::move(*result));
}

} // namespace

asio::awaitable<open_result> transport::open(
    request const& r, std::shared_ptr<body_source> body, stream_deadlines deadlines)
{
    return open_in_memory(*this, r, std::move(body), deadlines);
}

} // namespace dynasio::http
