// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_MODEL_TAG_HPP
#define DYNASIO_MODEL_TAG_HPP

#include <boost/describe/class.hpp>

#include <string>

namespace dynasio::model {

/// A label on a table.
struct tag
{
    std::string key = {};
    std::string value = {};
};
BOOST_DESCRIBE_STRUCT(tag, (), (key, value))

} // namespace dynasio::model

#endif
