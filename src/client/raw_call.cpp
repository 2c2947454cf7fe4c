// SPDX-License-Identifier: BSL-1.0

#include <dynasio/client/detail/raw_call.hpp>

#include "call/invoke.hpp"
#include "call/operation_info.hpp"
#include "client/client_handle.hpp"

namespace dynasio::detail {

namespace {

boost::asio::awaitable<std::optional<error>> run_into(
    std::shared_ptr<client_state> state, std::unique_ptr<prepared_call> call, slot target)
{
    auto const& operation = *call->operation;
    auto const answer = co_await client_state::run(std::move(state), std::move(*call));
    co_return read_into(operation, answer, target);
}

boost::asio::awaitable<std::optional<error>> run_into_or_error(
    std::shared_ptr<client_state> state, std::unique_ptr<prepared_call> call, slot target)
{
    auto const& operation = *call->operation;
    auto const answer = co_await run_for_result(std::move(state), std::move(*call));
    co_return read_into(operation, answer, target);
}

boost::asio::awaitable<result<std::string>> run_for_body(
    std::shared_ptr<client_state> state, std::unique_ptr<prepared_call> call)
{
    auto answer = co_await client_state::run(std::move(state), std::move(*call));
    if (!answer)
        co_return answer.error();
    co_return std::move(answer->body);
}

} // namespace

raw_call::raw_call(std::shared_ptr<client_state> state, std::unique_ptr<prepared_call> call)
    : state_(std::move(state)), call_(std::move(call))
{}

raw_call::raw_call(raw_call&& other) noexcept = default;
raw_call& raw_call::operator=(raw_call&& other) noexcept = default;
raw_call::~raw_call() = default;

raw_call raw_call::query(client const& c, query_input const& request, call_options options)
{
    return {state_of(c), std::make_unique<prepared_call>(prepare(query_info, request, options))};
}

raw_call raw_call::scan(client const& c, scan_input const& request, call_options options)
{
    return {state_of(c), std::make_unique<prepared_call>(prepare(scan_info, request, options))};
}

boost::asio::awaitable<std::optional<error>> raw_call::into(slot target) &&
{
    return run_into(std::move(state_), std::move(call_), target);
}

boost::asio::awaitable<std::optional<error>> raw_call::into_or_error(slot target) &&
{
    return run_into_or_error(std::move(state_), std::move(call_), target);
}

boost::asio::awaitable<result<std::string>> raw_call::answer() &&
{
    return run_for_body(std::move(state_), std::move(call_));
}

} // namespace dynasio::detail
