// SPDX-License-Identifier: BSL-1.0

#include "aws/credentials/ask_provider.hpp"

#include <boost/system/system_error.hpp>

#include <utility>

namespace dynasio::aws::detail {

using error_code = boost::system::error_code;

credentials_error failure_of(credentials_provider const& provider, error_code code, std::string const& why)
{
    return {code, "provider " + std::string(provider.name()) + ": " + why};
}

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

credentials_error too_late(credentials_provider const& provider)
{
    return failure_of(provider, errc::credentials_failed, "no credentials within its timeout");
}

boost::asio::awaitable<credentials_result> ask_provider(
    credentials_provider& provider, provider_context const& with)
{
    credentials_result outcome = credentials_error();
    std::exception_ptr thrown;
    try
    {
        outcome = co_await provider.get(with);
    }
    catch (...)
    {
        thrown = std::current_exception();
    }
    if (thrown)
        outcome = failure_of(provider, std::move(thrown));
    else if (outcome.has_value() && !*outcome)
        outcome = failure_of(provider, errc::credentials_failed, "returned null");
    co_return outcome;
}

} // namespace dynasio::aws::detail
