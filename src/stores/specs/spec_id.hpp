// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_STORES_SPECS_SPEC_ID_HPP
#define DYNASIO_SRC_STORES_SPECS_SPEC_ID_HPP

#include <string>
#include <string_view>

namespace dynasio {

/// The id of a spec from its display name: every run of `-`, `_` and `.` becomes one `-`, letters become
/// lower case. `Spec_One` is `spec-one`, `A--b..C__d` is `a-b-c-d`. Throws `store_error` with `bad_input`
/// when the name is empty or not ASCII: give such a spec an id of its own.
[[nodiscard]] std::string derive_spec_id(std::string_view name);

} // namespace dynasio

#endif
