// SPDX-License-Identifier: BSL-1.0

#include <dynasio/stores/push/channel_id.hpp>

#include "stores/push/hex_id.hpp"

#include <ostream>

namespace dynasio {

using namespace stores::push;

channel_id::channel_id(std::string_view text) : bytes_(checked_id("channel", text)) {}

std::optional<channel_id> channel_id::parse(std::string_view text) noexcept
{
    auto const bytes = parse_id(text);
    return bytes ? std::optional(channel_id(*bytes)) : std::nullopt;
}

std::string channel_id::text() const
{
    return dashed_id(bytes_);
}

std::string channel_id::digits() const
{
    return id_digits(bytes_);
}

std::ostream& operator<<(std::ostream& out, channel_id const& id)
{
    return out << id.text();
}

} // namespace dynasio
