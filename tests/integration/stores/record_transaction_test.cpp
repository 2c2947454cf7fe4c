// SPDX-License-Identifier: BSL-1.0
//
// Transactions over tables of records, and versions.

#include "record_fixture.hpp"

#include <algorithm>

namespace dynasio::tests {
namespace {

struct record_transactions : record_cases
{};

TEST_F(record_transactions, all_actions_or_none)
{
    run_records(
        [this](record_world& w) -> asio::awaitable<void>
        {
            auto const phones = co_await opened<phone>(w, "phonebook-table");
            auto const visits = co_await opened<visit>(w, "visits");
            auto const record = ann();
            visit const trip{"a", 1, "Rome", ""};
            co_await in_transaction(w.owner, phones.create(record), visits.put(trip));
            EXPECT_EQ(w.operations(), std::vector<std::string>{"TransactWriteItems"});
            auto found = co_await phones.get_record(1);
            EXPECT_EQ(found, record);

            co_await in_transaction(w.owner, phones.update(1, attr<&phone::name> = "Anna"),
                visits.erase({"a", 1}), visits.check({"a", 2}, not_exists(attr<&visit::who>)));
            found = co_await phones.get_record(1);
            EXPECT_EQ(found->name, "Anna");
            auto const none = co_await visits.get_record({"a", 1});
            EXPECT_FALSE(none.has_value());

            auto details = co_await failure(
                in_transaction(w.owner, visits.put(trip), phones.create(record)), store_errc::already_exists);
            EXPECT_EQ(details.table, phones.table_name());
            EXPECT_EQ(details.key.at("person_id"), attribute_value(1));
            details = co_await failure(
                in_transaction(w.owner, visits.put(trip), phones.erase(99)), store_errc::not_found);
            EXPECT_EQ(details.key.at("person_id"), attribute_value(99));
            details = co_await failure(in_transaction(w.owner, visits.put(trip),
                                           phones.update(1, attr<&phone::name> = "X",
                                               write_options().only_if(attr<&phone::name> == "Ann"))),
                store_errc::conflict);
            details = co_await failure(
                in_transaction(w.owner, visits.put(trip), phones.check(1, attr<&phone::name> == "Ann")),
                store_errc::conflict);
            auto const still_none = co_await visits.get_record({"a", 1});
            EXPECT_FALSE(still_none.has_value());

            w.sent->clear();
            auto bad = record;
            bad.relationship = "ENEMY";
            co_await failure(in_transaction(w.owner, phones.put(bad)), store_errc::bad_input);
            co_await failure(
                in_transaction(w.owner, phones.update(1, set(path("person_id"), 1))), store_errc::bad_input);
            co_await failure(
                in_transaction(w.owner, std::vector<transaction_action>()), store_errc::bad_input);
            EXPECT_EQ(w.operations(), std::vector<std::string>());
        });
}

TEST_F(record_transactions, a_lost_answer_does_not_do_it_twice)
{
    run_records(
        [this](record_world& w) -> asio::awaitable<void>
        {
            auto const phones = co_await opened<phone>(w, "phonebook-table");
            auto const record = ann();
            w.between->set(lose_answers("TransactWriteItems", 1));
            co_await in_transaction(w.owner, phones.create(record));
            EXPECT_EQ(w.count("TransactWriteItems"), 2u);
        });
}

TEST_F(record_transactions, exactly_once_counts_once)
{
    run_records(
        [this](record_world& w) -> asio::awaitable<void>
        {
            auto const table = co_await opened<by_name>(w, "counters");
            auto const options = call_options().resend(resend::exactly_once);
            by_name first;
            first.name = "a";
            co_await table.create_record(first, options);
            co_await failure(table.create_record(first, options), store_errc::already_exists);
            w.between->set(lose_answers("TransactWriteItems", 1));
            co_await table.update_record("a", attr<&by_name::status> += 50, options);
            auto const found = co_await table.get_record("a", read_options().consistent());
            CO_ASSERT_TRUE(found.has_value());
            EXPECT_EQ(found->status, 50);

            auto const few = write_options(options).only_if(attr<&by_name::status> < 50);
            auto const details = co_await failure(
                table.update_record("a", attr<&by_name::status> += 1, few), store_errc::conflict);
            CO_ASSERT_TRUE(details.cause && details.cause->details().old_item);
            EXPECT_EQ(details.cause->details().old_item->at("status"), attribute_value(50));
            w.between->set(lose_answers("TransactWriteItems", 1));
            co_await table.delete_record("a", options);
            co_await failure(table.delete_record("a", options), store_errc::not_found);
            EXPECT_EQ(w.count("UpdateItem") + w.count("PutItem") + w.count("DeleteItem"), 0u);
        });
}

TEST_F(record_transactions, a_job_that_starts_again_repeats_its_transaction)
{
    run_records(
        [this](record_world& w) -> asio::awaitable<void>
        {
            auto const table = co_await opened<by_name>(w, "counters");
            by_name first;
            first.name = "a";
            co_await table.create_record(first);
            auto token = table.table_name(); // random
            token = token.substr(token.size() - std::min<std::size_t>(token.size(), 36));
            auto const options = transaction_options().token(token);
            for (int run = 0; run < 2; ++run)
                co_await in_transaction(w.owner, table.update("a", attr<&by_name::status> += 1), options);
            auto const found = co_await table.get_record("a", read_options().consistent());
            CO_ASSERT_TRUE(found.has_value());
            EXPECT_EQ(found->status, 1);
        });
}

TEST_F(record_transactions, versions_keep_writers_from_each_other)
{
    run_records(
        [this](record_world& w) -> asio::awaitable<void>
        {
            auto const calls = co_await opened<call>(w, "calls");
            call first;
            first.caller = "a";
            first.day = 1;
            co_await calls.create_record(first);
            auto one = co_await calls.get_record({"a", 1});
            CO_ASSERT_TRUE(one.has_value());
            EXPECT_EQ(one->revision, 1);
            auto two = *one;
            one->place = "Rome";
            co_await calls.put_record(*one);
            two.place = "Oslo";
            auto const details = co_await failure(calls.put_record(two), store_errc::conflict);
            EXPECT_EQ(details.attribute, "revision");
            auto now = co_await calls.get_record({"a", 1});
            EXPECT_EQ(now->place, "Rome");
            EXPECT_EQ(now->revision, 2);

            co_await calls.update_record({"a", 1}, attr<&call::place> = "Bonn");
            co_await failure(calls.put_record(*now), store_errc::conflict);
            now = co_await calls.get_record({"a", 1});
            EXPECT_EQ(now->revision, 3);
            co_await in_transaction(w.owner, calls.put(*now));
            co_await failure(in_transaction(w.owner, calls.put(*now)), store_errc::conflict);

            // Version 0 stands for a record that is new.
            first.day = 2;
            co_await calls.put_record(first);
            co_await failure(calls.put_record(first), store_errc::conflict);
            co_await failure(calls.update_record({"a", 1}, set(path("revision"), 9)), store_errc::bad_input);

            auto const made = co_await calls.get_record({"a", 2});
            EXPECT_EQ(made->revision, 1);
            co_await calls.create_record(attr<&call::caller> = "b", attr<&call::day> = 1,
                attr<&call::place> = "X",
                attr<&call::expires_at> = std::chrono::sys_seconds(std::chrono::seconds(1'900'000'000)));
            auto const named = co_await calls.get_record({"b", 1});
            EXPECT_EQ(named->revision, 1);
            EXPECT_EQ(named->expires_at->time_since_epoch().count(), 1'900'000'000);
        });
}

} // namespace
} // namespace dynasio::tests
