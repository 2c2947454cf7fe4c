// SPDX-License-Identifier: BSL-1.0
//
// Random operations on a few records, from eight coroutines, on a network with faults: what all callers saw must be possible.

#include "record_actor.hpp"
#include "seeds.hpp"
#include "support/local_dynamodb.hpp"

#include <algorithm>

namespace dynasio::tests::model {
namespace {

struct model_of_records : local_dynamodb
{
    record_tables names;

    void make_tables()
    {
        names = {table_name("tallies"), table_name("drafts")};
        run(
            [&](client owner) -> asio::awaitable<void>
            {
                record_table<tally> const all(owner, names.tallies);
                co_await all.open();
                co_await all.create_gsi<&tally::text>();
                record_table<draft> const drafts(owner, names.drafts);
                co_await drafts.open();
            });
    }

    std::string problem_of_seed(std::uint64_t seed);
};

/// Texts of records that an index returned must be texts that somebody had begun to write.
std::string problem_of_texts(std::deque<record_actor> const& all)
{
    std::map<std::string, tick> written;
    for (auto const& a : all)
        for (auto const& [cell, e] : a.events)
            written.try_emplace(e.from->who, e.from->begin);
    for (auto const& a : all)
        for (auto const& seen : a.texts_seen)
        {
            auto const by = written.find(seen.text);
            if (by == written.end() || by->second > seen.by->end)
                return "an index returned what nobody had written: " + seen.by->describe() + '\n';
        }
    return {};
}

std::string model_of_records::problem_of_seed(std::uint64_t seed)
{
    world w(seed, options());
    std::deque<record_actor> all;
    std::mutex adding;
    auto const add = [&](actor& a) -> record_actor&
    {
        std::lock_guard const lock(adding);
        return all.emplace_back(a, seed, names);
    };
    w.run([&](actor& a) { return add(a).perform(plan_records(seed, a.index())); },
        [&](actor& a) { return add(a).read_at_end(); });

    std::map<std::string, cell_history> cells_seen;
    std::map<std::string, std::vector<call const*>> calls;
    std::string found;
    for (auto const& a : all)
    {
        for (auto const& [cell, e] : a.events)
        {
            auto const name = record_actor::cell_name(seed, cell);
            cells_seen[name].push_back(e);
            calls[name].push_back(e.from);
        }
        for (auto const& problem : a.problems)
            found += problem + '\n';
    }
    found += problem_of_texts(all);
    auto const impossible = problem_of_all(cells_seen);
    if (!impossible.empty())
    {
        found += impossible;
        for (auto const& [name, its] : calls)
            if (impossible.find(name) != std::string::npos || impossible.starts_with("a transaction"))
                found += "  history of " + name + ":\n" + describe(its);
    }
    return found;
}

TEST_F(model_of_records, explains_what_all_callers_saw)
{
    make_tables();
    for_each_seed([&](std::uint64_t seed) { return problem_of_seed(seed); });
}

TEST(record_plan, is_the_same_each_time_and_has_every_operation)
{
    std::set<record_operation> seen;
    for (std::uint64_t seed = 1; seed <= 30; ++seed)
        for (unsigned i = 0; i < coroutines; ++i)
        {
            auto const plan = plan_records(seed, i);
            auto const again = plan_records(seed, i);
            for (std::size_t n = 0; n < plan.size(); ++n)
            {
                EXPECT_EQ(plan[n].describe(), again[n].describe());
                seen.insert(plan[n].what);
            }
        }
    EXPECT_EQ(seen.size(), static_cast<std::size_t>(record_operation::transaction) + 1);
}

} // namespace
} // namespace dynasio::tests::model
