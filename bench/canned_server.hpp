// SPDX-License-Identifier: BSL-1.0
//
// nginx with canned DynamoDB answers, on a core of its own.

#ifndef DYNASIO_BENCH_CANNED_SERVER_HPP
#define DYNASIO_BENCH_CANNED_SERVER_HPP

#include <cstdint>
#include <filesystem>
#include <string>
#include <sys/types.h>

namespace bench {

/// Serves the canned answers by `X-Amz-Target`, with request id and CRC header, on a free port of 127.0.0.1 until it is destroyed.
class canned_server
{
public:
    canned_server();
    ~canned_server();
    canned_server(canned_server const&) = delete;
    canned_server& operator=(canned_server const&) = delete;

    [[nodiscard]] std::uint16_t port() const { return port_; }

private:
    void write_files();

    std::filesystem::path folder_;
    std::uint16_t port_ = 0;
    pid_t process_ = -1;
};

/// Keeps the calling process on one core.
void pin_to_core(int core);

} // namespace bench

#endif
