// SPDX-License-Identifier: BSL-1.0

#include <dynasio/errc.hpp>

#include <array>
#include <string>

namespace dynasio {

namespace {

// In the order of errc.
constexpr std::array<std::string_view, static_cast<std::size_t>(errc::unknown) - 1> wire_codes{
    "ConditionalCheckFailedException",
    "TransactionCanceledException",
    "TransactionConflictException",
    "TransactionInProgressException",
    "ResourceNotFoundException",
    "ResourceInUseException",
    "ValidationException",
    "SerializationException",
    "UnknownOperationException",
    "MissingAuthenticationTokenException",
    "IncompleteSignatureException",
    "InvalidSignatureException",
    "UnrecognizedClientException",
    "AccessDeniedException",
    "ExpiredTokenException",
    "RequestTimeTooSkewed",
    "BackupInUseException",
    "BackupNotFoundException",
    "ContinuousBackupsUnavailableException",
    "DuplicateItemException",
    "ExportConflictException",
    "ExportNotFoundException",
    "GlobalTableAlreadyExistsException",
    "GlobalTableNotFoundException",
    "IdempotentParameterMismatchException",
    "ImportConflictException",
    "ImportNotFoundException",
    "IndexNotFoundException",
    "InternalServerError",
    "InvalidExportTimeException",
    "InvalidRestoreTimeException",
    "ItemCollectionSizeLimitExceededException",
    "LimitExceededException",
    "PointInTimeRecoveryUnavailableException",
    "PolicyNotFoundException",
    "ProvisionedThroughputExceededException",
    "ReplicaAlreadyExistsException",
    "ReplicaNotFoundException",
    "ReplicatedWriteConflictException",
    "RequestLimitExceeded",
    "TableAlreadyExistsException",
    "TableInUseException",
    "TableNotFoundException",
    "ThrottlingException",
};

class service_category_type final : public boost::system::error_category
{
public:
    [[nodiscard]] char const* name() const noexcept override { return "dynasio.service"; }
    [[nodiscard]] std::string message(int value) const override
    {
        return std::string(to_string(static_cast<errc>(value)));
    }
};

class client_category_type final : public boost::system::error_category
{
public:
    [[nodiscard]] char const* name() const noexcept override { return "dynasio.client"; }
    [[nodiscard]] std::string message(int value) const override
    {
        switch (static_cast<client_errc>(value))
        {
        case client_errc::bad_input:
            return "invalid request";
        case client_errc::malformed_response:
            return "malformed response";
        case client_errc::checksum_mismatch:
            return "response does not match its checksum";
        case client_errc::deadline_exceeded:
            return "deadline exceeded";
        case client_errc::outcome_unknown:
            return "the write may have been applied by an earlier attempt";
        case client_errc::repeated_page:
            return "the server repeated the position of an earlier page";
        case client_errc::waiter_failed:
            return "the awaited state can no longer be reached";
        case client_errc::drained:
            return "the client was drained and accepts no more calls";
        }
        return "unknown dynasio error";
    }
};

} // namespace

errc errc_from_wire(std::string_view wire_code) noexcept
{
    for (std::size_t i = 0; i < wire_codes.size(); ++i)
        if (wire_codes[i] == wire_code)
            return static_cast<errc>(i + 1);
    return errc::unknown;
}

std::string_view to_string(errc e) noexcept
{
    auto const i = static_cast<std::size_t>(e) - 1;
    return i < wire_codes.size() ? wire_codes[i] : std::string_view("UnknownError");
}

boost::system::error_category const& service_category() noexcept
{
    static service_category_type const instance;
    return instance;
}

boost::system::error_category const& client_category() noexcept
{
    static client_category_type const instance;
    return instance;
}

} // namespace dynasio
