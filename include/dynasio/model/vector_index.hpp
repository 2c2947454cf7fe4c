// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_MODEL_VECTOR_INDEX_HPP
#define DYNASIO_MODEL_VECTOR_INDEX_HPP

#include <dynasio/model/projection.hpp>
#include <dynasio/model/status.hpp>
#include <dynasio/value/open_enum.hpp>

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace dynasio::model {

/// How near two vectors are.
enum class vector_distance_function
{
    cosine,
    dot_product,
    euclidean,
};
BOOST_DESCRIBE_ENUM(vector_distance_function, cosine, dot_product, euclidean)

/// What an attribute is for in a vector search.
enum class search_schema_element_type
{
    hash,
    inline_filter,
};
BOOST_DESCRIBE_ENUM(search_schema_element_type, hash, inline_filter)

/// The attribute that holds the vector.
struct vector_attribute_definition
{
    std::string attribute_name = {};
};
BOOST_DESCRIBE_STRUCT(vector_attribute_definition, (), (attribute_name))

/// An attribute that vector searches can be narrowed by.
struct search_schema_element
{
    std::string attribute_name = {};
    open_enum<model::search_schema_element_type> search_schema_element_type = {};
};
BOOST_DESCRIBE_STRUCT(search_schema_element, (), (attribute_name, search_schema_element_type))

/// An index for nearest-neighbour searches.
struct vector_index
{
    std::string index_name = {};
    vector_attribute_definition vector_attribute = {};
    std::int64_t dimensions = 0;
    open_enum<vector_distance_function> distance_function = {};
    model::projection projection = {};
    std::optional<std::vector<search_schema_element>> search_schema = {};
};
BOOST_DESCRIBE_STRUCT(vector_index, (),
    (index_name, vector_attribute, dimensions, distance_function, projection, search_schema))

/// A vector index as it is.
struct vector_index_description
{
    std::optional<std::string> index_name = {};
    std::optional<open_enum<model::index_status>> index_status = {};
    /// The index is being filled from the table.
    std::optional<bool> backfilling = {};
    std::optional<vector_attribute_definition> vector_attribute = {};
    std::optional<std::int64_t> dimensions = {};
    std::optional<open_enum<vector_distance_function>> distance_function = {};
    std::optional<model::projection> projection = {};
    std::vector<search_schema_element> search_schema = {};
    /// Hours old.
    std::optional<std::int64_t> index_size_bytes = {};
    /// Hours old.
    std::optional<std::int64_t> item_count = {};
    std::optional<std::string> index_arn = {};
};
BOOST_DESCRIBE_STRUCT(vector_index_description, (),
    (index_name, index_status, backfilling, vector_attribute, dimensions, distance_function, projection,
        search_schema, index_size_bytes, item_count, index_arn))

/// A vector index to be added.
struct create_vector_index_action
{
    std::string index_name = {};
    vector_attribute_definition vector_attribute = {};
    std::int64_t dimensions = 0;
    open_enum<vector_distance_function> distance_function = {};
    model::projection projection = {};
    std::optional<std::vector<search_schema_element>> search_schema = {};
};
BOOST_DESCRIBE_STRUCT(create_vector_index_action, (),
    (index_name, vector_attribute, dimensions, distance_function, projection, search_schema))

/// A vector index to be removed.
struct delete_vector_index_action
{
    std::string index_name = {};
};
BOOST_DESCRIBE_STRUCT(delete_vector_index_action, (), (index_name))

/// One change of the vector indexes: set exactly one member.
struct vector_index_update
{
    std::optional<create_vector_index_action> create = {};
    std::optional<delete_vector_index_action> delete_ = {};
};
BOOST_DESCRIBE_STRUCT(vector_index_update, (), (create, delete_))

} // namespace dynasio::model

#endif
