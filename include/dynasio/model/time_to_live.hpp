// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_MODEL_TIME_TO_LIVE_HPP
#define DYNASIO_MODEL_TIME_TO_LIVE_HPP

#include <dynasio/value/open_enum.hpp>

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>

#include <optional>
#include <string>

namespace dynasio::model {

/// Where the removal of expired items is.
enum class time_to_live_status
{
    enabling,
    disabling,
    enabled,
    disabled,
};
BOOST_DESCRIBE_ENUM(time_to_live_status, enabling, disabling, enabled, disabled)

/// Removal of expired items: items go some time after the second in this attribute.
struct time_to_live_specification
{
    bool enabled = false;
    /// Of type N, seconds since the epoch.
    std::string attribute_name = {};
};
BOOST_DESCRIBE_STRUCT(time_to_live_specification, (), (enabled, attribute_name))

/// Removal of expired items as it is.
struct time_to_live_description
{
    std::optional<open_enum<model::time_to_live_status>> time_to_live_status = {};
    std::optional<std::string> attribute_name = {};
};
BOOST_DESCRIBE_STRUCT(time_to_live_description, (), (time_to_live_status, attribute_name))

} // namespace dynasio::model

#endif
