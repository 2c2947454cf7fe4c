// SPDX-License-Identifier: BSL-1.0

#include <dynasio/stores/store_error.hpp>

#include "text/printable.hpp"

#include <sstream>
#include <utility>

namespace dynasio {

namespace {

class category final : public boost::system::error_category
{
public:
    char const* name() const noexcept override { return "dynasio.store"; }

    std::string message(int code) const override
    {
        switch (static_cast<store_errc>(code))
        {
        case store_errc::bad_input:
            return "invalid argument";
        case store_errc::conflict:
            return "write conflict or condition not met";
        case store_errc::already_exists:
            return "record already exists";
        case store_errc::malformed_item:
            return "malformed stored item";
        case store_errc::schema_mismatch:
            return "table schema does not match";
        case store_errc::unfinished:
            return "operation incomplete";
        case store_errc::not_found:
            return "record not found";
        case store_errc::does_not_fit:
            return "result does not fit the record";
        case store_errc::too_large:
            return "item or transaction too large";
        case store_errc::not_a_document:
            return "item is no document";
        case store_errc::dangling_shard:
            return "shard of the document is missing";
        case store_errc::untrusted_shard:
            return "shard in a table that is not allowed";
        case store_errc::too_deep:
            return "document has too many shards";
        case store_errc::decrypt_failed:
            return "value cannot be decrypted";
        case store_errc::not_encrypted:
            return "value is not encrypted";
        case store_errc::unencryptable_path:
            return "value cannot be encrypted in the legacy form";
        }
        return "unknown store error";
    }
};

std::string describe(store_error_details const& details)
{
    std::ostringstream out;
    char const* separator = "";
    auto const part = [&]() -> std::ostream&
    {
        out << separator;
        separator = ", ";
        return out;
    };
    if (!details.table.empty())
        part() << "table " << details.table;
    if (!details.key.empty())
        part() << "key " << details.key;
    if (!details.attribute.empty())
        part() << details.attribute;
    if (!details.reason.empty())
        out << (*separator ? ": " : "") << details.reason;
    if (details.applied)
        out << "; the write was applied";
    if (details.cause)
        out << "; " << details.cause->describe();
    return text::printable(out.str()); // parts are stored by other programs
}

} // namespace

boost::system::error_category const& store_category() noexcept
{
    static category const instance;
    return instance;
}

store_error::store_error(store_error_details details)
    : system_error(make_error_code(details.code), describe(details)),
      details_(std::make_shared<store_error_details const>(std::move(details)))
{}

} // namespace dynasio
