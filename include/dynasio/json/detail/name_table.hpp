// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_JSON_DETAIL_NAME_TABLE_HPP
#define DYNASIO_JSON_DETAIL_NAME_TABLE_HPP

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <type_traits>

namespace dynasio::json {

/// Finds the positions of N different names by hash. Made at compile time. There is one search per attribute of a response,
/// so a search calls no function and compares whole words.
template <std::size_t N>
class name_table
{
public:
    constexpr explicit name_table(std::array<std::string_view, N> const& names) : names_(names)
    {
        for (std::size_t i = 0; i < N; ++i)
        {
            ends_[i] = ends_of(names[i]);
            auto at = slot_of(ends_[i]);
            while (slots_[at] != 0)
                at = (at + 1) % slot_count;
            slots_[at] = static_cast<std::uint16_t>(i + 1);
        }
    }

    /// N when there is no such name.
    [[nodiscard]] constexpr std::size_t find(std::string_view name) const noexcept
    {
        auto const wanted = ends_of(name);
        for (auto at = slot_of(wanted);; at = (at + 1) % slot_count)
        {
            std::size_t const found = slots_[at];
            if (found == 0)
                return N;
            if (ends_[found - 1] == wanted && has_middle_of(name, names_[found - 1]))
                return found - 1;
        }
    }

private:
    using word = std::uint64_t;

    /// The first and the last bytes of a name, which overlap in a short one: all of it, if it is no longer than two words.
    struct ends
    {
        word first;
        word last;
        std::size_t size;

        constexpr bool operator==(ends const& other) const noexcept
        {
            return first == other.first && last == other.last && size == other.size;
        }
    };

    // At most half of the slots are taken, so a search ends soon.
    static constexpr std::size_t slot_count = std::bit_ceil(4 * N + 2);

    static constexpr ends ends_of(std::string_view name) noexcept
    {
        if (name.size() >= sizeof(word))
            return ends_of<word>(name);
        if (name.size() >= sizeof(std::uint32_t))
            return ends_of<std::uint32_t>(name);
        if (name.size() >= sizeof(std::uint16_t))
            return ends_of<std::uint16_t>(name);
        return {name.empty() ? word(0) : static_cast<unsigned char>(name[0]), 0, name.size()};
    }

    template <class Part>
    static constexpr ends ends_of(std::string_view name) noexcept
    {
        return {load<Part>(name.data()), load<Part>(name.data() + name.size() - sizeof(Part)), name.size()};
    }

    template <class Part>
    static constexpr Part load(char const* at) noexcept
    {
        std::array<char, sizeof(Part)> bytes{};
        if (std::is_constant_evaluated())
            for (std::size_t i = 0; i < sizeof(Part); ++i)
                bytes[i] = at[i];
        else
            std::memcpy(bytes.data(), at, sizeof(Part));
        return std::bit_cast<Part>(bytes);
    }

    /// For names whose ends are equal.
    static constexpr bool has_middle_of(std::string_view a, std::string_view b) noexcept
    {
        for (auto i = sizeof(word); i + sizeof(word) < a.size(); i += sizeof(word))
            if (load<word>(a.data() + i) != load<word>(b.data() + i))
                return false;
        return true;
    }

    /// The upper bits of products depend on all bits of both words. The factors are odd and look random.
    static constexpr std::size_t slot_of(ends const& name) noexcept
    {
        auto const mixed = (name.first ^ name.size) * 0x9E3779B97F4A7C15u + name.last * 0xC2B2AE3D27D4EB4Fu;
        return static_cast<std::size_t>(mixed >> 32) % slot_count;
    }

    std::array<std::string_view, N> names_;
    std::array<ends, N> ends_{};
    std::array<std::uint16_t, slot_count> slots_{};
};

} // namespace dynasio::json

#endif
