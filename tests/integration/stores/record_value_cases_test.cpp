// SPDX-License-Identifier: BSL-1.0
//
// The acceptance cases of the store of records about what can be stored in a record, and read from one.

#include "record_fixture.hpp"

namespace dynasio::tests {
namespace {

using namespace std::string_literals;

struct record_value_cases : phone_cases
{};

TEST_F(record_value_cases, case_07_categories_are_checked_when_writing_and_reading)
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

TEST_F(record_value_cases, case_08_empty_texts_are_values_but_no_keys)
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

TEST_F(record_value_cases, case_10_numbers_are_exact_and_checked)
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

TEST_F(record_value_cases, case_11_other_attributes_and_missing_ones)
{
    run_records(
        [this](record_world& w) -> asio::awaitable<void>
        {
            auto const phones = co_await opened<phone>(w, "phonebook-table");
            auto by_hand = stored_ann();
            by_hand.set("extra", 1);
            co_await put(w.owner, table(), by_hand);
            auto const found = co_await phones.get_record(1);
            EXPECT_EQ(found, ann());
            record_table_options strict;
            strict.unknown = unknown_attributes::refuse;
            record_table<phone> const refusing(w.owner, table(), strict);
            auto details = co_await failure(refusing.get_record(1), store_errc::malformed_item);
            EXPECT_EQ(details.attribute, "extra");

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

TEST_F(record_value_cases, case_12_empty_optionals_are_absent)
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

TEST_F(record_value_cases, case_22_any_text_comes_back)
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

TEST_F(record_value_cases, case_23_members_of_every_kind_come_back)
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
