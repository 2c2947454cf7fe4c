// SPDX-License-Identifier: BSL-1.0

#include "seeds.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <optional>
#include <stdexcept>
#include <string_view>

namespace dynasio::tests::model {

namespace {

struct seed_range
{
    std::uint64_t first = 1;
    std::uint64_t last = 30;
};

std::uint64_t number_of(std::string_view text)
{
    std::uint64_t value = 0;
    auto const [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (failed != std::errc() || end != text.data() + text.size())
        throw std::invalid_argument(
            "DYNASIO_MODEL_SEED=n or DYNASIO_MODEL_SEEDS=first-last, not " + std::string(text));
    return value;
}

seed_range seeds()
{
    seed_range range;
    if (char const* const one = std::getenv("DYNASIO_MODEL_SEED"))
        range.first = range.last = number_of(one);
    else if (char const* const some = std::getenv("DYNASIO_MODEL_SEEDS"))
    {
        std::string_view const text = some;
        auto const dash = std::min(text.find('-'), text.size());
        range.first = number_of(text.substr(0, dash));
        range.last = number_of(text.substr(std::min(dash + 1, text.size())));
    }
    if (range.last < range.first)
        throw std::invalid_argument("the last seed is before the first one");
    return range;
}

} // namespace

void for_each_seed(std::function<std::string(std::uint64_t)> const& problem_of)
{
    constexpr int shown_in_full = 3;
    auto const range = seeds();
    int failures = 0;
    for (auto seed = range.first; seed <= range.last; ++seed)
    {
        auto const problem = problem_of(seed);
        if (problem.empty())
            continue;
        if (++failures <= shown_in_full)
            ADD_FAILURE() << "seed " << seed << ": run it again with DYNASIO_MODEL_SEED=" << seed << '\n'
                          << problem;
        else
            ADD_FAILURE() << "seed " << seed << ": " << problem.substr(0, problem.find('\n'));
    }
}

std::string describe(std::vector<call const*> calls)
{
    std::sort(calls.begin(), calls.end(), [](auto const* a, auto const* b) { return a->begin < b->begin; });
    calls.erase(std::unique(calls.begin(), calls.end()), calls.end());
    std::string out;
    for (auto const* c : calls)
        out += "    " + c->describe() + '\n';
    return out;
}

} // namespace dynasio::tests::model
