// SPDX-License-Identifier: BSL-1.0

#include <dynasio/wait.hpp>

#include "call/client_state.hpp"
#include "client/client_handle.hpp"
#include "client/operation_deadline.hpp"
#include "composed/option_checks.hpp"
#include "composed/poll_schedule.hpp"
#include "composed/wait_decision.hpp"

#include <dynasio/clock.hpp>

#include <utility>

namespace dynasio {

namespace composed {

namespace {

namespace asio = boost::asio;

void validate(wait_options const& options)
{
    check_positive(options.timeout, "wait_options::timeout");
    check_positive(options.first_delay, "wait_options::first_delay");
    check_positive(options.max_delay, "wait_options::max_delay");
}

std::string goal_text(wait_goal goal, std::string const& table)
{
    return "waiting until table " + table + (goal == wait_goal::table_exists ? " exists" : " does not exist");
}

/// `context` comes before that of the last response, if this is an error.
error failed(boost::system::error_code code, std::string context, result<describe_table_output> const& last)
{
    error_details details;
    if (!last)
        details = last.error().details();
    details.code = code;
    details.operation = "DescribeTable";
    details.context = std::move(context) + (details.context.empty() ? "" : "; ") + details.context;
    return error(std::move(details));
}

/// The last response, when the goal was reached.
asio::awaitable<result<describe_table_output>> wait(
    client from, wait_goal goal, describe_table_input request, wait_options options)
{
    validate(options);
    auto const call = call::within(from, options.timeout, options.call);
    poll_schedule polls(from, *call.deadline(), options.first_delay, options.max_delay);
    std::string state = "not known";
    auto const context = [&]
    { return goal_text(goal, request.table_name) + ": its last state was: " + state; };
    for (;;)
    {
        auto response = co_await from.try_describe_table(request, call);
        auto judgement = decide(goal, response);
        if (judgement.verdict == wait_verdict::reached)
            co_return response;
        if (judgement.verdict == wait_verdict::impossible)
            co_return failed(client_errc::waiter_failed,
                goal_text(goal, request.table_name) + ": its state is " + judgement.state, response);
        if (judgement.verdict == wait_verdict::error)
            co_return failed(response.error().code(), context(), response);
        if (!judgement.state.empty())
            state = std::move(judgement.state);
        bool again = false;
        boost::system::error_code ended;
        try
        {
            again = co_await polls.next();
        }
        catch (boost::system::system_error const& e)
        {
            ended = e.code();
        }
        if (ended)
            co_return error(ended, context());
        if (!again)
            co_return failed(client_errc::deadline_exceeded, context(), response);
    }
}

asio::awaitable<result<model::table_description>> try_exists(
    client from, describe_table_input request, wait_options options)
{
    auto response =
        co_await wait(std::move(from), wait_goal::table_exists, std::move(request), std::move(options));
    if (!response)
        co_return response.error();
    co_return std::move(*response->table); // reached, so there is one
}

asio::awaitable<model::table_description> exists(
    client from, describe_table_input request, wait_options options)
{
    auto response = co_await try_exists(std::move(from), std::move(request), std::move(options));
    co_return std::move(response).value();
}

asio::awaitable<result<void>> try_not_exists(client from, describe_table_input request, wait_options options)
{
    auto response =
        co_await wait(std::move(from), wait_goal::table_not_exists, std::move(request), std::move(options));
    result<void> done;
    if (!response && response.error() != errc::resource_not_found)
        done = response.error();
    co_return done;
}

asio::awaitable<void> not_exists(client from, describe_table_input request, wait_options options)
{
    auto response = co_await try_not_exists(std::move(from), std::move(request), std::move(options));
    response.value();
}

describe_table_input describe(std::string table_name)
{
    describe_table_input request;
    request.table_name = std::move(table_name);
    return request;
}

} // namespace

} // namespace composed

boost::asio::awaitable<model::table_description> wait_until_table_exists(
    client const& owner, std::string table_name, wait_options options)
{
    return composed::exists(
        call::weak_client(owner), composed::describe(std::move(table_name)), std::move(options));
}

boost::asio::awaitable<result<model::table_description>> try_wait_until_table_exists(
    client const& owner, std::string table_name, wait_options options)
{
    return composed::try_exists(
        call::weak_client(owner), composed::describe(std::move(table_name)), std::move(options));
}

boost::asio::awaitable<void> wait_until_table_not_exists(
    client const& owner, std::string table_name, wait_options options)
{
    return composed::not_exists(
        call::weak_client(owner), composed::describe(std::move(table_name)), std::move(options));
}

boost::asio::awaitable<result<void>> try_wait_until_table_not_exists(
    client const& owner, std::string table_name, wait_options options)
{
    return composed::try_not_exists(
        call::weak_client(owner), composed::describe(std::move(table_name)), std::move(options));
}

} // namespace dynasio
