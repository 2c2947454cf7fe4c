// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_STORES_STORE_ERROR_HPP
#define DYNASIO_STORES_STORE_ERROR_HPP

#include <dynasio/error.hpp>
#include <dynasio/stores/item_location.hpp>
#include <dynasio/stores/store_errc.hpp>

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace dynasio {

/// Everything a store knows about a failure. Contains no secret. Keys are user data.
struct store_error_details
{
    store_errc code{};
    std::string table{};
    item key{};              ///< of the item, as far as it is known
    std::string attribute{}; ///< or the argument, for `bad_input`; the place in a document
    std::string reason{};    ///< for people
    /// For `unfinished`: table keys of the items that were not read, written or deleted.
    std::vector<item> keys_left{};
    /// Of documents: items that nothing refers to any more, and that could not be deleted.
    std::vector<item_location> items_left{};
    std::size_t deleted = 0; ///< for `unfinished`: the number of items that were deleted
    std::size_t written = 0; ///< for `unfinished`: the number of items that were written
    /// For `malformed_item`: the item that does not fit. Where a condition failed: the stored item, if the service returned
    /// it.
    std::optional<item> stored_item{};
    /// The write was applied; only the record that it returned, `stored_item`, does not fit the struct.
    bool applied = false;
    std::optional<error> cause{}; ///< the error of the request that failed, if any
};

/// Thrown by the stores, besides the errors of the client (`service_error`, `operation_error`). `code()` compares with
/// `store_errc`. `what()` contains table, key and attribute.
class store_error : public boost::system::system_error
{
public:
    explicit store_error(store_error_details details);

    [[nodiscard]] store_error_details const& details() const noexcept { return *details_; }

private:
    std::shared_ptr<store_error_details const> details_;
};

} // namespace dynasio

#endif
