// SPDX-License-Identifier: BSL-1.0
//
// Sources of credentials as environment, profile files and code configure them together.

#ifndef DYNASIO_SRC_AWS_CREDENTIALS_SEARCH_HPP
#define DYNASIO_SRC_AWS_CREDENTIALS_SEARCH_HPP

#include "aws/config/profile_location.hpp"
#include "aws/endpoint/credential_endpoint.hpp"

#include <dynasio/aws/credentials_provider.hpp>
#include <dynasio/aws/environment.hpp>
#include <dynasio/aws/profile_file.hpp>

#include <memory>
#include <optional>
#include <string>

namespace dynasio::aws::detail {

/// What all sources are made from. The profile files have been read.
struct search_settings
{
    /// Reads the profile files; errors as of `load_profile_files`.
    static search_settings read(environment const& env, std::string profile_in_code);

    search_settings(environment e, std::shared_ptr<profile_files const> f, profile_location w)
        : env(std::move(e)), files(std::move(f)), where(std::move(w))
    {}

    /// The profile in use: code, `AWS_PROFILE`, `default`.
    [[nodiscard]] std::string profile_name() const;
    /// Whether it is the default one because nobody has named one.
    [[nodiscard]] bool is_profile_by_default() const;
    /// Null when there is none.
    [[nodiscard]] profile_section const* profile() const { return files->profile(profile_name()); }

    /// Where a service that issues credentials is, by environment and profile. Throws `configuration_error`.
    [[nodiscard]] issuer_options issuer(credential_service which) const;

    environment env;
    std::shared_ptr<profile_files const> files;
    profile_location where;
    std::string profile_in_code; ///< empty: none

    // Set by code.
    std::optional<std::string> region;
    std::optional<bool> use_fips;
    std::optional<bool> use_dual_stack;
    std::optional<bool> ignore_endpoint_urls;
};

/// What the profile asks for; see `profile_credentials`.
std::shared_ptr<credentials_provider> profile_source(search_settings const& settings);

/// See `web_identity_credentials(environment)`.
std::shared_ptr<credentials_provider> web_identity_source(search_settings const& settings);

/// See `default_credentials`.
std::shared_ptr<credentials_provider> default_search(search_settings const& settings);

} // namespace dynasio::aws::detail

#endif
