// SPDX-License-Identifier: BSL-1.0
//
// What the instance that a program runs on tells of itself, where nothing else does.

#ifndef DYNASIO_SRC_CALL_OPTIONS_INSTANCE_DEFAULTS_HPP
#define DYNASIO_SRC_CALL_OPTIONS_INSTANCE_DEFAULTS_HPP

#include "aws/credentials/instance/instance_endpoint.hpp"
#include "aws/credentials/search.hpp"

#include <dynasio/aws/configuration.hpp>
#include <dynasio/aws/credentials_provider.hpp>
#include <dynasio/client_options.hpp>

#include <boost/asio/awaitable.hpp>

#include <optional>

namespace dynasio::call {

/// What is left to ask the instance for, once the configuration has been read.
class instance_defaults
{
public:
    /// Errors: `aws::configuration_error`.
    instance_defaults(aws::detail::search_settings const& settings, aws::load_options const& overrides,
        client_options const& read);

    /// Whether there is anything to ask.
    [[nodiscard]] bool wanted() const noexcept { return service_.has_value(); }

    /// Asks for the region: the client's where it has none, and, with the automatic defaults mode, the one that decides
    /// how long connecting may take. Where nothing answers, `options` stays as it is.
    boost::asio::awaitable<void> complete(client_options& options, aws::provider_context const& with) const;

private:
    bool region_ = false;
    bool mode_ = false;
    std::optional<aws::detail::instance_endpoint> service_;
};

} // namespace dynasio::call

#endif
