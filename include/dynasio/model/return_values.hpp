// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_MODEL_RETURN_VALUES_HPP
#define DYNASIO_MODEL_RETURN_VALUES_HPP

#include <boost/describe/enum.hpp>

namespace dynasio::model {

/// Which attributes a write gives back.
enum class return_value
{
    none,
    all_old,
    updated_old,
    all_new,
    updated_new,
};
BOOST_DESCRIBE_ENUM(return_value, none, all_old, updated_old, all_new, updated_new)

/// Whether a failed condition gives back the stored item.
enum class return_values_on_condition_check_failure
{
    all_old,
    none,
};
BOOST_DESCRIBE_ENUM(return_values_on_condition_check_failure, all_old, none)

} // namespace dynasio::model

#endif
