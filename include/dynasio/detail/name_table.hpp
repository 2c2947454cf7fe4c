// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_DETAIL_NAME_TABLE_HPP
#define DYNASIO_DETAIL_NAME_TABLE_HPP

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <type_traits>

namespace dynasio::detail {

/// The positions of N different names, found by hash; made at compile time.
template <std::size_t N>
class name_table
{
public:
    constexpr explicit name_table(std::array<std::string_view, N> const& names) : names_(names)
    {
        for (std::size_t i = 0; i < N; ++i)
        {
            auto at = hash(names[i]);
            while (slots_[at & mask] != 0)
                ++at;
            slots_[at & mask] = static_cast<std::uint16_t>(i + 1);
        }
    }

    /// N when there is no such name.
    [[nodiscard]] constexpr std::size_t find(std::string_view name) const noexcept
    {
        for (auto at = hash(name);; ++at)
        {
            std::size_t const found = slots_[at & mask];
            if (found == 0)
                return N;
            if (same(names_[found - 1], name))
                return found - 1;
        }
    }

private:
    // At most half of the slots are taken, so a search ends soon.
    static constexpr std::size_t mask = std::bit_ceil(4 * N + 2) - 1;

    /// Equality without a call: names are short, and this is asked once for every attribute of an answer.
    static constexpr bool same(std::string_view a, std::string_view b) noexcept
    {
        if (a.size() != b.size())
            return false;
        if (std::is_constant_evaluated())
            return a == b;
        auto const n = a.size();
        if (n >= sizeof(std::uint64_t))
        {
            constexpr auto step = sizeof(std::uint64_t);
            for (std::size_t i = 0; i + step < n; i += step)
                if (load<std::uint64_t>(a, i) != load<std::uint64_t>(b, i))
                    return false;
            return load<std::uint64_t>(a, n - step) == load<std::uint64_t>(b, n - step);
        }
        if (n >= sizeof(std::uint32_t))
            return load<std::uint32_t>(a, 0) == load<std::uint32_t>(b, 0)
                && load<std::uint32_t>(a, n - sizeof(std::uint32_t))
                == load<std::uint32_t>(b, n - sizeof(std::uint32_t));
        for (std::size_t i = 0; i < n; ++i)
            if (a[i] != b[i])
                return false;
        return true;
    }

    template <class Word>
    static Word load(std::string_view text, std::size_t at) noexcept
    {
        Word word;
        std::memcpy(&word, text.data() + at, sizeof word);
        return word;
    }

    /// Names of members differ most in length, ends and middle.
    static constexpr std::size_t hash(std::string_view name) noexcept
    {
        auto const n = name.size();
        if (n == 0)
            return 0;
        auto const at = [&](std::size_t i)
        { return static_cast<std::uint32_t>(static_cast<unsigned char>(name[i])); };
        std::uint32_t h = static_cast<std::uint32_t>(n);
        h = h * 31 + at(0);
        h = h * 31 + at(n / 2);
        h = h * 31 + at(n - 1);
        h = h * 31 + at(n < 2 ? 0 : n - 2);
        return (h * 0x9E3779B1u) >> 16;
    }

    std::array<std::string_view, N> names_;
    std::array<std::uint16_t, mask + 1> slots_{};
};

} // namespace dynasio::detail

#endif
