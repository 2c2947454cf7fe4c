// SPDX-License-Identifier: BSL-1.0

#include "stores/store_core.hpp"

#include <stdexcept>
#include <utility>

namespace dynasio::stores {

store_core::store_core(client follower, std::string table, call_options::duration call_timeout)
    : client_(std::move(follower)), table_(std::move(table)), call_timeout_(call_timeout)
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

void check_option(bool is_valid, char const* option, char const* what_is_wrong)
{
    if (!is_valid)
        throw std::invalid_argument(std::string(option) + ": " + what_is_wrong);
}

void check_positive(call_options::duration value, char const* option)
{
    check_option(value > value.zero(), option, "must be positive");
}

} // namespace dynasio::stores
