// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_STORES_PUSH_PUSH_TABLE_STATE_HPP
#define DYNASIO_SRC_STORES_PUSH_PUSH_TABLE_STATE_HPP

#include "stores/store_core.hpp"

#include <dynasio/secret.hpp>
#include <dynasio/stores/push/uaid.hpp>

#include <chrono>
#include <functional>
#include <optional>
#include <string>

namespace dynasio::stores::push {

using wall_clock = std::function<std::chrono::system_clock::time_point()>;

/// What the tables of a push service have in common. Immutable.
class push_table_state : public store_core
{
public:
    /// `options` is the type whose members are named in errors.
    push_table_state(client follower, char const* name, std::string const& options, std::string table,
        std::optional<secret> const& uaid_hash_key, call_options::duration call_timeout, wall_clock now);

    /// The partition key of a user: the UAID or its hash.
    [[nodiscard]] std::string stored_key(uaid const& user) const;

    [[nodiscard]] std::chrono::system_clock::time_point now() const;

private:
    std::optional<secret> uaid_hash_key_;
    wall_clock now_;
};

} // namespace dynasio::stores::push

#endif
