// SPDX-License-Identifier: BSL-1.0
//
// The floor that streams are measured against: a loop that reads or writes 64 KB at a time, and parses nothing.

#ifndef DYNASIO_BENCH_STREAM_FLOOR_HPP
#define DYNASIO_BENCH_STREAM_FLOOR_HPP

#include <cstddef>
#include <cstdint>
#include <memory>

namespace bench {

constexpr std::size_t stream_buffer = 64 * 1024;

/// One connection to 127.0.0.1:`port`. Runs on the calling thread; throws when the connection breaks.
class stream_floor
{
public:
    explicit stream_floor(std::uint16_t port);
    ~stream_floor();

    /// GET, and a body of this size.
    void download(char const* target, std::size_t size);

    /// GET, and everything up to what looks like the last chunk.
    void download_chunked(char const* target);

    /// PUT with a body of this size.
    void upload(char const* target, std::size_t size);

private:
    struct impl;
    std::unique_ptr<impl> impl_;
};

} // namespace bench

#endif
