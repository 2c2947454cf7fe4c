// SPDX-License-Identifier: BSL-1.0

#include "call/client_setup.hpp"

#include "call/sign_attempt.hpp"
#include "call/user_agent.hpp"

#include <dynasio/http/pool.hpp>
#include <dynasio/observer.hpp>

#include <stdexcept>
#include <utility>

namespace dynasio::call {

namespace {

client_options validated(client_options options)
{
    if (!options.credentials)
        throw std::invalid_argument("client_options::credentials: must not be null");
    if (options.call_timeout <= options.call_timeout.zero())
        throw std::invalid_argument("client_options::call_timeout: must be positive");
    if (options.attempt_timeout <= options.attempt_timeout.zero())
        throw std::invalid_argument("client_options::attempt_timeout: must be positive");
    validate(options.credentials_refresh);
    validate(options.retry);
    if (!options.connections.events)
        options.connections.events = options.observer;
    return options;
}

aws::endpoint_options endpoint_options_of(client_options const& options)
{
    aws::endpoint_options wanted;
    wanted.region = options.region;
    wanted.url = options.endpoint_url;
    wanted.url_source = "client_options::endpoint_url";
    wanted.use_fips = options.use_fips;
    wanted.use_dual_stack = options.use_dual_stack;
    wanted.account_ids = options.account_id_endpoints;
    return wanted;
}

aws::endpoint resolve(aws::service which, client_options const& options)
{
    auto wanted = endpoint_options_of(options);
    wanted.account_ids = aws::account_id_mode::disabled;
    return aws::resolve_endpoint(which, wanted);
}

bool may_use_account_hosts(aws::service which, client_options const& options)
{
    return aws::may_use_account_hosts(which, endpoint_options_of(options));
}

} // namespace

client_setup::client_setup(boost::asio::any_io_executor executor, client_options options)
    : executor_(std::move(executor)),
      options_(validated(std::move(options))),
      clock_(options_.clock ? options_.clock : http::make_clock(executor_)),
      own_pool_(options_.transport ? nullptr
                                   : std::make_shared<http::pool>(executor_, options_.connections, clock_)),
      transport_(own_pool_ ? own_pool_ : options_.transport),
      endpoints_{service_endpoint(resolve(aws::service::dynamodb, options_)),
          service_endpoint(resolve(aws::service::dynamodb_streams, options_)),
          service_endpoint(resolve(aws::service::dynamodb_search, options_))},
      account_hosts_{may_use_account_hosts(aws::service::dynamodb, options_),
          may_use_account_hosts(aws::service::dynamodb_streams, options_),
          may_use_account_hosts(aws::service::dynamodb_search, options_)},
      // All parts of the service are signed for the same region and under the same name.
      region_(resolve(aws::service::dynamodb, options_).signing_region),
      signer_(region_, "dynamodb"),
      fixed_headers_(render_fixed_headers(user_agent(options_.app_id, options_.retry.mode))),
      account_headers_(render_fixed_headers(user_agent(options_.app_id, options_.retry.mode) + " m/O"))
{
    auto const& tls = options_.connections.tls;
    if (!options_.transport && endpoints_[0].origin.tls && !tls.context && tls.ca_file.empty()
        && tls.certificate_file.empty() && !tls.insecure_skip_verification)
        http::preload_trust_store();
}

service_endpoint client_setup::endpoint_of(aws::service which, aws::endpoint_account const& account) const
{
    return service_endpoint(aws::resolve_endpoint(which, endpoint_options_of(options_), account));
}

} // namespace dynasio::call
