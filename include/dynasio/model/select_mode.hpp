// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_MODEL_SELECT_MODE_HPP
#define DYNASIO_MODEL_SELECT_MODE_HPP

#include <boost/describe/enum.hpp>

namespace dynasio::model {

/// What a query or scan gives back.
enum class select
{
    all_attributes,
    all_projected_attributes,
    specific_attributes,
    count,
};
BOOST_DESCRIBE_ENUM(select, all_attributes, all_projected_attributes, specific_attributes, count)

} // namespace dynasio::model

#endif
