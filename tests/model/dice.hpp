// SPDX-License-Identifier: BSL-1.0

#ifndef DYNASIO_TESTS_MODEL_DICE_HPP
#define DYNASIO_TESTS_MODEL_DICE_HPP

#include <cstdint>
#include <initializer_list>
#include <random>

namespace dynasio::tests::model {

/// Random numbers that are the same on every platform.
class dice
{
public:
    /// All of `seeds` together are the seed.
    explicit dice(std::initializer_list<std::uint64_t> seeds)
    {
        std::uint64_t mixed = 0;
        for (auto const each : seeds)
            mixed = (mixed ^ (each + 1)) * 0x9E3779B97F4A7C15U + 0x632BE59BD9B4E019U;
        engine_.seed(mixed ^ (mixed >> 29));
    }

    std::uint64_t below(std::uint64_t n) { return engine_() % n; }
    bool percent(std::uint64_t p) { return below(100) < p; }

    template <class T>
    T one_of(std::initializer_list<T> choices)
    {
        return choices.begin()[below(choices.size())];
    }

private:
    std::mt19937_64 engine_;
};

} // namespace dynasio::tests::model

#endif
