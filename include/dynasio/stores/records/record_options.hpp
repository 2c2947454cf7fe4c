// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_STORES_RECORDS_RECORD_OPTIONS_HPP
#define DYNASIO_STORES_RECORDS_RECORD_OPTIONS_HPP

#include <dynasio/call_options.hpp>
#include <dynasio/expressions/condition.hpp>
#include <dynasio/mapping/mapping_options.hpp>
#include <dynasio/secret.hpp>
#include <dynasio/stores/table_capacity.hpp>

#include <chrono>
#include <utility>
#include <vector>

namespace dynasio {

/// Options of a `record_table`. Its constructor throws `std::invalid_argument` that names the first invalid member.
struct record_table_options
{
    // Not an aggregate, so that GCC 12 handles it as a default argument.
    record_table_options() {}

    /// How to handle stored attributes that have no matching member. Default: they are ignored, so that a newer version of
    /// the program can add some. `put_record` replaces the whole item and so drops them; `update_record` keeps them. With
    /// `refuse`, the read fails with `malformed_item`.
    unknown_attributes unknown = unknown_attributes::ignore;

    /// Whether to accept stored texts that are not in the member's list of categories, for tables that other programs
    /// write. Described enums cannot hold such a text. Default false: the read fails with `malformed_item`.
    bool keep_unknown_categories = false;

    /// Bounds each operation, with all its requests, unless the call has a `timeout` or `deadline`; positive.
    std::chrono::steady_clock::duration call_timeout = std::chrono::seconds(30);

    /// The same for operations on many records (`get_many`, `put_many`, `delete_many`).
    std::chrono::steady_clock::duration batch_timeout = std::chrono::minutes(5);

    /// Keys with which the cursors of streams are sealed, 32 random bytes each: others can neither read nor change them. The
    /// first key seals, all of them open; to change keys, put a new one in front and drop the old one when its cursors are
    /// no longer needed. Without keys, anybody who has a cursor can read the keys of the record in it.
    std::vector<secret> cursor_keys = {};
};

/// Options of a write of one record: `write_options().only_if(attr<&phone::visits> < 5)`. `call_options` convert to it.
class write_options
{
public:
    write_options() {}
    write_options(call_options call) : call_(call) {}
    DYNASIO_REFUSE_MISPLACED(
        write_options, "Put the condition into options: write_options().only_if(condition).")

    /// Writes only if the stored record meets this condition; otherwise the operation ends with `conflict`. If called
    /// several times, all conditions must be met.
    write_options& only_if(condition what) &
    {
        condition_ = std::move(condition_) && std::move(what);
        return *this;
    }
    write_options only_if(condition what) && { return std::move(only_if(std::move(what))); }

    [[nodiscard]] call_options const& call() const noexcept { return call_; }
    [[nodiscard]] dynasio::condition const& condition() const noexcept { return condition_; }

private:
    call_options call_;
    dynasio::condition condition_;
};

} // namespace dynasio

#endif
