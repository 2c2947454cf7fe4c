// SPDX-License-Identifier: BSL-1.0

#include "stores/specs/spec_store_state.hpp"

#include "call/client_state.hpp"
#include "client/client_handle.hpp"

#include <stdexcept>
#include <utility>

namespace dynasio::detail {

namespace {

spec_store_options validated(spec_store_options options)
{
    if (options.table_name.empty())
        throw std::invalid_argument("spec_store_options::table_name: is empty");
    if (options.index_name.empty())
        throw std::invalid_argument("spec_store_options::index_name: is empty");
    if (options.max_rounds == 0)
        throw std::invalid_argument("spec_store_options::max_rounds: must be at least 1");
    if (options.call_timeout <= options.call_timeout.zero())
        throw std::invalid_argument("spec_store_options::call_timeout: must be positive");
    return options;
}

} // namespace

spec_store_state::spec_store_state(client follower, spec_store_options options)
    : client_(std::move(follower)), options_(validated(std::move(options)))
{}

std::int64_t spec_store_state::now() const
{
    auto const time = options_.now ? options_.now() : state_of(client_)->clock()->wall_now();
    auto const seconds = std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
    return seconds < 0 ? 0 : seconds;
}

} // namespace dynasio::detail
