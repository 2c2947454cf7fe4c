// SPDX-License-Identifier: BSL-1.0
//
// nginx with canned DynamoDB answers.

#ifndef DYNASIO_BENCH_CANNED_SERVER_HPP
#define DYNASIO_BENCH_CANNED_SERVER_HPP

#include "nginx_server.hpp"

#include <cstdint>

namespace bench {

/// Serves the canned answers by `X-Amz-Target`, with request id and CRC header.
class canned_server
{
public:
    canned_server();

    [[nodiscard]] std::uint16_t port() const { return server_.port(); }

private:
    nginx_server server_;
};

} // namespace bench

#endif
