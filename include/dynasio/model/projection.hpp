// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_MODEL_PROJECTION_HPP
#define DYNASIO_MODEL_PROJECTION_HPP

#include <dynasio/value/open_enum.hpp>

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>

#include <optional>
#include <string>
#include <vector>

namespace dynasio::model {

/// How much of an item is copied into an index.
enum class projection_type
{
    all,
    keys_only,
    include,
};
BOOST_DESCRIBE_ENUM(projection_type, all, keys_only, include)

/// What of an item is copied into an index.
struct projection
{
    std::optional<open_enum<model::projection_type>> projection_type = {};
    /// For `include`: the names of the attributes.
    std::optional<std::vector<std::string>> non_key_attributes = {};
};
BOOST_DESCRIBE_STRUCT(projection, (), (projection_type, non_key_attributes))

} // namespace dynasio::model

#endif
