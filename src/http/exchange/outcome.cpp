// SPDX-License-Identifier: BSL-1.0

#include "http/exchange/outcome.hpp"

#include <sstream>
#include <string>

namespace dynasio::http {

namespace asio = boost::asio;

namespace {

std::string describe(connection const& c, progress const& p)
{
    std::ostringstream out;
    out << c.peer << ": ";
    if (p.sent != p.size)
        out << p.error.message() << ", when " << p.sent << " of " << p.size
            << " bytes of the request were sent";
    else
        out << p.error.message() << (p.answered ? ", " + c.reader.progress() : ", before the answer began");
    if (p.tried_again)
        out << ", on a new connection after an old one had died";
    return out.str();
}

} // namespace

transport_error failure_of(connection const& c, progress p)
{
    switch (c.was_cut.load())
    {
    case cut::deadline:
        p.error = errc::exchange_timeout;
        break;
    case cut::stopped:
        p.error = asio::error::operation_aborted;
        break;
    case cut::none:
        if (is_end_of_connection(p.error) && p.sent == p.size)
            p.error = errc::closed_early;
        break;
    }
    transport_error failure;
    failure.code = p.error;
    failure.detail = describe(c, p);
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

transport_error refusal(request const& r)
{
    transport_error failure;
    failure.code = asio::error::invalid_argument;
    failure.detail =
        "the method or the target of the request holds characters that HTTP does not allow: " + r.method;
    return failure;
}

transport_error too_late(request const& r)
{
    transport_error failure;
    failure.code = errc::acquire_timeout;
    failure.detail = "the deadline was over before the request to " + r.to.host_header() + " began";
    return failure;
}

} // namespace dynasio::http
