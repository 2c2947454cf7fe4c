// SPDX-License-Identifier: BSL-1.0
//
// What README, docs and docstrings spell with a braced list, in the form for a `co_await` expression of GCC 12, which does not
// compile braced lists there. Both forms send the same.

#include "support/scripted_client.hpp"

#include <dynasio/expressions.hpp>
#include <dynasio/http/errc.hpp>
#include <dynasio/stores/record_table.hpp>

#include <gtest/gtest.h>

namespace {

struct note
{
    std::string customer;
    int number = 0;
    std::string text = {};
    std::vector<std::string> log = {};
    std::set<std::string> tags = {};
};
BOOST_DESCRIBE_STRUCT(note, (), (customer, number, text, log, tags))

struct seat
{
    int id = 0;
    std::string name;
};
BOOST_DESCRIBE_STRUCT(seat, (), (id, name))

} // namespace

template <>
struct dynasio::record_definition<note> : dynasio::record_key<&note::customer, &note::number>
{};
template <>
struct dynasio::record_definition<seat> : dynasio::record_key<&seat::id>
{};

namespace dynasio::tests {
namespace {

namespace asio = boost::asio;

struct spellings : ::testing::Test
{
    scripted_client world;
    record_table<note> notes{world.make(), "notes"};
    record_table<seat> seats{world.make(), "seats"};
    std::string const text = "a text that is longer than a short string can be";

    /// The bodies of the requests that the two forms of an operation send.
    template <class Braced, class Listed>
    void expect_same(Braced braced, Listed listed, std::string const& response = "{}")
    {
        for (int i = 0; i < 2; ++i)
            world.server->expect_where("any", [](http::request const&) { return true; }).reply(200, response);
        world.run(
            [&]() -> asio::awaitable<void>
            {
                co_await braced();
                co_await listed();
            });
        auto const requests = world.server->requests();
        ASSERT_GE(requests.size(), 2u);
        auto const& before = requests[requests.size() - 2];
        EXPECT_EQ(before.body, requests.back().body);
        EXPECT_NE(before.body, "");
    }

    /// The same for an update.
    template <class Listed>
    void expect_same_update(change braced, Listed listed)
    {
        expect_same(
            [&]() -> asio::awaitable<void> { co_await notes.update_record({"c", 1}, braced); }, listed);
    }
};

TEST_F(spellings, keys)
{
    std::vector<table_key<seat>> const ids{1, 2};
    expect_same([&]() -> asio::awaitable<void> { (void)co_await seats.get_many(ids); },
        [&]() -> asio::awaitable<void> { (void)co_await seats.get_many(1, 2); });
    expect_same([&]() -> asio::awaitable<void> { co_await seats.delete_many(ids); },
        [&]() -> asio::awaitable<void> { co_await seats.delete_many(1, 2); });
    expect_same([&]() -> asio::awaitable<void>
        { (void)co_await seats.get_many(ids, read_options().consistent()); },
        [&]() -> asio::awaitable<void> { (void)co_await seats.get_many(read_options().consistent(), 1, 2); });

    std::vector<table_key<note>> const keys{{text, 1}, {"c", 2}};
    expect_same([&]() -> asio::awaitable<void> { (void)co_await notes.get_many(keys); },
        [&]() -> asio::awaitable<void>
        { (void)co_await notes.get_many(notes.key(text, 1), notes.key("c", 2)); });
    expect_same([&]() -> asio::awaitable<void> { co_await notes.delete_many(keys); },
        [&]() -> asio::awaitable<void>
        { co_await notes.delete_many(notes.key(text, 1), notes.key("c", 2)); });
    expect_same([&]() -> asio::awaitable<void> { (void)co_await notes.get_record({text, 1}); },
        [&]() -> asio::awaitable<void> { (void)co_await notes.get_record(notes.key(text, 1)); });
}

TEST_F(spellings, options_of_a_few_keys_count)
{
    bool failed = false;
    world.run(
        [&]() -> asio::awaitable<void>
        {
            try
            {
                co_await seats.delete_many(1, call_options().timeout(std::chrono::seconds(0)));
            }
            catch (store_error const&)
            {
                failed = true;
            }
        });
    EXPECT_TRUE(failed);
    EXPECT_EQ(world.server->requests().size(), 0u);
}

TEST_F(spellings, an_update_by_name)
{
    item const changes{{"text", text}, {"tags", nullptr}};
    expect_same([&]() -> asio::awaitable<void> { co_await notes.update_record_by_name({"c", 1}, changes); },
        [&]() -> asio::awaitable<void>
        { co_await notes.update_record_by_name({"c", 1}, item::of("text", text, "tags", nullptr)); });
}

TEST_F(spellings, elements_of_lists_and_sets)
{
    expect_same_update(attr<&note::log> = list_append(attr<&note::log>, {text.c_str(), "b"}),
        [&]() -> asio::awaitable<void>
        {
            co_await notes.update_record(
                {"c", 1}, attr<&note::log> = list_append(attr<&note::log>, elements(text, "b")));
        });
    expect_same_update(attr<&note::log> = list_append({"a"}, attr<&note::log>),
        [&]() -> asio::awaitable<void>
        {
            co_await notes.update_record(
                {"c", 1}, attr<&note::log> = list_append(elements("a"), attr<&note::log>));
        });
    expect_same_update(attr<&note::log> = std::vector<std::string>{"a", "b"}, [&]() -> asio::awaitable<void>
        { co_await notes.update_record({"c", 1}, attr<&note::log> = elements("a", "b")); });
    expect_same_update(add(attr<&note::tags>, {"a", "b"}), [&]() -> asio::awaitable<void>
        { co_await notes.update_record({"c", 1}, add(attr<&note::tags>, elements("a", "b"))); });
    expect_same_update(erase(attr<&note::tags>, {"a"}), [&]() -> asio::awaitable<void>
        { co_await notes.update_record({"c", 1}, update().erase(attr<&note::tags>, elements("a"))); });
    EXPECT_EQ(path::of("a.b", text).steps(), path::of({"a.b", text}).steps());
}

TEST_F(spellings, one_of_several_values)
{
    for (bool const one : {false, true})
    {
        auto const listed = one ? in(attr<&note::text>, {"a"}) : in(attr<&note::text>, {"a", "b"});
        auto const braced = [&]() -> asio::awaitable<void>
        {
            auto const options = write_options().only_if(listed);
            co_await notes.update_record({"c", 1}, attr<&note::text> = "x", options);
        };
        if (one)
            expect_same(braced,
                [&]() -> asio::awaitable<void>
                {
                    co_await notes.update_record({"c", 1}, attr<&note::text> = "x",
                        write_options().only_if(in(attr<&note::text>, "a")));
                });
        else
        {
            expect_same(braced,
                [&]() -> asio::awaitable<void>
                {
                    co_await notes.update_record({"c", 1}, attr<&note::text> = "x",
                        write_options().only_if(in(attr<&note::text>, "a", "b")));
                });
            expect_same(braced,
                [&]() -> asio::awaitable<void>
                {
                    co_await notes.update_record({"c", 1}, attr<&note::text> = "x",
                        write_options().only_if(in(attr<&note::text>, elements("a", "b"))));
                });
        }
    }
}

TEST_F(spellings, actions_of_a_transaction)
{
    note const first{.customer = "c", .number = 1, .text = text};
    std::vector<transaction_action> const actions{notes.put(first), seats.erase(1)};
    auto const options = transaction_options().token("t");
    expect_same([&]() -> asio::awaitable<void> { co_await in_transaction(world.make(), actions, options); },
        [&]() -> asio::awaitable<void>
        {
            co_await in_transaction(
                world.make(), notes.put(first), seats.erase(1), transaction_options().token("t"));
        });
}

TEST_F(spellings, included_attributes_of_an_index)
{
    std::vector<std::string> const names{"text", "log"};
    EXPECT_EQ(index_options().include("text", std::string("log")).included(), names);
    EXPECT_EQ(index_options().include({"text", "log"}).included(), names);
    EXPECT_EQ(index_options().all().include(names).included(), names);
    EXPECT_FALSE(index_options().all().include("text").includes_all());
    auto const failure = world.failure_of(
        [&]() -> asio::awaitable<void>
        {
            co_await notes.create_gsi<&note::text>(
                index_options().include("log").call(call_options().timeout(std::chrono::seconds(0))));
        });
    ASSERT_TRUE(failure);
}

TEST_F(spellings, items)
{
    item const braced{{"id", "x"}, {"count", 3}, {"id", text}};
    EXPECT_EQ(item::of("id", "x", "count", 3, "id", text), braced);
    EXPECT_EQ(item::of("id", "x").size(), 1u);
}

} // namespace
} // namespace dynasio::tests
