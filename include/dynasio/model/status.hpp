// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_MODEL_STATUS_HPP
#define DYNASIO_MODEL_STATUS_HPP

#include <boost/describe/enum.hpp>

namespace dynasio::model {

/// Where a table is in its life; only an `active` one (or one that is `updating`) can be used.
enum class table_status
{
    creating,
    updating,
    deleting,
    active,
    inaccessible_encryption_credentials,
    archiving,
    archived,
    replication_not_authorized,
};
BOOST_DESCRIBE_ENUM(table_status, creating, updating, deleting, active, inaccessible_encryption_credentials,
    archiving, archived, replication_not_authorized)

/// Where an index is in its life.
enum class index_status
{
    creating,
    updating,
    deleting,
    active,
};
BOOST_DESCRIBE_ENUM(index_status, creating, updating, deleting, active)

} // namespace dynasio::model

#endif
