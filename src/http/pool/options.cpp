// SPDX-License-Identifier: BSL-1.0

#include "text/duration_text.hpp"

#include <dynasio/http/pool.hpp>

#include <stdexcept>

namespace dynasio::http {
namespace {

using duration = std::chrono::steady_clock::duration;

[[noreturn]] void refuse(char const* member, std::string const& value, char const* rule)
{
    throw std::invalid_argument(
        "pool_options::" + std::string(member) + " is " + value + "; it must be " + rule);
}

void at_least(char const* member, std::size_t value, std::size_t least)
{
    if (value < least)
        refuse(member, std::to_string(value), ("at least " + std::to_string(least)).c_str());
}

void positive(char const* member, duration value)
{
    if (value <= duration::zero())
        refuse(member, text::duration_text(value), "more than 0");
}

void not_negative(char const* member, duration value)
{
    if (value < duration::zero())
        refuse(member, text::duration_text(value), "at least 0");
}

} // namespace

void validate(pool_options const& o)
{
    at_least("max_connections", o.max_connections, 1);
    positive("connect_timeout", o.connect_timeout);
    positive("idle_timeout", o.idle_timeout);
    not_negative("address_lifetime", o.address_lifetime);
    not_negative("address_cooldown", o.address_cooldown);
    at_least("max_header_bytes", o.max_header_bytes, 256);
    if (o.max_header_bytes > 1024 * 1024)
        refuse("max_header_bytes", std::to_string(o.max_header_bytes), "at most 1048576");
    at_least("max_body_bytes", o.max_body_bytes, 1);
    if (o.tls.context && !o.tls.ca_file.empty())
        refuse("tls.ca_file", "\"" + o.tls.ca_file + "\"", "empty where tls.context is given");
}

} // namespace dynasio::http
