// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_MODEL_ITEM_COLLECTION_METRICS_HPP
#define DYNASIO_MODEL_ITEM_COLLECTION_METRICS_HPP

#include <dynasio/value/item.hpp>

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>

#include <optional>
#include <vector>

namespace dynasio::model {

/// Whether to report the size of the item collections that a write touched.
enum class return_item_collection_metrics
{
    size,
    none,
};
BOOST_DESCRIBE_ENUM(return_item_collection_metrics, size, none)

/// The estimated size of all items with one partition key, in a table with local indexes.
struct item_collection_metrics
{
    /// The partition key.
    std::optional<item> item_collection_key = {};
    /// Lower and upper bound in gigabytes.
    std::vector<double> size_estimate_range_gb = {};
};
BOOST_DESCRIBE_STRUCT(item_collection_metrics, (), (item_collection_key, size_estimate_range_gb))

} // namespace dynasio::model

#endif
