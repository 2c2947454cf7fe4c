// SPDX-License-Identifier: BSL-1.0

#include "call/invoke.hpp"
#include "client/client_handle.hpp"

#include <dynasio/operations/detail/operation_info.hpp>
#include <dynasio/typed_read.hpp>

namespace dynasio::composed {

boost::asio::awaitable<result<call::call_response>> ask_for_page(
    client const& c, query_input const& request, call_options options)
{
    return call::invoke(call::state_of(c), operations::query_info, request, options);
}

boost::asio::awaitable<result<call::call_response>> ask_for_page(
    client const& c, scan_input const& request, call_options options)
{
    return call::invoke(call::state_of(c), operations::scan_info, request, options);
}

} // namespace dynasio::composed
