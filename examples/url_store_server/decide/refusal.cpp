// SPDX-License-Identifier: BSL-1.0

#include "decide/refusal.hpp"

#include <dynasio/error.hpp>
#include <dynasio/stores/store_error.hpp>

namespace examples {

namespace {

bool is_throttling(dynasio::error const& failure)
{
    auto const code = failure.code();
    return failure.is_throttling() || code == dynasio::errc::throttling
        || code == dynasio::errc::provisioned_throughput_exceeded
        || code == dynasio::errc::request_limit_exceeded;
}

refusal busy()
{
    return {status::service_unavailable, "the database is busy, try again"};
}

refusal of_store(dynasio::store_error const& failure)
{
    auto const& details = failure.details();
    if (details.cause && is_throttling(*details.cause))
        return busy();
    if (details.code == dynasio::store_errc::conflict || details.code == dynasio::store_errc::already_exists)
        return {status::service_unavailable, "others are writing the same, try again"};
    return {status::internal_server_error, "the stored data cannot be used"};
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
        return of_store(e);
    }
    catch (dynasio::operation_error const& e)
    {
        if (is_throttling(e.error()))
            return busy();
        if (e.may_have_been_applied())
            return {status::internal_server_error, "the database failed; the write may have been applied"};
        return {status::internal_server_error, "the database failed"};
    }
    catch (...)
    {
        return {status::internal_server_error, "the request failed"};
    }
}

} // namespace examples
