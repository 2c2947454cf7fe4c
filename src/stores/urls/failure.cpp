// SPDX-License-Identifier: BSL-1.0

#include "stores/urls/failure.hpp"

#include <utility>

namespace dynasio::stores::urls {

namespace {

[[noreturn]] void throw_unsent(url_errc code, std::string operation, std::string key, std::string reason)
{
    url_error_details details;
    details.code = code;
    details.operation = std::move(operation);
    details.key = std::move(key);
    details.reason = std::move(reason);
    throw url_error(std::move(details));
}

} // namespace

void throw_bad_input(std::string operation, std::string key, std::string reason)
{
    throw_unsent(url_errc::bad_input, std::move(operation), std::move(key), std::move(reason));
}

void throw_not_connected(std::string operation, std::string key)
{
    throw_unsent(url_errc::not_connected, std::move(operation), std::move(key), {});
}

} // namespace dynasio::stores::urls
