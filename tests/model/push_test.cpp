// SPDX-License-Identifier: BSL-1.0
//
// Random operations on two users of a push service and their messages, from eight coroutines, on a network with faults: what all
// callers saw must be possible.

#include "push_actor.hpp"
#include "seeds.hpp"
#include "support/local_dynamodb.hpp"

#include <deque>
#include <mutex>
#include <set>

namespace dynasio::tests::model {
namespace {

struct model_of_push : local_dynamodb
{
    push_tables tables{table_name("router"), table_name("message")};

    std::string problem_of_seed(std::uint64_t seed)
    {
        world w(seed, options());
        std::deque<push_actor> all;
        std::mutex adding;
        auto const add = [&](actor& a) -> push_actor&
        {
            std::lock_guard const lock(adding);
            return all.emplace_back(a, seed, tables);
        };
        w.run([&](actor& a) { return add(a).perform(plan_push(seed, a.index())); },
            [&](actor& a) { return add(a).read_at_end(); });

        std::string found;
        for (auto const& a : all)
            for (auto const& problem : a.problems)
                found += problem + '\n';
        for (unsigned user = 0; user < push_users; ++user)
        {
            found += problem_of_router(all, user);
            found += problem_of_mailbox(all, user);
        }
        return found;
    }

    static std::string problem_of_router(std::deque<push_actor> const& all, unsigned user)
    {
        router_history history;
        std::vector<call const*> calls;
        for (auto const& a : all)
            for (auto const& e : a.users.at(user))
            {
                history.push_back(e);
                calls.push_back(e.from);
            }
        auto const problem = problem_of(history);
        return problem.empty()
            ? problem
            : "user " + std::to_string(user) + ": " + problem + "  history:\n" + describe(calls);
    }

    static std::string problem_of_mailbox(std::deque<push_actor> const& all, unsigned user)
    {
        mailbox_history history;
        std::vector<call const*> calls;
        for (auto const& a : all)
        {
            auto const& own = a.mailboxes.at(user);
            for (auto const& w : own.writes)
                calls.push_back(w.event.from);
            for (auto const& r : own.reads)
                calls.push_back(r.from);
            for (auto const& e : own.positions)
                calls.push_back(e.from);
            history.writes.insert(history.writes.end(), own.writes.begin(), own.writes.end());
            history.reads.insert(history.reads.end(), own.reads.begin(), own.reads.end());
            history.positions.insert(history.positions.end(), own.positions.begin(), own.positions.end());
        }
        auto const problem = problem_of(history);
        return problem.empty()
            ? problem
            : "messages of user " + std::to_string(user) + ": " + problem + "  history:\n" + describe(calls);
    }
};

TEST_F(model_of_push, explains_what_all_callers_saw)
{
    run(
        [&](client owner) -> asio::awaitable<void>
        {
            co_await get_router_table(owner, tables.router, table_capacity::on_demand());
            co_await create_message_table(owner, tables.messages, table_capacity::on_demand());
        });
    for_each_seed([&](std::uint64_t seed) { return problem_of_seed(seed); });
}

TEST(push_plan, is_the_same_each_time_and_has_every_operation)
{
    std::set<push_operation> seen;
    for (std::uint64_t seed = 1; seed <= 30; ++seed)
        for (unsigned i = 0; i < coroutines; ++i)
        {
            auto const plan = plan_push(seed, i);
            auto const again = plan_push(seed, i);
            for (std::size_t n = 0; n < plan.size(); ++n)
            {
                EXPECT_EQ(plan[n].describe(), again[n].describe());
                seen.insert(plan[n].what);
            }
        }
    EXPECT_EQ(seen.size(), static_cast<std::size_t>(push_operation::move_position) + 1);
}

} // namespace
} // namespace dynasio::tests::model
