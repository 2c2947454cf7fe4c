// SPDX-License-Identifier: BSL-1.0
//
// The conditions of a write, and what it means that they failed. Shared by single writes and transactions.

#ifndef DYNASIO_SRC_STORES_RECORDS_FAILED_CONDITION_HPP
#define DYNASIO_SRC_STORES_RECORDS_FAILED_CONDITION_HPP

#include "stores/records/encoded_requests.hpp"
#include "stores/records/record_table_state.hpp"

#include <dynasio/expressions/condition.hpp>
#include <dynasio/stores/store_error.hpp>

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace dynasio::stores::records {

/// A requirement of an update on stored attributes, without which its result would not fit the struct.
struct guard
{
    std::string attribute; ///< that the update sets
    condition required;
    /// What is wrong with the stored item; empty if it meets the requirement.
    std::function<std::string(item const& stored)> problem;
};

/// The requirements of a write on the stored record.
struct requirements
{
    existence expected = existence::any;
    std::string version{}; ///< digits that the stored version must have; empty: any
    std::vector<guard> guards{};
    condition only_if{}; ///< of the caller

    /// All of them; empty if there are none.
    [[nodiscard]] condition as_condition(record_table_state const& self) const;
    /// Requests the stored item for a failed condition, if more than one requirement can be the reason.
    [[nodiscard]] on_failure wants_stored_item() const;
};

/// Code, attribute and reason of a failed condition. `stored` is the item that the service returned with the failure.
store_error_details explain_failure(
    record_table_state const& self, requirements const& required, std::optional<item> stored);

} // namespace dynasio::stores::records

#endif
