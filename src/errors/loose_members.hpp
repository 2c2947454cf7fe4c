// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_ERRORS_LOOSE_MEMBERS_HPP
#define DYNASIO_SRC_ERRORS_LOOSE_MEMBERS_HPP

#include <optional>
#include <string_view>

namespace dynasio::errors {

/// The members of a JSON object, or the elements of a list, as text: divided without a look at what they hold, so that a
/// malformed one hides no other. Ends where the text is cut; a part that is cut is not given. Takes no stack for nesting.
class loose_members
{
public:
    /// `text` is an object or a list, with or without its end.
    explicit loose_members(std::string_view text) noexcept;

    struct member
    {
        std::string_view name; ///< between the quotes, with escapes as they are; empty in a list
        std::string_view value;
    };

    /// The next member; empty at the end.
    std::optional<member> next() noexcept;

private:
    void skip_blanks() noexcept;
    std::optional<std::string_view> string() noexcept;
    std::optional<std::string_view> value() noexcept;
    std::optional<std::string_view> nested() noexcept;

    std::string_view rest_;
    bool named_ = false;
};

} // namespace dynasio::errors

#endif
