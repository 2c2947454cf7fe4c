// SPDX-License-Identifier: BSL-1.0
//
// Any bytes as an HTTP answer: what comes out does not depend on the pieces they come in.

#include "http/exchange/response_reader.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <string>
#include <string_view>

namespace {

using dynasio::http::response_reader;

struct outcome
{
    dynasio::http::response answer;
    boost::system::error_code error;
    bool done = false;
};

outcome read(std::string_view bytes, std::size_t piece)
{
    outcome o;
    response_reader reader;
    reader.start(o.answer, false, {4096, 100'000});
    std::string buffer;
    while (!bytes.empty() && !o.error && !reader.done())
    {
        auto n = std::min(piece, bytes.size());
        if (auto const place = reader.direct(); !place.empty())
        {
            n = std::min(n, place.size());
            std::memcpy(place.data(), bytes.data(), n);
            reader.commit(n);
        }
        else
        {
            buffer.append(bytes.substr(0, n));
            buffer.erase(0, reader.feed(buffer, o.error));
        }
        bytes.remove_prefix(n);
    }
    if (!o.error && !reader.done())
        reader.end_of_stream(o.error);
    o.done = !o.error && reader.done();
    return o;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    std::string_view const bytes(reinterpret_cast<char const*>(data), size);
    auto const whole = read(bytes, size + 1);
    auto const cut = read(bytes, 7);
    if (whole.done != cut.done)
        std::abort();
    if (whole.done && (whole.answer.status != cut.answer.status || whole.answer.body != cut.answer.body))
        std::abort();
    return 0;
}
