// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_MODEL_STREAM_SPECIFICATION_HPP
#define DYNASIO_MODEL_STREAM_SPECIFICATION_HPP

#include <dynasio/value/open_enum.hpp>

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>

#include <optional>

namespace dynasio::model {

/// What of an item its stream records hold.
enum class stream_view_type
{
    new_image,
    old_image,
    new_and_old_images,
    keys_only,
};
BOOST_DESCRIBE_ENUM(stream_view_type, new_image, old_image, new_and_old_images, keys_only)

/// Whether a table has a stream of its changes.
struct stream_specification
{
    bool stream_enabled = false;
    std::optional<open_enum<model::stream_view_type>> stream_view_type = {};
};
BOOST_DESCRIBE_STRUCT(stream_specification, (), (stream_enabled, stream_view_type))

} // namespace dynasio::model

#endif
