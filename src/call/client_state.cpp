// SPDX-License-Identifier: BSL-1.0

#include "call/client_state.hpp"

#include "call/call_attempts.hpp"
#include "call/crc32.hpp"
#include "call/user_agent.hpp"

#include <dynasio/http/errc.hpp>

#include <boost/asio/error.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <stdexcept>
#include <utility>

namespace dynasio::detail {

namespace {

constexpr std::string_view content_type = "application/x-amz-json-1.0";
constexpr std::string_view accept_encoding = "identity";

client_options validated(client_options options)
{
    if (!options.credentials)
        throw std::invalid_argument("client_options::credentials: none are given");
    if (options.call_timeout <= options.call_timeout.zero())
        throw std::invalid_argument("client_options::call_timeout: must be positive");
    if (options.attempt_timeout <= options.attempt_timeout.zero())
        throw std::invalid_argument("client_options::attempt_timeout: must be positive");
    validate(options.retry);
    return options;
}

aws::endpoint endpoint_for(client_options const& options)
{
    aws::endpoint_options wanted;
    wanted.region = options.region;
    wanted.url = options.endpoint_url;
    wanted.url_source = "client_options::endpoint_url";
    wanted.use_fips = options.use_fips;
    wanted.use_dual_stack = options.use_dual_stack;
    return aws::resolve_endpoint(aws::service::dynamodb, wanted);
}

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

client_state::client_state(boost::asio::any_io_executor executor, client_options options)
    : executor_(std::move(executor)),
      options_(validated(std::move(options))),
      clock_(options_.clock ? options_.clock : http::make_clock(executor_)),
      transport_(options_.transport ? options_.transport
                                    : std::make_shared<http::pool>(executor_, options_.connections, clock_)),
      endpoint_(endpoint_for(options_)),
      origin_{endpoint_.tls, endpoint_.host, endpoint_.port},
      host_header_(origin_.host_header()),
      signer_(endpoint_.signing_region, "dynamodb"),
      quota_(options_.retry.initial_tokens),
      random_(options_.random_seed)
{
    append_header(fixed_headers_, "accept-encoding", accept_encoding);
    append_header(fixed_headers_, "content-type", content_type);
    append_header(fixed_headers_, "user-agent", user_agent(options_.app_id));
}

void client_state::stop() noexcept
{
    stopped_ = true;
    if (!options_.transport)
        transport_->stop();
    if (!options_.clock)
        clock_->stop();
}

void client_state::sign(http::request& request, operation_info const& operation,
    std::string_view invocation_id, call_attempts const& record, http::wall_time server_now,
    aws::identity const& who) const
{
    std::string attempt = "attempt=";
    append_number(attempt, record.attempt_number());
    attempt += "; max=";
    append_number(attempt, record.max_attempts());
    if (skew_known_.load(std::memory_order_relaxed))
    {
        // Until when the server's answer is of use, by the server's clock.
        attempt += "; ttl=";
        append_basic_time(attempt, server_now + options_.attempt_timeout);
    }

    std::array<sigv4::header, 5> const signed_headers{{
        {"accept-encoding", accept_encoding},
        {"amz-sdk-invocation-id", invocation_id},
        {"amz-sdk-request", attempt},
        {"content-type", content_type},
        {"x-amz-target", operation.target},
    }};
    std::string lines;
    lines.reserve(fixed_headers_.size() + 640 + who.credentials.session_token.size());
    lines += fixed_headers_;
    append_header(lines, "x-amz-target", operation.target);
    append_header(lines, "amz-sdk-invocation-id", invocation_id);
    append_header(lines, "amz-sdk-request", attempt);

    sigv4::prepared_request what;
    what.path = request.target;
    what.host = host_header_;
    what.headers = signed_headers;
    what.body = request.body;
    signer_.sign(what, who.credentials, server_now, lines);
    request.headers = http::fields::from_rendered(std::move(lines));
}

boost::asio::awaitable<result<call_response>> client_state::run(
    std::shared_ptr<client_state> self, encoded_request call)
{
    if (call.refused)
        co_return std::move(*call.refused);

    auto const now = [&] { return moment{self->clock_->now(), self->clock_->wall_now()}; };
    auto const begin = self->clock_->now();
    auto retry = self->options_.retry;
    if (call.options.max_attempts())
        retry.max_attempts = *call.options.max_attempts();
    auto const attempt_timeout = call.options.attempt_timeout().value_or(self->options_.attempt_timeout);
    call_attempts record(*call.operation, retry, self->quota_,
        begin + call.options.timeout().value_or(self->options_.call_timeout));

    http::request request;
    request.to = self->origin_;
    request.target = self->endpoint_.path;
    request.body = std::move(call.body);
    request.idempotent = call.operation->read_only;
    std::string invocation_id;
    invocation_id.reserve(36);
    self->random_.append_uuid(invocation_id);

    for (;;)
    {
        auto const started = now();
        record.begin_attempt(started);
        if (self->stopped_)
        {
            record.cannot_send(boost::asio::error::operation_aborted, "the client was destroyed", started);
            co_return std::move(record).failure();
        }

        auto who = self->options_.credentials->cached(started.wall);
        if (!who)
        {
            boost::system::error_code refused;
            std::string why;
            try
            {
                who = co_await self->options_.credentials->get();
            }
            catch (boost::system::system_error const& e)
            {
                refused = e.code();
                why = e.what();
            }
            if (refused)
            {
                record.cannot_send(refused, std::move(why), now());
                co_return std::move(record).failure();
            }
        }

        auto const skew = std::chrono::duration_cast<http::wall_time::duration>(self->skew_.current());
        std::string unsigned_because;
        try
        {
            self->sign(request, *call.operation, invocation_id, record, started.wall + skew, *who);
        }
        catch (std::exception const& e)
        {
            unsigned_because = e.what();
        }
        if (!unsigned_because.empty())
        {
            record.cannot_send(client_errc::bad_input, std::move(unsigned_because), now());
            co_return std::move(record).failure();
        }

        http::send_result sent;
        boost::system::error_code cut;
        try
        {
            sent = co_await self->transport_->send(
                request, std::min(record.deadline(), started.steady + attempt_timeout));
        }
        catch (boost::system::system_error const& e)
        {
            cut = e.code(); // thrown by the coroutine that is cancelled
        }

        auto const ended = now();
        call_attempts::next_step next;
        if (cut)
            next = record.cut_short(cut, ended);
        else if (!sent)
            next = record.failed(sent.error(), ended, self->random_.next_fraction());
        else
        {
            auto const& answer = *sent;
            auto const skew_seen = self->skew_.observe(answer.headers.find("date").value_or(""),
                answer.headers.find("age").has_value(), started.wall, ended.wall);
            if (skew_seen)
                self->skew_known_.store(true, std::memory_order_relaxed);
            auto const checksum =
                self->options_.verify_checksum ? answer.headers.find("x-amz-crc32") : std::nullopt;
            if (checksum && !checksum_matches(answer.body, *checksum))
                next = record.damaged(answer, ended, self->random_.next_fraction());
            else if (answer.status == 200)
            {
                record.succeeded();
                call_response response{call.operation, std::move(*sent)};
                co_return response;
            }
            else
                next = record.refused(answer, skew, skew_seen, ended, self->random_.next_fraction());
        }

        if (!next.retry)
            co_return std::move(record).failure();
        try
        {
            co_await http::sleep_until(self->clock_, next.at);
        }
        catch (boost::system::system_error const& e)
        {
            cut = e.code();
        }
        if (cut)
        {
            record.cut_short_between(cut);
            co_return std::move(record).failure();
        }
    }
}

} // namespace dynasio::detail
