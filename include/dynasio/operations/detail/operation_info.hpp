// SPDX-License-Identifier: BSL-1.0
//
// What sending a request takes that its shape does not say. Each header of an operation ends with one line of it.

#ifndef DYNASIO_OPERATIONS_DETAIL_OPERATION_INFO_HPP
#define DYNASIO_OPERATIONS_DETAIL_OPERATION_INFO_HPP

#include <dynasio/aws/endpoint.hpp>

#include <string_view>

namespace dynasio::operations {

/// What a call must know of an API operation.
struct operation_info
{
    std::string_view name;   ///< `GetItem`
    std::string_view target; ///< `DynamoDB_20120810.GetItem`
    bool read_only = false;  ///< cannot change anything, so sending it twice is harmless
    /// The server recognises a repeated request by a token in its body, so sending it twice is harmless as well.
    bool has_token = false;
    aws::service service = aws::service::dynamodb; ///< whose endpoint it goes to
    /// What the service says to a repeated request whose first one has done its work.
    std::string_view repeated = "ConditionalCheckFailedException";
    bool reports_capacity = false; ///< the request has a member `ReturnConsumedCapacity`
};

constexpr operation_info reads(std::string_view name, std::string_view target)
{
    return {.name = name, .target = target, .read_only = true};
}

constexpr operation_info writes(std::string_view name, std::string_view target)
{
    return {.name = name, .target = target};
}

/// A repeated request finds the table in use.
constexpr operation_info occupies_table(std::string_view name, std::string_view target)
{
    return {.name = name, .target = target, .repeated = "ResourceInUseException"};
}

/// A repeated request finds no table.
constexpr operation_info deletes_table(std::string_view name, std::string_view target)
{
    return {.name = name, .target = target, .repeated = "ResourceNotFoundException"};
}

/// The service recognises a repeated request by the token in its body.
constexpr operation_info writes_with_token(std::string_view name, std::string_view target)
{
    return {.name = name, .target = target, .has_token = true};
}

/// The same operation, with what its request shows.
template <class Input>
constexpr operation_info described_by(operation_info info)
{
    info.reports_capacity = requires(Input input) { input.return_consumed_capacity; };
    return info;
}

/// The operation of an input or output struct: its `input` and `output`, and `info`.
template <class Shape>
struct operation_of;

} // namespace dynasio::operations

/// Defines `operations::x_info` for the operation `x`: its name in the API, and what sending it twice means; and
/// `operations::operation_of` for its structs.
#define DYNASIO_DESCRIBE_OPERATION(operation, api_name, effect)                           \
    namespace operations {                                                                \
    inline constexpr operation_info operation##_info =                                    \
        described_by<operation##_input>(effect(api_name, "DynamoDB_20120810." api_name)); \
    template <>                                                                           \
    struct operation_of<operation##_input>                                                \
    {                                                                                     \
        using input = operation##_input;                                                  \
        using output = operation##_output;                                                \
        static constexpr operation_info const& info = operation##_info;                   \
    };                                                                                    \
    template <>                                                                           \
    struct operation_of<operation##_output> : operation_of<operation##_input>             \
    {};                                                                                   \
    }

#endif
