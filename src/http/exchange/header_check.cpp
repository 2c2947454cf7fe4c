// SPDX-License-Identifier: BSL-1.0

#include "http/exchange/header_check.hpp"

#include <dynasio/http/errc.hpp>

#include <charconv>
#include <cstdint>
#include <system_error>

namespace dynasio::http {

std::size_t header_check::scan(std::string_view bytes, boost::system::error_code& e)
{
    auto const allowed = bytes.substr(0, limits_.header_bytes);
    while (at_ != allowed.size())
    {
        char const c = allowed[at_];
        if (status_ended_)
            field_byte(c, allowed, e);
        else
            status_line(c, e);
        if (e)
            return 0;
        ++at_;
        if (complete_)
            return at_;
        if (status_ended_)
            at_ += lines_.run(allowed.substr(at_));
    }
    if (allowed.size() != bytes.size())
        e = errc::response_too_large;
    return 0;
}

/// `HTTP/1.1 200 reason`: the numbers have fixed places, and the reason may be empty.
void header_check::status_line(char c, boost::system::error_code& e)
{
    constexpr std::string_view beginning = "HTTP/1.";
    constexpr std::size_t first_digit = beginning.size() + 2;
    bool fits = false;
    if (at_ < beginning.size())
        fits = c == beginning[at_];
    else if (at_ == beginning.size())
        fits = c == '0' || c == '1';
    else if (at_ == first_digit - 1 || at_ == first_digit + 3)
        fits = c == ' ';
    else if (at_ < first_digit + 3)
    {
        status_ = status_ * 10 + static_cast<unsigned>(c - '0');
        // A switch of protocols was not asked for.
        fits = c >= (at_ == first_digit ? '1' : '0') && c <= '9' && status_ != 101;
    }
    else if (line_ != 0)
        fits = status_ended_ = c == '\n';
    else if (c == '\r')
    {
        line_ = at_ + 2;
        fits = true;
    }
    else
        fits = is_value_char(c);
    if (!fits)
        e = errc::malformed_response;
}

void header_check::field_byte(char c, std::string_view header, boost::system::error_code& e)
{
    switch (lines_.step(c))
    {
    case field_lines::event::none:
        return;
    case field_lines::event::line:
        framing(header.substr(line_, at_ - 1 - line_), e);
        line_ = at_ + 1;
        return;
    case field_lines::event::folded:
        folded_ = true;
        if (line_frames_)
            e = errc::malformed_response;
        return;
    case field_lines::event::end:
        complete_ = true;
        return;
    case field_lines::event::malformed:
        e = errc::malformed_response;
        return;
    }
}

/// Two statements about the end of the body, even if they agree here, may be read differently elsewhere.
void header_check::framing(std::string_view line, boost::system::error_code& e)
{
    auto const name = line.substr(0, line.find(':'));
    bool const sized = equal_ignoring_case(name, "content-length");
    line_frames_ = sized || equal_ignoring_case(name, "transfer-encoding");
    if (!line_frames_)
        return;
    auto const value = trimmed(line.substr(name.size() + 1));
    if (has_framing_ || status_ < 200 || (!sized && !equal_ignoring_case(value, "chunked")))
        e = errc::malformed_response;
    else if (sized)
        length(value, e);
    else
        forbidden_body_ = !has_body() && !to_head_;
    has_framing_ = true;
}

void header_check::length(std::string_view value, boost::system::error_code& e)
{
    std::uint64_t size = 0;
    auto const* const end = value.data() + value.size();
    auto const result = std::from_chars(value.data(), end, size);
    if (result.ec == std::errc::invalid_argument || result.ptr != end)
        e = errc::malformed_response;
    else if (result.ec == std::errc::result_out_of_range || (has_body() && size > limits_.body_bytes))
        e = errc::response_too_large;
    // The length of a response to HEAD, and of 304, is that of another response.
    else if (status_ == 204)
        forbidden_body_ = size != 0;
}

bool header_check::has_body() const noexcept
{
    return !to_head_ && status_ != 204 && status_ != 304;
}

} // namespace dynasio::http
