// SPDX-License-Identifier: BSL-1.0
//
// Random operations on a few key pairs, from eight coroutines, on a network with faults: what all callers saw must be possible.

#include "credential_actor.hpp"
#include "seeds.hpp"
#include "support/local_dynamodb.hpp"

#include <algorithm>
#include <mutex>
#include <set>

namespace dynasio::tests::model {
namespace {

/// Owners that the index returned must have had this public key at some time.
std::string problem_of_owners(std::deque<credential_actor> const& all)
{
    struct writing
    {
        tick begin;
        unsigned cell;
    };
    std::map<std::string, writing> written;
    for (auto const& a : all)
        for (auto const& [number, e] : a.events)
            if (!e.what.text.empty())
                written.try_emplace(e.what.text, writing{e.from->begin, number});
    for (auto const& a : all)
        for (auto const& seen : a.owners_seen)
        {
            auto const by = written.find(seen.public_key);
            if (by == written.end() || by->second.begin > seen.by->end
                || a.sub_of(by->second.cell) != seen.sub
                || (!seen.id.empty() && credential_actor::id_of(by->second.cell) != seen.id))
                return "an owner who never had this public key: " + seen.by->describe() + '\n';
        }
    return {};
}

struct model_of_credentials : local_dynamodb
{
    std::string problem_of_seed(std::uint64_t seed)
    {
        world w(seed, options());
        std::deque<credential_actor> all;
        std::mutex adding;
        auto const add = [&](actor& a) -> credential_actor&
        {
            std::lock_guard const lock(adding);
            return all.emplace_back(a, seed, table_name("credentials"));
        };
        w.run([&](actor& a) { return add(a).perform(plan_credentials(seed, a.index())); },
            [&](actor& a) { return add(a).read_at_end(); });

        std::string found;
        std::map<std::string, cell_history> cells;
        std::map<std::string, std::vector<call const*>> calls;
        for (auto const& a : all)
        {
            for (auto const& [number, e] : a.events)
            {
                auto const name = a.sub_of(number) + " / " + credential_actor::id_of(number);
                cells[name].push_back(e);
                calls[name].push_back(e.from);
            }
            for (auto const& problem : a.problems)
                found += problem + '\n';
        }
        found += problem_of_owners(all);
        for (auto const& [name, history] : cells)
            if (auto const problem = problem_of(history); !problem.empty())
                found += name + ": " + problem + "  history:\n" + describe(calls[name]);
        return found;
    }
};

TEST_F(model_of_credentials, explains_what_all_callers_saw)
{
    run(
        [&](client owner) -> asio::awaitable<void>
        {
            credential_store_options its;
            its.table_name = table_name("credentials");
            co_await credential_store(owner, its).create_table();
        });
    for_each_seed([&](std::uint64_t seed) { return problem_of_seed(seed); });
}

TEST(credential_plan, is_the_same_each_time_and_has_every_operation)
{
    std::set<credential_operation> seen;
    for (std::uint64_t seed = 1; seed <= 30; ++seed)
        for (unsigned i = 0; i < coroutines; ++i)
        {
            auto const plan = plan_credentials(seed, i);
            auto const again = plan_credentials(seed, i);
            for (std::size_t n = 0; n < plan.size(); ++n)
            {
                EXPECT_EQ(plan[n].describe(), again[n].describe());
                seen.insert(plan[n].what);
            }
        }
    EXPECT_EQ(seen.size(), static_cast<std::size_t>(credential_operation::remove_all) + 1);
}

} // namespace
} // namespace dynasio::tests::model
