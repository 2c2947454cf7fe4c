// SPDX-License-Identifier: BSL-1.0

#include "call/invoke.hpp"

#include <utility>

namespace dynasio::detail {

boost::asio::awaitable<result<call_response>> invoke(
    std::shared_ptr<client_state> state, encoded_request request)
{
    return client_state::run(std::move(state), std::move(request));
}

} // namespace dynasio::detail
