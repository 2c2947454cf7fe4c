// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_MODEL_TABLE_CLASS_HPP
#define DYNASIO_MODEL_TABLE_CLASS_HPP

#include <dynasio/value/open_enum.hpp>
#include <dynasio/value/timestamp.hpp>

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>

#include <optional>

namespace dynasio::model {

/// What storage is optimised for.
enum class table_class
{
    standard,
    standard_infrequent_access,
};
BOOST_DESCRIBE_ENUM(table_class, standard, standard_infrequent_access)

/// The class of a table, and since when.
struct table_class_summary
{
    std::optional<open_enum<model::table_class>> table_class = {};
    std::optional<timestamp> last_update_date_time = {};
};
BOOST_DESCRIBE_STRUCT(table_class_summary, (), (table_class, last_update_date_time))

} // namespace dynasio::model

#endif
