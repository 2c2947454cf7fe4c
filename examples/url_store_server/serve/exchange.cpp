// SPDX-License-Identifier: BSL-1.0

#include "serve/exchange.hpp"

#include "decide/http_date.hpp"
#include "decide/refusal.hpp"
#include "decide/text_parts.hpp"

#include <boost/beast/http/error.hpp>
#include <boost/none.hpp>

#include <algorithm>
#include <sstream>
#include <utility>

namespace examples {

namespace {

using boost::system::error_code;

constexpr std::size_t bytes_per_read = 32 * 1024;

[[noreturn]] void throw_malformed(error_code const& failure)
{
    if (failure == http::error::header_limit)
        throw refusal(status::request_header_fields_too_large, "the header is too long");
    throw refusal(status::bad_request, "the request is not HTTP: " + failure.message());
}

std::string_view reason_of(http::status code)
{
    auto const reason = http::obsolete_reason(code);
    return {reason.data(), reason.size()};
}

} // namespace

exchange::exchange(channel& peer, boost::beast::flat_buffer& buffer, exchange_limits limits)
    : peer_(peer), buffer_(buffer), limits_(limits)
{
    parser_.header_limit(static_cast<std::uint32_t>(limits.header_bytes));
    parser_.body_limit(boost::none);
}

std::string_view exchange::field(http::field name) const
{
    auto const value = head()[name];
    return {value.data(), value.size()};
}

/// Reads more of the connection into the buffer, which has no more than a line, or the header, that is incomplete.
asio::awaitable<void> exchange::fill(channel::duration limit)
{
    if (buffer_.size() > limits_.header_bytes + bytes_per_read)
        throw refusal(status::bad_request, "a line of the body is too long");
    auto const count = co_await peer_.read_some(buffer_.prepare(bytes_per_read), limit);
    if (count == 0)
        throw connection_failure(http::error::partial_message);
    buffer_.commit(count);
}

/// Gives the buffer to the parser; false if that needs more bytes.
bool exchange::parse()
{
    if (buffer_.size() == 0)
        return false;
    error_code failure;
    auto const used = parser_.put(buffer_.data(), failure);
    buffer_.consume(used);
    if (failure == http::error::need_more)
        return false;
    if (failure && failure != http::error::need_buffer)
        throw_malformed(failure);
    return true;
}

asio::awaitable<bool> exchange::read_head()
{
    if (buffer_.size() == 0)
    {
        auto const count = co_await peer_.read_some(buffer_.prepare(4096), limits_.idle);
        if (count == 0)
            co_return false;
        buffer_.commit(count);
    }
    auto const deadline = std::chrono::steady_clock::now() + limits_.header;
    while (!parser_.is_header_done())
        if (!parse())
            co_await fill(std::max<channel::duration>(
                deadline - std::chrono::steady_clock::now(), std::chrono::milliseconds(1)));
    if (head().version() >= 11 && head().count(http::field::host) != 1)
        throw refusal(status::bad_request, "the request has no Host, or several");
    may_wait_ = head().version() >= 11 && equal_names(field(http::field::expect), "100-continue");
    closes_ = !parser_.keep_alive();
    co_return true;
}

asio::awaitable<std::size_t> exchange::read_some(std::span<std::byte> into)
{
    if (std::exchange(may_wait_, false) && buffer_.size() == 0 && !parser_.is_done())
        co_await send_text("HTTP/1.1 100 Continue\r\n\r\n");
    auto& body = parser_.get().body();
    body.data = into.data();
    body.size = into.size();
    body.more = true;
    while (!parser_.is_done() && body.size == into.size())
        if (!parse())
            co_await fill(limits_.stall);
    co_return into.size() - body.size;
}

asio::awaitable<std::string> exchange::read_text(std::size_t max_bytes)
{
    auto const too_long = "the body has more than " + std::to_string(max_bytes) + " bytes";
    if (auto const announced = parser_.content_length(); announced && *announced > max_bytes)
        throw refusal(status::payload_too_large, too_long);
    std::string text;
    std::string part(16 * 1024, '\0');
    while (auto const count = co_await read_some(std::as_writable_bytes(std::span(part))))
    {
        if (count > max_bytes - text.size())
            throw refusal(status::payload_too_large, too_long);
        text.append(part, 0, count);
    }
    co_return text;
}

asio::awaitable<void> exchange::send_text(std::string text)
{
    co_await peer_.write(asio::buffer(text), limits_.stall);
}

asio::awaitable<void> exchange::send_head(http::status code, http::fields fields)
{
    // A client that is still sending cannot begin another request.
    closes_ = closes_ || !parser_.is_done() || framing_ == framing::until_close;
    auto const now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    fields.set(http::field::date, to_http_date(now));
    if (closes_)
        fields.set(http::field::connection, "close");
    else if (head().version() < 11)
        fields.set(http::field::connection, "keep-alive");
    std::ostringstream text;
    text << "HTTP/1.1 " << static_cast<unsigned>(code) << ' ' << reason_of(code) << "\r\n";
    for (auto const& each : fields)
        text << each.name_string() << ": " << each.value() << "\r\n";
    text << "\r\n";
    has_begun_ = true;
    co_await send_text(text.str());
}

asio::awaitable<void> exchange::begin(http::status code, http::fields fields, std::uint64_t size)
{
    framing_ = framing::sized;
    left_ = is_head_request() ? 0 : size;
    if (code != http::status::no_content && code != http::status::not_modified)
        fields.set(http::field::content_length, std::to_string(size));
    co_await send_head(code, std::move(fields));
    has_ended_ = left_ == 0;
}

asio::awaitable<void> exchange::begin_unsized(http::status code, http::fields fields)
{
    framing_ = head().version() < 11 ? framing::until_close : framing::chunked;
    if (framing_ == framing::chunked)
        fields.set(http::field::transfer_encoding, "chunked");
    co_await send_head(code, std::move(fields));
}

asio::awaitable<void> exchange::write(std::span<std::byte const> bytes)
{
    if (is_head_request() || bytes.empty())
        co_return;
    if (framing_ == framing::chunked)
    {
        std::ostringstream size;
        size << std::hex << bytes.size() << "\r\n";
        co_await send_text(size.str());
    }
    co_await peer_.write(asio::buffer(bytes.data(), bytes.size()), limits_.stall);
    if (framing_ == framing::chunked)
        co_await send_text("\r\n");
    else if (framing_ == framing::sized)
    {
        left_ -= std::min<std::uint64_t>(left_, bytes.size());
        has_ended_ = left_ == 0;
    }
}

asio::awaitable<void> exchange::end()
{
    if (framing_ == framing::chunked && !is_head_request())
        co_await send_text("0\r\n\r\n");
    has_ended_ = true;
}

asio::awaitable<void> exchange::respond(http::status code, http::fields fields, std::string body)
{
    co_await begin(code, std::move(fields), body.size());
    co_await write(std::as_bytes(std::span(body)));
}

} // namespace examples
