// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_STORES_RECORDS_INDEX_OPTIONS_HPP
#define DYNASIO_STORES_RECORDS_INDEX_OPTIONS_HPP

#include <dynasio/call_options.hpp>
#include <dynasio/stores/table_capacity.hpp>

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace dynasio {

namespace model {
enum class key_type;
} // namespace model

/// Options of a new global secondary index of a `record_table`: `index_options().include("name")`. By default, the index
/// has the name of its attribute, has this attribute as its only key, and contains keys only.
class index_options
{
public:
    // Not an aggregate, so that GCC 12 handles it as a default argument.
    index_options() {}
    DYNASIO_REFUSE_MISPLACED(index_options, "This operation takes no condition.")

    /// The name of the index: 3 to 255 letters, digits, `_`, `-` and `.`. Default: the attribute's name.
    index_options& name(std::string value) &
    {
        name_ = std::move(value);
        return *this;
    }
    index_options name(std::string value) && { return std::move(name(std::move(value))); }

    /// Copies whole records into the index. Doubles storage and writes, and saves the second read.
    index_options& all() &
    {
        all_ = true;
        included_.reset();
        return *this;
    }
    index_options all() && { return std::move(all()); }

    /// Copies these attributes into the index: at least one, and no keys. `include("name", "email")`.
    template <std::convertible_to<std::string>... Attributes>
        requires(sizeof...(Attributes) > 0)
    index_options& include(Attributes... attributes) &
    {
        std::vector<std::string> all;
        all.reserve(sizeof...(Attributes));
        (all.emplace_back(std::move(attributes)), ...);
        return include(std::move(all));
    }
    template <std::convertible_to<std::string>... Attributes>
        requires(sizeof...(Attributes) > 0)
    index_options include(Attributes... attributes) &&
    {
        return std::move(include(std::move(attributes)...));
    }
    index_options& include(std::vector<std::string> attributes) &
    {
        all_ = false;
        included_ = std::move(attributes);
        return *this;
    }
    index_options include(std::vector<std::string> attributes) &&
    {
        return std::move(include(std::move(attributes)));
    }

    /// A sort key, by which the index is sorted within one value of the partition key. Records without it are not in the
    /// index.
    index_options& sorted_by(std::string attribute) &
    {
        sort_key_ = std::move(attribute);
        return *this;
    }
    index_options sorted_by(std::string attribute) && { return std::move(sorted_by(std::move(attribute))); }

    /// The role of the attribute, from <dynasio/model/key_schema.hpp>. Default `hash`, which an index requires;
    /// `range` ends with `bad_input`.
    index_options& role(model::key_type value) &
    {
        role_ = value;
        return *this;
    }
    index_options role(model::key_type value) && { return std::move(role(value)); }

    /// The reserved units of the index if the table is provisioned. Default 10 and 10.
    index_options& throughput(std::int64_t reads, std::int64_t writes) &
    {
        throughput_ = {.reads = reads, .writes = writes};
        return *this;
    }
    index_options throughput(std::int64_t reads, std::int64_t writes) &&
    {
        return std::move(throughput(reads, writes));
    }

    /// Whether to wait until the index is filled and can be used. This takes long for large tables, so set a `timeout`
    /// then. Default true.
    index_options& wait(bool value) &
    {
        wait_ = value;
        return *this;
    }
    index_options wait(bool value) && { return std::move(wait(value)); }

    /// Options of each request. Their `timeout` (default 5 minutes) or `deadline` bounds the whole operation.
    index_options& call(call_options value) &
    {
        call_ = value;
        return *this;
    }
    index_options call(call_options value) && { return std::move(call(value)); }

    [[nodiscard]] std::optional<std::string> const& name() const noexcept { return name_; }
    [[nodiscard]] bool includes_all() const noexcept { return all_; }
    [[nodiscard]] std::optional<std::vector<std::string>> const& included() const noexcept
    {
        return included_;
    }
    [[nodiscard]] std::optional<std::string> const& sort_key() const noexcept { return sort_key_; }
    [[nodiscard]] std::optional<model::key_type> role() const noexcept { return role_; }
    [[nodiscard]] table_capacity::units throughput() const noexcept { return throughput_; }
    [[nodiscard]] bool waits() const noexcept { return wait_; }
    [[nodiscard]] call_options const& call() const noexcept { return call_; }

private:
    std::optional<std::string> name_;
    bool all_ = false;
    std::optional<std::vector<std::string>> included_;
    std::optional<std::string> sort_key_;
    std::optional<model::key_type> role_;
    table_capacity::units throughput_{.reads = 10, .writes = 10};
    bool wait_ = true;
    call_options call_;
};

} // namespace dynasio

#endif
