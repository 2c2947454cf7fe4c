// SPDX-License-Identifier: BSL-1.0
//
// One request with its repetitions, redirects and refreshed credentials.

#include "clock/add_saturated.hpp"
#include "clock/backoff.hpp"
#include "http/message/http_date.hpp"
#include "stores/urls/failure.hpp"
#include "stores/urls/store_request.hpp"
#include "text/excerpt.hpp"

#include <dynasio/http/errc.hpp>

#include <boost/asio/error.hpp>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <stdexcept>
#include <utility>

namespace dynasio::stores::urls {

namespace {

constexpr unsigned most_redirects = 5;

bool is_redirect(unsigned status)
{
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

bool is_temporary(unsigned status)
{
    return status == 429 || status == 502 || status == 503 || status == 504;
}

url_errc meaning_of(unsigned status)
{
    if (status == 404)
        return url_errc::key_not_found;
    if (status == 401 || status == 403)
        return url_errc::not_authorized;
    return status == 412 ? url_errc::conflict : url_errc::http_error;
}

// Failures that another attempt may not meet.
bool is_connection_loss(boost::system::error_code code)
{
    using http::errc;
    for (auto const lasting : {errc::acquire_timeout, errc::exchange_timeout, errc::malformed_response,
             errc::response_too_large, errc::queue_full, errc::tls_verification, errc::tls_setup,
             errc::callback_failed, errc::source_failed})
        if (code == make_error_code(lasting))
            return false;
    return code != boost::asio::error::operation_aborted && code != boost::asio::error::invalid_argument;
}

// `Retry-After`: seconds, or a date.
http::time_point::duration retry_after(http::fields const& headers, http::wall_time now)
{
    using namespace std::chrono;
    auto const text = headers.find("Retry-After");
    if (!text)
        return {};
    std::uint32_t number = 0;
    auto const [end, error] = std::from_chars(text->data(), text->data() + text->size(), number);
    if (error == std::errc() && end == text->data() + text->size())
        return seconds(number);
    if (auto const date = http::parse_http_date(*text); date && *date > now)
        return duration_cast<http::time_point::duration>(
            std::min<system_clock::duration>(*date - now, hours(24)));
    return {};
}

// Servers that echo requests would bring credentials into messages.
bool shows(std::string_view text, http::fields const& credentials)
{
    constexpr std::size_t shortest = 4;
    for (auto const& field : credentials)
    {
        auto const secret = field.value.substr(field.value.rfind(' ') + 1);
        if (secret.size() >= shortest && text.find(secret) != text.npos)
            return true;
    }
    return false;
}

class sending
{
public:
    sending(std::shared_ptr<store_core> core, store_request request)
        : core_(std::move(core)),
          request_(std::move(request)),
          at_(request_.where),
          session_(core_->session())
    {}

    boost::asio::awaitable<store_response> run()
    {
        if (!session_)
            throw_not_connected(request_.operation, request_.key);
        for (;;)
        {
            auto preparing = make_message();
            http::request const message = co_await std::move(preparing);
            http::stream_deadlines limits;
            limits.overall = request_.deadline;
            limits.idle = core_->options.idle_timeout;
            auto opening = core_->connections->open(message, request_.source, limits);
            auto opened = co_await std::move(opening);
            if (opened.has_error())
            {
                auto retrying = after_failure(opened.error());
                co_await std::move(retrying);
                continue;
            }
            store_response response;
            response.stream = std::move(*opened);
            auto judging = succeeded(response.stream);
            if (!co_await std::move(judging))
                continue;
            response.request = line();
            co_return response;
        }
    }

private:
    [[nodiscard]] bool at_home() const { return at_.to == request_.where.to; }

    [[nodiscard]] std::string line() const { return request_.method + ' ' + at_.without_query(); }

    [[nodiscard]] url_error_details details() const
    {
        auto result = describe(request_);
        result.request = line();
        result.may_have_been_applied = applied_;
        return result;
    }

    boost::asio::awaitable<http::request> make_message()
    {
        http::request message;
        message.to = at_.to;
        message.method = request_.method;
        message.target = at_.target;
        // The pool then sends it again by itself where that changes nothing.
        message.idempotent = !request_.writes() || (request_.method == "PUT" && !request_.conditional);
        message.body = request_.body;
        refreshes_ = session_->refreshes();
        credentials_ = http::fields::from_rendered_secret({});
        if (auto* const authenticator = session_->authenticator(); authenticator && at_home())
        {
            auto authorizing = authenticator->authorize(credentials_);
            co_await std::move(authorizing);
        }
        message.headers = credentials_;
        message.headers.add_rendered(request_.headers.rendered());
        co_return message;
    }

    // Waits until the request can be sent again, or throws.
    boost::asio::awaitable<void> after_failure(http::transport_error why)
    {
        bool const nothing_sent = !why.may_have_been_applied();
        applied_ = applied_ || (request_.writes() && !nothing_sent);
        bool const repeatable = nothing_sent || request_.method != "POST";
        if (!repeatable || !is_connection_loss(why.code) || !has_attempts() || !rewind())
            throw_transport_error(details(), why, core_->time->now() >= request_.deadline);
        auto failure = details();
        failure.reason = why.detail;
        auto waiting = wait({}, std::move(failure));
        return waiting;
    }

    // Whether this is the response that was asked for; if not, the request can be sent again now. Throws for errors.
    boost::asio::awaitable<bool> succeeded(http::response_stream& response)
    {
        auto const status = response.status();
        if ((status >= 200 && status < 300) || (status == 416 && request_.unsatisfiable_is_fine))
        {
            if (request_.source && !response.request_sent())
                fail_early(response);
            co_return true;
        }
        auto failure = details();
        failure.code = meaning_of(status);
        failure.http_status = status;
        failure.may_have_been_applied = applied_ || (request_.writes() && status >= 500);
        auto const location = std::string(response.headers().find("Location").value_or(""));
        auto const pause = retry_after(response.headers(), core_->time->wall_now());
        auto reading = drain(response);
        failure.body = co_await std::move(reading);
        if (shows(failure.body, credentials_))
            failure.body = "(a text with credentials)";
        response = {};

        if (status == 401 && !std::exchange(was_refused_, true) && session_->authenticator() && at_home())
        {
            auto refreshing = open_session::refresh(session_, refreshes_);
            if (co_await std::move(refreshing) && rewind())
                co_return false;
        }
        else if (is_redirect(status) && !location.empty())
        {
            follow(location, status, std::move(failure));
            co_return false;
        }
        else if (is_temporary(status) && request_.method != "POST" && has_attempts() && rewind())
        {
            applied_ = failure.may_have_been_applied;
            auto waiting = wait(pause, std::move(failure));
            co_await std::move(waiting);
            co_return false;
        }
        throw url_error(std::move(failure));
    }

    [[noreturn]] void fail_early(http::response_stream const& response) const
    {
        auto failure = details();
        failure.code = url_errc::malformed_response;
        failure.http_status = response.status();
        failure.may_have_been_applied = true;
        failure.reason = "the server reports success before it has the whole request";
        throw url_error(std::move(failure));
    }

    [[nodiscard]] bool has_attempts() const { return attempt_ < core_->options.attempts; }

    [[nodiscard]] bool rewind() const { return !request_.source || request_.source->rewind(); }

    boost::asio::awaitable<void> wait(http::time_point::duration at_least, url_error_details failure)
    {
        auto const& options = core_->options;
        auto const pause = http::backoff(
            options.backoff_base, options.backoff_cap, attempt_ - 1, core_->random.next_fraction());
        ++attempt_;
        auto const until = http::add_saturated(core_->time->now(), std::max(pause, at_least));
        if (until >= request_.deadline)
        {
            failure.code = http::errc::exchange_timeout;
            failure.reason += failure.reason.empty() ? "" : "; ";
            failure.reason += "the next attempt would come after the deadline";
            throw url_error(std::move(failure));
        }
        auto sleeping = http::sleep_until(core_->time, until);
        co_await std::move(sleeping);
    }

    // Goes to another place, or throws.
    void follow(std::string const& location, unsigned status, url_error_details failure)
    {
        auto const refuse = [&](std::string why)
        {
            failure.code = url_errc::redirect_refused;
            failure.reason = std::move(why);
            throw url_error(std::move(failure));
        };
        http::url next;
        try
        {
            next = http::resolve_reference(at_, location);
        }
        catch (std::invalid_argument const& e)
        {
            refuse(std::string("the place that the server names is no URL to go to: ") + e.what());
        }
        bool const same = next.to == at_.to;
        bool const reads = !request_.writes();
        bool const more_secure = !at_.to.tls && next.to.tls && next.to.host == at_.to.host;
        if (!same && !(reads && more_secure))
            refuse("the server refers to another origin, " + text::shortened(next.to.host_header(), 100));
        if (!reads && status != 307 && status != 308)
            refuse("the server refers a write to another place");
        if (++redirects_ > most_redirects)
            refuse("more than 5 redirects");
        if (!rewind())
            refuse("the server refers to another place, and the data cannot be sent again");
        at_ = std::move(next);
    }

    std::shared_ptr<store_core> const core_;
    store_request const request_;
    http::url at_;
    std::shared_ptr<open_session> const session_;
    http::fields credentials_;
    std::uint64_t refreshes_ = 0;
    unsigned attempt_ = 1;
    unsigned redirects_ = 0;
    bool was_refused_ = false;
    bool applied_ = false; // an attempt may have had the effect of the request
};

boost::asio::awaitable<store_response> run(std::unique_ptr<sending> owned)
{
    auto running = owned->run();
    co_return co_await std::move(running);
}

} // namespace

boost::asio::awaitable<store_response> send(std::shared_ptr<store_core> core, store_request request)
{
    return run(std::make_unique<sending>(std::move(core), std::move(request)));
}

} // namespace dynasio::stores::urls
