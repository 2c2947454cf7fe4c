// SPDX-License-Identifier: BSL-1.0

#include "call/call_attempts.hpp"

#include "clock/add_saturated.hpp"
#include "errors/error_response.hpp"

#include <dynasio/http/errc.hpp>

#include <boost/asio/error.hpp>

#include <utility>

namespace dynasio::call {

namespace {

aws::retry_class classify(http::transport_error const& why)
{
    if (why.code == boost::asio::error::operation_aborted)
        return aws::retry_class::not_retryable;
    if (why.code == http::errc::tls_verification || why.code == http::errc::response_too_large
        || why.code == http::errc::queue_full)
        return aws::retry_class::not_retryable;
    return aws::retry_class::transient;
}

std::string milliseconds(std::chrono::nanoseconds d)
{
    return std::to_string(std::chrono::duration_cast<std::chrono::milliseconds>(d).count()) + " ms";
}

} // namespace

void call_attempts::forget_last_attempt()
{
    auto attempts = std::move(last_.attempts);
    last_ = {};
    last_.attempts = std::move(attempts);
}

void call_attempts::take_headers(http::response const& response)
{
    last_.http_status = response.status;
    last_.request_id = response.headers.find("x-amzn-requestid").value_or("");
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
    last_.attempts.push_back(std::move(a));
}

void call_attempts::add_context(std::string const& more)
{
    last_.context += (last_.context.empty() ? "" : "; ") + more;
}

call_attempts::next_step call_attempts::decide(
    aws::retry_class kind, moment now, double random, std::string_view retry_after)
{
    add_attempt(now);
    last_.retry = kind;
    if (now.steady >= deadline_)
    {
        last_.code = client_errc::deadline_exceeded;
        return {};
    }
    auto const decision = retries_.on_failure(kind, random, retry_after);
    if (!decision.retry)
    {
        if (kind != aws::retry_class::not_retryable)
            add_context("not tried again: " + std::string(to_string(decision.reason)));
        return {};
    }
    auto const next = http::add_saturated(now.steady, decision.delay);
    if (next >= deadline_)
    {
        add_context("no time left to wait " + milliseconds(decision.delay) + " before the next try");
        last_.code = client_errc::deadline_exceeded;
        return {};
    }
    earlier_uncertain_ = earlier_uncertain_ || uncertain_;
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
    // A fault of the server says nothing about what it had done before.
    uncertain_ = response.status >= 500 && !operation_.read_only;

    auto kind = aws::classify_service_error(
        static_cast<int>(response.status), last_.wire_code, last_.code == errc::replicated_write_conflict);
    if (kind == aws::retry_class::not_retryable
        && aws::clock_skew_retryable(last_.wire_code, skew_used, skew_seen))
        kind = aws::retry_class::transient;
    credentials_refused_ = aws::is_refused_credentials_code(last_.wire_code);
    if (credentials_refused_ && can_renew_credentials_)
        kind = aws::retry_class::transient;
    if (last_.code == errc::conditional_check_failed && earlier_uncertain_ && !operation_.has_token)
    {
        // The first attempt may have met its condition and so made this one fail.
        last_.code = client_errc::outcome_unknown;
        uncertain_ = true;
    }
    return decide(kind, now, random, response.headers.find("x-amz-retry-after").value_or(""));
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

call_attempts::next_step call_attempts::cut_short(boost::system::error_code code, moment now)
{
    forget_last_attempt();
    last_.code = code;
    uncertain_ = !operation_.read_only;
    add_attempt(now);
    return {};
}

void call_attempts::cut_short_between(boost::system::error_code code)
{
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

void call_attempts::no_other_credentials()
{
    last_.retry = aws::retry_class::not_retryable;
    add_context("not tried again: the provider gave the refused credentials again");
}

void call_attempts::too_late()
{
    last_.code = client_errc::deadline_exceeded;
    add_context("deadline exceeded before the next request");
}

error call_attempts::failure() &&
{
    last_.operation = operation_.name;
    last_.may_have_been_applied = earlier_uncertain_ || uncertain_;
    return error(std::move(last_));
}

} // namespace dynasio::call
