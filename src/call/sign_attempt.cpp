// SPDX-License-Identifier: BSL-1.0

#include "call/sign_attempt.hpp"

#include "call/trace_id.hpp"

#include <array>
#include <charconv>
#include <chrono>
#include <utility>

namespace dynasio::call {

namespace {

constexpr std::string_view content_type = "application/x-amz-json-1.0";
constexpr std::string_view accept_encoding = "identity";

void append_number(std::string& out, unsigned value)
{
    std::array<char, 16> digits;
    auto const end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
    out.append(digits.data(), end);
}

/// 20261121T031500Z
void append_basic_time(std::string& out, http::wall_time time)
{
    auto const day = std::chrono::floor<std::chrono::days>(time);
    std::chrono::year_month_day const date(day);
    std::chrono::hh_mm_ss const clock(std::chrono::floor<std::chrono::seconds>(time - day));
    auto const two = [&](unsigned value)
    {
        out += static_cast<char>('0' + value / 10 % 10);
        out += static_cast<char>('0' + value % 10);
    };
    auto const year = static_cast<unsigned>(static_cast<int>(date.year()));
    two(year / 100);
    two(year % 100);
    two(static_cast<unsigned>(date.month()));
    two(static_cast<unsigned>(date.day()));
    out += 'T';
    two(static_cast<unsigned>(clock.hours().count()));
    two(static_cast<unsigned>(clock.minutes().count()));
    two(static_cast<unsigned>(clock.seconds().count()));
    out += 'Z';
}

void append_header(std::string& out, std::string_view name, std::string_view value)
{
    out += name;
    out += ": ";
    out += value;
    out += "\r\n";
}

} // namespace

std::string render_fixed_headers(std::string_view user_agent)
{
    std::string lines;
    append_header(lines, "accept-encoding", accept_encoding);
    append_header(lines, "content-type", content_type);
    append_header(lines, "user-agent", user_agent);
    return lines;
}

http::fields sign_attempt(
    attempt_facts const& facts, sigv4::signer const& signer, sigv4::credentials const& who)
{
    std::string attempt = "attempt=";
    append_number(attempt, facts.attempt);
    attempt += "; max=";
    append_number(attempt, facts.max_attempts);
    if (facts.useful_until)
    {
        attempt += "; ttl=";
        append_basic_time(attempt, *facts.useful_until);
    }

    std::array<sigv4::header, 5> const signed_headers{{
        {"accept-encoding", accept_encoding},
        {"amz-sdk-invocation-id", facts.invocation_id},
        {"amz-sdk-request", attempt},
        {"content-type", content_type},
        {"x-amz-target", facts.target},
    }};
    std::string lines;
    // Room for all, since growing would leave a copy of the token behind.
    lines.reserve(facts.fixed_headers.size() + facts.target.size() + who.access_key_id.size()
        + signer.region().size() + who.session_token.size() + facts.trace_id.size() + 640);
    lines += facts.fixed_headers;
    append_header(lines, "x-amz-target", facts.target);
    append_header(lines, "amz-sdk-invocation-id", facts.invocation_id);
    append_header(lines, "amz-sdk-request", attempt);
    append_trace_id(lines, facts.trace_id);

    sigv4::prepared_request what;
    what.path = facts.path;
    what.host = facts.host;
    what.headers = signed_headers;
    what.body = facts.body;
    signer.sign(what, who, facts.server_now, lines);
    return who.session_token.empty() ? http::fields::from_rendered(std::move(lines))
                                     : http::fields::from_rendered_secret(std::move(lines));
}

} // namespace dynasio::call
