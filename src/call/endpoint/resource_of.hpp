// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_CALL_ENDPOINT_RESOURCE_OF_HPP
#define DYNASIO_SRC_CALL_ENDPOINT_RESOURCE_OF_HPP

#include <string>
#include <string_view>

namespace dynasio::call {

/// The first table that a part of a transaction names.
template <class Part>
std::string_view table_of_part(Part const& part)
{
    std::string_view found;
    auto const look = [&found](auto const& action)
    {
        if (found.empty() && action)
            found = action->table_name;
    };
    if constexpr (requires { part.get.table_name; })
        found = part.get.table_name;
    else if constexpr (requires { part.get->table_name; })
        look(part.get);
    if constexpr (requires { part.condition_check->table_name; })
        look(part.condition_check);
    if constexpr (requires { part.put->table_name; })
        look(part.put);
    if constexpr (requires { part.delete_->table_name; })
        look(part.delete_);
    if constexpr (requires { part.update->table_name; })
        look(part.update);
    return found;
}

/// What names the table, or another resource, that a request is about: a name or an ARN, of several the first; empty where there is
/// none. As the service's model has it: an operation needs no more than the names of its members.
template <class Input>
std::string_view resource_of(Input const& input)
{
    if constexpr (requires { std::string_view(input.target_table_name); })
        return input.target_table_name;
    else if constexpr (requires { std::string_view(input.backup_arn); })
        return input.backup_arn;
    else if constexpr (requires { std::string_view(input.table_name); })
        return input.table_name;
    else if constexpr (requires { std::string_view(input.resource_arn); })
        return input.resource_arn;
    else if constexpr (requires { std::string_view(input.table_arn); })
        return input.table_arn;
    else if constexpr (requires { std::string_view(input.export_arn); })
        return input.export_arn;
    else if constexpr (requires { std::string_view(input.import_arn); })
        return input.import_arn;
    else if constexpr (requires { std::string_view(input.bulk_operation_arn); })
        return input.bulk_operation_arn;
    else if constexpr (requires { std::string_view(input.global_table_name); })
        return input.global_table_name;
    else if constexpr (requires { std::string_view(input.table_creation_parameters.table_name); })
        return input.table_creation_parameters.table_name;
    else if constexpr (requires { std::string_view(input.request_items.begin()->first); })
        return input.request_items.empty() ? std::string_view() : input.request_items.begin()->first;
    else if constexpr (requires { input.transact_items.front(); })
        return input.transact_items.empty() ? std::string_view()
                                            : table_of_part(input.transact_items.front());
    else
        return {};
}

/// The same if it is an ARN; else empty. A name is in the region and the account of the client.
template <class Input>
std::string arn_of(Input const& input)
{
    auto const resource = resource_of(input);
    return resource.starts_with("arn:") ? std::string(resource) : std::string();
}

} // namespace dynasio::call

#endif
