// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_MODEL_WRITE_REQUEST_HPP
#define DYNASIO_MODEL_WRITE_REQUEST_HPP

#include <dynasio/value/item.hpp>

#include <boost/describe/class.hpp>

#include <optional>

namespace dynasio::model {

/// An item to be stored, in place of what is under its key.
struct put_request
{
    dynasio::item item = {};
};
BOOST_DESCRIBE_STRUCT(put_request, (), (item))

/// The key of an item to be removed.
struct delete_request
{
    item key = {};
};
BOOST_DESCRIBE_STRUCT(delete_request, (), (key))

/// One write of a batch: set exactly one member.
struct write_request
{
    std::optional<model::put_request> put_request = {};
    std::optional<model::delete_request> delete_request = {};
};
BOOST_DESCRIBE_STRUCT(write_request, (), (put_request, delete_request))

} // namespace dynasio::model

#endif
