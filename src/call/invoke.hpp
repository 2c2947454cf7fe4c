// SPDX-License-Identifier: BSL-1.0
//
// How an operation of the public surface becomes a call: encode now, send later, decode at the end.

#ifndef DYNASIO_SRC_CALL_INVOKE_HPP
#define DYNASIO_SRC_CALL_INVOKE_HPP

#include "call/client_state.hpp"

#include <dynasio/value/detail/json.hpp>

#include <utility>

namespace dynasio::detail {

template <class Input>
prepared_call prepare(operation_info const& operation, Input const& input, call_options options)
{
    prepared_call call{&operation, {}, options, std::nullopt};
    try
    {
        call.body.reserve(256);
        encode(call.body, input);
    }
    catch (encode_error const& e)
    {
        call.refused = bad_input(operation, e.what());
    }
    return call;
}

/// Decodes the answer into `target`, or says why there is nothing to decode.
std::optional<error> read_into(
    operation_info const& operation, result<http::response> const& answer, slot target);

/// Sends the call; a cancellation ends in a result like every other failure.
boost::asio::awaitable<result<http::response>> run_for_result(
    std::shared_ptr<client_state> state, prepared_call call);

template <class Output>
result<Output> read(operation_info const& operation, result<http::response> const& answer)
{
    Output output;
    if (auto failure = read_into(operation, answer, slot_of(output)))
        return std::move(*failure);
    return output;
}

template <class Output>
boost::asio::awaitable<Output> call_or_throw(std::shared_ptr<client_state> state, prepared_call call)
{
    auto const& operation = *call.operation;
    auto const answer = co_await client_state::run(std::move(state), std::move(call));
    co_return read<Output>(operation, answer).value();
}

template <class Output>
boost::asio::awaitable<result<Output>> call_for_result(
    std::shared_ptr<client_state> state, prepared_call call)
{
    auto const& operation = *call.operation;
    auto const answer = co_await run_for_result(std::move(state), std::move(call));
    co_return read<Output>(operation, answer);
}

} // namespace dynasio::detail

#endif
