// SPDX-License-Identifier: BSL-1.0

#include "http/exchange/body_piece.hpp"

#include <boost/asio/cancellation_type.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/system/system_error.hpp>

#include <exception>
#include <utility>

namespace dynasio::http {

namespace {

std::string text_of(std::exception_ptr const& thrown)
{
    try
    {
        std::rethrow_exception(thrown);
    }
    catch (std::exception const& e)
    {
        return std::string("the source of the body: ") + e.what();
    }
    catch (...)
    {
        return "the source of the body: an exception of an unknown type";
    }
}

} // namespace

boost::asio::awaitable<body_piece> next_piece(body_source& from, std::span<std::byte> into)
{
    body_piece piece;
    std::exception_ptr thrown;
    try
    {
        auto reading = from.read(into);
        piece.size = co_await std::move(reading);
    }
    catch (...)
    {
        thrown = std::current_exception();
    }
    auto const cancellation = co_await boost::asio::this_coro::cancellation_state;
    if (thrown && cancellation.cancelled() != boost::asio::cancellation_type::none)
        throw boost::system::system_error(boost::asio::error::operation_aborted);
    if (thrown)
        piece.failure = text_of(thrown);
    else if (piece.size > into.size())
    {
        piece.size = 0;
        piece.failure = "the source of the body says that it wrote more bytes than there was room for";
    }
    co_return piece;
}

bool rewind(body_source& source) noexcept
{
    try
    {
        return source.rewind();
    }
    catch (...)
    {
        return false;
    }
}

std::string ended_early(std::uint64_t read, std::uint64_t announced)
{
    return "the source of the body ended after " + std::to_string(read) + " of " + std::to_string(announced)
        + " bytes";
}

transport_error refusal_of_source(request const& r)
{
    transport_error failure;
    if (!r.body.empty())
        failure.detail = "the request has a body and a source of one";
    else if (r.headers.find("Content-Length") || r.headers.find("Transfer-Encoding"))
        failure.detail = "the transport adds the length of a body from a source itself";
    if (!failure.detail.empty())
        failure.code = boost::asio::error::invalid_argument;
    return failure;
}

} // namespace dynasio::http
