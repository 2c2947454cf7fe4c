// SPDX-License-Identifier: BSL-1.0
//
// The acceptance cases of the store of records about tables and indexes.

#include "record_fixture.hpp"

#include <dynasio/operations/describe_table.hpp>
#include <dynasio/operations/describe_time_to_live.hpp>

#include <set>

namespace dynasio::tests {
namespace {

struct record_index_cases : record_cases
{
    static asio::awaitable<model::table_description> describe(client c, std::string table)
    {
        describe_table_input request;
        request.table_name = std::move(table);
        auto answer = co_await c.describe_table(request);
        co_return answer.table.value();
    }
};

model::global_secondary_index_description find_index(
    model::table_description const& table, std::string const& name)
{
    for (auto const& index : table.global_secondary_indexes)
        if (index.index_name == name)
            return index;
    ADD_FAILURE() << "no index " << name;
    return {};
}

TEST_F(record_index_cases, case_13_create_gsi_makes_an_index_of_the_attribute)
{
    run_records(
        [this](record_world& w) -> asio::awaitable<void>
        {
            auto const phones = co_await opened<phone>(w, "phonebook-table");
            co_await phones.create_gsi<&phone::name>();
            auto seen = co_await describe(w.owner, phones.table_name());
            auto index = find_index(seen, "name");
            CO_ASSERT_EQ(index.key_schema.size(), 1u);
            EXPECT_EQ(index.key_schema[0].attribute_name, "name");
            EXPECT_EQ(index.key_schema[0].key_type, model::key_type::hash);
            EXPECT_EQ(index.projection->projection_type, model::projection_type::keys_only);
            EXPECT_EQ(index.index_status, model::index_status::active);

            auto const with_name = index_options().include({"name"});
            co_await phones.create_gsi<&phone::phone_number>(with_name);
            seen = co_await describe(w.owner, phones.table_name());
            index = find_index(seen, "phone_number");
            EXPECT_EQ(index.projection->projection_type, model::projection_type::include);
            EXPECT_EQ(index.projection->non_key_attributes, std::vector<std::string>{"name"});

            w.sent->clear();
            std::vector<std::string> const nothing;
            auto const no_names = index_options().include(nothing);
            co_await failure(phones.create_gsi("timestamp", no_names), store_errc::bad_input);
            std::vector<std::string> const unknown{"nope"};
            auto const unknown_name = index_options().include(unknown);
            co_await failure(phones.create_gsi("timestamp", unknown_name), store_errc::bad_input);
            co_await failure(phones.create_gsi("nope"), store_errc::bad_input);
            auto const range = index_options().role(model::key_type::range);
            co_await failure(phones.create_gsi("timestamp", range), store_errc::bad_input);
            EXPECT_EQ(w.operations(), std::vector<std::string>());

            co_await phones.create_gsi<&phone::name>();
            EXPECT_EQ(w.operations(), std::vector<std::string>{"DescribeTable"});
            auto const other = index_options().all();
            co_await failure(phones.create_gsi<&phone::name>(other), store_errc::schema_mismatch);
            co_await failure(phones.create_gsi<&phone::phone_number>(), store_errc::schema_mismatch);
            EXPECT_EQ(w.count("UpdateTable"), 0u);
        });
}

TEST_F(record_index_cases, case_14_names_of_indexes_have_three_characters)
{
    run_records(
        [this](record_world& w) -> asio::awaitable<void>
        {
            auto const table = co_await opened<short_names>(w, "short");
            auto const details =
                co_await failure(table.create_gsi<&short_names::id>(), store_errc::bad_input);
            EXPECT_NE(details.reason.find("at least 3 characters"), std::string::npos) << details.reason;
            EXPECT_EQ(w.operations(), std::vector<std::string>());
            auto const named = index_options().name("by-id");
            co_await table.create_gsi<&short_names::id>(named);
            auto const seen = co_await describe(w.owner, table.table_name());
            EXPECT_EQ(find_index(seen, "by-id").key_schema[0].attribute_name, "id");
        });
}

TEST_F(record_index_cases, case_15_find_by_finds_whole_records_on_an_index_of_keys)
{
    run_records(
        [this](record_world& w) -> asio::awaitable<void>
        {
            auto const phones = co_await opened<phone>(w, "phonebook-table");
            co_await phones.create_gsi<&phone::relationship>();
            std::vector<phone> all;
            for (int i = 0; i < 3000; ++i)
            {
                auto record = ann();
                record.person_id = i;
                record.name = std::string(1000, static_cast<char>('a' + i % 26));
                record.relationship = i % 10 == 0 ? "SIBLING" : "FRIEND";
                all.push_back(std::move(record));
            }
            co_await phones.put_many(all);
            w.sent->clear();
            auto const options = stream_options(read_options().consistent()).page_size(700);
            auto friends = phones.find_by<&phone::relationship>("FRIEND", options);
            std::set<std::int64_t> found;
            while (auto each = co_await friends.next())
            {
                EXPECT_EQ(*each, all[static_cast<std::size_t>(each->person_id)]);
                EXPECT_TRUE(found.insert(each->person_id).second);
            }
            EXPECT_EQ(found.size(), 2700u);
            EXPECT_EQ(w.count("Query"), 4u);
            EXPECT_GE(w.count("BatchGetItem"), 27u);
            EXPECT_LE(w.count("DescribeTable"), 1u);

            // A table object that has not seen the index asks once.
            record_table<phone> const again(w.owner, phones.table_name());
            w.sent->clear();
            auto const siblings = co_await all_of(again.find_by<&phone::relationship>("SIBLING"));
            EXPECT_EQ(siblings.size(), 300u);
            auto const more = co_await all_of(again.find_by<&phone::relationship>("SIBLING"));
            EXPECT_EQ(more.size(), 300u);
            EXPECT_EQ(w.count("DescribeTable"), 1u);
            co_await failure(all_of(again.find_by<&phone::name>("x")), store_errc::bad_input);
        });
}

TEST_F(record_index_cases, case_15_find_by_needs_no_second_read_where_the_index_has_all)
{
    run_records(
        [this](record_world& w) -> asio::awaitable<void>
        {
            auto const phones = co_await opened<phone>(w, "phonebook-table");
            auto const all = index_options().all();
            co_await phones.create_gsi<&phone::relationship>(all);
            auto const rest = index_options().include({"phone_number", "relationship", "timestamp"});
            co_await phones.create_gsi<&phone::name>(rest);
            auto const record = ann();
            co_await phones.create_record(record);
            w.sent->clear();
            auto found = co_await all_of(phones.find_by<&phone::relationship>("FRIEND"));
            EXPECT_EQ(found, std::vector<phone>{record});
            found = co_await all_of(phones.find_by<&phone::name>("Ann"));
            EXPECT_EQ(found, std::vector<phone>{record});
            EXPECT_EQ(w.operations(), (std::vector<std::string>{"Query", "Query"}));
        });
}

TEST_F(record_index_cases, case_19_tables_are_made_once_and_only_where_there_is_none)
{
    run_records(
        [this](record_world& w) -> asio::awaitable<void>
        {
            record_table<phone> const one(w.owner, table_name("phonebook-table"));
            record_table<phone> const two(w.owner, table_name("phonebook-table"));
            std::vector<asio::awaitable<void>> both;
            both.push_back(one.open());
            both.push_back(two.open());
            co_await together(std::move(both));
            auto const record = ann();
            co_await one.create_record(record);

            w.sent->clear();
            w.between->set(
                [](http::request&, interposed_transport::sender const&) -> asio::awaitable<http::send_result>
                {
                    http::response denied;
                    denied.status = 400;
                    denied.body =
                        R"({"__type":"com.amazon.coral.service#AccessDeniedException","message":"no"})";
                    co_return http::send_result(std::move(denied));
                });
            boost::system::error_code seen;
            try
            {
                co_await one.open();
            }
            catch (service_error const& e)
            {
                seen = e.code();
            }
            EXPECT_EQ(seen, make_error_code(errc::access_denied));
            EXPECT_EQ(w.operations(), std::vector<std::string>());
            w.between->set({});
        });
}

TEST_F(record_index_cases, case_20_a_table_with_another_key_is_a_mismatch)
{
    run_records(
        [this](record_world& w) -> asio::awaitable<void>
        {
            co_await opened<text_phone>(w, "phonebook-table");
            record_table<phone> const phones(w.owner, table_name("phonebook-table"));
            auto const details = co_await failure(phones.open(), store_errc::schema_mismatch);
            EXPECT_EQ(details.table, phones.table_name());
            EXPECT_FALSE(details.reason.empty());
            EXPECT_EQ(w.count("CreateTable"), 0u);
        });
}

TEST_F(record_index_cases, tables_with_a_sort_key_and_a_time_to_live)
{
    run_records(
        [this](record_world& w) -> asio::awaitable<void>
        {
            record_table<call> const calls(w.owner, table_name("calls"));
            co_await calls.open();
            auto const seen = co_await describe(w.owner, calls.table_name());
            CO_ASSERT_EQ(seen.key_schema.size(), 2u);
            EXPECT_EQ(seen.key_schema[0].attribute_name, "caller");
            EXPECT_EQ(seen.key_schema[1].attribute_name, "day");
            EXPECT_EQ(seen.key_schema[1].key_type, model::key_type::range);
            describe_time_to_live_input request;
            request.table_name = calls.table_name();
            auto const ttl = co_await w.owner.describe_time_to_live(request);
            CO_ASSERT_TRUE(ttl.time_to_live_description.has_value());
            EXPECT_EQ(ttl.time_to_live_description->attribute_name, "expires_at");
            EXPECT_EQ(w.count("UpdateTimeToLive"), 1u);
            co_await calls.open();
            EXPECT_EQ(w.count("UpdateTimeToLive"), 1u);
        });
}

} // namespace
} // namespace dynasio::tests
