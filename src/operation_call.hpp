// SPDX-License-Identifier: BSL-1.0
//
// How an operation of the public surface becomes a call: encode now, send later, decode at the end.

#ifndef DYNASIO_SRC_OPERATION_CALL_HPP
#define DYNASIO_SRC_OPERATION_CALL_HPP

#include "client_state.hpp"

#include <dynasio/detail/encode.hpp>
#include <dynasio/detail/shape_codec.hpp>

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

template <class Output>
result<Output> read(operation_info const& operation, result<http::response> const& answer)
{
    if (!answer)
        return answer.error();
    Output output;
    try
    {
        // An empty body stands for an empty object.
        if (!answer->body.empty())
            decode(answer->body, slot_of(output));
    }
    catch (decode_error const& e)
    {
        return malformed_response(operation, *answer, e.what());
    }
    return output;
}

template <class Output>
boost::asio::awaitable<Output> call_or_throw(std::shared_ptr<client_state> state, prepared_call call)
{
    auto const& operation = *call.operation;
    auto answer = co_await client_state::run(std::move(state), std::move(call));
    co_return read<Output>(operation, answer).value();
}

template <class Output>
boost::asio::awaitable<result<Output>> call_for_result(std::shared_ptr<client_state> state, prepared_call call)
{
    auto const& operation = *call.operation;
    boost::system::error_code ended;
    try
    {
        auto answer = co_await client_state::run(std::move(state), std::move(call));
        co_return read<Output>(operation, answer);
    }
    catch (boost::system::system_error const& e)
    {
        // Cancellation is thrown by the coroutine that is cancelled; here it becomes a result like all others.
        ended = e.code();
    }
    co_return cancelled(operation, ended);
}

} // namespace dynasio::detail

#endif
