// SPDX-License-Identifier: BSL-1.0
//
// Specs as JSON, the way this service speaks it.

#ifndef DYNASIO_EXAMPLES_SPECS_SERVICE_SPEC_JSON_HPP
#define DYNASIO_EXAMPLES_SPECS_SERVICE_SPEC_JSON_HPP

#include <dynasio/stores/specs/spec.hpp>

#include <boost/json/value.hpp>

#include <string>
#include <vector>

namespace examples {

boost::json::object spec_json(dynasio::spec_info const& spec);
boost::json::array specs_json(std::vector<dynasio::spec_info> const& specs);

/// `{"version": "1.0.0", "model_count": 3}`, and optionally `name`, `title`, `description`. Throws `problem`
/// (400) that names the member that is of another type or not known; values are left to the store to check.
dynasio::spec parse_spec(std::string id, std::string const& body);

} // namespace examples

#endif
