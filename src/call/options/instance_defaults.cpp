// SPDX-License-Identifier: BSL-1.0

#include "call/options/instance_defaults.hpp"

#include "aws/config/modes.hpp"
#include "aws/credentials/instance/instance_service.hpp"
#include "aws/endpoint/partition.hpp"
#include "text/ini_text.hpp"

#include <string>
#include <utility>

namespace dynasio::call {

namespace {

namespace asio = boost::asio;

/// Empty where there is none.
asio::awaitable<std::string> region_of(
    aws::detail::instance_endpoint where, aws::provider_context const& with)
{
    aws::detail::instance_service service(std::move(where));
    auto asking = service.get(with, "/latest/meta-data/placement/region", "the region of the instance");
    auto const found = co_await std::move(asking);
    if (!found.has_value() || found->status() != 200)
        co_return std::string();
    auto const region = text::trim(found->body());
    co_return aws::is_host_label(region) ? std::string(region) : std::string();
}

} // namespace

instance_defaults::instance_defaults(aws::detail::search_settings const& settings,
    aws::load_options const& overrides, client_options const& read)
    : region_(read.region.empty() && read.endpoint_url.empty())
{
    auto const& env = settings.env;
    if (aws::detail::is_instance_disabled(env))
        return;
    auto const name = settings.profile_name();
    auto const* const profile = settings.profile();
    mode_ =
        aws::detail::configured_defaults_mode(env, profile, name, overrides) == aws::defaults_mode::automatic
        && !aws::detail::variables_tell_defaults_mode(env);
    if (region_ || mode_)
        service_ = aws::detail::resolve_instance_endpoint(env, profile, name);
}

asio::awaitable<void> instance_defaults::complete(
    client_options& options, aws::provider_context const& with) const
{
    auto asking = region_of(*service_, with);
    auto const found = co_await std::move(asking);
    if (region_)
        options.region = found;
    if (!mode_)
        co_return;
    auto const mode = aws::detail::defaults_mode_between(found, options.region);
    if (auto const timeout = aws::detail::connect_timeout_of(mode))
        options.connections.connect_timeout = *timeout;
}

} // namespace dynasio::call
