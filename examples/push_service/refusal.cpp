// SPDX-License-Identifier: BSL-1.0

#include "refusal.hpp"

#include <dynasio/error.hpp>
#include <dynasio/stores/store_error.hpp>

#include <boost/system/system_error.hpp>

namespace examples {

namespace {

using boost::beast::http::status;

bool is_throttling(boost::system::error_code code)
{
    return code == dynasio::errc::throttling || code == dynasio::errc::provisioned_throughput_exceeded
        || code == dynasio::errc::request_limit_exceeded;
}

} // namespace

refusal refusal_from(std::exception_ptr failure)
{
    try
    {
        std::rethrow_exception(std::move(failure));
    }
    catch (refusal const& known)
    {
        return known;
    }
    catch (dynasio::store_error const& e)
    {
        if (e.code() == dynasio::store_errc::bad_input)
            return {status::bad_request, e.details().attribute + ": " + e.details().reason};
        return {status::service_unavailable, "what is stored cannot be used"};
    }
    catch (boost::system::system_error const& e) // those of the client among them
    {
        if (is_throttling(e.code()))
            return {status::too_many_requests, "too many requests, try again later"};
        return {status::service_unavailable, "the database cannot be used, try again later"};
    }
    catch (...)
    {
        return {status::internal_server_error, "something went wrong"};
    }
}

} // namespace examples
