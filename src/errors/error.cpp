// SPDX-License-Identifier: BSL-1.0

#include <dynasio/error.hpp>
#include <dynasio/http/errc.hpp>

#include "text/printable.hpp"

#include <algorithm>
#include <ostream>
#include <sstream>

namespace dynasio {

namespace {

error_details const no_details{};

} // namespace

error::error(error_details details) : details_(std::make_shared<error_details const>(std::move(details))) {}

error::error(boost::system::error_code code, std::string context)
{
    error_details details;
    details.code = code;
    details.context = std::move(context);
    details_ = std::make_shared<error_details const>(std::move(details));
}

boost::system::error_code error::code() const noexcept
{
    return details().code;
}

error_details const& error::details() const noexcept
{
    return details_ ? *details_ : no_details;
}

bool error::from_service() const noexcept
{
    return code().category() == service_category();
}

bool error::is_conditional_failure() const noexcept
{
    if (code() == errc::conditional_check_failed)
        return true;
    auto const& reasons = details().cancellation_reasons;
    return code() == errc::transaction_canceled
        && std::any_of(reasons.begin(), reasons.end(),
            [](cancellation_reason const& r) { return r.code == "ConditionalCheckFailed"; });
}

bool error::is_timeout() const noexcept
{
    auto const why = code();
    return why == client_errc::deadline_exceeded || why == http::errc::acquire_timeout
        || why == http::errc::connect_timeout || why == http::errc::exchange_timeout
        || why == boost::system::errc::timed_out;
}

std::string error::describe() const
{
    auto const& d = details();
    std::ostringstream out;
    if (!d.operation.empty())
        out << d.operation << ": ";
    if (!d.wire_code.empty())
        out << d.wire_code;
    else
        out << d.code.message();
    if (!d.wire_code.empty() && !from_service())
        out << " (" << d.code.message() << ')';
    if (!d.server_message.empty())
        out << ": " << d.server_message;
    if (!d.context.empty())
        out << "; " << d.context;
    if (d.http_status != 0)
        out << "; HTTP " << d.http_status;
    if (!d.request_id.empty())
        out << "; request id " << d.request_id;
    if (d.attempts.size() > 1)
    {
        out << "; " << d.attempts.size() << " attempts:";
        for (auto const& a : d.attempts)
            out << " [" << std::chrono::duration_cast<std::chrono::milliseconds>(a.duration).count() << " ms "
                << a.reason << ']';
    }
    if (d.may_have_been_applied)
        out << "; the write may have been applied";
    return text::printable(out.str()); // parts are texts of servers
}

std::ostream& operator<<(std::ostream& out, error const& e)
{
    return out << e.describe();
}

operation_error::operation_error(dynasio::error e)
    : boost::system::system_error(e.code()),
      error_(std::move(e)),
      what_(std::make_shared<std::string const>(error_.describe()))
{}

void throw_exception_from_error(error const& e, boost::source_location const&)
{
    if (e.from_service())
        throw service_error(e);
    throw operation_error(e);
}

} // namespace dynasio
