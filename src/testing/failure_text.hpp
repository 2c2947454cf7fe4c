// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_TESTING_FAILURE_TEXT_HPP
#define DYNASIO_SRC_TESTING_FAILURE_TEXT_HPP

#include <dynasio/http/transport_error.hpp>

#include <boost/describe/class.hpp>

#include <cstdint>
#include <string>

namespace dynasio::testing {

/// An error of the transport in recorded traffic.
struct traffic_failure
{
    std::string category = {};
    std::int32_t value = 0;
    std::string stage = {};
    std::string detail = {};
};
BOOST_DESCRIBE_STRUCT(traffic_failure, (), (category, value, stage, detail))

traffic_failure to_text(http::transport_error const& e);

/// Throws `std::invalid_argument` for a stage that there is not. See `read_traffic` for unknown categories.
http::transport_error from_text(traffic_failure const& text);

} // namespace dynasio::testing

#endif
