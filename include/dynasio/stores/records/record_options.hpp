// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_STORES_RECORDS_RECORD_OPTIONS_HPP
#define DYNASIO_STORES_RECORDS_RECORD_OPTIONS_HPP

#include <dynasio/call_options.hpp>
#include <dynasio/expressions/condition.hpp>
#include <dynasio/mapping/mapping_options.hpp>
#include <dynasio/stores/table_capacity.hpp>

#include <chrono>
#include <utility>

namespace dynasio {

/// How a `record_table` behaves. The table's constructor checks all members and throws `std::invalid_argument` that names
/// the member.
struct record_table_options
{
    // Not an aggregate, so that GCC 12 handles it as a default argument.
    record_table_options() {}

    /// What becomes of stored attributes that the struct does not have. Default: they are `malformed_item`.
    unknown_attributes unknown = unknown_attributes::refuse;

    /// Whether a stored text that is not in the member's list of categories is read as it is, for tables that other
    /// programs write. Described enums cannot hold such a text. Default: it is `malformed_item`.
    bool keep_unknown_categories = false;

    /// Bounds an operation with all its requests where the call has no `timeout` or `deadline`; positive.
    std::chrono::steady_clock::duration call_timeout = std::chrono::seconds(30);

    /// The same for operations on many records (`get_many`, `put_many`, `delete_many`).
    std::chrono::steady_clock::duration batch_timeout = std::chrono::minutes(5);
};

/// How a record is written: `write_options().only_if(attr<&phone::visits> < 5)`. The options of a call convert to it.
class write_options
{
public:
    write_options() {}
    write_options(call_options call) : call_(call) {}

    /// The write goes through only if this holds for the stored record; otherwise it ends in `conflict`. Several must all
    /// hold.
    write_options& only_if(condition what)
    {
        condition_ = std::move(condition_) && std::move(what);
        return *this;
    }

    [[nodiscard]] call_options const& call() const noexcept { return call_; }
    [[nodiscard]] dynasio::condition const& condition() const noexcept { return condition_; }

private:
    call_options call_;
    dynasio::condition condition_;
};

} // namespace dynasio

#endif
