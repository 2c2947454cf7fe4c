// SPDX-License-Identifier: BSL-1.0
//
// Any bytes as the body of a response that is read in pieces: what comes out depends neither on the pieces they come in nor on
// the room of the caller, and is what the reader of whole responses finds.

#include "support/read_body.hpp"
#include "support/read_response.hpp"

#include <dynasio/http/errc.hpp>

#include <array>
#include <cstdint>
#include <cstdlib>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

namespace {

using dynasio::http::body_framing;
using dynasio::http::body_reader;
using dynasio::tests::read_body;
using kind = body_framing::kind;
using sizes = std::vector<std::size_t>;

constexpr std::size_t max_extra = 60;

/// Sizes that change with the input, small ones for the most part.
sizes sizes_from(std::string_view bytes, unsigned factor)
{
    sizes result{1};
    for (auto at = bytes.rbegin(); at != bytes.rend() && result.size() != 64; ++at)
    {
        auto const byte = static_cast<unsigned char>(static_cast<unsigned char>(*at) * factor);
        result.push_back(byte % 5 == 0 ? 1U + byte : 1U + byte % 8U);
    }
    return result;
}

void require(bool holds)
{
    if (!holds)
        std::abort();
}

dynasio::tests::body_outcome check(body_framing f, std::string_view bytes)
{
    auto const read = [&](sizes const& at_once, sizes const& rooms)
    { return read_body(body_reader(f, max_extra), bytes, at_once, rooms); };
    auto const whole = read({bytes.size() + 1}, {bytes.size() + 1});
    require(read({1}, {1}) == whole);
    require(read({1}, {bytes.size() + 1}) == whole);
    require(read({bytes.size() + 1}, {1}) == whole);
    require(read(sizes_from(bytes, 1), sizes_from(bytes, 7)) == whole);
    require(!whole.error || (!whole.done && !whole.keep_alive));
    require(bytes.ends_with(whole.left));
    return whole;
}

void check_sized(std::string_view bytes, std::uint64_t length)
{
    auto const whole = check({kind::sized, length, true}, bytes);
    require(!whole.error && whole.body == bytes.substr(0, length));
    require(whole.done == (length <= bytes.size()) && whole.keep_alive == whole.done);
}

/// The same with the reader of whole responses.
void check_chunked(std::string_view bytes)
{
    auto const whole = check({kind::chunked, 0, true}, bytes);
    std::string response = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    auto const header = response.size();
    response += bytes;
    dynasio::tests::reading how;
    how.limits = {max_extra, std::numeric_limits<std::size_t>::max()};
    auto const other = read_response(response, std::array{response.size()}, how);
    require(other.complete() == whole.done);
    if (whole.done)
    {
        require(other.body == whole.body && other.keep_alive == whole.keep_alive);
        require(other.used == header + bytes.size() - whole.left.size());
    }
    else if (whole.error) // a whole body has a limit, be it the largest number
        require(other.error == whole.error || other.error == dynasio::http::errc::response_too_large);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    std::string_view const bytes(reinterpret_cast<char const*>(data), size);
    for (auto const length : {std::size_t(0), size / 2, size, size + 1})
        check_sized(bytes, length);
    check_chunked(bytes);
    auto const until_end = check({kind::until_end, 0, false}, bytes);
    require(until_end.body == bytes && !until_end.done);
    require(check({kind::none, 0, true}, bytes).left == bytes);
    return 0;
}
