// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_ERRC_HPP
#define DYNASIO_ERRC_HPP

#include <boost/system/error_category.hpp>
#include <boost/system/error_code.hpp>

#include <string_view>
#include <type_traits>

namespace dynasio {

/// Errors that DynamoDB responds with, named like the service's own without the suffix `Exception`.
enum class errc
{
    conditional_check_failed = 1,
    transaction_canceled,
    transaction_conflict,
    transaction_in_progress,
    resource_not_found,
    resource_in_use,
    validation,
    serialization,
    unknown_operation,
    missing_authentication_token,
    incomplete_signature,
    invalid_signature,
    unrecognized_client,
    access_denied,
    expired_token,
    request_time_too_skewed,
    backup_in_use,
    backup_not_found,
    continuous_backups_unavailable,
    duplicate_item,
    export_conflict,
    export_not_found,
    global_table_already_exists,
    global_table_not_found,
    idempotent_parameter_mismatch,
    import_conflict,
    import_not_found,
    index_not_found,
    internal_server_error,
    invalid_export_time,
    invalid_restore_time,
    item_collection_size_limit_exceeded,
    limit_exceeded,
    point_in_time_recovery_unavailable,
    policy_not_found,
    provisioned_throughput_exceeded,
    replica_already_exists,
    replica_not_found,
    replicated_write_conflict,
    request_limit_exceeded,
    table_already_exists,
    table_in_use,
    table_not_found,
    throttling,
    unknown, ///< an error that this library has no name for; `error_details::wire_code` has the service's
};

/// Failures that the client detects, not the service.
enum class client_errc
{
    bad_input = 1,      ///< the request cannot be sent as it is; nothing was sent
    malformed_response, ///< the response does not follow the protocol
    checksum_mismatch,  ///< the response does not match its CRC-32
    deadline_exceeded,  ///< the deadline of the call passed; the attempts show where the time went
    /// An earlier attempt may have applied the write: a retry ended with the error that a repeated write causes, or there was
    /// none, see `resend`.
    outcome_unknown,
    repeated_page, ///< the server repeated the position of an earlier page; the pages would never end
    waiter_failed, ///< the awaited state can no longer be reached
    drained,       ///< `client::drain` was called before; nothing was sent
};

/// The enumerator for the service's name of an error, `errc::unknown` if there is none.
errc errc_from_wire(std::string_view wire_code) noexcept;

/// The service's name for the enumerator.
std::string_view to_string(errc e) noexcept;

/// The category of `errc`: errors that DynamoDB responded with.
boost::system::error_category const& service_category() noexcept;
/// The category of `client_errc`: failures that the client detects.
boost::system::error_category const& client_category() noexcept;

/// Makes `errc` convertible to `error_code`.
inline boost::system::error_code make_error_code(errc e) noexcept
{
    return {static_cast<int>(e), service_category()};
}

/// Makes `client_errc` convertible to `error_code`.
inline boost::system::error_code make_error_code(client_errc e) noexcept
{
    return {static_cast<int>(e), client_category()};
}

} // namespace dynasio

template <>
struct boost::system::is_error_code_enum<dynasio::errc> : std::true_type
{};

template <>
struct boost::system::is_error_code_enum<dynasio::client_errc> : std::true_type
{};

#endif
