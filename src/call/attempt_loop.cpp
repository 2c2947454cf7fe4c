// SPDX-License-Identifier: BSL-1.0
//
// The stages of a call between encoding and decoding, each a function over one `running_call`, in a fixed order: begin an
// attempt, wait for the client's rate limit, sign, send, judge, wait for the next one. What a call has to wait for once,
// before any attempt, comes ahead of the loop; another way of sending an attempt takes the place of `send`.

#include "call/call_deadline.hpp"
#include "call/crc32.hpp"
#include "call/invoke.hpp"
#include "call/running_call.hpp"
#include "call/send_rate.hpp"
#include "call/sign_attempt.hpp"
#include "call/trace_id.hpp"
#include "clock/add_saturated.hpp"
#include "errors/foreign_body.hpp"

#include <dynasio/http/errc.hpp>
#include <dynasio/value/detail/json.hpp>

#include <boost/asio/cancellation_type.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/this_coro.hpp>

#include <algorithm>
#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace dynasio::call {

namespace {

moment now(running_call const& c)
{
    auto& clock = *c.state->clock();
    return {clock.now(), clock.wall_now()};
}

http::time_point end_of_attempt(running_call const& c)
{
    return std::min(c.attempts.deadline(), http::add_saturated(c.started.steady, c.attempt_timeout));
}

/// When the latest attempt began, by the server's clock as far as known: credentials expire by it.
http::wall_time server_time(running_call const& c)
{
    auto const skew = c.state->clock_skew().value_or(std::chrono::nanoseconds::zero());
    return http::add_saturated(c.started.wall, std::chrono::duration_cast<http::wall_time::duration>(skew));
}

/// Why a body is no JSON object; empty if it is one. No body is an empty object.
std::string problem_of(std::string_view body)
{
    if (body.empty())
        return {};
    if (!errors::begins_like_json(body))
        return "the response is no JSON object";
    try
    {
        json::decode(body, json::target{});
        return {};
    }
    catch (json::decode_error const& e)
    {
        return e.what();
    }
}

/// The attempt is signed with these. False, with the reason in the attempts, when the service has refused them before.
bool take_credentials(running_call& c, std::shared_ptr<aws::resolved_credentials const> found)
{
    if (c.refused && c.refused->credentials == found->credentials)
    {
        c.attempts.no_other_credentials();
        return false;
    }
    c.attempts.can_renew_credentials(found->expiration.has_value());
    c.who = std::move(found);
    return true;
}

/// True, with the reason in the attempts, when the client was destroyed, or its calls were cancelled.
bool is_stopped(running_call& c)
{
    bool const destroyed = c.state->stopped();
    if (!destroyed && !c.in_flight.stop.interrupted())
        return false;
    char const* const why = destroyed ? "the client was destroyed" : "client::cancel was called";
    c.attempts.cannot_send(boost::asio::error::operation_aborted, why, c.started);
    return true;
}

/// False, with the reason in the attempts, when there can be none.
bool begin_attempt(running_call& c)
{
    c.started = now(c);
    c.attempts.begin_attempt(c.started);
    if (!c.in_flight.is_admitted())
    {
        c.attempts.cannot_send(client_errc::drained, "client::drain was called", c.started);
        return false;
    }
    if (is_stopped(c))
        return false;
    if (c.started.steady >= end_of_attempt(c))
    {
        c.attempts.too_late();
        return false;
    }
    c.who = nullptr;
    auto found = c.state->credentials().cached(server_time(c));
    return !found || take_credentials(c, std::move(found));
}

/// Waits for credentials that are not there yet, until the deadline. False, with the reason in the attempts, when there are
/// none. `c` must live until it ends.
boost::asio::awaitable<bool> get_credentials(running_call& c)
{
    auto found =
        co_await c.state->credentials().get(c.attempts.deadline(), server_time(c), &c.in_flight.stop);
    c.started = now(c); // it is signed and sent from now on
    if (is_stopped(c))
        co_return false;
    bool const late = c.started.steady >= c.attempts.deadline();
    if (found.has_value() && !late)
        co_return take_credentials(c, *std::move(found));
    if (found.has_value())
        c.attempts.out_of_time("deadline exceeded while waiting for AWS credentials", c.started);
    else if (late && found.error().code == boost::asio::error::timed_out)
        c.attempts.out_of_time(found.error().detail, c.started);
    else
    {
        auto why = found.error();
        c.attempts.cannot_send(why.code, std::move(why.detail), c.started);
    }
    co_return false;
}

/// Chooses the host of the account, as the credentials tell it. False, with the reason in the attempts, when there is none.
bool choose_endpoint(running_call& c)
{
    auto const& setup = c.state->setup();
    auto const which = c.operation.service;
    if (!setup.has_account_hosts(which))
        return true;
    auto& known = c.state->accounts();
    aws::endpoint_account const account{c.resource_arn, c.who->account_id};
    auto const* chosen = known.find(which, account.resource_arn, account.account_id);
    try
    {
        if (!chosen)
        {
            auto where = setup.endpoint_of(which, account);
            chosen = known.add(which, account.resource_arn, account.account_id, where);
            if (!chosen)
            {
                c.own_endpoint = std::make_shared<service_endpoint const>(std::move(where));
                chosen = c.own_endpoint.get();
            }
        }
    }
    catch (boost::system::system_error const& e)
    {
        c.attempts.cannot_send(e.code(), e.what(), now(c));
        return false;
    }
    if (chosen != c.endpoint)
    {
        c.endpoint = chosen;
        c.request.to = chosen->origin;
    }
    return true;
}

/// False, with the reason in the attempts, when the request cannot be signed.
bool sign(running_call& c)
{
    auto const& setup = c.state->setup();
    auto const skew = c.state->clock_skew();
    c.skew = std::chrono::duration_cast<http::wall_time::duration>(
        skew.value_or(std::chrono::nanoseconds::zero()));
    attempt_facts facts;
    facts.fixed_headers = setup.fixed_headers(c.endpoint->of_account);
    facts.host = c.endpoint->host_header;
    facts.path = c.endpoint->path;
    facts.target = c.operation.target;
    facts.body = c.request.body;
    facts.invocation_id = {c.invocation_id.data(), c.invocation_id.size()};
    facts.attempt = c.attempts.attempt_number();
    facts.max_attempts = c.attempts.max_attempts();
    facts.server_now = http::add_saturated(c.started.wall, c.skew);
    auto const end = end_of_attempt(c);
    if (skew && end != http::no_deadline)
        facts.useful_until = http::add_saturated(facts.server_now, end - c.started.steady);
    std::string trace_id; // of the invocation that runs now
    try
    {
        if (auto const& lambda = c.state->options().lambda_environment)
            facts.trace_id = trace_id = read_trace_id(*lambda);
        c.request.headers = sign_attempt(facts, setup.signer(), c.who->credentials);
    }
    catch (std::exception const& e)
    {
        c.attempts.cannot_send(client_errc::bad_input, e.what(), now(c));
        return false;
    }
    return true;
}

void report_failed_attempt(running_call const& c)
{
    if (c.watcher)
        c.watcher->attempt_failed(c.seen(), c.attempts.failed_attempts().back());
}

/// What comes after the attempt; nothing when it has succeeded.
std::optional<call_attempts::next_step> judge(running_call& c, http::send_result const& sent)
{
    auto& state = *c.state;
    auto const ended = now(c);
    if (!sent)
        return c.attempts.failed(sent.error(), ended, state.random().next_fraction());
    auto const& headers = sent->headers;
    auto const skew_seen = state.observe_clock(
        headers.find("date").value_or(""), headers.find("age").has_value(), c.started.wall, ended.wall);
    auto const checksum = state.options().verify_checksum ? headers.find("x-amz-crc32") : std::nullopt;
    if (checksum && !checksum_matches(sent->body, *checksum))
        return c.attempts.damaged(*sent, ended, state.random().next_fraction());
    if (sent->status != 200)
    {
        auto const next = c.attempts.refused(*sent, c.skew, skew_seen, ended, state.random().next_fraction());
        if (next.credentials_refused) // the next attempt of any call needs others
        {
            state.credentials().invalidate(c.who);
            c.refused = std::move(c.who);
        }
        return next;
    }
    // DynamoDB sends a checksum. Without one, something in between may have responded.
    if (!checksum)
        if (auto problem = problem_of(sent->body); !problem.empty())
            return c.attempts.malformed(*sent, std::move(problem), ended, state.random().next_fraction());
    c.attempts.succeeded(*sent);
    return std::nullopt;
}

} // namespace

boost::asio::awaitable<result<call_response>> invoke(
    std::shared_ptr<client_state> state, encoded_request request)
{
    if (request.refused)
        co_return *std::move(request.refused);
    running_call c(std::move(state), std::move(request)); // its deadline begins
    if (c.watcher)
        c.watcher->call_begins(c.seen());
    while (begin_attempt(c))
    {
        // From here on no `co_await` throws before what it awaits has begun.
        auto const cancellation = co_await boost::asio::this_coro::cancellation_state;
        if (cancellation.cancelled() != boost::asio::cancellation_type::none)
        {
            c.attempts.cut_short_between(boost::asio::error::operation_aborted, c.started.steady);
            break;
        }
        if (!may_send_now(c) && !(co_await wait_for_turn(c) && begin_attempt(c)))
            break;
        if (!c.who && !co_await get_credentials(c))
            break;
        bool const has_endpoint = choose_endpoint(c);
        if (c.watcher)
            c.watcher->attempt_begins(c.seen(), c.attempts.attempt_number());
        if (!has_endpoint || !sign(c))
        {
            report_failed_attempt(c);
            break;
        }

        c.attempts.sends(c.started);
        http::send_result sent;
        boost::system::error_code cut;
        std::string why;
        try
        {
            sent = co_await c.state->setup().transport().send(c.request, end_of_attempt(c));
        }
        catch (boost::system::system_error const& e)
        {
            cut = e.code(); // cancelled
        }
        catch (std::exception const& e)
        {
            cut = http::errc::callback_failed; // a transport of the caller's
            why = e.what();
        }
        catch (...)
        {
            cut = http::errc::callback_failed;
            why = "an exception of an unknown type";
        }
        if (cut)
        {
            c.attempts.cut_short(cut, std::move(why), now(c));
            report_failed_attempt(c);
            break;
        }

        auto const next = judge(c, sent);
        if (sent) // an attempt without a response says nothing about the rate
            learn_rate(c, next && next->throttled);
        if (!next)
        {
            call_response response{&c.operation, *std::move(sent), c.attempts.metadata()};
            c.report_capacity(response.http.body);
            c.end(response.metadata, nullptr);
            co_return response;
        }
        report_failed_attempt(c);
        if (!next->retry)
            break;
        if (c.watcher)
            c.watcher->pause_begins(
                c.seen(), std::max(next->at - now(c).steady, http::time_point::duration::zero()));
        try
        {
            co_await http::sleep_until(c.state->clock(), next->at, &c.in_flight.stop);
        }
        catch (boost::system::system_error const& e)
        {
            cut = e.code(); // cancelled, maybe just when the response came
        }
        if (cut)
        {
            c.attempts.cut_short_between(cut, now(c).steady);
            break;
        }
    }
    auto failure = std::move(c.attempts).failure();
    c.end(c.attempts.metadata(), &failure);
    co_return failure;
}

} // namespace dynasio::call
