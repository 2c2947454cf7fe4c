// SPDX-License-Identifier: BSL-1.0
//
// The stages of a call between encoding and decoding, each a function over one `running_call`, in a fixed order: begin an
// attempt, sign, send, judge, wait for the next one. What a call has to wait for once, before any attempt, comes ahead of
// the loop; another way of sending an attempt takes the place of `send`.

#include "call/call_deadline.hpp"
#include "call/crc32.hpp"
#include "call/invoke.hpp"
#include "call/running_call.hpp"
#include "call/sign_attempt.hpp"
#include "clock/add_saturated.hpp"

#include <boost/asio/error.hpp>

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

/// When the latest attempt began, by the server's clock as far as known: credentials expire by it.
http::wall_time server_time(running_call const& c)
{
    auto const skew = c.state->clock_skew().value_or(std::chrono::nanoseconds::zero());
    return http::add_saturated(c.started.wall, std::chrono::duration_cast<http::wall_time::duration>(skew));
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

/// False, with the reason in the attempts, when there can be none.
bool begin_attempt(running_call& c)
{
    c.report_refused_credentials();
    c.started = now(c);
    c.attempts.begin_attempt(c.started);
    if (c.state->stopped())
    {
        c.attempts.cannot_send(boost::asio::error::operation_aborted, "the client was destroyed", c.started);
        return false;
    }
    if (c.started.steady >= c.attempts.deadline())
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
    auto found = co_await c.state->credentials().get(c.attempts.deadline(), server_time(c));
    c.started = now(c); // it is signed and sent from now on
    bool const late = c.started.steady >= c.attempts.deadline();
    if (found.has_value() && !late)
        co_return take_credentials(c, *std::move(found));
    if (found.has_value())
        c.attempts.cannot_send(
            client_errc::deadline_exceeded, "deadline exceeded while waiting for AWS credentials", c.started);
    else
    {
        auto why = found.error();
        bool const timed_out = late && why.code == boost::asio::error::timed_out;
        c.attempts.cannot_send(timed_out ? make_error_code(client_errc::deadline_exceeded) : why.code,
            std::move(why.detail), c.started);
    }
    co_return false;
}

/// False, with the reason in the attempts, when the request cannot be signed.
bool sign(running_call& c)
{
    auto const& setup = c.state->setup();
    auto const skew = c.state->clock_skew();
    c.skew = std::chrono::duration_cast<http::wall_time::duration>(
        skew.value_or(std::chrono::nanoseconds::zero()));
    attempt_facts facts;
    facts.fixed_headers = setup.fixed_headers();
    facts.host = c.endpoint.host_header;
    facts.path = c.endpoint.path;
    facts.target = c.operation.target;
    facts.body = c.request.body;
    facts.invocation_id = {c.invocation_id.data(), c.invocation_id.size()};
    facts.attempt = c.attempts.attempt_number();
    facts.max_attempts = c.attempts.max_attempts();
    facts.server_now = http::add_saturated(c.started.wall, c.skew);
    if (skew)
        facts.useful_until = http::add_saturated(facts.server_now, setup.options().attempt_timeout);
    try
    {
        c.request.headers = sign_attempt(facts, setup.signer(), c.who->credentials);
    }
    catch (std::exception const& e)
    {
        c.attempts.cannot_send(client_errc::bad_input, e.what(), now(c));
        return false;
    }
    return true;
}

boost::asio::awaitable<http::send_result> send(running_call const& c)
{
    return c.state->setup().transport().send(
        c.request, std::min(c.attempts.deadline(), http::add_saturated(c.started.steady, c.attempt_timeout)));
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
        return c.attempts.refused(*sent, c.skew, skew_seen, ended, state.random().next_fraction());
    c.attempts.succeeded();
    return std::nullopt;
}

} // namespace

boost::asio::awaitable<result<call_response>> invoke(
    std::shared_ptr<client_state> state, encoded_request request)
{
    if (has_bad_timeout(request.options))
        co_return bad_input(*request.operation, bad_timeout);
    if (request.refused)
        co_return *std::move(request.refused);
    running_call c(std::move(state), std::move(request)); // its deadline begins
    while (begin_attempt(c))
    {
        if (!c.who && !co_await get_credentials(c))
            break;
        if (!sign(c))
            break;

        http::send_result sent;
        boost::system::error_code cut;
        try
        {
            sent = co_await send(c);
        }
        catch (boost::system::system_error const& e)
        {
            cut = e.code(); // cancelled
        }
        if (cut)
        {
            c.attempts.cut_short(cut, now(c));
            break;
        }

        auto const next = judge(c, sent);
        if (!next)
        {
            call_response response{&c.operation, *std::move(sent)};
            co_return response;
        }
        if (!next->retry)
            break;
        try
        {
            co_await http::sleep_until(c.state->clock(), next->at);
        }
        catch (boost::system::system_error const& e)
        {
            cut = e.code(); // cancelled, maybe just when the response came
        }
        if (cut)
        {
            c.attempts.cut_short_between(cut);
            break;
        }
    }
    co_return std::move(c.attempts).failure();
}

} // namespace dynasio::call
