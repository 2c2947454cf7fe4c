// SPDX-License-Identifier: BSL-1.0

#include "log_observer.hpp"

#include "error_type.hpp"

#include <iomanip>
#include <sstream>
#include <utility>

namespace examples::observing {

namespace {

/// `12.3 ms`
std::string milliseconds(std::chrono::steady_clock::duration d)
{
    std::ostringstream out;
    out << std::fixed << std::setprecision(1) << std::chrono::duration<double, std::milli>(d).count()
        << " ms";
    return out.str();
}

} // namespace

std::string call_line(dynasio::observed_call const& call, dynasio::call_metadata const& metadata,
    dynasio::error const* failure, std::chrono::steady_clock::duration took)
{
    std::string line(call.operation);
    for (auto const table : call.tables)
        line.append(" ").append(table);
    line += ": " + (failure ? error_type(failure->code()) : "ok") + " in " + milliseconds(took);
    if (metadata.attempts > 1)
        line += ", " + std::to_string(metadata.attempts) + " attempts, " + milliseconds(metadata.waited)
            + " between them";
    if (failure && failure->is_throttling())
        line += ", throttled";
    if (failure && failure->may_have_been_applied())
        line += ", may have been applied";
    if (!metadata.request_id().empty())
        line.append(", request ").append(metadata.request_id());
    return line;
}

log_observer::log_observer(std::function<void(std::string const&)> write, clock now)
    : write_(std::move(write)), now_(std::move(now))
{}

//[log
void log_observer::call_begins(dynasio::observed_call const& call) noexcept
{
    calls_.begin(call, now_());
}

void log_observer::call_ended(dynasio::observed_call const& call, dynasio::call_metadata const& metadata,
    dynasio::error const* failure) noexcept
{
    if (auto const began = calls_.take(call))
        write_(call_line(call, metadata, failure, now_() - *began));
}
//]

void log_observer::credentials_failed(dynasio::observed_credentials_failure const& failed) noexcept
{
    write_("credentials of " + std::string(failed.provider) + ": " + std::string(failed.text)
        + (failed.kept_in_use ? ", those from before are used on" : ""));
}

void log_observer::connection_failed(std::string_view origin, dynasio::http::transport_error const& why,
    std::chrono::steady_clock::duration took) noexcept
{
    write_("no connection to " + std::string(origin) + " in " + milliseconds(took) + ": " + why.detail);
}

void log_observer::warning(dynasio::store_warning const& found) noexcept
{
    // Not its key, which may be a name of a person.
    write_(std::string(found.store) + " " + std::string(found.table) + ": " + std::string(found.text));
}

} // namespace examples::observing
