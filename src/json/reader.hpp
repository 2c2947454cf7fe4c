// SPDX-License-Identifier: BSL-1.0
//
// The tokens of JSON text (RFC 8259): strict, with UTF-8 checked, without copies where a text has no escapes.

#ifndef DYNASIO_SRC_JSON_READER_HPP
#define DYNASIO_SRC_JSON_READER_HPP

#include "text/plain_run.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace dynasio::json {

class json_reader
{
public:
    explicit json_reader(std::string_view text) noexcept
        : begin_(text.data()), at_(text.data()), end_(text.data() + text.size())
    {}
    json_reader(json_reader const&) = delete;
    json_reader& operator=(json_reader const&) = delete;
    ~json_reader();

    /// The next character, behind whitespace; NUL at the end of the text, which is no token either.
    char peek() noexcept
    {
        while (at_ != end_ && static_cast<unsigned char>(*at_) <= ' ' && is_whitespace(*at_))
            ++at_;
        return at_ != end_ ? *at_ : '\0';
    }

    /// Leaves the character that was peeked at behind.
    void skip() noexcept { ++at_; }

    /// What has not been read.
    [[nodiscard]] char const* position() const noexcept { return at_; }

    /// Leaves `c` behind, which has to be next.
    void expect(char c)
    {
        if (peek() != c)
            unexpected();
        ++at_;
    }

    /// How many bytes have not been read; no more than fit.
    [[nodiscard]] std::uint32_t left() const noexcept
    {
        return static_cast<std::uint32_t>(
            std::min<std::size_t>(static_cast<std::size_t>(end_ - at_), UINT32_MAX));
    }

    [[nodiscard]] bool at_end() noexcept
    {
        (void)peek();
        return at_ == end_;
    }

    // Each of these begins at the first character of its token.

    /// Text between quotes. It lasts as long as the input, or until the next string when `is_temporary` is set.
    std::string_view string(bool& is_temporary)
    {
        auto const* const first = ++at_;
        at_ = text::skip_plain(at_, end_);
        if (at_ != end_ && static_cast<unsigned char>(*at_) >= 0x80)
            skip_text();
        if (at_ != end_ && *at_ == '"')
        {
            is_temporary = false;
            return {first, static_cast<std::size_t>(at_++ - first)};
        }
        is_temporary = true;
        return string_with_escapes(first);
    }

    /// The text of `{"S":"text"}`, if that is what stands here, without whitespace and escapes. `accept_tagged` leaves it
    /// behind; without that, it is as if nothing had been read.
    bool peek_tagged(char& tag, std::string_view& text) const noexcept
    {
        // The shortest is `{"S":""}`.
        constexpr text::byte_pattern beginning("{\"?\":\"");
        if (end_ - at_ < text::byte_pattern::readable || !beginning.matches(at_))
            return false;
        tag = at_[2];
        return text_of_tagged(at_ + 6, text);
    }

    /// The same with a name before it: `"name":{"S":"text"}`. The name has ASCII only.
    bool peek_tagged_member(std::string_view& name, char& tag, std::string_view& text) const noexcept
    {
        if (at_ == end_ || *at_ != '"')
            return false;
        auto const* const first = at_ + 1;
        auto const* const last = text::skip_plain(first, end_);
        constexpr text::byte_pattern beginning("\":{\"?\":\"");
        if (end_ - last < text::byte_pattern::readable || !beginning.matches(last))
            return false;
        name = {first, static_cast<std::size_t>(last - first)};
        tag = last[4];
        return text_of_tagged(last + 8, text);
    }

    void accept_tagged(std::string_view text) noexcept { at_ = text.data() + text.size() + 2; }

    /// Leaves a comma behind that another member follows at once; false when something else is next.
    bool accept_comma_of_members() noexcept
    {
        if (end_ - at_ < 2 || at_[0] != ',' || at_[1] != '"')
            return false;
        ++at_;
        return true;
    }

    /// A number as it is written.
    std::string_view number();

    /// `true`, `false` or `null`.
    void word(std::string_view wanted);

    [[noreturn]] void unexpected() const;
    [[noreturn]] void fail(char const* problem) const;

private:
    static bool is_whitespace(char c) noexcept { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }

    /// The text from `first` on, behind which the object that has it ends.
    bool text_of_tagged(char const* first, std::string_view& text) const noexcept
    {
        auto const* const last = text::skip_text(first, end_);
        if (end_ - last < 2 || last[0] != '"' || last[1] != '}')
            return false;
        text = {first, static_cast<std::size_t>(last - first)};
        return true;
    }

    void skip_text();
    void skip_digits();
    std::string_view string_with_escapes(char const* first);
    void append(char c);
    void read_escape();
    unsigned read_hex();
    void append_utf8(unsigned code_point);

    char const* begin_;
    char const* at_;
    char const* end_;
    std::string unescaped_; ///< may be a secret
};

} // namespace dynasio::json

#endif
