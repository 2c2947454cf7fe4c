// SPDX-License-Identifier: BSL-1.0
//
// Writes of records that must lose nothing, leave nothing unreadable, and tell versions.

#include "record_fixture.hpp"

#include <dynasio/mapping.hpp>

#include <limits>

namespace dynasio::tests {
namespace {

struct record_write_cases : record_cases
{
    static call first_call()
    {
        call result;
        result.caller = "a";
        result.day = 1;
        result.place = "Rome";
        return result;
    }
};

TEST_F(record_write_cases, versions_are_returned_and_told)
{
    run_records(
        [this](record_world& w) -> asio::awaitable<void>
        {
            auto const calls = co_await opened<call>(w, "calls");
            auto mine = first_call();
            mine.revision = co_await calls.create_record(mine);
            EXPECT_EQ(mine.revision, 1);
            auto const before = mine;
            mine.revision = co_await calls.put_record(mine);
            EXPECT_EQ(mine.revision, 2);
            auto details = co_await failure(calls.put_record(before), store_errc::conflict);
            EXPECT_EQ(details.reason, "the stored record has version 2, this object has version 1");
            auto const only_if = write_options().only_if(attr<&call::place> == "Oslo");
            details = co_await failure(calls.put_record(mine, only_if), store_errc::conflict);
            EXPECT_EQ(details.attribute, "");
            details = co_await failure(in_transaction(w.owner, calls.put(before)), store_errc::conflict);
            EXPECT_EQ(details.reason, "the stored record has version 2, this object has version 1");

            details = co_await failure(calls.delete_record(before), store_errc::conflict);
            EXPECT_EQ(details.reason, "the stored record has version 2, this object has version 1");
            co_await failure(in_transaction(w.owner, calls.erase(before)), store_errc::conflict);
            co_await calls.delete_record(mine);
            co_await failure(calls.delete_record(mine), store_errc::not_found);
            bool const deleted = co_await calls.delete_record_if_exists(mine);
            EXPECT_FALSE(deleted);
            details = co_await failure(calls.put_record(mine), store_errc::conflict);
            EXPECT_EQ(details.reason, "no record is stored, this object has version 2");

            // A version that was not used before tells a new record from an old one.
            auto again = first_call();
            again.revision = 1'000;
            again.revision = co_await calls.create_record(again);
            EXPECT_EQ(again.revision, 1'001);
            details = co_await failure(calls.put_record(mine), store_errc::conflict);
            EXPECT_EQ(details.reason, "the stored record has version 1001, this object has version 2");
        });
}

TEST_F(record_write_cases, a_record_without_a_version_is_not_replaced)
{
    run_records(
        [this](record_world& w) -> asio::awaitable<void>
        {
            auto const calls = co_await opened<call>(w, "calls");
            auto const stored = item{{"caller", "a"}, {"day", 1}, {"place", "Bonn"}};
            co_await put(w.owner, calls.table_name(), stored);
            auto const fresh = first_call();
            auto const details = co_await failure(calls.put_record(fresh), store_errc::conflict);
            EXPECT_EQ(details.reason, "the stored record has no version, this object has version 0");
            EXPECT_EQ(details.stored_item, stored);
        });
}

TEST_F(record_write_cases, sums_end_with_the_range_of_the_member)
{
    run_records(
        [this](record_world& w) -> asio::awaitable<void>
        {
            auto const table = co_await opened<everything>(w, "everything");
            everything record;
            record.id = "a";
            record.small = std::numeric_limits<std::int64_t>::max() - 1;
            record.inner.count = std::numeric_limits<int>::max();
            record.any = 1;
            co_await table.create_record(record);
            co_await table.update_record("a", attr<&everything::small> += 1);
            auto details = co_await failure(
                table.update_record("a", attr<&everything::small> += 1), store_errc::does_not_fit);
            EXPECT_EQ(details.attribute, "small");
            details =
                co_await failure(table.update_record("a", add(attr<&everything::inner, &part::count>, 1)),
                    store_errc::does_not_fit);
            EXPECT_EQ(details.attribute, "inner.count");
            co_await failure(table.update_record("a", attr<&everything::big> -= 1), store_errc::does_not_fit);
            co_await table.update_record("a", attr<&everything::big> += 3, attr<&everything::small> -= 2);
            co_await failure(
                table.update_record(
                    "a", attr<&everything::small> = attr<&everything::small> + attr<&everything::small>),
                store_errc::does_not_fit);
            // Other requirements are told apart, and more than one at a time works.
            co_await failure(table.update_record("a", attr<&everything::big> -= 3,
                                 write_options().only_if(attr<&everything::flag> == true)),
                store_errc::conflict);
            co_await failure(table.update_record("b", attr<&everything::big> += 1), store_errc::not_found);
            co_await failure(in_transaction(w.owner, table.update("a", attr<&everything::big> -= 4)),
                store_errc::does_not_fit);
            auto const once = call_options().resend(resend::exactly_once);
            co_await failure(
                table.update_record("a", attr<&everything::big> -= 4, once), store_errc::does_not_fit);
            co_await table.update_record("a",
                attr<&everything::small> = if_not_exists(attr<&everything::small>, 5) - 1,
                attr<&everything::real> += 0.5, attr<&everything::exact> += number("1E+30"));
            auto const found = co_await table.get_record("a");
            CO_ASSERT_TRUE(found.has_value());
            EXPECT_EQ(found->small, std::numeric_limits<std::int64_t>::max() - 3);
            EXPECT_EQ(found->big, 3u);
            EXPECT_EQ(found->inner.count, std::numeric_limits<int>::max());
        });
}

TEST_F(record_write_cases, a_version_at_its_end_is_not_counted)
{
    run_records(
        [this](record_world& w) -> asio::awaitable<void>
        {
            auto const calls = co_await opened<call>(w, "calls");
            auto record = first_call();
            record.revision = std::numeric_limits<int>::max() - 1;
            co_await calls.create_record(record);
            auto const details = co_await failure(
                calls.update_record({"a", 1}, attr<&call::place> = "Oslo"), store_errc::does_not_fit);
            EXPECT_EQ(details.attribute, "revision");
            auto const found = co_await calls.get_record({"a", 1});
            CO_ASSERT_TRUE(found.has_value());
            EXPECT_EQ(found->place, "Rome");
        });
}

TEST_F(record_write_cases, records_that_do_not_fit_come_back)
{
    run_records(
        [this](record_world& w) -> asio::awaitable<void>
        {
            auto const phones = co_await opened<phone>(w, "phonebook-table");
            auto stored = to_item(ann());
            stored.set("timestamp", 5);
            co_await put(w.owner, phones.table_name(), stored);
            auto details = co_await failure(
                phones.update_and_get(1, attr<&phone::name> = "Anna"), store_errc::malformed_item);
            stored.set("name", "Anna");
            EXPECT_TRUE(details.applied);
            EXPECT_EQ(details.stored_item, stored);
            details = co_await failure(phones.take_record(1), store_errc::malformed_item);
            EXPECT_TRUE(details.applied);
            EXPECT_EQ(details.stored_item, stored);
            auto const gone = co_await phones.take_record(1);
            EXPECT_FALSE(gone.has_value());
        });
}

TEST_F(record_write_cases, a_record_whose_response_was_lost_is_not_called_absent)
{
    run_records(
        [this](record_world& w) -> asio::awaitable<void>
        {
            auto const phones = co_await opened<phone>(w, "phonebook-table");
            auto const record = ann();
            co_await phones.create_record(record);
            w.between->set(lose_answers("DeleteItem", 1));
            boost::system::error_code seen;
            try
            {
                (void)co_await phones.take_record(1);
            }
            catch (operation_error const& e)
            {
                seen = e.code();
                EXPECT_TRUE(e.may_have_been_applied());
            }
            EXPECT_EQ(seen, make_error_code(client_errc::outcome_unknown));
        });
}

} // namespace
} // namespace dynasio::tests
