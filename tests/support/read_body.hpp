// SPDX-License-Identifier: BSL-1.0
//
// Gives bytes to a body reader in pieces, as a streamed body does.

#ifndef DYNASIO_TESTS_SUPPORT_READ_BODY_HPP
#define DYNASIO_TESTS_SUPPORT_READ_BODY_HPP

#include "http/exchange/body_reader.hpp"

#include <algorithm>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace dynasio::tests {

/// What a reader made of some bytes. Two of them are equal if nobody could tell the difference.
struct body_outcome
{
    std::string body;
    std::string left; ///< behind the body, or behind the offence
    boost::system::error_code error;
    bool done = false;
    bool keep_alive = false;

    friend bool operator==(body_outcome const&, body_outcome const&) = default;
};

/// So many bytes come at once, and the caller has so much room: in turn, each at least 1.
inline body_outcome read_body(http::body_reader reader, std::string_view bytes,
    std::span<std::size_t const> at_once, std::span<std::size_t const> rooms)
{
    body_outcome o;
    std::string_view buffer;
    for (std::size_t i = 0; !reader.done() && !o.error && !(bytes.empty() && buffer.empty()); ++i)
    {
        auto const room = rooms[i % rooms.size()];
        if (buffer.empty())
        {
            auto const direct = reader.direct(room);
            auto n = std::min(at_once[i % at_once.size()], bytes.size());
            if (direct != 0)
            {
                n = std::min(n, direct);
                o.body += bytes.substr(0, n);
                reader.commit(n);
            }
            else
                buffer = bytes.substr(0, n);
            bytes.remove_prefix(n);
            continue;
        }
        std::string into(room, '\0');
        std::size_t written = 0;
        buffer.remove_prefix(reader.feed(buffer, into, written, o.error));
        o.body += into.substr(0, written);
    }
    o.left.append(buffer).append(bytes);
    o.done = reader.done();
    o.keep_alive = reader.keep_alive();
    return o;
}

} // namespace dynasio::tests

#endif
