// SPDX-License-Identifier: BSL-1.0

#include "http/exchange/outcome.hpp"

#include <algorithm>
#include <sstream>
#include <string>
#include <string_view>

namespace dynasio::http {

namespace asio = boost::asio;

namespace {

bool is_graphic(std::string_view text)
{
    return !text.empty()
        && std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c != '\x7f'; });
}

std::string describe(connection const& c, progress const& p, std::string const& where)
{
    std::ostringstream out;
    out << c.peer << ": ";
    if (p.sent != p.size)
    {
        out << p.error.message() << ", when " << p.sent;
        if (p.size != progress::unknown_size)
            out << " of " << p.size;
        out << " bytes of the request were sent";
    }
    else if (!where.empty())
        out << p.error.message() << ", " << where;
    else
        out << p.error.message() << (p.answered ? ", " + c.reader.progress() : ", before the response began");
    if (p.tried_again)
        out << ", on a new connection after an old one had died";
    return out.str();
}

} // namespace

transport_error failure_of(connection const& c, progress p, errc on_deadline, std::string const& where)
{
    switch (c.was_cut.load())
    {
    case cut::deadline:
        p.error = on_deadline;
        break;
    case cut::stopped:
    case cut::interrupted:
        p.error = asio::error::operation_aborted;
        break;
    case cut::none:
        if (is_end_of_connection(p.error) && p.sent == p.size)
            p.error = errc::closed_early;
        break;
    }
    transport_error failure;
    failure.code = p.error;
    failure.detail = describe(c, p, where);
    failure.reached = p.sent == p.size    ? stage::receiving
        : p.sent != 0 || p.may_have_acted ? stage::sending
                                          : stage::connecting;
    return failure;
}

bool can_try_again(connection const& c, request const& r, progress const& p)
{
    if (p.tried_again || p.answered || c.was_cut != cut::none || !is_end_of_connection(p.error))
        return false;
    return p.sent == 0 || r.idempotent;
}

progress progress_of_retry(progress const& before)
{
    progress p;
    p.tried_again = true;
    p.may_have_acted = before.sent != 0;
    return p;
}

transport_error refusal(request const& r)
{
    transport_error failure;
    char const* what = nullptr;
    if (!is_graphic(r.method))
        what = "method";
    else if (!is_graphic(r.target))
        what = "target";
    else if (!is_graphic(r.to.host))
        what = "host";
    if (what)
    {
        failure.code = asio::error::invalid_argument;
        failure.detail = std::string("the ") + what
            + " of the request is empty, or has characters that HTTP does not allow";
    }
    return failure;
}

transport_error too_late(request const& r)
{
    transport_error failure;
    failure.code = errc::acquire_timeout;
    failure.detail = "the deadline passed before the request to " + r.to.host_header() + " began";
    return failure;
}

transport_error cancelled_before(request const& r)
{
    transport_error failure;
    failure.code = asio::error::operation_aborted;
    failure.detail = "before the request to " + r.to.host_header() + " began";
    return failure;
}

transport_error unfit_connection(connection const& c)
{
    std::ostringstream out;
    transport_error failure;
    if (c.was_cut == cut::stopped)
    {
        failure.code = asio::error::operation_aborted;
        out << c.peer << ": the pool was stopped";
    }
    else
    {
        failure.code = errc::closed_early;
        out << c.peer << ": the connection was closed, or the server sent data, before the request";
    }
    failure.reached = stage::connecting;
    failure.detail = out.str();
    return failure;
}

} // namespace dynasio::http
