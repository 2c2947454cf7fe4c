// SPDX-License-Identifier: BSL-1.0

#include <dynasio/stores/push/message_position.hpp>

#include <array>
#include <charconv>
#include <limits>
#include <ostream>

namespace dynasio {

namespace {

/// The digits as they stand in a sort key: a colon follows.
class key_part
{
public:
    explicit key_part(std::uint64_t value) noexcept
    {
        auto* const end = std::to_chars(text_.data(), text_.data() + text_.size(), value).ptr;
        *end = ':';
        size_ = static_cast<std::size_t>(end - text_.data());
    }

    [[nodiscard]] std::string_view digits() const noexcept { return {text_.data(), size_}; }
    [[nodiscard]] std::string_view digits_and_colon() const noexcept { return {text_.data(), size_ + 1}; }

private:
    std::array<char, std::numeric_limits<std::uint64_t>::digits10 + 2> text_;
    std::size_t size_;
};

} // namespace

std::optional<message_position> message_position::parse(std::string_view digits) noexcept
{
    if (digits.empty() || (digits.front() == '0' && digits.size() > 1))
        return std::nullopt;
    std::uint64_t value = 0;
    auto const* const end = digits.data() + digits.size();
    auto const [stop, error] = std::from_chars(digits.data(), end, value);
    if (error != std::errc() || stop != end)
        return std::nullopt;
    return message_position(value);
}

std::string message_position::text() const
{
    return std::string(key_part(value_).digits());
}

std::strong_ordering operator<=>(message_position const& a, message_position const& b) noexcept
{
    // A colon is behind all digits: of two numbers of which one begins with the other, the longer one is first.
    return key_part(a.value_).digits_and_colon() <=> key_part(b.value_).digits_and_colon();
}

std::ostream& operator<<(std::ostream& out, message_position const& position)
{
    return out << key_part(position.value_).digits();
}

} // namespace dynasio
