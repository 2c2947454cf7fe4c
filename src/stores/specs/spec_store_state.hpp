// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_STORES_SPECS_SPEC_STORE_STATE_HPP
#define DYNASIO_SRC_STORES_SPECS_SPEC_STORE_STATE_HPP

#include "client/operation_deadline.hpp"

#include <dynasio/client.hpp>
#include <dynasio/operations/create_table.hpp>
#include <dynasio/stores/read_options.hpp>
#include <dynasio/stores/specs/spec.hpp>
#include <dynasio/stores/specs/spec_store_options.hpp>

#include <boost/asio/awaitable.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

namespace dynasio::detail {

/// What a store of specs and its operations in flight share; never changes.
class spec_store_state
{
public:
    using pointer = std::shared_ptr<spec_store_state const>;

    /// `follower` does not keep the client from ending. Throws as the store's constructor.
    spec_store_state(client follower, spec_store_options options);

    [[nodiscard]] client const& owner() const noexcept { return client_; }
    [[nodiscard]] spec_store_options const& options() const noexcept { return options_; }
    [[nodiscard]] std::string const& table() const noexcept { return options_.table_name; }
    [[nodiscard]] call_options with_deadline(call_options const& call) const
    {
        return detail::with_deadline(client_, call, options_.call_timeout);
    }

    /// The present second, cut off.
    [[nodiscard]] std::int64_t now() const;

    // The operations of `spec_store`; they own all they need.
    static boost::asio::awaitable<spec_info> save(
        pointer self, std::string sub, spec input, call_options options);
    static boost::asio::awaitable<std::size_t> remove(
        pointer self, std::string sub, std::string id, call_options options);
    static boost::asio::awaitable<std::size_t> remove_all(
        pointer self, std::string sub, call_options options);

private:
    client client_;
    spec_store_options options_;
};

/// The pieces that more than one operation needs, without a deadline of their own. `self` must live until
/// they end.
boost::asio::awaitable<std::size_t> remove_all_specs(
    spec_store_state const& self, call_options call, std::string sub);

/// The table that the store needs.
create_table_input spec_table(spec_store_options const& options);

} // namespace dynasio::detail

#endif
