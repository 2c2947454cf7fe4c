// SPDX-License-Identifier: BSL-1.0

#include "call/options/options_from.hpp"

#include "aws/config/load_configuration.hpp"

#include <utility>

namespace dynasio {

client_options::client_options(aws::configuration const& configured)
    : region(configured.region),
      endpoint_url(configured.endpoint_url ? configured.endpoint_url->value : ""),
      use_fips(configured.use_fips),
      use_dual_stack(configured.use_dual_stack),
      account_id_endpoints(configured.account_id_endpoints),
      credentials(configured.credentials),
      retry(configured.retry),
      app_id(configured.app_id),
      lambda_environment(configured.lambda_environment),
      configuration_notes(configured.notes)
{
    if (configured.connect_timeout)
        connections.connect_timeout = *configured.connect_timeout;
    connections.tls.ca_file = configured.ca_bundle;
    connections.proxy = configured.proxy;
}

client_options client_options::load(aws::load_options const& overrides)
{
    return call::options_from(aws::detail::read_settings(aws::environment::process(), overrides), overrides);
}

namespace call {

client_options options_from(aws::detail::search_settings read, aws::load_options const& overrides)
{
    client_options options(aws::detail::load_configuration(std::move(read), overrides));
    if (!options.endpoint_url.starts_with("http://") && options.connections.tls.ca_file.empty())
        http::preload_trust_store();
    return options;
}

} // namespace call

} // namespace dynasio
