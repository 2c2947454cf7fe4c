// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_STORES_SPECS_SPEC_STORE_STATE_HPP
#define DYNASIO_SRC_STORES_SPECS_SPEC_STORE_STATE_HPP

#include "stores/specs/spec_requests.hpp"
#include "stores/store_core.hpp"

#include <dynasio/stores/specs/spec_stream.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace dynasio::stores::specs {

class spec_store_state : public store_core
{
public:
    using pointer = std::shared_ptr<spec_store_state const>;

    /// `follower` does not keep the client running. Throws as the store's constructor.
    spec_store_state(client follower, spec_store_options options);

    [[nodiscard]] spec_store_options const& options() const noexcept { return options_; }

    /// The current time in whole seconds, rounded down.
    [[nodiscard]] std::int64_t now() const;

private:
    spec_store_options options_;
};

// Operations of `spec_store`. They own all they need.

awaitable<spec_info> save_spec(
    spec_store_state::pointer self, std::string sub, spec input, call_options options);
awaitable<std::vector<spec_info>> read_spec_list(
    spec_store_state::pointer self, spec_list which, list_options options);
awaitable<spec_page> read_spec_page(spec_store_state::pointer self, spec_list which, list_options options);
spec_stream make_spec_stream(spec_store_state::pointer self, spec_list which, list_options options);
awaitable<std::size_t> remove_spec(
    spec_store_state::pointer self, std::string sub, std::string id, call_options options);
awaitable<std::size_t> remove_specs(spec_store_state::pointer self, std::string sub, call_options options);

/// The table that the store needs.
create_table_input spec_table(spec_store_options const& options);

} // namespace dynasio::stores::specs

#endif
