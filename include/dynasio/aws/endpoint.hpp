// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_AWS_ENDPOINT_HPP
#define DYNASIO_AWS_ENDPOINT_HPP

#include <cstdint>
#include <string>
#include <string_view>

namespace dynasio::aws {

/// Where requests go, and for which region they are signed.
struct endpoint
{
    endpoint() = default;

    bool tls = true;
    /// A name or an address; IPv6 without brackets.
    std::string host;
    std::uint16_t port = 443;
    /// Begins and ends with `/`. Requests are posted to it.
    std::string path = "/";
    std::string signing_region;
    /// Whether the host is that of one account.
    bool of_account = false;

    /// The value of the `Host` header: IPv6 in brackets, and the port unless it is the usual one of the
    /// scheme.
    std::string host_header() const;

    /// `https://host:port/path`, for messages.
    std::string url() const;
};

/// Reads `http://host:port/path` or `https://...`; the signing region stays empty. Requests go to `/path/`, as those of most
/// AWS SDKs. Throws
/// `configuration_error` (`invalid_endpoint`) that begins with `source` (what the URL was given by) and names
/// the part that is wrong: scheme, user information (refused, and not shown), host, port, path, query or
/// fragment (refused).
endpoint parse_endpoint_url(std::string_view url, std::string_view source = "endpoint URL");

/// Which part of the service; each has hosts of its own. All are signed as `dynamodb`.
enum class service : unsigned char
{
    dynamodb,
    dynamodb_streams,
    dynamodb_search, ///< SearchVectors
};

/// The service's name in the configuration: `dynamodb`, which is that of searches too, `dynamodb_streams`.
std::string_view configuration_name(service which) noexcept;

/// Whether requests go to hosts of accounts, such as `111122223333.ddb.us-east-1.amazonaws.com`, which the service can route
/// better.
enum class account_id_mode : unsigned char
{
    disabled,
    preferred, ///< where the account is known, and its region has such hosts
    required,  ///< anything else is an error
};

/// What decides on the endpoint.
struct endpoint_options
{
    endpoint_options() = default;

    /// Needed unless there is a URL.
    std::string region;
    /// A custom endpoint; empty for the service's own.
    std::string url;
    /// What the URL was given by, for error messages.
    std::string url_source = "endpoint URL";
    bool use_fips = false;
    bool use_dual_stack = false;
    account_id_mode account_ids = account_id_mode::disabled;
};

/// Whose resources a request is about.
struct endpoint_account
{
    /// Of the table or another resource of the request, where it is given by ARN; else empty.
    std::string_view resource_arn = {};
    /// Of the AWS credentials; empty when not known.
    std::string_view account_id = {};
};

/// The endpoint of a service by the rules of its vendor: a custom URL as it is; `http://localhost:8000`,
/// signed for us-east-1, for the region `local`; else the region's host in its partition, FIPS and dual-stack
/// considered. A custom endpoint without a region is signed for us-east-1.
///
/// The host is that of an account where `account_ids` says so: the account of an ARN of DynamoDB in the same region, else that of
/// the credentials. There are such hosts in the partition `aws`, in GovCloud and in China, without FIPS, and not for streams.
///
/// Throws `configuration_error`: `missing_region`; `invalid_region` with the region; `invalid_endpoint` for a
/// malformed URL, for a URL or the region `local` together with FIPS or dual-stack, for a URL that is the
/// region's dual-stack host, for an account id that cannot be part of a host name, and for hosts of accounts that are required where
/// there are none, or where no account is known.
endpoint resolve_endpoint(service which, endpoint_options const& options, endpoint_account account = {});

/// Whether hosts of accounts are possible with these options, so that accounts have to be asked for. Throws as `resolve_endpoint`.
bool may_use_account_hosts(service which, endpoint_options const& options);

} // namespace dynasio::aws

#endif
