// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_STORES_SPECS_DECIMAL_SECONDS_HPP
#define DYNASIO_SRC_STORES_SPECS_DECIMAL_SECONDS_HPP

#include <dynasio/mapping/attribute_mapping.hpp>
#include <dynasio/value/attribute_value.hpp>

#include <charconv>
#include <cstdint>
#include <stdexcept>
#include <string>

namespace dynasio::detail {

/// Seconds that are stored as decimal text, not as a number.
struct decimal_seconds
{
    std::int64_t value = 0;

    [[nodiscard]] std::string text() const { return std::to_string(value); }
};

} // namespace dynasio::detail

template <>
struct dynasio::attribute_mapping<dynasio::detail::decimal_seconds>
{
    static attribute_value to_attribute(detail::decimal_seconds seconds) { return seconds.text(); }

    static detail::decimal_seconds from_attribute(attribute_value const& value)
    {
        auto const* text = value.if_string();
        if (!text)
            throw std::runtime_error("expected S, found " + std::string(to_string(value.type())));
        detail::decimal_seconds result;
        auto const end = text->data() + text->size();
        auto const [stop, problem] = std::from_chars(text->data(), end, result.value);
        if (problem != std::errc() || stop != end || result.value < 0)
            throw std::runtime_error("expected whole seconds in decimal");
        return result;
    }
};

#endif
