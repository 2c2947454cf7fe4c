// SPDX-License-Identifier: BSL-1.0

#include "http/exchange/body_reader.hpp"

#include <dynasio/http/errc.hpp>

#include <algorithm>
#include <cstring>
#include <limits>

namespace dynasio::http {

using kind = body_framing::kind;

body_reader::body_reader(body_framing f, std::size_t max_extra_bytes)
    : framing_(f), chunks_(std::numeric_limits<std::size_t>::max(), max_extra_bytes)
{
    done_ = f.what == kind::none || (f.what == kind::sized && f.length == 0);
}

std::size_t body_reader::direct(std::size_t most) const
{
    std::uint64_t own = 0;
    if (done_)
        own = 0;
    else if (framing_.what == kind::sized)
        own = framing_.length - read_;
    else if (framing_.what == kind::chunked)
        own = chunks_.data_left();
    else
        own = most;
    return static_cast<std::size_t>(std::min<std::uint64_t>(own, most));
}

void body_reader::commit(std::size_t size)
{
    read_ += size;
    if (framing_.what == kind::chunked)
        chunks_.commit(size);
    done_ = framing_.what == kind::sized && read_ == framing_.length;
}

std::size_t body_reader::feed(
    std::string_view bytes, std::span<char> into, std::size_t& written, boost::system::error_code& e)
{
    std::size_t at = 0;
    while (at != bytes.size() && !done_ && !e)
    {
        auto const size = direct(std::min(bytes.size() - at, into.size() - written));
        if (size != 0)
        {
            std::memcpy(into.data() + written, bytes.data() + at, size);
            written += size;
            at += size;
            commit(size);
        }
        else if (framing_.what == kind::chunked && chunks_.data_left() == 0)
        {
            at += chunks_.read_framing(bytes.substr(at), 0, e);
            done_ = chunks_.done() && !e;
        }
        else
            break; // `into` is full
    }
    return at;
}

void body_reader::end_of_stream(boost::system::error_code& e)
{
    if (framing_.what == kind::until_end)
        done_ = true;
    else if (!done_)
        e = errc::closed_early;
}

std::optional<std::uint64_t> body_reader::length() const
{
    if (framing_.what == kind::chunked || framing_.what == kind::until_end)
        return std::nullopt;
    return framing_.length;
}

std::string body_reader::progress() const
{
    auto text = "after " + std::to_string(read_);
    if (auto const announced = length())
        text += " of " + std::to_string(*announced);
    return text + " bytes of the body";
}

} // namespace dynasio::http
