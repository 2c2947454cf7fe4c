// SPDX-License-Identifier: BSL-1.0
//
// The lists of specs: which request, from where on. Those of specs and those of versions are read alike.

#ifndef DYNASIO_SRC_STORES_SPECS_LIST_HPP
#define DYNASIO_SRC_STORES_SPECS_LIST_HPP

#include "stores/specs/spec_store_state.hpp"

#include <dynasio/operations/query.hpp>
#include <dynasio/stores/specs/spec_stream.hpp>

#include <optional>
#include <string>
#include <vector>

namespace dynasio::detail {

/// Which list: of all specs of a user, or of the versions of one spec.
struct spec_list
{
    std::string sub{};
    std::optional<std::string> id{};
};

/// The request for the first page. Throws `store_error` with `bad_input`.
query_input first_page_request(
    spec_store_options const& store, spec_list const& which, list_options const& options);

boost::asio::awaitable<std::vector<spec_info>> read_spec_list(
    spec_store_state::pointer self, spec_list which, list_options options);

boost::asio::awaitable<spec_page> read_spec_page(
    spec_store_state::pointer self, spec_list which, list_options options);

spec_stream make_spec_stream(spec_store_state const& store, spec_list which, list_options options);

} // namespace dynasio::detail

#endif
