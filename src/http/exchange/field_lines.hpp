// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_HTTP_EXCHANGE_FIELD_LINES_HPP
#define DYNASIO_SRC_HTTP_EXCHANGE_FIELD_LINES_HPP

#include "http/message/field_text.hpp"

#include <cstddef>
#include <string_view>

namespace dynasio::http {

/// Checks lines of fields byte by byte, up to the empty line: those of a header and those behind a chunked body.
class field_lines
{
public:
    enum class event
    {
        none,
        line,   ///< a line is complete, though the next one may continue it
        folded, ///< the last line is continued (`obs-fold`)
        end,    ///< the empty line is complete
        malformed,
    };

    event step(char c) noexcept
    {
        switch (state_)
        {
        case state::first_line:
        case state::next_line:
            if (c == '\r')
                return enter(state::last_feed);
            if (is_token_char(c))
                return enter(state::name);
            if (state_ == state::first_line || !is_field_blank(c))
                return event::malformed;
            return enter(state::value, event::folded);
        case state::name:
            if (c == ':')
                return enter(state::value);
            return is_token_char(c) ? event::none : event::malformed;
        case state::value:
            if (c == '\r')
                return enter(state::feed);
            return is_value_char(c) ? event::none : event::malformed;
        case state::feed:
            return c == '\n' ? enter(state::next_line, event::line) : event::malformed;
        case state::last_feed:
            return c == '\n' ? event::end : event::malformed;
        }
        return event::malformed;
    }

    /// How many of these bytes `step` would take without an event or a change. They may be passed over.
    [[nodiscard]] std::size_t run(std::string_view bytes) const noexcept
    {
        if (state_ == state::value)
            return value_run(bytes);
        std::size_t size = 0;
        if (state_ == state::name)
            while (size != bytes.size() && is_token_char(bytes[size]))
                ++size;
        return size;
    }

private:
    enum class state
    {
        first_line,
        name,
        value,
        feed,
        next_line,
        last_feed,
    };

    event enter(state next, event what = event::none) noexcept
    {
        state_ = next;
        return what;
    }

    state state_ = state::first_line;
};

} // namespace dynasio::http

#endif
