// SPDX-License-Identifier: BSL-1.0
//
// Random operations on a few specs, from eight coroutines, on a network with faults: what all callers saw must be possible.

#include "dice.hpp"
#include "seeds.hpp"
#include "spec_actor.hpp"
#include "support/local_dynamodb.hpp"

#include <atomic>
#include <map>
#include <mutex>
#include <set>

namespace dynasio::tests::model {
namespace {

/// The clock of new versions: it stands still, goes on slowly, or jumps back and forth.
bool stands_still(std::uint64_t seed)
{
    return seed % 4 == 0 || seed % 4 == 3;
}

std::function<std::chrono::system_clock::time_point()> clock_of(std::uint64_t seed)
{
    auto const readings = std::make_shared<std::atomic<std::int64_t>>(0);
    return [seed, readings]
    {
        auto const reading = (*readings)++;
        std::int64_t seconds = 1'700'000'000;
        if (seed % 4 == 1)
            seconds += reading / 8;
        if (seed % 4 == 2)
            seconds += static_cast<std::int64_t>(dice{seed, static_cast<std::uint64_t>(reading)}.below(5));
        return std::chrono::system_clock::time_point(std::chrono::seconds(seconds));
    };
}

struct model_of_specs : local_dynamodb
{
    [[nodiscard]] spec_store_options store_options() const
    {
        spec_store_options result;
        result.table_name = table_name("specs");
        return result;
    }

    std::string problem_of_seed(std::uint64_t seed);
};

/// A removal of all specs of a user deletes as many items as there are.
std::string problem_of_removals(spec_actor const& a, std::map<unsigned, spec_history> const& histories)
{
    for (auto const& [removal, count] : a.removals_of_users)
    {
        std::size_t least = 0;
        std::size_t most = 0;
        for (auto const& [number, history] : histories)
            for (auto const& e : history)
                if (e.from == removal)
                {
                    auto const range = removable(history, *removal);
                    least += range.first;
                    most += range.second;
                }
        if (count < least || count > most)
            return "the number of deleted items is not from " + std::to_string(least) + " to "
                + std::to_string(most) + ": " + removal->describe() + '\n';
    }
    return {};
}

std::string model_of_specs::problem_of_seed(std::uint64_t seed)
{
    world w(seed, options());
    auto its_options = store_options();
    its_options.now = clock_of(seed);
    std::deque<spec_actor> all;
    std::mutex adding;
    auto const add = [&](actor& a) -> spec_actor&
    {
        std::lock_guard const lock(adding);
        return all.emplace_back(a, seed, its_options);
    };
    w.run([&](actor& a) { return add(a).perform(plan_specs(seed, a.index())); },
        [&](actor& a) { return add(a).read_at_end(); });

    std::map<unsigned, spec_history> histories;
    std::map<unsigned, std::vector<call const*>> calls;
    std::string found;
    for (auto const& a : all)
    {
        for (auto const& [number, e] : a.events)
        {
            histories[number].push_back(e);
            calls[number].push_back(e.from);
        }
        for (auto const& problem : a.problems)
            found += problem + '\n';
    }
    for (auto const& [number, history] : histories)
    {
        spec_rules rules;
        rules.seconds_are_successive = number == kept_spec && stands_still(seed);
        if (auto const problem = problem_of(history, rules); !problem.empty())
            found += spec_actor::name_of(number) + ": " + problem + "  history:\n" + describe(calls[number]);
    }
    for (auto const& a : all)
        found += problem_of_removals(a, histories);
    return found;
}

TEST_F(model_of_specs, explains_what_all_callers_saw)
{
    run([&](client owner) -> asio::awaitable<void>
        { co_await spec_store(owner, store_options()).create_table(); });
    for_each_seed([&](std::uint64_t seed) { return problem_of_seed(seed); });
}

TEST(spec_plan, is_the_same_each_time_and_has_every_operation)
{
    std::set<spec_operation> seen;
    for (std::uint64_t seed = 1; seed <= 30; ++seed)
        for (unsigned i = 0; i < coroutines; ++i)
        {
            auto const plan = plan_specs(seed, i);
            auto const again = plan_specs(seed, i);
            for (std::size_t n = 0; n < plan.size(); ++n)
            {
                EXPECT_EQ(plan[n].describe(), again[n].describe());
                seen.insert(plan[n].what);
            }
        }
    EXPECT_EQ(seen.size(), static_cast<std::size_t>(spec_operation::remove_all) + 1);
}

} // namespace
} // namespace dynasio::tests::model
