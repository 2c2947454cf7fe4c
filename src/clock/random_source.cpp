// SPDX-License-Identifier: BSL-1.0

#include "clock/random_source.hpp"

#include <openssl/rand.h>
#include <pthread.h>
#include <unistd.h>

#include <new>
#include <random>
#include <stdexcept>

namespace dynasio::http {

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

// How often this process and those before it were forked. Two children of one process have the same number.
std::atomic<unsigned> forks = 0;

unsigned count_forks()
{
    static int const failed =
        ::pthread_atfork(nullptr, nullptr, [] { forks.fetch_add(1, std::memory_order_relaxed); });
    if (failed != 0)
        throw std::bad_alloc();
    return forks.load(std::memory_order_relaxed);
}

} // namespace

random_source::random_source(std::optional<std::uint64_t> seed)
    : state_(seed ? *seed : seed_from_system()),
      second_seed_(seed ? mix(*seed + 1) : seed_from_system()),
      forks_seen_(count_forks()),
      reproducible_(seed.has_value())
{}

void random_source::seed_again_after_fork() noexcept
{
    auto const forked = forks.load(std::memory_order_relaxed);
    auto const process = mix(static_cast<std::uint64_t>(::getpid()) << 32 | forked);
    try
    {
        state_ = seed_from_system();
        second_seed_ = seed_from_system();
    }
    catch (...) // the system gives no randomness, for want of descriptors perhaps
    {
        state_ ^= process;
        second_seed_ ^= mix(process);
    }
    forks_seen_ = forked;
}

std::uint64_t random_source::next() noexcept
{
    if (forks_seen_.load(std::memory_order_relaxed) != forks.load(std::memory_order_relaxed)
        && !reproducible_)
        seed_again_after_fork();
    return mix(state_.fetch_add(0x9e3779b97f4a7c15ULL, std::memory_order_relaxed));
}

double random_source::next_fraction() noexcept
{
    return static_cast<double>(next() >> 11) * 0x1.0p-53;
}

std::array<char, 36> random_source::uuid() noexcept
{
    auto const high = next();
    auto const low = mix(high ^ second_seed_.load(std::memory_order_relaxed));
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

void fill_with_secure_random(std::span<unsigned char> bytes)
{
    if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1)
        throw std::runtime_error("OpenSSL: no randomness");
}

} // namespace dynasio::http
