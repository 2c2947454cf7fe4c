// SPDX-License-Identifier: BSL-1.0
//
// What observers are told of a call that its operation does not say: read from the texts of request and response, in the
// same way for every operation, and only where somebody observes.

#ifndef DYNASIO_SRC_CALL_OBSERVED_PARTS_HPP
#define DYNASIO_SRC_CALL_OBSERVED_PARTS_HPP

#include <dynasio/observer.hpp>
#include <dynasio/operations/detail/operation_info.hpp>

#include <functional>
#include <string_view>
#include <vector>

namespace dynasio::call {

/// The tables that an encoded request names, each once. The texts are parts of `body`.
std::vector<std::string_view> tables_of(std::string_view operation, std::string_view body);

/// Calls `tell` for what a response says that was consumed. A response that says nothing, or is malformed, is none.
void for_each_capacity(operations::operation_info const& operation, std::string_view body,
    std::function<void(observed_capacity const&)> const& tell);

} // namespace dynasio::call

#endif
