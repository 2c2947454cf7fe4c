// SPDX-License-Identifier: BSL-1.0
//
// The checker of histories must find what is wrong, and nothing else: histories made by hand, and random ones compared with a
// search through all orders.

#include "cell.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <deque>
#include <numeric>
#include <random>

namespace dynasio::tests::model {
namespace {

/// Histories of one cell, written down briefly.
struct history_of_one : ::testing::Test
{
    std::deque<call> calls;
    cell_history history;

    /// An operation that ended well.
    cell_event& done(tick begin, tick end, cell_action what)
    {
        auto& c = calls.emplace_back();
        c.begin = begin;
        c.end = end;
        c.ended = verdict::done;
        c.who = "c" + std::to_string(calls.size());
        cell_event e;
        e.from = &c;
        e.what = std::move(what);
        e.ended = verdict::done;
        return history.emplace_back(std::move(e));
    }

    void refused(tick begin, tick end, cell_action what, code why)
    {
        auto& e = done(begin, end, std::move(what));
        e.ended = calls.back().ended = verdict::refused;
        e.why = why;
    }

    /// An operation whose outcome is unknown. Its requests were on the server at these times.
    call& unknown(tick begin, tick end, cell_action what, std::vector<std::pair<tick, tick>> on_server)
    {
        auto& e = done(begin, end, std::move(what));
        e.ended = calls.back().ended = verdict::unknown;
        deliver(on_server);
        return calls.back();
    }

    void deliver(std::vector<std::pair<tick, tick>> const& on_server)
    {
        for (auto const& [begin, end] : on_server)
            calls.back().deliveries.push_back({"UpdateItem", begin, end, 200});
    }

    void reads(tick begin, tick end, std::optional<cell> found)
    {
        done(begin, end, {}).returned = std::move(found);
    }

    void expect_explained() const { EXPECT_EQ(problem_of(history), ""); }
    void expect_impossible() const { EXPECT_NE(problem_of(history), ""); }
};

cell_action put(std::string text, std::int64_t count = 0)
{
    cell_action a;
    a.what = action::put;
    a.text = std::move(text);
    a.count = count;
    return a;
}

cell_action make(action what, std::string text = {})
{
    cell_action a;
    a.what = what;
    a.text = std::move(text);
    return a;
}

cell_action add(std::int64_t n)
{
    auto a = make(action::add);
    a.count = n;
    return a;
}

cell stored(std::string text, std::int64_t count = 0, std::int64_t revision = 0)
{
    return {true, std::move(text), count, revision};
}

TEST_F(history_of_one, in_order)
{
    done(1, 2, put("a", 1));
    reads(3, 4, stored("a", 1));
    done(5, 6, add(2));
    reads(7, 8, stored("a", 3));
    done(9, 10, make(action::erase));
    reads(11, 12, std::nullopt);
    refused(13, 14, add(1), code::not_found);
    expect_explained();
}

TEST_F(history_of_one, concurrent_writes_in_an_order_that_reads_show)
{
    done(1, 10, put("a"));
    done(2, 9, put("b"));
    reads(3, 4, stored("b"));
    reads(5, 6, stored("a"));
    expect_explained();
    reads(7, 8, stored("b"));
    expect_impossible();
}

TEST_F(history_of_one, a_lost_update)
{
    done(1, 2, put("a"));
    done(3, 6, add(1));
    done(4, 5, add(1));
    reads(7, 8, stored("a", 1));
    expect_impossible();
}

TEST_F(history_of_one, a_double_increment)
{
    done(1, 2, put("a"));
    done(3, 6, add(1));
    deliver({{3, 4}, {5, 6}});
    reads(7, 8, stored("a", 2));
    expect_impossible();
}

TEST_F(history_of_one, a_double_increment_that_was_said)
{
    done(1, 2, put("a"));
    done(3, 6, add(1));
    deliver({{3, 4}, {5, 6}});
    calls.back().metadata.earlier_attempt_may_have_been_applied = true;
    reads(7, 8, stored("a", 2));
    expect_explained();
    calls.back().end = 9;
    calls[1].once = true;
    expect_impossible();
}

TEST_F(history_of_one, a_false_not_there)
{
    done(1, 2, put("a"));
    reads(3, 4, std::nullopt);
    expect_impossible();
}

TEST_F(history_of_one, a_false_not_found)
{
    done(1, 2, put("a"));
    refused(3, 4, add(1), code::not_found);
    done(5, 6, make(action::erase));
    expect_impossible();
}

TEST_F(history_of_one, not_found_while_somebody_erases)
{
    done(1, 2, put("a"));
    refused(3, 6, add(1), code::not_found);
    done(4, 5, make(action::erase));
    expect_explained();
}

TEST_F(history_of_one, refused_but_applied)
{
    auto limited = add(1);
    limited.only_if_below = 1;
    done(1, 2, put("a", 1));
    refused(3, 4, limited, code::conflict);
    deliver({{3, 4}});
    expect_explained();
    reads(5, 6, stored("a", 2));
    expect_impossible();
}

TEST_F(history_of_one, reported_as_not_applied_but_applied)
{
    auto& e = done(1, 2, put("a"));
    e.ended = calls.back().ended = verdict::not_applied;
    deliver({{1, 2}});
    expect_explained();
    reads(3, 4, stored("a"));
    expect_impossible();
}

TEST_F(history_of_one, reported_as_applied_but_not_applied)
{
    done(1, 2, put("a"));
    done(3, 4, put("b"));
    reads(5, 6, stored("a"));
    expect_impossible();
}

TEST_F(history_of_one, unknown_is_applied_or_not)
{
    done(1, 2, put("a"));
    unknown(3, 4, put("b"), {{3, 4}});
    reads(5, 6, stored("a"));
    expect_explained();
    history.back().returned = stored("b");
    expect_explained();
    reads(7, 8, stored("a"));
    expect_impossible();
}

TEST_F(history_of_one, unknown_is_applied_late_if_its_request_was_late)
{
    done(1, 2, put("a"));
    unknown(3, 4, put("b"), {{7, 8}});
    reads(5, 6, stored("a"));
    reads(9, 10, stored("b"));
    expect_explained();
    calls[1].deliveries.front() = {"UpdateItem", 3, 4, 200};
    expect_impossible();
}

TEST_F(history_of_one, unknown_cannot_be_applied_if_no_request_reached_the_server)
{
    done(1, 2, put("a"));
    unknown(3, 4, put("b"), {});
    reads(5, 6, stored("b"));
    expect_impossible();
}

TEST_F(history_of_one, an_unknown_counter_counts_once)
{
    done(1, 2, put("a"));
    unknown(3, 4, add(1), {{3, 4}, {7, 8}}).once = true;
    reads(5, 6, stored("a", 1));
    expect_explained();
    reads(9, 10, stored("a", 2));
    expect_impossible();
}

TEST_F(history_of_one, a_read_in_the_past)
{
    done(1, 2, put("a"));
    done(3, 4, put("b"));
    reads(5, 6, stored("a"));
    expect_impossible();
}

TEST_F(history_of_one, a_version_replaced_twice)
{
    auto first = put("a");
    first.expected = 0;
    done(1, 2, first);
    auto second = put("b");
    second.expected = 1;
    done(3, 6, second);
    reads(7, 8, stored("b", 0, 2));
    expect_explained();
    second.text = "c";
    done(4, 5, second);
    expect_impossible();
}

TEST_F(history_of_one, taken_twice)
{
    done(1, 2, put("a"));
    done(3, 6, make(action::take)).returned = stored("a");
    done(4, 5, make(action::take)).returned = std::optional<cell>();
    expect_explained();
    history.back().returned = stored("a");
    expect_impossible();
}

TEST_F(history_of_one, taken_twice_by_one_call_whose_first_response_was_lost)
{
    done(1, 2, put("a"));
    done(3, 10, make(action::take)).returned = stored("b");
    deliver({{3, 4}, {8, 9}});
    done(5, 6, make(action::create, "b")); // "a" has gone by then
    expect_impossible();
    calls[1].metadata.earlier_attempt_may_have_been_applied = true;
    expect_explained();
    calls[1].deliveries.pop_back(); // one request takes one record
    expect_impossible();
}

TEST_F(history_of_one, two_that_both_created)
{
    done(1, 4, make(action::create, "a"));
    done(2, 3, make(action::get_or_create, "b")).returned = stored("a");
    expect_explained();
    history.back().returned = stored("b");
    expect_impossible();
}

TEST_F(history_of_one, seen_before_it_was_dropped)
{
    done(1, 2, put("a"));
    done(3, 4, make(action::drop)).saw_one = true;
    expect_explained();
    done(5, 6, make(action::drop)).saw_one = true;
    expect_impossible();
}

TEST_F(history_of_one, a_false_refusal_after_a_lost_response)
{
    done(1, 2, put("a"));
    refused(3, 6, make(action::erase), code::not_found);
    deliver({{3, 4}, {5, 6}});
    calls.back().metadata.earlier_attempt_may_have_been_applied = true;
    expect_impossible();
    calls.back().refusal_is_open = true; // where that is documented
    expect_explained();
}

TEST_F(history_of_one, a_transaction_that_the_network_repeats)
{
    done(1, 2, put("a"));
    refused(3, 4, make(action::create, "b"), code::already_exists);
    deliver({{3, 4}, {9, 10}});
    calls.back().once = true;
    done(5, 6, make(action::erase));
    reads(11, 12, stored("b"));
    expect_explained(); // a token protects only what was applied
    calls[1].ended = history[1].ended = verdict::done;
    expect_impossible();
}

TEST_F(history_of_one, a_transaction_of_unknown_outcome_applied_by_half)
{
    std::map<std::string, cell_history> cells;
    auto const take_history = [&](char const* name)
    {
        cells[name] = std::move(history);
        history.clear();
    };
    unknown(1, 2, put("a"), {{1, 2}}).once = true;
    history.back().group = 1;
    reads(3, 4, stored("a"));
    take_history("one");
    unknown(1, 2, put("a"), {{1, 2}}).once = true;
    history.back().group = 1;
    reads(3, 4, stored("a"));
    take_history("two");
    EXPECT_EQ(problem_of_all(cells), "");
    cells["two"].back().returned = std::optional<cell>();
    EXPECT_NE(problem_of_all(cells), "");
    cells["one"].back().returned = std::optional<cell>();
    EXPECT_EQ(problem_of_all(cells), "");
}

TEST_F(history_of_one, the_explanation_names_what_does_not_fit)
{
    done(1, 2, put("a"));
    reads(3, 4, stored("b"));
    calls.back().what = "get";
    auto const problem = problem_of(history);
    EXPECT_NE(problem.find("[3..4] c2 get"), std::string::npos) << problem;
    EXPECT_NE(problem.find("state then: \"a\""), std::string::npos) << problem;
}

/// Whether an order of all steps, or of all required and some others, explains them: tries every one.
bool explained_by_some_order(
    std::vector<step<cell>> const& steps, std::vector<std::size_t>& chosen, cell const& state)
{
    bool complete = true;
    for (std::size_t i = 0; i < steps.size(); ++i)
        complete =
            complete && (!steps[i].required || std::find(chosen.begin(), chosen.end(), i) != chosen.end());
    if (complete)
        return true;
    for (std::size_t i = 0; i < steps.size(); ++i)
    {
        if (std::find(chosen.begin(), chosen.end(), i) != chosen.end())
            continue;
        // Nothing that is before may begin after its end.
        if (std::any_of(chosen.begin(), chosen.end(), [&](auto j) { return steps[j].begin > steps[i].end; }))
            continue;
        for (auto const& after : steps[i].apply(state))
        {
            chosen.push_back(i);
            bool const found = explained_by_some_order(steps, chosen, after);
            chosen.pop_back();
            if (found)
                return true;
        }
    }
    return false;
}

TEST(linearizer, agrees_with_a_search_through_all_orders)
{
    std::mt19937_64 random(11);
    auto const below = [&](std::uint64_t n) { return random() % n; };
    int possible = 0;
    constexpr int rounds = 3000;
    for (int round = 0; round < rounds; ++round)
    {
        std::vector<tick> moments(12);
        std::iota(moments.begin(), moments.end(), 1);
        std::shuffle(moments.begin(), moments.end(), random);
        std::vector<step<cell>> steps(6);
        for (std::size_t i = 0; i < steps.size(); ++i)
        {
            auto& s = steps[i];
            s.begin = std::min(moments[2 * i], moments[2 * i + 1]);
            s.end = std::max(moments[2 * i], moments[2 * i + 1]);
            s.required = below(3) != 0;
            auto const from = static_cast<std::int64_t>(below(3));
            auto const to = static_cast<std::int64_t>(below(3));
            bool const anywhere = below(3) == 0;
            s.only_reads = s.required && !anywhere && from == to;
            s.apply = [from, to, anywhere](cell const& before)
            {
                auto after = before;
                after.count = to;
                return std::vector<cell>(anywhere || before.count == from ? 1 : 0, after);
            };
        }
        std::vector<std::size_t> chosen;
        bool const expected = explained_by_some_order(steps, chosen, cell{true, "x", 0, 0});
        EXPECT_EQ(linearize(steps, cell{true, "x", 0, 0}).possible, expected) << "round " << round;
        possible += expected ? 1 : 0;
    }
    EXPECT_GT(possible, rounds / 10);
    EXPECT_LT(possible, rounds * 9 / 10);
}

} // namespace
} // namespace dynasio::tests::model
