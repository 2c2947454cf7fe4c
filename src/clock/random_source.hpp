// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_SRC_CLOCK_RANDOM_SOURCE_HPP
#define DYNASIO_SRC_CLOCK_RANDOM_SOURCE_HPP

#include <array>
#include <atomic>
#include <cstdint>
#include <optional>
#include <span>
#include <string>

namespace dynasio::http {

/// Randomness for jitter and for identifiers that must be unique, not secret (splitmix64 over a counter). After `fork` both
/// processes go on with other values, unless a seed was given.
/// Thread safety: shared objects are safe, without a lock.
class random_source
{
public:
    /// From the operating system's randomness unless a seed is given.
    explicit random_source(std::optional<std::uint64_t> seed);

    std::uint64_t next() noexcept;

    /// In [0, 1).
    double next_fraction() noexcept;

    /// A UUID of version 4. Its halves depend on two independent 64-bit seeds, so that two clients whose counters
    /// cross do not give the same one.
    std::array<char, 36> uuid() noexcept;
    void append_uuid(std::string& out);

private:
    void seed_again_after_fork() noexcept;

    std::atomic<std::uint64_t> state_;
    std::atomic<std::uint64_t> second_seed_;
    std::atomic<unsigned> forks_seen_; // when it was seeded
    bool const reproducible_;
};

/// Bytes that nobody can predict, for nonces and keys: from OpenSSL, whatever seed a client has. Safe after `fork`. Throws
/// `std::runtime_error` if the system gives no randomness.
void fill_with_secure_random(std::span<unsigned char> bytes);

} // namespace dynasio::http

#endif
