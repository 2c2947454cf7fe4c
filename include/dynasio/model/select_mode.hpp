// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_MODEL_SELECT_MODE_HPP
#define DYNASIO_MODEL_SELECT_MODE_HPP

#include <boost/describe/enum.hpp>

namespace dynasio {

/// What a query or scan gives back.
enum class select_mode
{
    all_attributes,
    all_projected_attributes,
    specific_attributes,
    count,
};
BOOST_DESCRIBE_ENUM(select_mode, all_attributes, all_projected_attributes, specific_attributes, count)

} // namespace dynasio

#endif
