// SPDX-License-Identifier: BSL-1.0

#include "stores/push/push_table_state.hpp"

#include "call/client_state.hpp"
#include "client/client_handle.hpp"

#include <utility>

namespace dynasio::stores::push {

push_table_state::push_table_state(client follower, char const* name, std::string const& options,
    std::string table, std::optional<secret> const& uaid_hash_key, call_options::duration call_timeout,
    wall_clock now)
    : store_core(std::move(follower), name, std::move(table), call_timeout),
      uaid_hash_key_(uaid_hash_key),
      now_(std::move(now))
{
    check_option(!this->table().empty(), "table_name", "is empty");
    check_option(
        !uaid_hash_key_ || !uaid_hash_key_->empty(), (options + "::uaid_hash_key").c_str(), "is empty");
    check_positive(call_timeout, (options + "::call_timeout").c_str());
}

std::string push_table_state::stored_key(uaid const& user) const
{
    auto text = user.text();
    return uaid_hash_key_ ? hash_uaid(*uaid_hash_key_, text) : text;
}

std::chrono::system_clock::time_point push_table_state::now() const
{
    return now_ ? now_() : call::state_of(owner())->clock()->wall_now();
}

} // namespace dynasio::stores::push
