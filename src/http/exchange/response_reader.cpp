// SPDX-License-Identifier: BSL-1.0

#include "http/exchange/response_reader.hpp"

#include <dynasio/http/errc.hpp>

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/error.hpp>

#include <algorithm>
#include <cstring>
#include <functional>

namespace dynasio::http {
namespace {

constexpr unsigned max_interim_answers = 16;

boost::system::error_code translated(boost::system::error_code e)
{
    using beast_error = boost::beast::http::error;
    if (e == beast_error::header_limit || e == beast_error::body_limit || e == beast_error::buffer_overflow)
        return errc::response_too_large;
    return errc::malformed_response;
}

} // namespace

response_reader::parser::parser(response& into, limits l, bool answers_head) : into_(into)
{
    header_limit(static_cast<std::uint32_t>(std::min<std::size_t>(l.header_bytes, 0xffffffffU)));
    body_limit(boost::none); // a length beyond the limit is refused by the reader, where it is announced
    skip(answers_head);
}

void response_reader::parser::on_response_impl(int code, string_view, int, error_code&)
{
    into_.status = static_cast<unsigned>(code);
}

void response_reader::parser::on_field_impl(field, string_view, string_view value, error_code&)
{
    // A value that was continued on another line has been copied elsewhere to be joined.
    std::less<char const*> const before;
    if (before(value.data(), raw.data()) || before(raw.data() + raw.size(), value.data()))
        folded = true;
}

std::size_t response_reader::parser::on_body_impl(string_view body, error_code&)
{
    into_.body.append(body.data(), body.size());
    return body.size();
}

std::size_t response_reader::parser::on_chunk_body_impl(std::uint64_t, string_view body, error_code&)
{
    into_.body.append(body.data(), body.size());
    return body.size();
}

void response_reader::start(response& into, bool answers_head, limits l)
{
    into_ = &into;
    limits_ = l;
    answers_head_ = answers_head;
    body_read_ = 0;
    sized_ = false;
    interim_ = 0;
    searched_ = 0;
    parser_.emplace(into, l, answers_head);
}

bool response_reader::done() const
{
    return sized_ ? body_read_ == into_->body.size() : parser_->is_done();
}

std::span<char> response_reader::direct() const
{
    if (!sized_)
        return {};
    return std::span(into_->body).subspan(body_read_);
}

std::size_t response_reader::feed(std::string_view bytes, boost::system::error_code& e)
{
    std::size_t used = 0;
    while (!done() && used != bytes.size())
    {
        auto const rest = bytes.substr(used);
        auto const taken = parser_->is_header_done() ? feed_body(rest, e) : feed_header(rest, e);
        used += taken;
        if (e || taken == 0)
            break;
    }
    return used;
}

std::size_t response_reader::feed_header(std::string_view bytes, boost::system::error_code& e)
{
    // The parser takes line by line; it gets the header whole, so that the lines can be kept in one piece.
    constexpr std::string_view beginning = "HTTP/1.";
    auto const begun = std::min(beginning.size(), bytes.size());
    if (bytes.substr(0, begun) != beginning.substr(0, begun))
    {
        e = errc::malformed_response;
        return 0;
    }
    auto const end = bytes.find("\r\n\r\n", searched_);
    if (std::min(end, bytes.size()) >= limits_.header_bytes)
    {
        e = errc::response_too_large;
        return 0;
    }
    if (end == std::string_view::npos)
    {
        searched_ = bytes.size() < 3 ? 0 : bytes.size() - 3;
        return 0;
    }
    searched_ = 0;
    boost::beast::error_code parse_error;
    parser_->raw = bytes.substr(0, end + 4);
    auto const used =
        parser_->put(boost::asio::buffer(parser_->raw.data(), parser_->raw.size()), parse_error);
    if (parse_error || used != parser_->raw.size())
    {
        e = translated(parse_error);
        return used;
    }
    if (into_->status < 200)
    {
        if (into_->status == 101 || into_->status < 100 || ++interim_ > max_interim_answers)
            e = errc::malformed_response;
        parser_.emplace(*into_, limits_, answers_head_);
        return used;
    }
    keep_header(bytes.substr(0, used));
    if (parser_->is_done() || parser_->chunked() || parser_->need_eof())
        return used;

    auto const length = parser_->content_length();
    if (*length > limits_.body_bytes)
    {
        e = errc::response_too_large;
        return used;
    }
    sized_ = true;
    into_->body.resize(static_cast<std::size_t>(*length));
    return used;
}

void response_reader::keep_header(std::string_view head)
{
    auto const lines = head.find("\r\n") + 2;
    auto const end = head.size() - 2; // the empty line
    if (lines >= end)
        return;
    if (!parser_->folded)
    {
        into_->headers.add_rendered(head.substr(lines, end - lines));
        return;
    }
    std::string text(head.substr(lines, end - lines));
    for (std::size_t at = 0; (at = text.find("\r\n", at)) != std::string::npos; ++at)
        if (at + 2 < text.size() && (text[at + 2] == ' ' || text[at + 2] == '\t'))
            text[at] = text[at + 1] = ' ';
    into_->headers.add_rendered(text);
}

std::size_t response_reader::feed_body(std::string_view bytes, boost::system::error_code& e)
{
    if (sized_)
    {
        auto const place = direct();
        auto const size = std::min(place.size(), bytes.size());
        std::memcpy(place.data(), bytes.data(), size);
        commit(size);
        return size;
    }
    boost::beast::error_code parse_error;
    auto const used = parser_->put(boost::asio::buffer(bytes.data(), bytes.size()), parse_error);
    if (parse_error && parse_error != boost::beast::http::error::need_more)
        e = translated(parse_error);
    else if (into_->body.size() > limits_.body_bytes || (used == 0 && bytes.size() >= limits_.header_bytes))
        e = errc::response_too_large;
    return used;
}

void response_reader::end_of_stream(boost::system::error_code& e)
{
    if (done())
        return;
    if (!sized_ && parser_->is_header_done() && parser_->need_eof())
    {
        boost::beast::error_code parse_error;
        parser_->put_eof(parse_error);
        if (!parse_error)
            return;
    }
    e = errc::closed_early;
}

std::string response_reader::progress() const
{
    if (!parser_->is_header_done())
        return "within its header";
    if (sized_)
        return "after " + std::to_string(body_read_) + " of " + std::to_string(into_->body.size())
            + " bytes of the body";
    return "after " + std::to_string(into_->body.size()) + " bytes of the body";
}

} // namespace dynasio::http
