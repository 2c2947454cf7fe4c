// SPDX-License-Identifier: BSL-1.0

#include "call/call_attempts.hpp"

#include "call/ask_strategy.hpp"
#include "call/transient_error.hpp"
#include "clock/add_saturated.hpp"
#include "errors/error_response.hpp"
#include "errors/foreign_body.hpp"
#include "text/duration_text.hpp"

#include <dynasio/http/errc.hpp>

#include <utility>

namespace dynasio::call {

namespace {

aws::retry_class classify(http::transport_error const& why)
{
    return is_transient(why.code) ? aws::retry_class::transient : aws::retry_class::not_retryable;
}

/// Whether the server, or something in between, may have acted on a request to which it gives this response.
bool leaves_open(unsigned status, boost::system::error_code code)
{
    return status >= 500 || status < 400 || status == 408 || status == 499
        || code == errc::transaction_in_progress;
}

} // namespace

void call_attempts::forget_last_attempt()
{
    auto attempts = std::move(last_.attempts);
    last_ = {};
    last_.attempts = std::move(attempts);
}

void call_attempts::succeeded(http::response const& response) noexcept
{
    retries_.on_success();
    metadata_.requests = 1;
    metadata_.attempts = attempt_number();
    metadata_.earlier_attempt_may_have_been_applied = earlier_uncertain_ && !operation_.has_token;
    metadata_.set_request_id(response.headers.find("x-amzn-requestid").value_or(""));
}

void call_attempts::take_headers(http::response const& response)
{
    last_.http_status = response.status;
    last_.request_id = response.headers.find("x-amzn-requestid").value_or("");
    metadata_.set_request_id(last_.request_id);
}

void call_attempts::add_attempt(moment now)
{
    attempt a;
    a.started = started_.wall;
    a.duration = now.steady - started_.steady;
    a.code = last_.code;
    a.reason = !last_.wire_code.empty() ? last_.wire_code : last_.code.message();
    if (!last_.server_message.empty())
        a.reason += ": " + last_.server_message;
    else if (!last_.context.empty())
        a.reason += ": " + last_.context;
    a.request_id = last_.request_id;
    a.http_status = last_.http_status;
    a.retry = last_.retry;
    a.throttling_reasons = last_.throttling_reasons;
    last_.attempts.push_back(std::move(a));
}

void call_attempts::add_context(std::string const& more)
{
    last_.context += (last_.context.empty() ? "" : "; ") + more;
}

/// What the service has said stays.
void call_attempts::end_at_deadline(std::string const& context)
{
    add_context(context);
    if (last_.wire_code.empty())
        last_.code = client_errc::deadline_exceeded;
}

aws::retry_candidate call_attempts::candidate(
    aws::retry_class kind, moment now, std::chrono::nanoseconds suggested) const
{
    aws::retry_candidate result;
    result.operation = operation_.name;
    result.kind = kind;
    result.attempt = attempt_number();
    result.max_attempts = max_attempts();
    result.code = last_.wire_code;
    result.http_status = last_.http_status;
    result.suggested_delay = suggested;
    result.elapsed = now.steady - first_sent_.value_or(now.steady);
    return result;
}

call_attempts::next_step call_attempts::decide(
    aws::retry_class kind, moment now, double random, std::string_view retry_after)
{
    last_.retry = kind;
    add_attempt(now);
    if (kind == aws::retry_class::not_retryable)
        return {};
    if (now.steady >= deadline_)
    {
        if (last_.wire_code.empty())
            last_.code = client_errc::deadline_exceeded;
        else
            add_context("not tried again: the deadline has passed");
        return {};
    }
    if (uncertain_ && !may_repeat_)
    {
        last_.code = client_errc::outcome_unknown;
        add_context(
            "not sent again, because a second application would change the item again or is forbidden");
        return {};
    }
    // Looked at before the quota, which pays for retries that are made.
    auto delay = retries_.delay(kind, random, retry_after);
    bool const attempts_left = retries_.attempt() < retries_.max_attempts();
    if (strategy_ && attempts_left)
    {
        auto const choice = ask_strategy(*strategy_, candidate(kind, now, delay));
        if (!choice.delay)
        {
            add_context(choice.refusal);
            return {};
        }
        delay = *choice.delay;
    }
    auto const next = http::add_saturated(now.steady, delay);
    if (attempts_left && next >= deadline_)
    {
        end_at_deadline("no time left to wait " + text::duration_text(delay) + " before the next attempt");
        return {};
    }
    // Our own queue is no fault of the server.
    bool const charge = last_.code != http::errc::acquire_timeout;
    auto const decision = retries_.on_failure(kind, random, retry_after, charge);
    if (!decision.retry)
    {
        add_context("not tried again: " + std::string(to_string(decision.reason)));
        return {};
    }
    earlier_uncertain_ = earlier_uncertain_ || uncertain_;
    metadata_.waited += next - now.steady;
    pause_ends_ = next;
    retry_is_due_ = true;
    return {true, next};
}

call_attempts::next_step call_attempts::failed(http::transport_error const& why, moment now, double random)
{
    forget_last_attempt();
    last_.code = why.code;
    last_.context = why.detail;
    uncertain_ = why.may_have_been_applied() && !operation_.read_only;
    return decide(classify(why), now, random, {});
}

call_attempts::next_step call_attempts::refused(http::response const& response,
    std::chrono::nanoseconds skew_used, std::optional<std::chrono::nanoseconds> skew_seen, moment now,
    double random)
{
    auto said = errors::parse_wire_error(response);
    forget_last_attempt();
    take_headers(response);
    last_.code = errc_from_wire(said.code);
    last_.wire_code = std::move(said.code);
    last_.server_message = std::move(said.message);
    last_.old_item = std::move(said.old_item);
    last_.cancellation_reasons = std::move(said.cancellation_reasons);
    last_.throttling_reasons = std::move(said.throttling_reasons);
    last_.context = std::move(said.context);
    // A fault of the server says nothing about what it had done before.
    uncertain_ = leaves_open(response.status, last_.code) && !operation_.read_only;

    auto kind = aws::classify_service_error(
        static_cast<int>(response.status), last_.wire_code, last_.code == errc::replicated_write_conflict);
    if (kind == aws::retry_class::not_retryable
        && aws::clock_skew_retryable(last_.wire_code, skew_used, skew_seen))
        kind = aws::retry_class::transient;
    bool const credentials_refused = aws::is_refused_credentials_code(last_.wire_code);
    if (credentials_refused && can_renew_credentials_)
        kind = aws::retry_class::transient;
    if (earlier_uncertain_ && !operation_.has_token
        && (last_.wire_code == operation_.repeated || last_.code == errc::duplicate_item))
    {
        // The earlier attempt may have done its work, and so made this one fail.
        last_.code = client_errc::outcome_unknown;
        uncertain_ = true;
    }
    auto next = decide(kind, now, random, response.headers.find("x-amz-retry-after").value_or(""));
    next.credentials_refused = credentials_refused;
    next.throttled = kind == aws::retry_class::throttling;
    return next;
}

call_attempts::next_step call_attempts::damaged(http::response const& response, moment now, double random)
{
    forget_last_attempt();
    take_headers(response);
    last_.code = client_errc::checksum_mismatch;
    last_.context = std::to_string(response.body.size()) + " bytes received";
    uncertain_ = !operation_.read_only;
    return decide(aws::retry_class::transient, now, random, {});
}

call_attempts::next_step call_attempts::malformed(
    http::response const& response, std::string problem, moment now, double random)
{
    forget_last_attempt();
    take_headers(response);
    last_.code = client_errc::malformed_response;
    last_.context = std::move(problem);
    if (auto const body = errors::describe_foreign_body(response); !body.empty())
        add_context(body);
    uncertain_ = !operation_.read_only;
    auto const kind = operation_.read_only ? aws::retry_class::transient : aws::retry_class::not_retryable;
    return decide(kind, now, random, {});
}

call_attempts::next_step call_attempts::cut_short(boost::system::error_code code, std::string why, moment now)
{
    forget_last_attempt();
    last_.code = code;
    last_.context = std::move(why);
    uncertain_ = !operation_.read_only;
    add_attempt(now);
    return {};
}

void call_attempts::cut_short_between(boost::system::error_code code, http::time_point now)
{
    if (now < pause_ends_)
        metadata_.waited -= pause_ends_ - now;
    forget_last_attempt();
    last_.code = code;
    last_.context = "cut short while waiting for the next attempt";
    uncertain_ = false;
}

void call_attempts::cannot_send(boost::system::error_code code, std::string why, moment now)
{
    forget_last_attempt();
    last_.code = code;
    last_.context = std::move(why);
    uncertain_ = false;
    add_attempt(now);
}

void call_attempts::out_of_time(std::string why, moment now)
{
    if (last_.wire_code.empty())
        cannot_send(client_errc::deadline_exceeded, std::move(why), now);
    else
        add_context(why);
}

void call_attempts::no_other_credentials()
{
    last_.retry = aws::retry_class::not_retryable;
    add_context("not tried again: the provider gave the refused credentials again");
}

void call_attempts::too_late()
{
    end_at_deadline("deadline exceeded before the next request");
}

void call_attempts::no_time_for_rate_limit(std::chrono::nanoseconds wait)
{
    metadata_.waited += wait;
    end_at_deadline("deadline exceeded while waiting for the client's rate limit");
}

error call_attempts::failure() &&
{
    if (retry_is_due_)
        retries_.on_retry_abandoned();
    metadata_.requests = 1;
    metadata_.attempts = static_cast<unsigned>(last_.attempts.size());
    metadata_.earlier_attempt_may_have_been_applied = earlier_uncertain_ && !operation_.has_token;
    last_.operation = operation_.name;
    last_.may_have_been_applied = earlier_uncertain_ || uncertain_;
    return error(std::move(last_));
}

} // namespace dynasio::call
