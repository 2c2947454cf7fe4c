// SPDX-License-Identifier: BSL-1.0
//
// The floor that a client is measured against: per connection one coroutine that writes a request made beforehand and
// reads until the answer is complete, parsing nothing.

#ifndef DYNASIO_BENCH_WIRE_LOOP_HPP
#define DYNASIO_BENCH_WIRE_LOOP_HPP

#include <cstddef>
#include <cstdint>
#include <string>

namespace bench {

/// Sends `request` `count` times to 127.0.0.1:`port`, over `in_flight` connections that are made before the measure begins.
class wire_loop
{
public:
    wire_loop(std::uint16_t port, std::string request, std::size_t in_flight);
    ~wire_loop();

    /// Runs on the calling thread. Throws when a connection breaks.
    void run(std::size_t count);

private:
    struct impl;
    impl* impl_;
};

} // namespace bench

#endif
