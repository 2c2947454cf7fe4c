// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_CALL_ENDPOINT_SERVICE_ENDPOINT_HPP
#define DYNASIO_SRC_CALL_ENDPOINT_SERVICE_ENDPOINT_HPP

#include <dynasio/aws/endpoint.hpp>
#include <dynasio/http/message.hpp>

#include <string>

namespace dynasio::call {

/// Where the requests of one part of the service go.
struct service_endpoint
{
    explicit service_endpoint(aws::endpoint const& where)
        : origin{where.tls, where.host, where.port},
          path(where.path),
          host_header(origin.host_header()),
          of_account(where.of_account)
    {}

    http::origin origin;
    std::string path;
    std::string host_header;
    bool of_account;
};

} // namespace dynasio::call

#endif
