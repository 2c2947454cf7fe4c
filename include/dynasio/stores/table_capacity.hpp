// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_STORES_TABLE_CAPACITY_HPP
#define DYNASIO_STORES_TABLE_CAPACITY_HPP

#include <cstdint>
#include <optional>

namespace dynasio {

/// Billing mode of a new table.
class table_capacity
{
public:
    /// Read and write units per second.
    struct units
    {
        std::int64_t reads = 0;
        std::int64_t writes = 0;
    };

    /// Pay per request: nothing is reserved.
    static table_capacity on_demand() noexcept { return {}; }

    /// Reserved units, of the table and of each of its indexes.
    static table_capacity provisioned(std::int64_t reads = 10, std::int64_t writes = 10) noexcept
    {
        table_capacity result;
        result.reserved_ = units{.reads = reads, .writes = writes};
        return result;
    }

    /// Empty for an on-demand table.
    [[nodiscard]] std::optional<units> const& reserved() const noexcept { return reserved_; }

private:
    table_capacity() noexcept {}
    std::optional<units> reserved_;
};

} // namespace dynasio

#endif
