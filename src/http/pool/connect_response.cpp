// SPDX-License-Identifier: BSL-1.0

#include "http/pool/connect_response.hpp"

#include <dynasio/http/errc.hpp>
#include <dynasio/http/fields.hpp>

#include <algorithm>
#include <limits>
#include <string>

namespace dynasio::http {
namespace {

constexpr unsigned max_interim_responses = 16;

} // namespace

connect_response::connect_response(std::size_t max_header_bytes) : max_(max_header_bytes), check_(fresh()) {}

/// The body of a refusal is not read, so its length does not matter.
header_check connect_response::fresh() const
{
    constexpr auto any_size = std::numeric_limits<std::size_t>::max();
    return header_check({max_, any_size}, true);
}

bool connect_response::read(std::string_view bytes, boost::system::error_code& e)
{
    for (;;)
    {
        auto const rest = bytes.substr(begin_);
        auto const size = check_.scan(rest, e);
        if (e || size == 0)
            return false;
        if (check_.status() >= 200)
        {
            if (opens_tunnel())
                check_tunnel(rest.substr(0, size), rest.size() - size, e);
            return !e;
        }
        if (++interim_ > max_interim_responses)
        {
            e = errc::malformed_response;
            return false;
        }
        begin_ += size;
        check_ = fresh();
    }
}

/// Some proxies announce an empty body, which means nothing here.
void connect_response::check_tunnel(
    std::string_view header, std::size_t behind, boost::system::error_code& e) const
{
    auto const lines = header.find("\r\n") + 2;
    auto const response = fields::from_rendered(std::string(header.substr(lines, header.size() - 2 - lines)));
    auto const length = response.find("Content-Length");
    bool const empty = !length || length->find_first_not_of('0') == length->npos;
    if (behind != 0 || !empty || response.find("Transfer-Encoding") || check_.folded())
        e = errc::malformed_response;
}

} // namespace dynasio::http
