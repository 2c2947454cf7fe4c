// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_AWS_CONFIGURATION_HPP
#define DYNASIO_AWS_CONFIGURATION_HPP

#include <dynasio/aws/credentials_provider.hpp>
#include <dynasio/aws/endpoint.hpp>
#include <dynasio/aws/environment.hpp>
#include <dynasio/aws/profile_file.hpp>
#include <dynasio/aws/retry.hpp>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace dynasio::aws {

/// What code decides, whatever environment and profile say. What is not set is left to them.
/// Has a constructor on purpose, so that it may stand in a `co_await` expression on GCC 12.
struct configuration_overrides
{
    configuration_overrides() {}

    /// A profile named here is used even where the environment has credentials.
    std::optional<std::string> profile;
    std::optional<std::string> region;
    /// Holds for every service.
    std::optional<std::string> endpoint_url;
    /// True: no endpoint URL is taken from environment or profile.
    std::optional<bool> ignore_configured_endpoint_urls;
    std::optional<bool> use_fips;
    std::optional<bool> use_dual_stack;
    std::optional<unsigned> max_attempts;
    std::optional<std::string> app_id;
    std::shared_ptr<credentials_provider> credentials;
};

/// A value, and what it was given by ("AWS_ENDPOINT_URL", "profile "x", property endpoint_url").
struct configured_value
{
    configured_value() = default;
    configured_value(std::string what, std::string where) : value(std::move(what)), source(std::move(where))
    {}

    std::string value;
    std::string source;
};

/// All that environment, profile and code say about a client.
struct configuration
{
    configuration() = default;

    /// Name of the profile in use.
    std::string profile;
    /// Empty when none is configured.
    std::string region;
    /// Custom endpoints; nothing for the services' own.
    std::optional<configured_value> endpoint_url;
    std::optional<configured_value> streams_endpoint_url;
    bool use_fips = false;
    bool use_dual_stack = false;
    retry_options retry;
    /// For the user agent; empty when there is none.
    std::string app_id;
    /// Never null. Nothing has been asked of it yet: that there are no credentials shows with the first
    /// request.
    std::shared_ptr<credentials_provider> credentials;

    /// The endpoint of a service. Errors: as `resolve_endpoint`.
    endpoint endpoint_of(service which) const;
};

/// Reads the configuration. Costs no request; reads the two profile files, which blocks the thread for that
/// long.
///
/// Region: code, `AWS_REGION`, `AWS_DEFAULT_REGION`, profile. Profile: code, `AWS_PROFILE`, `default`.
/// Endpoint URL: see `resolve_endpoint_url`. `AWS_USE_FIPS_ENDPOINT`, `AWS_USE_DUALSTACK_ENDPOINT`,
/// `AWS_MAX_ATTEMPTS`, `AWS_RETRY_MODE`, `AWS_SDK_UA_APP_ID`, `AWS_ACCOUNT_ID_ENDPOINT_MODE` and their
/// profile properties.
///
/// Throws `configuration_error`, which names variable or property and the value: `invalid_value`,
/// `invalid_region`, `invalid_endpoint`, `profile_not_found` (a profile that was asked for), `not_supported`
/// (retry modes other than standard, account-id endpoints that are required), and the errors of the files.
configuration load_configuration(environment const& env, configuration_overrides const& overrides);
configuration load_configuration(environment const& env);

/// Code, `AWS_REGION`, `AWS_DEFAULT_REGION`, the profile's `region`; empty when none says so. `profile` may
/// be null. Throws `configuration_error` (`invalid_region`) with the value and where it stands when it cannot
/// be part of a host name.
std::string resolve_region(
    std::optional<std::string> const& code, environment const& env, profile_section const* profile);

/// The custom endpoint of the service with this name in the configuration (`dynamodb`, `dynamodb_streams`):
/// code, `AWS_ENDPOINT_URL_<SERVICE>`, `AWS_ENDPOINT_URL`, the service in the `services` section that the
/// profile names, the profile's `endpoint_url`. Nothing when none says so, and when all but code are to be
/// ignored (`ignore`, else `AWS_IGNORE_CONFIGURED_ENDPOINT_URLS`, else the profile's
/// `ignore_configured_endpoint_urls`). The URL is not parsed. Throws `configuration_error` (`invalid_value`)
/// for a flag that is not true or false, and for a `services` section that is not there.
std::optional<configured_value> resolve_endpoint_url(std::string_view service_name,
    std::optional<std::string> const& code, std::optional<bool> ignore, environment const& env,
    profile_files const& files, std::string_view profile_name);

} // namespace dynasio::aws

#endif
