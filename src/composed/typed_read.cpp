// SPDX-License-Identifier: BSL-1.0

#include "call/invoke.hpp"
#include "client/client_handle.hpp"

#include <dynasio/operations/detail/operation_info.hpp>
#include <dynasio/typed_read.hpp>

namespace dynasio::detail {

boost::asio::awaitable<result<call_response>> ask_for_page(
    client const& c, query_input const& request, call_options options)
{
    return invoke(state_of(c), query_info, request, options);
}

boost::asio::awaitable<result<call_response>> ask_for_page(
    client const& c, scan_input const& request, call_options options)
{
    return invoke(state_of(c), scan_info, request, options);
}

} // namespace dynasio::detail
