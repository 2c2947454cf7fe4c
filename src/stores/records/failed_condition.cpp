// SPDX-License-Identifier: BSL-1.0

#include "stores/records/failed_condition.hpp"

#include <dynasio/expressions/condition_functions.hpp>
#include <dynasio/expressions/path.hpp>

#include <utility>

namespace dynasio::stores::records {

namespace {

path field_path(record_table_state const& self, std::size_t field)
{
    return path::of({self.type().fields[field].name});
}

/// Whether records without a version are of this version: those from before the member existed have its default.
bool is_version_of_old_records(record_table_state const& self, std::string const& version)
{
    auto const& type = self.type();
    return type.fields[type.version].may_be_absent && version == type.default_version();
}

constexpr std::string_view new_record = "0";

condition version_condition(record_table_state const& self, requirements const& required)
{
    auto const version = field_path(self, self.type().version);
    auto const key = field_path(self, self.type().partition_key);
    condition same = version == attribute_value(number(required.version));
    bool const may_be_new = required.version == new_record && required.expected == existence::any;
    if (!is_version_of_old_records(self, required.version))
        return may_be_new ? not_exists(key) || std::move(same) : same;
    bool const needs_record = !may_be_new && required.expected == existence::any;
    return (needs_record ? exists(key) && not_exists(version) : not_exists(version)) || std::move(same);
}

/// Whether the version of the stored record meets the requirement.
bool version_matches(record_table_state const& self, requirements const& required, item const* stored)
{
    if (!stored)
        return required.version == new_record;
    auto const* const version = stored->find(self.type().fields[self.type().version].name);
    if (!version)
        return is_version_of_old_records(self, required.version);
    auto const* const digits = version->if_number();
    return digits && *digits == number(required.version);
}

std::string describe_versions(
    record_table_state const& self, requirements const& required, item const* stored)
{
    std::string reason = "no record is stored";
    if (stored)
    {
        auto const* const version = stored->find(self.type().fields[self.type().version].name);
        auto const* const digits = version ? version->if_number() : nullptr;
        reason = "the stored record has " + (digits ? "version " + digits->normalized() : "no version");
    }
    return reason + ", this object has version " + required.version;
}

guard const* broken_guard(requirements const& required, item const& stored)
{
    for (auto const& each : required.guards)
        if (!each.problem(stored).empty())
            return &each;
    return nullptr;
}

} // namespace

condition requirements::as_condition(record_table_state const& self) const
{
    condition result;
    if (expected == existence::refused)
        result = not_exists(field_path(self, self.type().partition_key));
    else if (expected == existence::required)
        result = exists(field_path(self, self.type().partition_key));
    if (!version.empty())
        result = std::move(result) && version_condition(self, *this);
    for (auto const& each : guards)
        result = std::move(result) && each.required;
    return std::move(result) && only_if;
}

on_failure requirements::wants_stored_item() const
{
    if (version.empty() && guards.empty() && only_if.empty())
        return std::nullopt;
    return model::return_values_on_condition_check_failure::all_old;
}

store_error_details explain_failure(
    record_table_state const& self, requirements const& required, std::optional<item> stored)
{
    store_error_details details{.code = store_errc::conflict};
    auto const* const found = stored ? &*stored : nullptr;
    if (required.expected == existence::refused && (found || required.only_if.empty()))
    {
        details.code = store_errc::already_exists;
        details.reason = "the record already exists";
    }
    else if (required.expected == existence::required && !found)
    {
        details.code = store_errc::not_found;
        details.reason = "the record does not exist";
    }
    else if (!required.version.empty() && !version_matches(self, required, found))
    {
        details.attribute = self.type().fields[self.type().version].name;
        details.reason = describe_versions(self, required, found);
    }
    else if (auto const* const broken = found ? broken_guard(required, *found) : nullptr)
    {
        details.code = store_errc::does_not_fit;
        details.attribute = broken->attribute;
        details.reason = broken->problem(*found);
    }
    else
        details.reason =
            found ? "the stored record does not meet the condition" : "no stored record meets the condition";
    details.stored_item = std::move(stored);
    return details;
}

} // namespace dynasio::stores::records
