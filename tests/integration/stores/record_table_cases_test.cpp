// SPDX-License-Identifier: BSL-1.0
//
// The acceptance cases of the store of records that create, read, change and delete single records.

#include "record_fixture.hpp"

#include <dynasio/expressions.hpp>
#include <dynasio/operations/describe_table.hpp>

namespace dynasio::tests {
namespace {

struct record_table_cases : phone_cases
{};

TEST_F(record_table_cases, case_01_create_table_makes_the_struct_s_table)
{
    run_records(
        [this](record_world& w) -> asio::awaitable<void>
        {
            record_table<phone> const phones(w.owner, table());
            co_await phones.create_table();
            EXPECT_EQ(w.count("CreateTable"), 1u);
            describe_table_input request;
            request.table_name = table();
            auto const answer = co_await w.owner.describe_table(request);
            CO_ASSERT_TRUE(answer.table.has_value());
            CO_ASSERT_EQ(answer.table->key_schema.size(), 1u);
            EXPECT_EQ(answer.table->key_schema[0].attribute_name, "person_id");
            EXPECT_EQ(answer.table->key_schema[0].key_type, model::key_type::hash);
            CO_ASSERT_EQ(answer.table->attribute_definitions.size(), 1u);
            EXPECT_EQ(answer.table->attribute_definitions[0].attribute_type, model::scalar_attribute_type::n);
            EXPECT_TRUE(answer.table->global_secondary_indexes.empty());

            w.sent->clear();
            co_await phones.create_table();
            EXPECT_EQ(w.operations(), std::vector<std::string>{"DescribeTable"});

            record_table<phone> const reserved(w.owner, table_name("reserved"));
            co_await reserved.create_table(table_capacity::provisioned());
            request.table_name = table_name("reserved");
            auto const other = co_await w.owner.describe_table(request);
            EXPECT_EQ(other.table->provisioned_throughput->write_capacity_units, 10);
        });
}

TEST_F(record_table_cases, case_02_create_record_stores_exactly_the_struct_and_refuses_a_second_one)
{
    run_records(
        [this](record_world& w) -> asio::awaitable<void>
        {
            auto const phones = co_await opened<phone>(w, "phonebook-table");
            auto record = ann();
            co_await phones.create_record(record);
            EXPECT_EQ(w.operations(), std::vector<std::string>{"PutItem"});
            auto const expected = stored_ann();
            auto stored = co_await get(w.owner, table(), key_of(1));
            EXPECT_EQ(stored, expected);
            auto const body = w.bodies("PutItem").front();
            EXPECT_NE(
                body.find(
                    R"("Item":{"person_id":{"N":"1"},"name":{"S":"Ann"},"phone_number":{"S":"555-0100"},)"
                    R"("relationship":{"S":"FRIEND"},"timestamp":{"S":"2022-09-04 00:00:00"}})"),
                body.npos)
                << body;

            record.name = "Other";
            auto const details = co_await failure(phones.create_record(record), store_errc::already_exists);
            EXPECT_EQ(details.table, table());
            EXPECT_EQ(details.key, key_of(1));
            bool const created = co_await phones.create_record_if_absent(record);
            EXPECT_FALSE(created);
            stored = co_await get(w.owner, table(), key_of(1));
            EXPECT_EQ(stored, expected);

            // From named values.
            co_await phones.create_record(attr<&phone::person_id> = 2, attr<&phone::name> = "Bob",
                attr<&phone::phone_number> = "", attr<&phone::relationship> = "PARENT",
                attr<&phone::timestamp> = "now");
            auto const second = co_await phones.get_record(2);
            CO_ASSERT_TRUE(second.has_value());
            EXPECT_EQ(second->name, "Bob");
            EXPECT_EQ(second->relationship, "PARENT");

            co_await phones.put_record(record);
            auto const replaced = co_await phones.get_record(1);
            EXPECT_EQ(replaced, record);
        });
}

TEST_F(record_table_cases, case_03_get_record_gives_what_was_written_or_nothing)
{
    run_records(
        [this](record_world& w) -> asio::awaitable<void>
        {
            auto const phones = co_await opened<phone>(w, "phonebook-table");
            auto const record = ann();
            co_await phones.create_record(record);
            w.sent->clear();
            auto const found = co_await phones.get_record(1, read_options().consistent());
            EXPECT_EQ(found, record);
            EXPECT_EQ(w.operations(), std::vector<std::string>{"GetItem"});
            EXPECT_NE(w.bodies("GetItem").front().find(R"("ConsistentRead":true)"), std::string::npos);
            auto const none = co_await phones.get_record(99);
            EXPECT_FALSE(none.has_value());
        });
}

TEST_F(record_table_cases, case_04_update_record_changes_only_what_is_named)
{
    run_records(
        [this](record_world& w) -> asio::awaitable<void>
        {
            auto const phones = co_await opened<phone>(w, "phonebook-table");
            auto record = ann();
            co_await phones.create_record(record);
            w.sent->clear();
            co_await phones.update_record(
                1, attr<&phone::name> = "Anna", attr<&phone::relationship> = "SIBLING");
            EXPECT_EQ(w.operations(), std::vector<std::string>{"UpdateItem"});
            record.name = "Anna";
            record.relationship = "SIBLING";
            auto found = co_await phones.get_record(1);
            EXPECT_EQ(found, record);

            auto const details =
                co_await failure(phones.update_record(99, attr<&phone::name> = "X"), store_errc::not_found);
            EXPECT_EQ(details.key, key_of(99));
            bool const updated = co_await phones.update_record_if_exists(99, attr<&phone::name> = "X");
            EXPECT_FALSE(updated);
            auto const none = co_await get(w.owner, table(), key_of(99));
            EXPECT_FALSE(none.has_value());

            auto const checked = update_text<phone, "SET phone_number = :n">(bind<":n">("0"));
            co_await phones.update_record(1, checked);
            auto const now = co_await phones.update_and_get(1, attr<&phone::phone_number> = "1");
            record.phone_number = "1";
            EXPECT_EQ(now, record);

            auto const only_if_bob = write_options().only_if(attr<&phone::name> == "Bob");
            co_await failure(
                phones.update_record(1, attr<&phone::phone_number> = "2", only_if_bob), store_errc::conflict);
            co_await failure(phones.update_record(99, attr<&phone::phone_number> = "2", only_if_bob),
                store_errc::not_found);
            found = co_await phones.get_record(1);
            EXPECT_EQ(found, record);
        });
}

TEST_F(record_table_cases, case_05_delete_record_deletes_once)
{
    run_records(
        [this](record_world& w) -> asio::awaitable<void>
        {
            auto const phones = co_await opened<phone>(w, "phonebook-table");
            auto const record = ann();
            co_await phones.create_record(record);
            auto const only_if_bob = write_options().only_if(attr<&phone::name> == "Bob");
            co_await failure(phones.delete_record(1, only_if_bob), store_errc::conflict);
            co_await phones.delete_record(1);
            auto const details = co_await failure(phones.delete_record(1), store_errc::not_found);
            EXPECT_EQ(details.key, key_of(1));
            bool const deleted = co_await phones.delete_record_if_exists(1);
            EXPECT_FALSE(deleted);

            co_await phones.put_record(record);
            auto const taken = co_await phones.take_record(1);
            EXPECT_EQ(taken, record);
            auto const nothing = co_await phones.take_record(1);
            EXPECT_FALSE(nothing.has_value());
        });
}

TEST_F(record_table_cases, case_06_runtime_names_are_checked_before_any_request)
{
    run_records(
        [this](record_world& w) -> asio::awaitable<void>
        {
            auto const phones = co_await opened<phone>(w, "phonebook-table");
            auto const record = ann();
            co_await phones.create_record(record);
            w.sent->clear();
            auto const refused = [&](item changes) -> asio::awaitable<store_error_details>
            { return failure(phones.update_record_by_name(1, std::move(changes)), store_errc::bad_input); };
            item changes;
            co_await refused(changes);
            changes = item();
            changes.set("person_id", 2);
            auto details = co_await refused(changes);
            EXPECT_EQ(details.attribute, "person_id");
            changes = item();
            changes.set("nope", "x");
            details = co_await refused(changes);
            EXPECT_EQ(details.attribute, "nope");
            changes = item();
            changes.set("name", 5);
            details = co_await refused(changes);
            EXPECT_EQ(details.attribute, "name");
            changes = item();
            changes.set("relationship", "friend");
            details = co_await refused(changes);
            EXPECT_EQ(details.attribute, "relationship");
            changes = item();
            changes.set("name", nullptr);
            details = co_await refused(changes);
            EXPECT_EQ(details.attribute, "name");
            co_await failure(phones.update_record(1, set(path("nope"), 1)), store_errc::bad_input);
            co_await failure(phones.update_record(1, set(path("person_id"), 1)), store_errc::bad_input);
            co_await failure(phones.update_record(1, update()), store_errc::bad_input);
            EXPECT_EQ(w.operations(), std::vector<std::string>());

            changes = item();
            changes.set("name", "Anna");
            co_await phones.update_record_by_name(1, changes);
            auto const found = co_await phones.get_record(1);
            EXPECT_EQ(found->name, "Anna");
            co_await failure(phones.update_record_by_name(99, changes), store_errc::not_found);
        });
}

template <class T>
asio::awaitable<void> try_all_operations(record_table<T> table)
{
    T const record{"k", 1};
    T const changed{"k", 7};
    constexpr auto other = mapping::described<T>::names[1];
    co_await table.open();
    co_await table.create_record(record);
    auto found = co_await table.get_record("k");
    EXPECT_EQ(found, record);
    item changes;
    changes.set(other, 7);
    co_await table.update_record_by_name("k", changes);
    found = co_await table.get_record("k");
    EXPECT_EQ(found, changed);
    auto const all = co_await all_of(table.scan());
    CO_ASSERT_EQ(all.size(), 1u);
    EXPECT_EQ(all.front(), changed);
    auto const named = index_options().name("by-other");
    co_await table.create_gsi(std::string(other), named);
    co_await table.delete_record("k");
    found = co_await table.get_record("k");
    EXPECT_FALSE(found.has_value());
}

TEST_F(record_table_cases, case_09_reserved_words_are_names_like_others)
{
    run_records(
        [this](record_world& w) -> asio::awaitable<void>
        {
            co_await try_all_operations(record_table<by_name>(w.owner, table_name("a")));
            co_await try_all_operations(record_table<by_status>(w.owner, table_name("b")));
            co_await try_all_operations(record_table<by_timestamp>(w.owner, table_name("c")));
        });
}

} // namespace
} // namespace dynasio::tests
