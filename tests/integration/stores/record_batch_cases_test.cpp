// SPDX-License-Identifier: BSL-1.0
//
// The acceptance cases of the store of records that read and write many, and those about races and lost answers.

#include "record_fixture.hpp"

#include <boost/json.hpp>

#include <algorithm>

namespace dynasio::tests {
namespace {

namespace json = boost::json;

struct record_batch_cases : record_cases
{};

std::vector<phone> people(int first, int count)
{
    std::vector<phone> all;
    for (int i = first; i < first + count; ++i)
    {
        auto record = ann();
        record.person_id = i;
        all.push_back(std::move(record));
    }
    return all;
}

/// Takes a third of the keys out of the first `times` BatchGetItem requests, and answers that they are left.
interposed_transport::hook leave_keys(int times)
{
    auto const left = std::make_shared<int>(times);
    return [left](http::request& r,
               interposed_transport::sender const& send) -> asio::awaitable<http::send_result>
    {
        if (dynasio::testing::operation_of(r) != "BatchGetItem" || (*left)-- <= 0)
            co_return co_await send(r);
        auto body = json::parse(r.body);
        auto& [table, value] = *body.at("RequestItems").as_object().begin();
        auto& keys = value.at("Keys").as_array();
        json::array held;
        for (auto n = keys.size() / 3; n > 0; --n)
        {
            held.push_back(keys.back());
            keys.pop_back();
        }
        json::object of_table;
        of_table["Keys"] = std::move(held);
        json::object unprocessed;
        unprocessed[table] = std::move(of_table);
        r.body = json::serialize(body);
        auto answer = co_await send(r);
        if (answer)
        {
            auto whole = json::parse(answer->body).as_object();
            whole["UnprocessedKeys"] = std::move(unprocessed);
            answer->body = json::serialize(whole);
            answer->headers = http::fields();
        }
        co_return answer;
    };
}

TEST_F(record_batch_cases, case_16_get_many_keeps_the_order_and_asks_once)
{
    run_records(
        [this](record_world& w) -> asio::awaitable<void>
        {
            auto const phones = co_await opened<phone>(w, "phonebook-table");
            auto const stored = people(0, 200);
            co_await phones.put_many(stored);
            std::vector<table_key<phone>> keys;
            for (int i = 249; i >= 0; --i)
                keys.emplace_back(i);
            for (int i = 0; i < 10; ++i)
                keys.emplace_back(i * 7);
            auto expected = stored;
            std::reverse(expected.begin(), expected.end());
            for (int i = 0; i < 10; ++i)
                expected.push_back(stored[static_cast<std::size_t>(i) * 7]);
            w.sent->clear();
            auto found = co_await phones.get_many(keys);
            EXPECT_EQ(found, expected);
            EXPECT_EQ(w.count("BatchGetItem"), 3u);

            w.between->set(leave_keys(2));
            w.sent->clear();
            found = co_await phones.get_many(keys, read_options().consistent());
            EXPECT_EQ(found, expected);
            EXPECT_GE(w.count("BatchGetItem"), 4u);
            w.between->set({});

            co_await phones.delete_many(keys);
            found = co_await phones.get_many(keys);
            EXPECT_TRUE(found.empty());
        });
}

TEST_F(record_batch_cases, case_16_a_record_that_does_not_fit_is_named_or_left_out)
{
    run_records(
        [this](record_world& w) -> asio::awaitable<void>
        {
            auto const phones = co_await opened<phone>(w, "phonebook-table");
            co_await phones.put_many(people(0, 5));
            item broken = to_item(people(3, 1).front());
            broken.set("name", 5);
            co_await put(w.owner, phones.table_name(), broken);
            std::vector<table_key<phone>> const keys{4, 3, 2};
            auto const details = co_await failure(phones.get_many(keys), store_errc::malformed_item);
            EXPECT_EQ(details.attribute, "name");
            EXPECT_EQ(details.key.at("person_id"), attribute_value(3));
            auto const others = co_await phones.get_many(keys, read_options().skip_bad_items());
            auto const wanted = std::vector<phone>{people(4, 1).front(), people(2, 1).front()};
            EXPECT_EQ(others, wanted);
        });
}

TEST_F(record_batch_cases, case_17_put_many_says_which_records_were_not_written)
{
    run_records(
        [this](record_world& w) -> asio::awaitable<void>
        {
            auto const phones = co_await opened<phone>(w, "phonebook-table");
            w.between->set(leave_unprocessed(5, 1'000'000));
            auto const records = people(0, 60);
            auto const details =
                co_await failure(phones.put_many(records, call_options().timeout(std::chrono::seconds(2))),
                    store_errc::unfinished);
            w.between->set({});
            // The last five of each request are never done, not even when they are all that is left.
            EXPECT_EQ(details.keys_left.size(), 15u);
            EXPECT_EQ(details.written, 45u);
            EXPECT_EQ(details.table, phones.table_name());
            EXPECT_TRUE(details.cause.has_value());
            std::vector<table_key<phone>> keys;
            for (int i = 0; i < 60; ++i)
                keys.emplace_back(i);
            auto const found = co_await phones.get_many(keys, read_options().consistent());
            EXPECT_EQ(found.size(), 45u);
            for (auto const& each : found)
                for (auto const& left : details.keys_left)
                    EXPECT_NE(left.at("person_id"), attribute_value(each.person_id));

            auto twice = people(0, 2);
            twice.push_back(twice.front());
            co_await failure(phones.put_many(twice), store_errc::bad_input);
        });
}

TEST_F(record_batch_cases, case_18_of_two_creations_one_succeeds)
{
    run_records(
        [this](record_world& w) -> asio::awaitable<void>
        {
            auto const phones = co_await opened<phone>(w, "phonebook-table");
            int succeeded = 0;
            int refused = 0;
            auto const create = [&](std::string name) -> asio::awaitable<void>
            {
                auto record = ann();
                record.name = name;
                try
                {
                    co_await phones.create_record(record);
                    ++succeeded;
                }
                catch (store_error const& e)
                {
                    EXPECT_EQ(e.code(), store_errc::already_exists);
                    ++refused;
                }
            };
            std::vector<asio::awaitable<void>> both;
            both.push_back(create("one"));
            both.push_back(create("two"));
            co_await together(std::move(both));
            EXPECT_EQ(succeeded, 1);
            EXPECT_EQ(refused, 1);
        });
}

TEST_F(record_batch_cases, case_21_a_record_above_400_kb_is_refused_with_its_size)
{
    run_records(
        [this](record_world& w) -> asio::awaitable<void>
        {
            auto const phones = co_await opened<phone>(w, "phonebook-table");
            auto record = ann();
            auto const others = std::string("person_id"
                                            "name"
                                            "Ann"
                                            "phone_number"
                                            "relationship"
                                            "FRIEND"
                                            "timestamp"
                                            "2022-09-04 00:00:00")
                                    .size()
                + 2;
            record.phone_number = std::string(409'600 - others + 1, 'x');
            auto const details = co_await failure(phones.create_record(record), store_errc::bad_input);
            EXPECT_NE(details.reason.find("409601"), std::string::npos) << details.reason;
            std::vector<phone> const one(1, record);
            co_await failure(phones.put_many(one), store_errc::bad_input);
            EXPECT_EQ(w.operations(), std::vector<std::string>());
            // Text with escapes is longer as JSON than it counts.
            record.phone_number = std::string(300'000, '"');
            co_await phones.create_record(record);
            auto const found = co_await phones.get_record(1);
            EXPECT_EQ(found, record);
        });
}

TEST_F(record_batch_cases, case_24_a_lost_answer_is_resolved_by_what_is_stored)
{
    run_records(
        [this](record_world& w) -> asio::awaitable<void>
        {
            auto const phones = co_await opened<phone>(w, "phonebook-table");
            auto const record = ann();
            w.between->set(lose_answers("PutItem", 1));
            co_await phones.create_record(record);
            EXPECT_EQ(w.operations(), (std::vector<std::string>{"PutItem", "PutItem", "GetItem"}));

            // Another record is there: the first try may still have been carried out before it.
            auto other = record;
            other.name = "Other";
            w.between->set(lose_answers("PutItem", 1));
            boost::system::error_code seen;
            try
            {
                co_await phones.create_record(other);
            }
            catch (operation_error const& e)
            {
                seen = e.code();
                EXPECT_TRUE(e.may_have_been_applied());
            }
            EXPECT_EQ(seen, make_error_code(client_errc::outcome_unknown));
            w.between->set({});
            auto const found = co_await phones.get_record(1);
            EXPECT_EQ(found, record);
        });
}

} // namespace
} // namespace dynasio::tests
