// SPDX-License-Identifier: BSL-1.0
//
// The rules of the push stores must find what is wrong, and nothing else.

#include "push_rules.hpp"

#include <gtest/gtest.h>

#include <deque>
#include <utility>

namespace dynasio::tests::model {
namespace {

/// Calls that are made one after the other, unless a test sets their moments.
struct history_of_calls : ::testing::Test
{
    call& new_call(verdict ended = verdict::done)
    {
        auto& c = calls_.emplace_back();
        c.who = "c" + std::to_string(calls_.size());
        c.begin = ++now_;
        c.end = ++now_;
        c.ended = ended;
        return c;
    }

    /// One that may have been applied by a request of these moments.
    call& unknown_call(tick begin, tick end)
    {
        auto& c = new_call(verdict::unknown);
        c.deliveries.push_back({"UpdateItem", begin, end, 200});
        return c;
    }

    static void expect_problem(std::string const& found, std::string const& part = "no order explains")
    {
        EXPECT_NE(found.find(part), std::string::npos) << '"' << found << '"';
    }

private:
    std::deque<call> calls_;
    tick now_ = 0;
};

struct history_of_user : history_of_calls
{
    router_history history;

    static router_state at(std::int64_t time, std::string node)
    {
        router_state result;
        result.exists = true;
        result.type = "webpush";
        result.connected_at = time;
        result.tag = std::to_string(time) + node;
        result.node = std::move(node);
        return result;
    }

    router_event& event(call const& c, router_action what, router_state given = {})
    {
        router_event e;
        e.from = &c;
        e.what = what;
        e.given = std::move(given);
        return history.emplace_back(std::move(e));
    }
    router_event& done(router_action what, router_state given = {})
    {
        return event(new_call(), what, std::move(given));
    }
    router_event& refused(router_action what, router_state given = {})
    {
        return event(new_call(verdict::refused), what, std::move(given));
    }
    void found(std::optional<router_state> state)
    {
        done(router_action::read).found.emplace(std::move(state));
    }

    void expect_fine() const { EXPECT_EQ(problem_of(history), ""); }
    void expect_wrong() const { expect_problem(problem_of(history)); }
};

using ra = router_action;

TEST_F(history_of_user, the_life_of_a_user)
{
    done(ra::register_user, at(5, "n1")).found.emplace();
    refused(ra::register_user, at(5, "n2")).found = at(5, "n1");
    refused(ra::register_user, at(4, "n2"));
    done(ra::register_user, at(6, "n2")).found = at(5, "n1");
    refused(ra::clear_node, at(5, "n2"));
    refused(ra::clear_node, at(6, "n1"));
    done(ra::clear_node, at(6, "n2"));
    refused(ra::clear_node, at(6, "n2"));
    done(ra::register_user, at(3, "n1"));
    auto state = at(3, "n1");
    state.month = "m";
    state.contacted = true;
    done(ra::update_month, state);
    found(state);
    refused(ra::drop_connection, at(6, "n1"));
    done(ra::drop);
    refused(ra::drop);
    refused(ra::update_month, state);
    refused(ra::register_user, at(9, "n1")).if_exists = true;
    found(std::nullopt);
    expect_fine();
}

TEST_F(history_of_user, without_a_node_keeps_that_of_before)
{
    done(ra::register_user, at(5, "n1"));
    refused(ra::register_user, at(4, ""));
    done(ra::register_user, at(6, ""));
    auto state = at(6, "");
    found(state);
    expect_wrong();
    history.pop_back();
    state.node = "n1";
    found(state);
    expect_fine();
}

TEST_F(history_of_user, an_equal_time_loses)
{
    done(ra::register_user, at(5, "n1"));
    done(ra::register_user, at(5, "n2"));
    expect_wrong();
}

TEST_F(history_of_user, another_type_loses)
{
    done(ra::register_user, at(5, "n1"));
    auto other = at(6, "n1");
    other.type = "fcm";
    done(ra::register_user, other);
    expect_wrong();
}

TEST_F(history_of_user, a_newer_time_wins)
{
    done(ra::register_user, at(5, "n1"));
    refused(ra::register_user, at(6, "n2"));
    expect_wrong();
}

TEST_F(history_of_user, the_record_before_is_that)
{
    done(ra::register_user, at(5, "n1"));
    done(ra::register_user, at(6, "n2")).found.emplace();
    expect_wrong();
}

TEST_F(history_of_user, an_older_node_does_not_clear)
{
    done(ra::register_user, at(5, "n1"));
    done(ra::register_user, at(6, "n1"));
    done(ra::clear_node, at(5, "n1"));
    expect_wrong();
}

TEST_F(history_of_user, is_not_cleared_unsaid)
{
    done(ra::register_user, at(5, "n1"));
    auto cleared = at(5, "n1");
    cleared.node.clear();
    found(cleared);
    expect_wrong();
}

TEST_F(history_of_user, a_month_makes_no_user)
{
    done(ra::register_user, at(5, "n1"));
    done(ra::drop);
    done(ra::update_month);
    expect_wrong();
}

TEST_F(history_of_user, an_unknown_registration_happened_or_not)
{
    event(unknown_call(1, 8), ra::register_user, at(5, "n1"));
    found(std::nullopt);
    found(at(5, "n1"));
    expect_fine();
    found(std::nullopt);
    expect_wrong();
}

TEST_F(history_of_user, clearing_again_says_so_only_after_a_lost_response)
{
    done(ra::register_user, at(5, "n1"));
    done(ra::clear_node, at(5, "n1"));
    auto& c = new_call();
    c.metadata.earlier_attempt_may_have_been_applied = true;
    event(c, ra::clear_node, at(5, "n1"));
    expect_fine();
    c.metadata.earlier_attempt_may_have_been_applied = false;
    expect_wrong();
}

struct history_of_mailbox : history_of_calls
{
    mailbox_history history;

    static constexpr char const* topic = "01:c:news";
    static constexpr char const* first = "02:1000:c";
    static constexpr char const* second = "02:1001:c";

    void write(call const& c, std::string key, message_action what, std::string text)
    {
        history.writes.push_back({std::move(key), {&c, what, std::move(text), c.ended}});
    }
    void store(std::string key, std::string text)
    {
        write(new_call(), std::move(key), message_action::store, std::move(text));
    }
    partition_read& read(std::map<std::string, std::string> found)
    {
        partition_read r;
        r.from = &new_call();
        r.found = std::move(found);
        return history.reads.emplace_back(std::move(r));
    }
    void move(std::string to, verdict ended = verdict::done)
    {
        history.positions.push_back({&new_call(ended), true, std::move(to)});
    }

    void expect_fine() const { EXPECT_EQ(problem_of(history), ""); }
    void expect_wrong(std::string const& part = "no order explains") const
    {
        expect_problem(problem_of(history), part);
    }
};

using ma = message_action;

TEST_F(history_of_mailbox, stored_replaced_and_acknowledged)
{
    store(topic, "a");
    store(first, "b");
    store(topic, "c");
    read({{topic, "c"}, {first, "b"}});
    write(new_call(verdict::refused), topic, ma::drop_if, "a");
    read({{topic, "c"}}).below = "02";
    write(new_call(), topic, ma::drop_if, "c");
    write(new_call(), first, ma::drop, "");
    read({});
    expect_fine();
}

TEST_F(history_of_mailbox, a_lost_message)
{
    store(first, "a");
    store(second, "b");
    read({{second, "b"}});
    expect_wrong();
}

TEST_F(history_of_mailbox, delivered_after_its_acknowledgement)
{
    store(first, "a");
    write(new_call(), first, ma::drop_if, "a");
    read({{first, "a"}});
    expect_wrong();
}

TEST_F(history_of_mailbox, a_replaced_message_is_not_acknowledged)
{
    store(topic, "a");
    store(topic, "b");
    write(new_call(), topic, ma::drop_if, "a");
    expect_wrong();
}

TEST_F(history_of_mailbox, a_message_that_nobody_stored)
{
    read({{first, "a"}});
    expect_wrong();
}

TEST_F(history_of_mailbox, a_read_says_nothing_of_other_keys)
{
    store(first, "a");
    store(second, "b");
    read({}).after = second;
    read({}).below = first;
    read({{first, "a"}}).up_to = first;
    expect_fine();
    read({{second, "b"}}).up_to = first;
    expect_wrong("none of the keys");
}

TEST_F(history_of_mailbox, a_key_that_its_store_failed_to_return)
{
    auto& c = unknown_call(1, 2);
    write(c, "", ma::store, "a");
    read({{first, "a"}});
    expect_fine();
    read({{second, "a"}, {first, "a"}});
    expect_wrong("two keys");
}

TEST_F(history_of_mailbox, the_position_only_grows)
{
    move("1000");
    move("1002");
    move("1001", verdict::refused);
    move("1003");
    expect_fine();
    move("1002");
    expect_wrong();
}

TEST_F(history_of_mailbox, positions_are_ordered_as_in_keys)
{
    move("1000");
    move("100");
    move("1001", verdict::refused);
    expect_fine();
}

TEST_F(history_of_mailbox, reads_leave_out_what_was_read)
{
    store(first, "a");
    store(second, "b");
    move("1000");
    read({{second, "b"}}).behind_position = true;
    expect_fine();
    read({}).behind_position = true;
    expect_wrong();
}

TEST_F(history_of_mailbox, what_was_read_is_not_delivered_again)
{
    store(first, "a");
    move("1000");
    read({{first, "a"}}).behind_position = true;
    expect_wrong("is not behind the position 1000");
}

} // namespace
} // namespace dynasio::tests::model
