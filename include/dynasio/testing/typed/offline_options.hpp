// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_TESTING_TYPED_OFFLINE_OPTIONS_HPP
#define DYNASIO_TESTING_TYPED_OFFLINE_OPTIONS_HPP

#include <dynasio/client_options.hpp>
#include <dynasio/clock.hpp>
#include <dynasio/http/transport.hpp>

#include <memory>

namespace dynasio::testing {

/// Options of a client that sends its requests to `transport` and waits by `clock`: region `us-east-1`, keys that are no
/// secret, and a fixed seed, so that pauses and tokens are the same in each run. All else has its default, which the test
/// may change. Environment and files are not read.
client_options offline_options(
    std::shared_ptr<http::transport> transport, std::shared_ptr<http::clock> clock);

} // namespace dynasio::testing

#endif
