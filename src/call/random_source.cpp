// SPDX-License-Identifier: BSL-1.0

#include "call/random_source.hpp"

#include <random>

namespace dynasio::call {

namespace {

std::uint64_t mix(std::uint64_t z) noexcept
{
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    return z ^ (z >> 31);
}

std::uint64_t seed_from_system()
{
    std::random_device device;
    return (std::uint64_t{device()} << 32) | device();
}

} // namespace

random_source::random_source(std::optional<std::uint64_t> seed)
    : state_(seed ? *seed : seed_from_system()), second_seed_(seed ? mix(*seed + 1) : seed_from_system())
{}

std::uint64_t random_source::next() noexcept
{
    return mix(state_.fetch_add(0x9e3779b97f4a7c15ULL, std::memory_order_relaxed));
}

double random_source::next_fraction() noexcept
{
    return static_cast<double>(next() >> 11) * 0x1.0p-53;
}

std::array<char, 36> random_source::uuid() noexcept
{
    auto const high = next();
    auto const low = mix(high ^ second_seed_);
    // Version 4, variant 1 (RFC 4122, section 4.4).
    std::uint64_t const halves[2] = {
        (high & 0xffffffffffff0fffULL) | 0x4000ULL, (low & 0x3fffffffffffffffULL) | 0x8000000000000000ULL};
    constexpr char digits[] = "0123456789abcdef";
    std::array<char, 36> text;
    auto* next = text.data();
    for (int nibble = 0; nibble < 32; ++nibble)
    {
        if (nibble == 8 || nibble == 12 || nibble == 16 || nibble == 20)
            *next++ = '-';
        *next++ = digits[(halves[nibble / 16] >> (60 - 4 * (nibble % 16))) & 15];
    }
    return text;
}

void random_source::append_uuid(std::string& out)
{
    auto const text = uuid();
    out.append(text.data(), text.size());
}

} // namespace dynasio::call
