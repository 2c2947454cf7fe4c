// SPDX-License-Identifier: BSL-1.0

#include "stores/store_core.hpp"

#include "call/client_state.hpp"
#include "client/client_handle.hpp"

#include <dynasio/observer.hpp>

#include <sstream>
#include <utility>

namespace dynasio::stores {

store_core::store_core(
    client follower, char const* name, std::string table, call_options::duration call_timeout)
    : client_(std::move(follower)), name_(name), table_(std::move(table)), call_timeout_(call_timeout)
{}

void store_core::fail(store_error_details details) const
{
    details.table = table_;
    throw store_error(std::move(details));
}

void store_core::throw_bad_input(std::string attribute, std::string reason) const
{
    fail({.code = store_errc::bad_input, .attribute = std::move(attribute), .reason = std::move(reason)});
}

void store_core::warn(store_error_details const& skipped) const
{
    auto const& watcher = call::state_of(client_)->options().observer;
    if (!watcher)
        return;
    std::ostringstream key;
    key << skipped.key;
    auto const text = "malformed item skipped: " + skipped.attribute + ": " + skipped.reason;
    watcher->warning({name_, table_, key.str(), text});
}

} // namespace dynasio::stores
