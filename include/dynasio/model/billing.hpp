// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_MODEL_BILLING_HPP
#define DYNASIO_MODEL_BILLING_HPP

#include <dynasio/value/open_enum.hpp>
#include <dynasio/value/timestamp.hpp>

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>

#include <optional>

namespace dynasio::model {

/// How a table is paid for.
enum class billing_mode
{
    provisioned,
    pay_per_request,
};
BOOST_DESCRIBE_ENUM(billing_mode, provisioned, pay_per_request)

/// How a table is paid for, and since when on demand.
struct billing_mode_summary
{
    std::optional<open_enum<model::billing_mode>> billing_mode = {};
    std::optional<timestamp> last_update_to_pay_per_request_date_time = {};
};
BOOST_DESCRIBE_STRUCT(billing_mode_summary, (), (billing_mode, last_update_to_pay_per_request_date_time))

} // namespace dynasio::model

#endif
