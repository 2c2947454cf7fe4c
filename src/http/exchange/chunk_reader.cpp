// SPDX-License-Identifier: BSL-1.0

#include "http/exchange/chunk_reader.hpp"

#include <dynasio/http/errc.hpp>

#include <algorithm>

namespace dynasio::http {
namespace {

int hex_digit(char c) noexcept
{
    if (c >= '0' && c <= '9')
        return c - '0';
    auto const letter = lower(c);
    return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
}

} // namespace

std::size_t chunk_reader::read(std::string_view bytes, std::string& body, boost::system::error_code& e)
{
    std::size_t at = 0;
    while (at != bytes.size() && !done() && !e)
    {
        if (state_ != state::data)
        {
            at += read_framing(bytes.substr(at), body.size(), e);
            continue;
        }
        auto const taken =
            bytes.substr(at, static_cast<std::size_t>(std::min<std::uint64_t>(left_, bytes.size())));
        body.append(taken);
        at += taken.size();
        commit(taken.size());
    }
    return at;
}

std::size_t chunk_reader::read_framing(
    std::string_view bytes, std::size_t body_size, boost::system::error_code& e)
{
    std::size_t at = 0;
    while (at != bytes.size() && state_ != state::data && !done() && !e)
        step(bytes[at++], body_size, e);
    return at;
}

void chunk_reader::step(char c, std::size_t body_size, boost::system::error_code& e)
{
    switch (state_)
    {
    case state::size:
        return size_byte(c, body_size, e);
    case state::blanks:
        count_extra(e);
        return enter(is_field_blank(c) ? state::blanks : state::extension, is_field_blank(c) || c == ';', e);
    case state::extension:
        count_extra(e);
        return enter(c == '\r' ? state::size_feed : state::extension, c == '\r' || is_value_char(c), e);
    case state::size_feed:
        digits_ = 0;
        return enter(left_ == 0 ? state::trailer : state::data, c == '\n', e);
    case state::data_return:
        return enter(state::data_feed, c == '\r', e);
    case state::data_feed:
        return enter(state::size, c == '\n', e);
    case state::trailer:
        return trailer_byte(c, e);
    case state::data:
    case state::done:
        return;
    }
}

void chunk_reader::size_byte(char c, std::size_t body_size, boost::system::error_code& e)
{
    // As many digits as 64 bits have. A size that exceeds the limit is refused before they overflow.
    constexpr unsigned max_digits = 16;
    if (auto const digit = hex_digit(c); digit >= 0)
    {
        if (++digits_ > max_digits)
            e = errc::malformed_response;
        left_ = left_ * 16 + static_cast<unsigned>(digit);
        if (left_ > max_body_ - body_size)
            e = errc::response_too_large;
        return;
    }
    auto const next = c == '\r' ? state::size_feed : c == ';' ? state::extension : state::blanks;
    enter(next, digits_ != 0 && (c == '\r' || c == ';' || is_field_blank(c)), e);
}

void chunk_reader::trailer_byte(char c, boost::system::error_code& e)
{
    count_extra(e);
    switch (lines_.step(c))
    {
    case field_lines::event::none:
    case field_lines::event::line:
        return;
    case field_lines::event::folded:
        folded_ = true;
        return;
    case field_lines::event::end:
        return enter(state::done, true, e);
    case field_lines::event::malformed:
        e = errc::malformed_response;
        return;
    }
}

void chunk_reader::count_extra(boost::system::error_code& e)
{
    if (++extra_ > max_extra_)
        e = errc::response_too_large;
}

void chunk_reader::enter(state next, bool allowed, boost::system::error_code& e)
{
    state_ = next;
    if (!allowed)
        e = errc::malformed_response;
}

} // namespace dynasio::http
