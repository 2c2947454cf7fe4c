// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_STORES_STORE_ERROR_HPP
#define DYNASIO_STORES_STORE_ERROR_HPP

#include <dynasio/error.hpp>
#include <dynasio/stores/store_errc.hpp>

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace dynasio {

/// What a store knows about a failure. Never holds a secret; keys are the users' data.
struct store_error_details
{
    store_errc code{};
    std::string table{};
    item key{};              ///< of the item concerned, as far as it is known
    std::string attribute{}; ///< or the argument, for `bad_input`
    std::string reason{};    ///< what was wrong, for people
    std::vector<item>
        keys_left{}; ///< table keys of the items that were not read, written or deleted, for `unfinished`
    std::size_t deleted = 0;      ///< items that are gone all the same, for `unfinished`
    std::size_t written = 0;      ///< items that were written all the same, for `unfinished`
    std::optional<error> cause{}; ///< the failed request behind it, if one was
};

/// What the stores throw besides the errors of the client (`service_error`, `operation_error`). `code()`
/// compares with `store_errc`; `what()` names table, key and attribute.
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
