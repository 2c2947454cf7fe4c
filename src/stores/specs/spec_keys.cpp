// SPDX-License-Identifier: BSL-1.0

#include "stores/specs/spec_keys.hpp"

#include "stores/argument_checks.hpp"

namespace dynasio {

namespace {

constexpr std::string_view latest = "latest";

std::string join(std::string_view left, std::string_view right)
{
    std::string key;
    key.reserve(left.size() + 1 + right.size());
    key.append(left).append(1, '#').append(right);
    return key;
}

} // namespace

std::string spec_time_text(std::int64_t seconds)
{
    auto const digits = std::to_string(seconds < 0 ? 0 : seconds);
    return std::string(20 - digits.size(), '0') + digits;
}

std::string spec_version_key(std::int64_t seconds, std::string_view id)
{
    return join(spec_time_text(seconds), id);
}

std::string spec_latest_key(std::string_view id)
{
    return join(latest, id);
}

std::string spec_version_index_key(std::string_view id, std::int64_t seconds)
{
    return join(id, spec_time_text(seconds));
}

std::string spec_latest_index_key(std::string_view id)
{
    return join(id, latest);
}

void detail::check_spec_id(std::string_view id)
{
    check_key_text("id", id, max_spec_id_size);
}

} // namespace dynasio
