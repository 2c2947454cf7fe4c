// SPDX-License-Identifier: BSL-1.0
//
// Gives bytes to a response reader in pieces, as an exchange does.

#ifndef DYNASIO_TESTS_SUPPORT_READ_RESPONSE_HPP
#define DYNASIO_TESTS_SUPPORT_READ_RESPONSE_HPP

#include "http/exchange/response_reader.hpp"

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <ostream>
#include <span>
#include <string>
#include <string_view>

namespace dynasio::tests {

/// What a reader made of some bytes. Two of them are equal if nobody could tell the difference.
struct read_outcome
{
    unsigned status = 0;
    std::string headers;
    std::string body; ///< only of a complete response
    boost::system::error_code error;
    bool keep_alive = false;
    std::size_t used = 0; ///< only of a complete response

    [[nodiscard]] bool complete() const { return !error; }

    friend bool operator==(read_outcome const&, read_outcome const&) = default;

    friend std::ostream& operator<<(std::ostream& out, read_outcome const& o)
    {
        return out << o.status << ' ' << (o.error ? o.error.message() : "complete")
                   << (o.keep_alive ? " keep-alive" : "") << " used " << o.used << '\n'
                   << o.headers << '\n'
                   << o.body;
    }
};

struct reading
{
    http::response_reader::limits limits{1024, 100'000};
    bool answers_head = false;
    bool ends = true; ///< whether the stream ends behind the bytes
};

/// The pieces have these sizes, in turn. Bytes go into `direct()` where there is one. Without an end of the stream, a response
/// that is not complete has no error and no body.
inline read_outcome read_response(
    std::string_view bytes, std::span<std::size_t const> pieces, reading how = {})
{
    http::response got;
    http::response_reader reader;
    reader.start(got, how.answers_head, how.limits);
    read_outcome result;
    auto const size = bytes.size();
    std::string buffer;
    for (std::size_t i = 0; !bytes.empty() && !result.error && !reader.done(); ++i)
    {
        auto n = std::min(std::max<std::size_t>(1, pieces[i % pieces.size()]), bytes.size());
        if (auto const place = reader.direct(); !place.empty())
        {
            n = std::min(n, place.size());
            std::memcpy(place.data(), bytes.data(), n);
            reader.commit(n);
        }
        else
        {
            buffer.append(bytes.substr(0, n));
            buffer.erase(0, reader.feed(buffer, result.error));
        }
        bytes.remove_prefix(n);
    }
    if (how.ends && !result.error)
        reader.end_of_stream(result.error);
    result.status = got.status;
    result.headers = got.headers.rendered();
    result.keep_alive = reader.keep_alive();
    if (reader.done())
    {
        result.body = std::move(got.body);
        result.used = size - bytes.size() - buffer.size();
    }
    return result;
}

} // namespace dynasio::tests

#endif
