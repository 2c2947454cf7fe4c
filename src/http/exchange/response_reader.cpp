// SPDX-License-Identifier: BSL-1.0

#include "http/exchange/response_reader.hpp"

#include "http/exchange/secret_bytes.hpp"

#include <dynasio/http/errc.hpp>

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/basic_parser.hpp>

#include <algorithm>
#include <cstring>

namespace dynasio::http {
namespace {

constexpr unsigned max_interim_responses = 16;

/// The lines of a header with each continued value on one line, as RFC 9112 asks of recipients: every byte of the break
/// becomes a space.
std::string unfolded(std::string_view header)
{
    std::string text(header);
    for (std::size_t at = 0; (at = text.find("\r\n", at)) != std::string::npos; ++at)
        if (at + 2 < text.size() && is_field_blank(text[at + 2]))
            text[at] = text[at + 1] = ' ';
    return text;
}

} // namespace

/// Reads a whole header. Bodies do not reach it: it needs certain pieces of a chunked body at once, and asserts that it gets
/// them.
class response_reader::parser : public boost::beast::http::basic_parser<false>
{
public:
    explicit parser(bool to_head)
    {
        header_limit(UINT32_MAX); // checked before
        body_limit(boost::none);
        skip(to_head);
    }

    /// Returns false when it does not read the header as a whole.
    bool read(std::string_view header)
    {
        boost::beast::error_code e;
        auto const used = put(boost::asio::buffer(header.data(), header.size()), e);
        return !e && used == header.size() && is_header_done();
    }

private:
    using error_code = boost::beast::error_code;
    using string_view = boost::beast::string_view;
    using field = boost::beast::http::field;
    using verb = boost::beast::http::verb;

    void on_request_impl(verb, string_view, string_view, int, error_code&) override {}
    void on_response_impl(int, string_view, int, error_code&) override {}
    void on_field_impl(field, string_view, string_view, error_code&) override {}
    void on_header_impl(error_code&) override {}
    void on_body_init_impl(boost::optional<std::uint64_t> const&, error_code&) override {}
    std::size_t on_body_impl(string_view, error_code&) override { return 0; }
    void on_chunk_header_impl(std::uint64_t, string_view, error_code&) override {}
    std::size_t on_chunk_body_impl(std::uint64_t, string_view, error_code&) override { return 0; }
    void on_finish_impl(error_code&) override {}
};

void response_reader::start(response& into, bool to_head, limits l, bool secret)
{
    into_ = &into;
    limits_ = l;
    to_head_ = to_head;
    part_ = part::header;
    check_ = header_check(l, to_head);
    length_ = 0;
    body_read_ = 0;
    interim_ = 0;
    keep_alive_ = false;
    header_only_ = false;
    secret_ = secret;
    if (secret)
        into.headers = fields::from_rendered_secret({});
}

void response_reader::start_header(response& into, bool to_head, limits l, bool secret)
{
    start(into, to_head, l, secret);
    header_only_ = true;
}

body_framing response_reader::framing() const
{
    using framed = body_framing::kind;
    auto const what = part_ == part::sized_body ? framed::sized
        : part_ == part::chunked_body           ? framed::chunked
        : part_ == part::body_until_end         ? framed::until_end
                                                : framed::none;
    return {what, length_, keep_alive_};
}

std::span<char> response_reader::direct() const
{
    if (part_ != part::sized_body)
        return {};
    return std::span(into_->body).subspan(body_read_);
}

void response_reader::commit(std::size_t size)
{
    body_read_ += size;
    if (body_read_ == length_)
        part_ = part::done;
    else if (body_read_ == into_->body.size())
    {
        auto const larger = std::min(length_, 2 * body_read_);
        make_room(larger);
        into_->body.resize(larger);
    }
}

/// For a body that is secret.
void response_reader::make_room(std::size_t size)
{
    constexpr std::size_t outside = 64; // of the string object
    if (secret_)
        text::reserve_secret(into_->body, std::max(size, outside));
}

std::size_t response_reader::feed(std::string_view bytes, boost::system::error_code& e)
{
    std::size_t used = 0;
    while (!done() && used != bytes.size())
    {
        auto const rest = bytes.substr(used);
        auto const taken = part_ == part::header ? feed_header(rest, e) : feed_body(rest, e);
        used += taken;
        if (e || taken == 0 || (header_only_ && header_done()))
            break;
    }
    return used;
}

std::size_t response_reader::feed_header(std::string_view bytes, boost::system::error_code& e)
{
    auto const size = check_.scan(bytes, e);
    if (size == 0)
        return 0;
    if (check_.status() < 200)
    {
        if (++interim_ > max_interim_responses)
            e = errc::malformed_response;
        check_ = header_check(limits_, to_head_);
    }
    else if (check_.folded())
    {
        auto lines = unfolded(bytes.substr(0, size));
        wiped_at_end const guard(lines, secret_);
        begin_body(lines, e);
    }
    else
        begin_body(bytes.substr(0, size), e);
    return size;
}

void response_reader::begin_body(std::string_view header, boost::system::error_code& e)
{
    parser read_header(to_head_);
    if (!read_header.read(header))
    {
        e = errc::malformed_response;
        return;
    }
    into_->status = check_.status();
    auto const fields = header.find("\r\n") + 2;
    into_->headers.add_rendered(header.substr(fields, header.size() - 2 - fields)); // without the empty line
    keep_alive_ = read_header.keep_alive() && !check_.folded() && !check_.announces_forbidden_body()
        && !(read_header.chunked() && header[7] == '0');

    if (read_header.is_done())
        part_ = part::done;
    else if (read_header.need_eof())
        part_ = part::body_until_end;
    else if (read_header.chunked())
    {
        part_ = part::chunked_body;
        chunks_ = chunk_reader(limits_.body_bytes, limits_.header_bytes);
    }
    else
    {
        part_ = part::sized_body;
        length_ = static_cast<std::size_t>(read_header.content_length().value());
        auto const first = std::min(length_, first_piece);
        make_room(first);
        if (!header_only_)
            into_->body.resize(first);
    }
}

std::size_t response_reader::feed_body(std::string_view bytes, boost::system::error_code& e)
{
    auto& body = into_->body;
    if (part_ == part::sized_body)
    {
        auto const place = direct();
        auto const size = std::min(place.size(), bytes.size());
        std::memcpy(place.data(), bytes.data(), size);
        commit(size);
        return size;
    }
    if (part_ == part::chunked_body)
    {
        make_room(body.size() + bytes.size());
        auto const size = chunks_.read(bytes, body, e);
        if (chunks_.done())
        {
            part_ = part::done;
            keep_alive_ = keep_alive_ && !chunks_.folded();
        }
        return size;
    }
    auto const taken = bytes.substr(0, limits_.body_bytes - body.size());
    make_room(body.size() + taken.size());
    body.append(taken);
    if (taken.size() != bytes.size())
        e = errc::response_too_large;
    return taken.size();
}

void response_reader::end_of_stream(boost::system::error_code& e)
{
    if (part_ == part::body_until_end)
        part_ = part::done;
    else if (!done())
        e = errc::closed_early;
}

std::string response_reader::progress() const
{
    switch (part_)
    {
    case part::header:
        return "within its header";
    case part::sized_body:
        return "after " + std::to_string(body_read_) + " of " + std::to_string(length_)
            + " bytes of the body";
    default:
        return "after " + std::to_string(into_->body.size()) + " bytes of the body";
    }
}

} // namespace dynasio::http
