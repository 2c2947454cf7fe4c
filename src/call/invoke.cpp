// SPDX-License-Identifier: BSL-1.0

#include "call/invoke.hpp"

namespace dynasio::detail {

std::optional<error> read_into(
    operation_info const& operation, result<http::response> const& answer, slot target)
{
    if (!answer)
        return answer.error();
    try
    {
        decode(answer->body, target);
    }
    catch (decode_error const& e)
    {
        return malformed_response(operation, *answer, e.what());
    }
    return std::nullopt;
}

boost::asio::awaitable<result<http::response>> run_for_result(
    std::shared_ptr<client_state> state, prepared_call call)
{
    auto const& operation = *call.operation;
    boost::system::error_code ended;
    try
    {
        co_return co_await client_state::run(std::move(state), std::move(call));
    }
    catch (boost::system::system_error const& e)
    {
        // Thrown by the coroutine that is cancelled.
        ended = e.code();
    }
    co_return cancelled(operation, ended);
}

} // namespace dynasio::detail
