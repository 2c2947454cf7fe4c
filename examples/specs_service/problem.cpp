// SPDX-License-Identifier: BSL-1.0

#include "problem.hpp"

#include <dynasio/error.hpp>
#include <dynasio/http/errc.hpp>
#include <dynasio/stores/store_error.hpp>

#include <boost/asio/error.hpp>

namespace examples {

namespace {

using boost::beast::http::status;

problem of_store(dynasio::store_error const& failure)
{
    auto const& details = failure.details();
    switch (details.code)
    {
    case dynasio::store_errc::bad_input:
        return {status::bad_request, "bad_input", details.attribute + ": " + details.reason};
    case dynasio::store_errc::conflict:
        return {
            status::conflict, "conflict", "others keep writing the same spec; nothing was saved, try again"};
    case dynasio::store_errc::does_not_fit:
        return {status::conflict, "does_not_fit", details.attribute + ": " + details.reason};
    case dynasio::store_errc::already_exists:
        return {status::conflict, "already_exists", "it is there already"};
    case dynasio::store_errc::not_found:
        return {status::not_found, "not_found", "it is not there"};
    case dynasio::store_errc::unfinished:
        return {status::service_unavailable, "unfinished",
            "not all of it is deleted yet; send the same request again"};
    default: // malformed items, tables with another schema
        break;
    }
    return {status::internal_server_error, "internal", "the stored data is not as it should be"};
}

bool is_throttling(boost::system::error_code code)
{
    return code == dynasio::errc::throttling || code == dynasio::errc::provisioned_throughput_exceeded
        || code == dynasio::errc::request_limit_exceeded;
}

bool is_deadline(boost::system::error_code code)
{
    return code == dynasio::client_errc::deadline_exceeded || code == dynasio::http::errc::acquire_timeout
        || code == dynasio::http::errc::connect_timeout || code == dynasio::http::errc::exchange_timeout;
}

problem of_operation(dynasio::operation_error const& failure)
{
    // A write whose answer got lost may have been done; whoever repeats it should know.
    std::string const doubt = failure.may_have_been_applied() ? "; it may have been saved all the same" : "";
    auto const code = failure.code();
    if (is_deadline(code))
        return {status::gateway_timeout, "deadline", "the database did not answer in time" + doubt};
    if (is_throttling(code))
        return {status::service_unavailable, "busy", "the database is busy, try again later" + doubt};
    if (code == dynasio::errc::transaction_conflict || code == dynasio::errc::transaction_in_progress)
        return {status::conflict, "conflict", "somebody else is writing the same" + doubt};
    if (code == boost::asio::error::operation_aborted)
        return {status::service_unavailable, "stopping", "the service is being stopped" + doubt};
    if (failure.error().from_service())
        return {status::internal_server_error, "internal", "the database refused the request" + doubt};
    return {status::bad_gateway, "unreachable", "the database cannot be reached" + doubt};
}

} // namespace

problem problem_from(std::exception_ptr failure)
{
    try
    {
        std::rethrow_exception(std::move(failure));
    }
    catch (problem const& known)
    {
        return known;
    }
    catch (dynasio::store_error const& e)
    {
        return of_store(e);
    }
    catch (dynasio::operation_error const& e)
    {
        return of_operation(e);
    }
    catch (boost::system::system_error const& e)
    {
        return of_operation(dynasio::operation_error(dynasio::error(e.code(), "")));
    }
    catch (...)
    {
        return {status::internal_server_error, "internal", "something went wrong"};
    }
}

} // namespace examples
