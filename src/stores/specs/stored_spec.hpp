// SPDX-License-Identifier: BSL-1.0
//
// The attributes of the table of specs, whole and as projections leave them.

#ifndef DYNASIO_SRC_STORES_SPECS_STORED_SPEC_HPP
#define DYNASIO_SRC_STORES_SPECS_STORED_SPEC_HPP

#include "stores/specs/decimal_seconds.hpp"
#include "stores/stored_item.hpp"

#include <boost/describe/class.hpp>

#include <cstdint>
#include <optional>
#include <string>

namespace dynasio::detail {

struct spec_key
{
    std::string sub{};
    std::string updated_at_id{};
};
BOOST_DESCRIBE_STRUCT(spec_key, (), (sub, updated_at_id))

/// What is read of an item.
struct stored_spec
{
    std::string id{};
    decimal_seconds updated_at{};
    std::string version{};
    std::int64_t model_count = 0;
    std::optional<std::string> title{};
    std::optional<std::string> description{};
    std::optional<std::string> name{};
};
BOOST_DESCRIBE_STRUCT(stored_spec, (), (id, updated_at, version, model_count, title, description, name))

/// Everything that is written.
struct whole_spec : stored_spec
{
    std::string sub{};
    std::string updated_at_id{};
    std::string id_updated_at{};
};
BOOST_DESCRIBE_STRUCT(whole_spec, (stored_spec), (sub, updated_at_id, id_updated_at))

// What projections leave.
struct spec_version_only
{
    std::string version{};
};
BOOST_DESCRIBE_STRUCT(spec_version_only, (), (version))

struct spec_count_only
{
    std::int64_t model_count = 0;
};
BOOST_DESCRIBE_STRUCT(spec_count_only, (), (model_count))

struct spec_time_only
{
    decimal_seconds updated_at{};
};
BOOST_DESCRIBE_STRUCT(spec_time_only, (), (updated_at))

} // namespace dynasio::detail

#endif
