// SPDX-License-Identifier: BSL-1.0

#include "aws/credentials/cache/flight.hpp"

#include <boost/asio/error.hpp>

namespace dynasio::aws::detail {

credentials_error aborted()
{
    return {boost::asio::error::operation_aborted, "the client was destroyed"};
}

} // namespace dynasio::aws::detail
