// SPDX-License-Identifier: BSL-1.0

#include "aws/credentials/cache/flight.hpp"

#include <boost/asio/error.hpp>
#include <boost/system/system_error.hpp>

namespace dynasio::aws::detail {

using error_code = boost::system::error_code;

credentials_error aborted()
{
    return {boost::asio::error::operation_aborted, "the client was destroyed"};
}

credentials_error failure_of(credentials_provider const& provider, error_code code, std::string const& why)
{
    return {code, "provider " + std::string(provider.name()) + ": " + why};
}

/// What an exception of a provider means.
credentials_error failure_of(credentials_provider const& provider, std::exception_ptr thrown)
{
    try
    {
        std::rethrow_exception(std::move(thrown));
    }
    catch (boost::system::system_error const& e)
    {
        return failure_of(provider, e.code(), e.what());
    }
    catch (std::exception const& e)
    {
        return failure_of(provider, errc::credentials_failed, e.what());
    }
    catch (...)
    {
        return failure_of(provider, errc::credentials_failed, "an exception of unknown type");
    }
}

} // namespace dynasio::aws::detail
