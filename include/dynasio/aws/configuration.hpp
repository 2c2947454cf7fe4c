// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_AWS_CONFIGURATION_HPP
#define DYNASIO_AWS_CONFIGURATION_HPP

#include <dynasio/aws/credentials_provider.hpp>
#include <dynasio/aws/endpoint.hpp>
#include <dynasio/aws/environment.hpp>
#include <dynasio/aws/profile_file.hpp>
#include <dynasio/aws/retry.hpp>
#include <dynasio/http/proxy.hpp>

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dynasio::aws {

/// Sets of defaults that AWS tools share. Here they decide how long connecting may take.
enum class defaults_mode : unsigned char
{
    legacy,       ///< changes nothing
    standard,     ///< 3.1 s
    in_region,    ///< 1.1 s: the program runs in the region that it calls
    cross_region, ///< 3.1 s
    mobile,       ///< 30 s

    /// In a function of AWS Lambda: `in_region`, or `cross_region` where the client's region is not that of the function.
    /// Elsewhere `standard`, unless `client_options::load_async` learns from the instance which region it is in.
    automatic,
};

/// What code decides, whatever environment and profile say. What is not set is left to them. Setters return the object, so
/// that overrides can be written in one expression: `load_options().profile("test").region("eu-west-1")`.
class load_options
{
public:
    // Not an aggregate, so that GCC 12 handles it in a `co_await` expression.
    load_options() {}

    /// A profile named here is used even where the environment has credentials.
    load_options& profile(std::string value) &
    {
        profile_ = std::move(value);
        return *this;
    }
    load_options profile(std::string value) && { return std::move(profile(std::move(value))); }

    /// Region of the client, such as `eu-central-1`.
    load_options& region(std::string value) &
    {
        region_ = std::move(value);
        return *this;
    }
    load_options region(std::string value) && { return std::move(region(std::move(value))); }

    /// Holds for every service.
    load_options& endpoint_url(std::string value) &
    {
        endpoint_url_ = std::move(value);
        return *this;
    }
    load_options endpoint_url(std::string value) && { return std::move(endpoint_url(std::move(value))); }

    /// True: no endpoint URL is taken from environment or profile.
    load_options& ignore_configured_endpoint_urls(bool value) &
    {
        ignore_configured_endpoint_urls_ = value;
        return *this;
    }
    load_options ignore_configured_endpoint_urls(bool value) &&
    {
        return std::move(ignore_configured_endpoint_urls(value));
    }

    /// Whether to use the FIPS endpoints of AWS. Independent of the build option `DYNASIO_EVP_ONLY`.
    load_options& use_fips(bool value) &
    {
        use_fips_ = value;
        return *this;
    }
    load_options use_fips(bool value) && { return std::move(use_fips(value)); }

    /// Whether to use endpoints that have IPv4 and IPv6 addresses.
    load_options& use_dual_stack(bool value) &
    {
        use_dual_stack_ = value;
        return *this;
    }
    load_options use_dual_stack(bool value) && { return std::move(use_dual_stack(value)); }

    /// Whether requests go to hosts of accounts.
    load_options& account_id_endpoints(account_id_mode value) &
    {
        account_id_endpoints_ = value;
        return *this;
    }
    load_options account_id_endpoints(account_id_mode value) &&
    {
        return std::move(account_id_endpoints(value));
    }

    /// Attempts per call, the first one included.
    load_options& max_attempts(unsigned value) &
    {
        max_attempts_ = value;
        return *this;
    }
    load_options max_attempts(unsigned value) && { return std::move(max_attempts(value)); }

    /// Whether the client limits how fast it sends.
    load_options& retry_mode(aws::retry_mode value) &
    {
        retry_mode_ = value;
        return *this;
    }
    load_options retry_mode(aws::retry_mode value) && { return std::move(retry_mode(value)); }

    /// Decides how long connecting may take.
    load_options& defaults_mode(aws::defaults_mode value) &
    {
        defaults_mode_ = value;
        return *this;
    }
    load_options defaults_mode(aws::defaults_mode value) && { return std::move(defaults_mode(value)); }

    /// For the user agent.
    load_options& app_id(std::string value) &
    {
        app_id_ = std::move(value);
        return *this;
    }
    load_options app_id(std::string value) && { return std::move(app_id(std::move(value))); }

    /// Provider of the AWS credentials, in place of those that the environment and the profile configure.
    load_options& credentials(std::shared_ptr<credentials_provider> value) &
    {
        credentials_ = std::move(value);
        return *this;
    }
    load_options credentials(std::shared_ptr<credentials_provider> value) &&
    {
        return std::move(credentials(std::move(value)));
    }

    /// What was set; empty or null if nothing was.
    [[nodiscard]] std::optional<std::string> const& profile() const noexcept { return profile_; }
    [[nodiscard]] std::optional<std::string> const& region() const noexcept { return region_; }
    [[nodiscard]] std::optional<std::string> const& endpoint_url() const noexcept { return endpoint_url_; }
    [[nodiscard]] std::optional<bool> ignore_configured_endpoint_urls() const noexcept
    {
        return ignore_configured_endpoint_urls_;
    }
    [[nodiscard]] std::optional<bool> use_fips() const noexcept { return use_fips_; }
    [[nodiscard]] std::optional<bool> use_dual_stack() const noexcept { return use_dual_stack_; }
    [[nodiscard]] std::optional<account_id_mode> account_id_endpoints() const noexcept
    {
        return account_id_endpoints_;
    }
    [[nodiscard]] std::optional<unsigned> max_attempts() const noexcept { return max_attempts_; }
    [[nodiscard]] std::optional<aws::retry_mode> retry_mode() const noexcept { return retry_mode_; }
    [[nodiscard]] std::optional<aws::defaults_mode> defaults_mode() const noexcept { return defaults_mode_; }
    [[nodiscard]] std::optional<std::string> const& app_id() const noexcept { return app_id_; }
    [[nodiscard]] std::shared_ptr<credentials_provider> const& credentials() const noexcept
    {
        return credentials_;
    }

private:
    std::optional<std::string> profile_;
    std::optional<std::string> region_;
    std::optional<std::string> endpoint_url_;
    std::optional<bool> ignore_configured_endpoint_urls_;
    std::optional<bool> use_fips_;
    std::optional<bool> use_dual_stack_;
    std::optional<account_id_mode> account_id_endpoints_;
    std::optional<unsigned> max_attempts_;
    std::optional<aws::retry_mode> retry_mode_;
    std::optional<aws::defaults_mode> defaults_mode_;
    std::optional<std::string> app_id_;
    std::shared_ptr<credentials_provider> credentials_;
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
    account_id_mode account_id_endpoints = account_id_mode::preferred;
    retry_options retry;
    /// How long connecting, TLS handshake included, may take; nothing where no defaults mode says so.
    std::optional<std::chrono::steady_clock::duration> connect_timeout;
    /// Set in a function of AWS Lambda: where the trace id of each invocation is read from.
    std::optional<environment> lambda_environment;
    /// What was configured for other tools and is not done here, in sentences for people.
    std::vector<std::string> notes;
    /// For the user agent; empty when there is none.
    std::string app_id;
    /// File of trusted certificates in place of the system's; empty when there is none.
    std::string ca_bundle;
    /// Proxies of the environment.
    http::proxy_options proxy;
    /// Never null. That there are no credentials shows with the first request.
    std::shared_ptr<credentials_provider> credentials;

    /// The endpoint of a service in the region, without those of accounts. Errors: as `resolve_endpoint`.
    endpoint endpoint_of(service which) const;
};

/// Reads the configuration, keys of the profile included. Costs no request; reads the two profile files, which blocks the
/// thread for that long. Nothing reads them later, so later changes are not seen.
///
/// Region: code, `AWS_REGION`, `AWS_DEFAULT_REGION`, profile. Profile: code, `AWS_PROFILE`, `default`.
/// Endpoint URL: see `resolve_endpoint_url`. `AWS_USE_FIPS_ENDPOINT`, `AWS_USE_DUALSTACK_ENDPOINT`,
/// `AWS_MAX_ATTEMPTS`, `AWS_RETRY_MODE` (`standard`, `adaptive`; `legacy` means `standard`, with a note),
/// `AWS_DEFAULTS_MODE` (`legacy`, `standard`, `in-region`, `cross-region`, `mobile`, `auto`), `AWS_SDK_UA_APP_ID`, `AWS_ACCOUNT_ID_ENDPOINT_MODE` and their
/// profile properties.
///
/// Trust: `AWS_CA_BUNDLE`, `ca_bundle` of the profile: a file (PEM), which is read here to see that it can be.
/// Proxies: `https_proxy`, else `HTTPS_PROXY`; `http_proxy` (not `HTTP_PROXY`, which CGI programs get from strangers); `no_proxy`,
/// else `NO_PROXY`, with entries between commas or blanks, see `http::proxy_options`. `ALL_PROXY` is not looked at. A proxy is
/// `[http[s]://][user[:password]@]host[:port]`, with `%` escapes in user and password; without a port, 80 or 443.
///
/// Throws `configuration_error`, which names variable or property and the value: `invalid_value`,
/// `invalid_region`, `invalid_endpoint`, `profile_not_found` (a profile that was asked for), `unreadable_file` (the file of
/// trusted certificates), `not_supported` (SOCKS proxies), and the errors of the files.
configuration load_configuration(environment const& env, load_options const& overrides);
/// Reads the configuration without overrides.
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
