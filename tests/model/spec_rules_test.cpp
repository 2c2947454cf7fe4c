// SPDX-License-Identifier: BSL-1.0
//
// The rules of specs must find what is wrong, and nothing else.

#include "spec_rules.hpp"

#include <gtest/gtest.h>

#include <deque>

namespace dynasio::tests::model {
namespace {

struct history_of_spec : ::testing::Test
{
    std::deque<call> calls;
    spec_history history;

    spec_event& event(tick begin, tick end, spec_action what, verdict ended = verdict::done)
    {
        auto& c = calls.emplace_back();
        c.begin = begin;
        c.end = end;
        c.ended = ended;
        c.once = true;
        c.who = "c" + std::to_string(calls.size());
        spec_event e;
        e.from = &c;
        e.what = what;
        return history.emplace_back(std::move(e));
    }

    void saved(tick begin, tick end, std::string tag, std::int64_t seconds)
    {
        event(begin, end, spec_action::save).saved = {std::move(tag), seconds};
    }
    void save_unknown(tick begin, tick end, std::string tag, std::pair<tick, tick> on_server)
    {
        event(begin, end, spec_action::save, verdict::unknown).saved = {std::move(tag), {}};
        calls.back().deliveries.push_back({"TransactWriteItems", on_server.first, on_server.second, 200});
    }
    void removed(tick begin, tick end, std::size_t count)
    {
        event(begin, end, spec_action::remove).removed = count;
    }
    void latest(tick begin, tick end, std::optional<spec_version> found)
    {
        event(begin, end, spec_action::read_latest).latest = std::move(found);
    }
    void versions(tick begin, tick end, std::vector<spec_version> found)
    {
        event(begin, end, spec_action::read_versions).versions = std::move(found);
    }

    void expect_fine() const { EXPECT_EQ(problem_of(history), ""); }
    void expect_problem(std::string const& part, spec_rules rules = {}) const
    {
        auto const found = problem_of(history, rules);
        EXPECT_NE(found.find(part), std::string::npos) << '"' << found << '"';
    }
};

TEST_F(history_of_spec, saved_read_and_removed)
{
    saved(1, 2, "a", 100);
    saved(3, 4, "b", 101);
    latest(5, 6, spec_version{"b", 101});
    versions(7, 8, {{"a", 100}, {"b", 101}});
    removed(9, 10, 3);
    latest(11, 12, std::nullopt);
    versions(13, 14, {});
    expect_fine();
}

TEST_F(history_of_spec, the_seconds_follow_each_other)
{
    saved(1, 2, "a", 100);
    saved(3, 4, "b", 102);
    latest(5, 6, spec_version{"b", 102});
    versions(7, 8, {{"a", 100}, {"b", 102}});
    expect_fine();
    expect_problem("do not follow each other", {.seconds_are_successive = true});
}

TEST_F(history_of_spec, a_lost_version)
{
    saved(1, 2, "a", 100);
    saved(3, 4, "b", 101);
    versions(7, 8, {{"b", 101}});
    expect_problem("version a is missing");
}

TEST_F(history_of_spec, a_removal_that_took_a_later_version)
{
    saved(1, 2, "a", 100);
    removed(3, 4, 2);
    saved(5, 6, "b", 100);
    versions(7, 8, {});
    expect_problem("version b is missing");
}

TEST_F(history_of_spec, a_removal_that_took_a_later_latest_item)
{
    saved(1, 2, "a", 100);
    removed(3, 4, 2);
    saved(5, 6, "b", 100);
    latest(7, 8, std::nullopt);
    expect_problem("no order explains");
}

TEST_F(history_of_spec, a_removal_and_a_save_at_the_same_time)
{
    saved(1, 2, "a", 100);
    saved(4, 5, "b", 101);
    removed(3, 6, 2);
    latest(7, 8, spec_version{"b", 101});
    versions(9, 10, {{"b", 101}});
    expect_fine();
    history.back().versions.clear();
    expect_problem("not the newest version");
}

TEST_F(history_of_spec, a_version_that_outlives_its_removal)
{
    saved(1, 2, "a", 100);
    removed(3, 4, 2);
    versions(5, 6, {{"a", 100}});
    expect_problem("there although it was removed");
}

TEST_F(history_of_spec, versions_without_latest_item)
{
    saved(1, 4, "a", 100);
    removed(2, 5, 1);
    latest(6, 7, std::nullopt);
    versions(8, 9, {{"a", 100}});
    expect_problem("versions without a latest item");
}

TEST_F(history_of_spec, a_wrong_count)
{
    saved(1, 2, "a", 100);
    removed(3, 4, 3);
    expect_problem("not from 2 to 2");
}

TEST_F(history_of_spec, a_late_deletion_of_the_latest_item_of_another_save)
{
    saved(1, 2, "a", 100);
    removed(3, 4, 2);
    saved(5, 6, "b", 100);
    removed(9, 10, 1);
    expect_problem("not from 2 to 2");
    calls[1].deliveries.push_back({"DeleteItem", 7, 8, 200});
    expect_fine();
}

TEST_F(history_of_spec, a_late_deletion_hits_the_latest_item_of_the_same_second_only)
{
    saved(1, 2, "a", 100);
    removed(3, 4, 2);
    saved(5, 6, "b", 100);
    latest(9, 10, std::nullopt);
    versions(11, 12, {{"b", 100}});
    calls[1].deliveries.push_back({"DeleteItem", 3, 4, 200});
    expect_problem("no order explains");
    calls[1].deliveries.push_back({"DeleteItem", 7, 8, 200});
    EXPECT_EQ(problem_of(history, {}).find("no order explains"), std::string::npos);
}

TEST_F(history_of_spec, a_save_before_the_versions_that_a_removal_has_left)
{
    saved(1, 2, "a", 104);
    event(3, 4, spec_action::remove, verdict::unknown);
    calls.back().deliveries.push_back({"DeleteItem", 3, 4, 200});
    saved(5, 6, "b", 100);
    latest(7, 8, spec_version{"b", 100});
    versions(9, 10, {{"b", 100}, {"a", 104}});
    expect_fine();
    calls[1].ended = verdict::done;
    history[1].removed = 2;
    expect_problem("there although it was removed");
}

TEST_F(history_of_spec, time_that_runs_backwards)
{
    saved(1, 2, "a", 100);
    saved(3, 4, "b", 99);
    expect_problem("is not before that of the later version");
}

TEST_F(history_of_spec, a_save_that_was_applied_twice)
{
    saved(1, 2, "a", 100);
    versions(3, 4, {{"a", 100}, {"a", 101}});
    expect_problem("version a is there twice");
}

TEST_F(history_of_spec, a_latest_item_that_goes_back)
{
    saved(1, 2, "a", 100);
    saved(3, 4, "b", 101);
    latest(5, 6, spec_version{"a", 100});
    expect_problem("no order explains");
}

TEST_F(history_of_spec, an_unknown_save_is_applied_once_or_never_but_not_later_than_its_request)
{
    saved(1, 2, "a", 100);
    save_unknown(3, 4, "b", {7, 8});
    latest(5, 6, spec_version{"a", 100});
    expect_fine();
    latest(9, 10, spec_version{"b", 101});
    versions(11, 12, {{"a", 100}, {"b", 101}});
    expect_fine();
    calls[1].deliveries.front().begin = 3;
    calls[1].deliveries.front().end = 4;
    expect_problem("no order explains");
}

} // namespace
} // namespace dynasio::tests::model
