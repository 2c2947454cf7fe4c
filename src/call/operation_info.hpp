// SPDX-License-Identifier: BSL-1.0
//
// One line for each operation: its name here, its name in the API, and what sending it twice means.

#ifndef DYNASIO_SRC_CALL_OPERATION_INFO_HPP
#define DYNASIO_SRC_CALL_OPERATION_INFO_HPP

#include <dynasio/aws/endpoint.hpp>

#include <string_view>

namespace dynasio::detail {

/// What a call must know of an API operation.
struct operation_info
{
    std::string_view name;   ///< `GetItem`
    std::string_view target; ///< `DynamoDB_20120810.GetItem`
    bool read_only = false;  ///< cannot change anything, so sending it twice is harmless
    /// The server recognises a repeated request by a token in its body, so sending it twice is harmless as well.
    bool has_token = false;
    aws::service service = aws::service::dynamodb; ///< whose endpoint it goes to
};

constexpr operation_info reads(std::string_view name, std::string_view target)
{
    return {.name = name, .target = target, .read_only = true};
}

constexpr operation_info writes(std::string_view name, std::string_view target)
{
    return {.name = name, .target = target};
}

/// The service recognises a repeated request by the token in its body.
constexpr operation_info writes_with_token(std::string_view name, std::string_view target)
{
    return {.name = name, .target = target, .has_token = true};
}

#define DYNASIO_DESCRIBE_OPERATION(operation, api_name, effect) \
    inline constexpr operation_info operation##_info = effect(api_name, "DynamoDB_20120810." api_name);

DYNASIO_DESCRIBE_OPERATION(get_item, "GetItem", reads)
DYNASIO_DESCRIBE_OPERATION(put_item, "PutItem", writes)
DYNASIO_DESCRIBE_OPERATION(update_item, "UpdateItem", writes)
DYNASIO_DESCRIBE_OPERATION(delete_item, "DeleteItem", writes)
DYNASIO_DESCRIBE_OPERATION(query, "Query", reads)
DYNASIO_DESCRIBE_OPERATION(scan, "Scan", reads)
DYNASIO_DESCRIBE_OPERATION(batch_get_item, "BatchGetItem", reads)
DYNASIO_DESCRIBE_OPERATION(batch_write_item, "BatchWriteItem", writes)
DYNASIO_DESCRIBE_OPERATION(transact_get_items, "TransactGetItems", reads)
DYNASIO_DESCRIBE_OPERATION(transact_write_items, "TransactWriteItems", writes_with_token)
DYNASIO_DESCRIBE_OPERATION(create_table, "CreateTable", writes)
DYNASIO_DESCRIBE_OPERATION(describe_table, "DescribeTable", reads)
DYNASIO_DESCRIBE_OPERATION(update_table, "UpdateTable", writes)
DYNASIO_DESCRIBE_OPERATION(delete_table, "DeleteTable", writes)
DYNASIO_DESCRIBE_OPERATION(list_tables, "ListTables", reads)
DYNASIO_DESCRIBE_OPERATION(update_time_to_live, "UpdateTimeToLive", writes)
DYNASIO_DESCRIBE_OPERATION(describe_time_to_live, "DescribeTimeToLive", reads)

#undef DYNASIO_DESCRIBE_OPERATION

} // namespace dynasio::detail

#endif
