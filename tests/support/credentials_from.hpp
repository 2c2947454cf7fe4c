// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_TESTS_SUPPORT_CREDENTIALS_FROM_HPP
#define DYNASIO_TESTS_SUPPORT_CREDENTIALS_FROM_HPP

#include "support/coroutine_test.hpp"

#include <dynasio/aws/credentials_provider.hpp>
#include <dynasio/testing/manual_clock.hpp>
#include <dynasio/testing/scripted_transport.hpp>

#include <memory>

namespace dynasio::tests {

/// What a provider ends with that needs neither time nor a network.
inline aws::credentials_result credentials_from(aws::credentials_provider& provider)
{
    dynasio::testing::scripted_transport no_network;
    aws::provider_context const with(
        http::no_deadline, no_network, std::make_shared<dynasio::testing::manual_clock>());
    aws::credentials_result outcome;
    run_coroutine([&]() -> boost::asio::awaitable<void> { outcome = co_await provider.get(with); });
    EXPECT_EQ(no_network.report(), "");
    return outcome;
}

} // namespace dynasio::tests

#endif
