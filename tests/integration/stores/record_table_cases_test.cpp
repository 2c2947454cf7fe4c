// SPDX-License-Identifier: BSL-1.0
//
// The acceptance cases of the store of records that create, read, change and delete single records.

#include "record_fixture.hpp"

#include <dynasio/expressions.hpp>
#include <dynasio/operations/describe_table.hpp>

namespace dynasio::tests {
namespace {

using namespace std::string_literals;

struct record_table_cases : record_cases
{
    [[nodiscard]] std::string table() const { return table_name("phonebook-table"); }

    static item stored_ann()
    {
        return {{"person_id", 1}, {"name", "Ann"}, {"phone_number", "555-0100"}, {"relationship", "FRIEND"},
            {"timestamp", "2022-09-04 00:00:00"}};
    }
    static item key_of(int id)
    {
        item key;
        key.set("person_id", id);
        return key;
    }
};

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
            EXPECT_EQ(answer.table->key_schema[0].key_type, key_type::hash);
            CO_ASSERT_EQ(answer.table->attribute_definitions.size(), 1u);
            EXPECT_EQ(answer.table->attribute_definitions[0].attribute_type, scalar_attribute_type::n);
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

TEST_F(record_table_cases, case_07_categories_are_checked_when_writing_and_reading)
{
    run_records(
        [this](record_world& w) -> asio::awaitable<void>
        {
            auto const phones = co_await opened<phone>(w, "phonebook-table");
            auto record = ann();
            for (auto const* wrong : {"friend", "ENEMY", ""})
            {
                record.relationship = wrong;
                auto details = co_await failure(phones.create_record(record), store_errc::bad_input);
                EXPECT_EQ(details.attribute, "relationship");
                EXPECT_EQ(details.table, table());
                co_await failure(phones.put_record(record), store_errc::bad_input);
                co_await failure(
                    phones.update_record(1, attr<&phone::relationship> = wrong), store_errc::bad_input);
            }
            EXPECT_EQ(w.operations(), std::vector<std::string>());
            // Declared in lower case, stored and expected in upper case.
            record.relationship = "PARENT";
            co_await phones.create_record(record);

            auto by_hand = stored_ann();
            by_hand.set("relationship", "ENEMY");
            co_await put(w.owner, table(), by_hand);
            auto const details = co_await failure(phones.get_record(1), store_errc::malformed_item);
            EXPECT_EQ(details.attribute, "relationship");
            EXPECT_EQ(details.key, key_of(1));
            record_table_options lenient;
            lenient.keep_unknown_categories = true;
            record_table<phone> const taking_all(w.owner, table(), lenient);
            auto const found = co_await taking_all.get_record(1);
            EXPECT_EQ(found->relationship, "ENEMY");
        });
}

TEST_F(record_table_cases, case_08_empty_texts_are_values_but_no_keys)
{
    run_records(
        [this](record_world& w) -> asio::awaitable<void>
        {
            auto const phones = co_await opened<phone>(w, "phonebook-table");
            auto record = ann();
            record.phone_number.clear();
            co_await phones.create_record(record);
            auto const found = co_await phones.get_record(1);
            EXPECT_EQ(found, record);

            auto const texts = co_await opened<text_phone>(w, "texts");
            text_phone const empty;
            auto details = co_await failure(texts.create_record(empty), store_errc::bad_input);
            EXPECT_EQ(details.attribute, "person_id");
            co_await failure(texts.get_record(""), store_errc::bad_input);
            co_await failure(texts.get_record(std::string(2049, 'x')), store_errc::bad_input);
            co_await failure(texts.delete_record(""), store_errc::bad_input);
            co_await failure(texts.get_record("\xff"), store_errc::bad_input);
            EXPECT_EQ(w.operations(), std::vector<std::string>());
        });
}

template <class T>
asio::awaitable<void> try_all_operations(record_table<T> table)
{
    T const record{"k", 1};
    T const changed{"k", 7};
    constexpr auto other = detail::described<T>::names[1];
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

TEST_F(record_table_cases, case_10_numbers_are_exact_and_checked)
{
    run_records(
        [this](record_world& w) -> asio::awaitable<void>
        {
            auto const table_of = co_await opened<everything>(w, "everything");
            everything record;
            record.id = "limits";
            record.any = "x";
            for (auto const value : {std::numeric_limits<std::int64_t>::min(), std::int64_t(-1),
                     std::numeric_limits<std::int64_t>::max()})
            {
                record.small = value;
                record.big = std::numeric_limits<std::uint64_t>::max();
                record.exact = number("12345678901234567890123456789012345678");
                record.real = -0.0;
                co_await table_of.put_record(record);
                auto const found = co_await table_of.get_record("limits");
                EXPECT_EQ(found, record);
            }

            auto const phones = co_await opened<phone>(w, "phonebook-table");
            auto by_hand = stored_ann();
            by_hand.set("person_id", number("1.0"));
            co_await put(w.owner, table(), by_hand);
            auto const found = co_await phones.get_record(1);
            EXPECT_EQ(found, ann());

            auto stored = to_item(record);
            for (auto const& wrong : {attribute_value(number("1.5")),
                     attribute_value(number("99999999999999999999")), attribute_value("1")})
            {
                stored.set("small", wrong);
                co_await put(w.owner, table_of.table_name(), stored);
                auto const details =
                    co_await failure(table_of.get_record("limits"), store_errc::malformed_item);
                EXPECT_EQ(details.attribute, "small");
                EXPECT_EQ(details.key, item({{"id", "limits"}}));
            }
        });
}

TEST_F(record_table_cases, case_11_other_attributes_and_missing_ones)
{
    run_records(
        [this](record_world& w) -> asio::awaitable<void>
        {
            auto const phones = co_await opened<phone>(w, "phonebook-table");
            auto by_hand = stored_ann();
            by_hand.set("extra", 1);
            co_await put(w.owner, table(), by_hand);
            auto details = co_await failure(phones.get_record(1), store_errc::malformed_item);
            EXPECT_EQ(details.attribute, "extra");
            record_table_options lenient;
            lenient.unknown = unknown_attributes::ignore;
            record_table<phone> const taking_all(w.owner, table(), lenient);
            auto const found = co_await taking_all.get_record(1);
            EXPECT_EQ(found, ann());

            by_hand = stored_ann();
            by_hand.erase("timestamp");
            co_await put(w.owner, table(), by_hand);
            details = co_await failure(phones.get_record(1), store_errc::malformed_item);
            EXPECT_EQ(details.attribute, "timestamp");
            record_table<late_phone> const optional(w.owner, table());
            auto const late = co_await optional.get_record(1);
            CO_ASSERT_TRUE(late.has_value());
            EXPECT_FALSE(late->timestamp.has_value());
        });
}

TEST_F(record_table_cases, case_12_empty_optionals_are_absent)
{
    run_records(
        [this](record_world& w) -> asio::awaitable<void>
        {
            auto const phones = co_await opened<late_phone>(w, "phonebook-table");
            late_phone record;
            record.person_id = 1;
            record.relationship = "x";
            co_await phones.create_record(record);
            auto stored = co_await get(w.owner, table(), key_of(1));
            EXPECT_FALSE(stored->contains("timestamp"));
            auto by_hand = stored_ann();
            by_hand.set("timestamp", nullptr);
            co_await put(w.owner, table(), by_hand);
            auto found = co_await phones.get_record(1);
            EXPECT_FALSE(found->timestamp.has_value());

            co_await phones.update_record(1, attr<&late_phone::timestamp> = "now");
            found = co_await phones.get_record(1);
            EXPECT_EQ(found->timestamp, "now");
            co_await phones.update_record(1, attr<&late_phone::timestamp> = std::optional<std::string>());
            stored = co_await get(w.owner, table(), key_of(1));
            EXPECT_FALSE(stored->contains("timestamp"));

            co_await phones.update_record(1, attr<&late_phone::timestamp> = "now");
            item changes;
            changes.set("timestamp", nullptr);
            co_await phones.update_record_by_name(1, changes);
            stored = co_await get(w.owner, table(), key_of(1));
            EXPECT_FALSE(stored->contains("timestamp"));
        });
}

TEST_F(record_table_cases, case_22_any_text_comes_back)
{
    run_records(
        [this](record_world& w) -> asio::awaitable<void>
        {
            auto const phones = co_await opened<phone>(w, "phonebook-table");
            auto record = ann();
            record.name = "\xC3\x84nne \xF0\x9F\x93\x9E \"quoted\" \\ \n\r\t\b\0 end"s;
            record.phone_number = "\x7f\xE2\x80\xA8";
            co_await phones.create_record(record);
            auto const found = co_await phones.get_record(1);
            EXPECT_EQ(found, record);
            co_await phones.update_record(1, attr<&phone::phone_number> = record.name);
            auto const again = co_await phones.get_record(1);
            EXPECT_EQ(again->phone_number, record.name);
        });
}

TEST_F(record_table_cases, case_23_members_of_every_kind_come_back)
{
    run_records(
        [this](record_world& w) -> asio::awaitable<void>
        {
            auto const table_of = co_await opened<everything>(w, "everything");
            everything record;
            record.id = "all";
            record.real = 0.1;
            record.how = level::high;
            record.bytes = to_binary("bytes");
            record.inner = {"in", 1};
            record.parts = {{"a", 1}, {"b", 2}};
            record.counts = {{"x", 1}, {"y", 2}};
            record.words = {"one", "two"};
            record.numbers = {1, 2, 3};
            record.any = attribute_list{1, "x"};
            co_await table_of.create_record(record);
            auto const found = co_await table_of.get_record("all");
            EXPECT_EQ(found, record);
            item id;
            id.set("id", "all");
            auto const stored = co_await get(w.owner, table_of.table_name(), id);
            EXPECT_EQ(stored->at("inner").type(), attribute_type::m);
            EXPECT_EQ(stored->at("parts").type(), attribute_type::l);
            EXPECT_EQ(stored->at("counts").type(), attribute_type::m);
            EXPECT_EQ(stored->at("words").type(), attribute_type::ss);
            EXPECT_EQ(stored->at("bytes").type(), attribute_type::b);
            EXPECT_EQ(stored->at("real"), attribute_value(number("0.1")));
            EXPECT_EQ(stored->at("how"), attribute_value("HIGH"));

            record.real = std::numeric_limits<double>::quiet_NaN();
            auto const details = co_await failure(table_of.put_record(record), store_errc::bad_input);
            EXPECT_EQ(details.attribute, "real");
        });
}

} // namespace
} // namespace dynasio::tests
