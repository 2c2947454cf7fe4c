// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_MODEL_ENCRYPTION_HPP
#define DYNASIO_MODEL_ENCRYPTION_HPP

#include <dynasio/value/open_enum.hpp>
#include <dynasio/value/timestamp.hpp>

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>

#include <optional>
#include <string>

namespace dynasio::model {

/// Where encryption with a key of the account is.
enum class sse_status
{
    enabling,
    enabled,
    disabling,
    disabled,
    updating,
};
BOOST_DESCRIBE_ENUM(sse_status, enabling, enabled, disabling, disabled, updating)

/// Kind of encryption at rest.
enum class sse_type
{
    aes256,
    kms,
};
BOOST_DESCRIBE_ENUM(sse_type, aes256, kms)

/// Encryption at rest as it should be.
struct sse_specification
{
    std::optional<bool> enabled = {};
    std::optional<open_enum<model::sse_type>> sse_type = {};
    std::optional<std::string> kms_master_key_id = {};
};
BOOST_DESCRIBE_STRUCT(sse_specification, (), (enabled, sse_type, kms_master_key_id))

/// Encryption at rest as it is.
struct sse_description
{
    std::optional<open_enum<sse_status>> status = {};
    std::optional<open_enum<model::sse_type>> sse_type = {};
    std::optional<std::string> kms_master_key_arn = {};
    /// Since when the key could not be used.
    std::optional<timestamp> inaccessible_encryption_date_time = {};
};
BOOST_DESCRIBE_STRUCT(
    sse_description, (), (status, sse_type, kms_master_key_arn, inaccessible_encryption_date_time))

} // namespace dynasio::model

#endif
