// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_STORES_SPECS_SPEC_STORE_OPTIONS_HPP
#define DYNASIO_STORES_SPECS_SPEC_STORE_OPTIONS_HPP

#include <dynasio/secret.hpp>
#include <dynasio/stores/table_capacity.hpp>

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace dynasio {

/// How a spec is saved. Both modes store the same bytes.
enum class write_mode : unsigned char
{
    /// Writes version and latest item in one transaction: no version is lost, no spec is half written. Costs
    /// twice the write units.
    transactional,
    /// Two PutItem requests, version first. Half the cost, but saves within one second replace each other,
    /// concurrent saves may leave the older one as latest, a crash between the writes leaves a stale latest
    /// item, and a removal at the same time may delete the version that it has just written.
    two_puts,
    original [[deprecated("use two_puts")]] = two_puts,
};

/// Options of a `spec_store`. Its constructor throws `std::invalid_argument` that names the first invalid member.
struct spec_store_options
{
    // Not an aggregate, so that GCC 12 handles it as a default argument.
    spec_store_options() {}

    std::string table_name = "package.specs";

    /// The local index of versions by id. Some older tables call it `specIdUpdatedAt`; see
    /// docs/compatibility.md.
    std::string index_name = "idUpdatedAt";

    dynasio::write_mode write_mode = dynasio::write_mode::transactional;

    /// Attempts to find a free second for a version before a save ends with `conflict`; at least 1. Empty: as many as there
    /// is time for.
    std::optional<unsigned> max_rounds = std::nullopt;

    /// Bounds each operation, with all its requests, unless the call has a `timeout` or `deadline`; positive.
    std::chrono::steady_clock::duration call_timeout = std::chrono::seconds(30);

    /// The clock for new versions. Empty: the wall clock of the client.
    std::function<std::chrono::system_clock::time_point()> now = {};

    /// Keys with which the cursors of pages are sealed; see `record_table_options::cursor_keys`. Without keys, anybody who
    /// has a cursor can read the id of the spec in it.
    std::vector<secret> cursor_keys = {};

    /// Billing mode of a new table. Default: on demand.
    table_capacity capacity = table_capacity::on_demand();
};

} // namespace dynasio

#endif
