// SPDX-License-Identifier: BSL-1.0
//
// The store of documents when requests fail, responses get lost, and others write meanwhile.

#include "document_fixture.hpp"

#include <dynasio/testing/scripted_transport.hpp>

#include <algorithm>

namespace dynasio::tests {
namespace {

using names = std::vector<std::string>;
using dynasio::testing::operation_of;
using sender = interposed_transport::sender;

http::send_result refused()
{
    http::response r;
    r.status = 400;
    r.body =
        R"({"__type":"com.amazonaws.dynamodb.v20120810#ValidationException","message":"injected by the test"})";
    return r;
}

/// Every request of this operation, from the one with this number on, is refused.
interposed_transport::hook refuse(std::string operation, unsigned from = 0)
{
    auto const seen = std::make_shared<unsigned>(0);
    return [=](http::request& r, sender const& send) -> asio::awaitable<http::send_result>
    {
        if (operation_of(r) == operation && (*seen)++ >= from)
            co_return refused();
        co_return co_await send(r);
    };
}

/// The response to the first request of this operation is lost; before that, `meanwhile` runs.
interposed_transport::hook lose(std::string operation, std::function<asio::awaitable<void>()> meanwhile = {})
{
    auto const done = std::make_shared<bool>(false);
    return [=](http::request& r, sender const& send) -> asio::awaitable<http::send_result>
    {
        auto result = co_await send(r);
        if (operation_of(r) != operation || std::exchange(*done, true))
            co_return result;
        if (meanwhile)
            co_await meanwhile();
        co_return lost_response();
    };
}

struct document_fault_cases : document_cases
{};

TEST_F(document_fault_cases, case_11_the_put_of_the_root_fails)
{
    run_documents(
        [](documents& d) -> asio::awaitable<void>
        {
            document_store const store(d.owner, d.tree);
            auto const key = document_write_options().key("k");
            co_await store.write(example(), key);
            d.between->set(refuse("PutItem"));
            bool failed = false;
            try
            {
                co_await store.write(other_example(), key);
            }
            catch (service_error const& e)
            {
                failed = true;
                EXPECT_FALSE(e.may_have_been_applied());
            }
            EXPECT_TRUE(failed);
            d.between->set({});
            auto const items = co_await count_items(d);
            EXPECT_EQ(items, 4u);
            co_await expect_document(store, "k", example());
        });
}

TEST_F(document_fault_cases, case_11_shards_cannot_be_written)
{
    run_documents(
        [](documents& d) -> asio::awaitable<void>
        {
            document_store const store(d.owner, d.tree);
            auto const key = document_write_options().key("k");
            co_await store.write(example(), key);
            d.between->set(refuse("BatchWriteItem"));
            bool failed = false;
            try
            {
                co_await store.write(other_example(), key);
            }
            catch (service_error const&)
            {
                failed = true;
            }
            EXPECT_TRUE(failed);
            d.between->set({});
            co_await expect_document(store, "k", example());
        });
}

TEST_F(document_fault_cases, case_11_the_cleanup_fails)
{
    run_documents(
        [](documents& d) -> asio::awaitable<void>
        {
            document_store const store(d.owner, d.tree);
            auto const key = document_write_options().key("k");
            co_await store.write(example(), key);
            d.between->set(refuse("BatchWriteItem", 1));
            auto const written = co_await store.write(other_example(), key);
            EXPECT_EQ(written.items_left.size(), 3u);
            d.between->set({});
            co_await expect_document(store, "k", other_example());
            auto const with_left = co_await count_items(d);
            EXPECT_EQ(with_left, 7u);
            auto const deleted = co_await store.remove_shards(written.items_left);
            EXPECT_EQ(deleted, 3u);
            auto const items = co_await count_items(d);
            EXPECT_EQ(items, 4u);
            co_await expect_document(store, "k", other_example());
        });
}

TEST_F(document_fault_cases, the_response_to_the_put_of_the_root_is_lost)
{
    run_documents(
        [](documents& d) -> asio::awaitable<void>
        {
            document_store const store(d.owner, d.tree);
            auto const key = document_write_options().key("k");
            co_await store.write(example(), key);
            d.between->set(lose("PutItem"));
            auto const written = co_await store.write(other_example(), key);
            EXPECT_TRUE(written.replaced_is_unknown);
            d.between->set({});
            co_await expect_document(store, "k", other_example());
            auto const again = co_await store.write(example(), key);
            EXPECT_FALSE(again.replaced_is_unknown);
            co_await expect_document(store, "k", example());
        });
}

TEST_F(document_fault_cases, a_lost_put_whose_document_was_replaced_is_written_anew)
{
    run_documents(
        [](documents& d) -> asio::awaitable<void>
        {
            document_store const store(d.owner, d.tree);
            auto const key = document_write_options().key("k");
            call_metadata metadata;
            d.between->set(lose("PutItem", [&]() -> asio::awaitable<void>
                { co_await store.write(other_example(), document_write_options().key("k")); }));
            auto options = document_write_options(call_options().metadata(metadata));
            options.key("k");
            auto const written = co_await store.write(example(), options);
            d.between->set({});
            EXPECT_TRUE(metadata.earlier_attempt_may_have_been_applied);
            // Its first shards were deleted with the document that the other write had replaced.
            co_await expect_document(store, "k", example());
            auto const items = co_await count_items(d);
            EXPECT_EQ(items, 4u);
        });
}

TEST_F(document_fault_cases, shards_stay_while_their_document_may_be_visible)
{
    run_documents(
        [](documents& d) -> asio::awaitable<void>
        {
            document_store const store(d.owner, d.tree);
            d.between->set(
                [](http::request& r, sender const& send) -> asio::awaitable<http::send_result>
                {
                    if (operation_of(r) == "GetItem")
                        co_return refused(); // so what became of the put cannot be seen
                    auto result = co_await send(r);
                    if (operation_of(r) == "PutItem")
                        co_return lost_response();
                    co_return result;
                });
            bool unknown = false;
            try
            {
                co_await store.write(example(), document_write_options().key("k"));
            }
            catch (operation_error const& e)
            {
                unknown = e.may_have_been_applied();
            }
            EXPECT_TRUE(unknown);
            d.between->set({});
            co_await expect_document(store, "k", example());
        });
}

TEST_F(document_fault_cases, lost_puts_under_conditions)
{
    run_documents(
        [](documents& d) -> asio::awaitable<void>
        {
            document_store_options options;
            options.track_revisions = true;
            document_store const store(d.owner, d.tree, options);
            auto const create = document_write_options().key("k").create_only();
            d.between->set(lose("PutItem"));
            auto const created = co_await store.write(example(), create);
            EXPECT_EQ(created.revision, 1);
            auto const first = document_write_options().key("k").revision(1);
            d.between->set(lose("PutItem"));
            auto const second = co_await store.write(other_example(), first);
            EXPECT_EQ(second.revision, 2);
            co_await expect_document(store, "k", other_example());

            auto const under_two = document_write_options().key("k").revision(2);
            d.between->set(lose("PutItem", [&]() -> asio::awaitable<void>
                { co_await store.write(example(), document_write_options().key("k")); }));
            auto const why = co_await failure(store.write(other_example(), under_two), store_errc::conflict);
            EXPECT_NE(why.reason.find("revision 4"), std::string::npos) << why.reason;
            d.between->set({});
            co_await expect_document(store, "k", example());
        });
}

TEST_F(document_fault_cases, case_13_failures_after_the_root_was_removed)
{
    run_documents(
        [](documents& d) -> asio::awaitable<void>
        {
            document_store const store(d.owner, d.tree);
            for (auto const* operation : std::vector<char const*>{"BatchGetItem", "BatchWriteItem"})
            {
                co_await store.write(example(), document_write_options().key("k"));
                d.between->set(refuse(operation));
                auto const why = co_await failure(store.remove("k"), store_errc::unfinished);
                EXPECT_FALSE(why.items_left.empty());
                d.between->set({});
                auto const absent = co_await store.read("k");
                EXPECT_FALSE(absent.has_value());
                auto const deleted = co_await store.remove_shards(why.items_left);
                EXPECT_EQ(deleted, 3u);
                auto const items = co_await count_items(d);
                EXPECT_EQ(items, 0u);
            }
            auto const elsewhere = std::vector<item_location>{{"elsewhere", "us-east-1", item::of("K", "x")}};
            co_await failure(store.remove_shards(elsewhere), store_errc::untrusted_shard);
        });
}

TEST_F(document_fault_cases, a_removal_whose_response_is_lost_does_not_say_that_nothing_was_there)
{
    run_documents(
        [](documents& d) -> asio::awaitable<void>
        {
            document_store const store(d.owner, d.tree);
            co_await store.write(example(), document_write_options().key("k"));
            d.between->set(lose("DeleteItem"));
            bool unknown = false;
            try
            {
                co_await store.remove("k");
            }
            catch (operation_error const& e)
            {
                unknown = e.may_have_been_applied();
            }
            EXPECT_TRUE(unknown);
            d.between->set({});
            auto const again = co_await store.remove("k");
            EXPECT_FALSE(again);
        });
}

TEST_F(document_fault_cases, case_21_two_writers_of_one_revision)
{
    run_documents(
        [](documents& d) -> asio::awaitable<void>
        {
            document_store_options options;
            options.track_revisions = true;
            document_store const store(d.owner, d.tree, options);
            co_await store.write(example(), document_write_options().key("k"));
            int conflicts = 0;
            auto const write = [&]() -> asio::awaitable<void>
            {
                auto const under_one = document_write_options().key("k").revision(1);
                try
                {
                    co_await store.write(other_example(), under_one);
                }
                catch (store_error const& e)
                {
                    EXPECT_EQ(e.code(), store_errc::conflict);
                    ++conflicts;
                }
            };
            std::vector<asio::awaitable<void>> all;
            for (int i = 0; i < 3; ++i)
                all.push_back(write());
            co_await together(std::move(all));
            EXPECT_EQ(conflicts, 2);
            auto const items = co_await count_items(d);
            EXPECT_EQ(items, 4u);
            co_await expect_document(store, "k", other_example());
        });
}

TEST_F(document_fault_cases, a_lost_update_in_place_is_not_a_conflict)
{
    run_documents(
        [](documents& d) -> asio::awaitable<void>
        {
            document_store_options options;
            options.track_revisions = true;
            document_store const store(d.owner, d.tree, options);
            co_await store.write(example(), document_write_options().key("k"));
            auto const under_one = document_change_options().revision(1);
            d.between->set(lose("UpdateItem"));
            auto const in_root = co_await store.write_path("k", "firstname", "x", under_one);
            EXPECT_TRUE(in_root);
            auto const under_two = document_change_options().revision(2);
            d.between->set(lose("TransactWriteItems"));
            auto const in_shard = co_await store.write_path("k", "location.city", "y", under_two);
            EXPECT_TRUE(in_shard);
            d.between->set({});
            auto const found = co_await store.read("k");
            CO_ASSERT_TRUE(found.has_value());
            EXPECT_EQ(found->revision, 3);
        });
}

TEST_F(document_fault_cases, transactions)
{
    run_documents(
        [](documents& d) -> asio::awaitable<void>
        {
            document_store const store(d.owner, d.tree);
            auto const key = document_write_options().key("k").in_transaction();
            co_await store.write(example(), key);
            EXPECT_EQ(d.operations(), (names{"GetItem", "TransactWriteItems"}));
            d.between->set(lose("TransactWriteItems"));
            co_await store.write(other_example(), key);
            d.between->set({});
            co_await expect_document(store, "k", other_example());
            auto const items = co_await count_items(d);
            EXPECT_EQ(items, 4u);

            bool once = false;
            d.between->set(
                [&](http::request& r, sender const& send) -> asio::awaitable<http::send_result>
                {
                    if (operation_of(r) == "TransactWriteItems" && !std::exchange(once, true))
                        co_await store.write(other_example(), document_write_options().key("k"));
                    co_return co_await send(r);
                });
            co_await store.write(example(), key);
            d.between->set({});
            co_await expect_document(store, "k", example());
            auto const after = co_await count_items(d);
            EXPECT_EQ(after, 4u);
            auto const once_only = call_options().resend(resend::exactly_once);
            auto in_steps = document_write_options(once_only);
            in_steps.key("k");
            co_await failure(store.write(example(), in_steps), store_errc::bad_input);
            co_await store.write(example(), in_steps.in_transaction());
            auto const create = document_write_options().key("k").in_transaction().create_only();
            co_await failure(store.write(example(), create), store_errc::already_exists);
        });
}

TEST_F(document_fault_cases, a_transaction_has_its_limits)
{
    document_tree const part{.table = "Parts", .key_name = "K", .path = "$.parts[*]"};
    document_tree const tables{.table = "Root", .key_name = "ID", .shards = {part}};
    run_documents(tables,
        [](documents& d) -> asio::awaitable<void>
        {
            document_store const store(d.owner, d.tree);
            attribute_list parts(100, attribute_value(item::of("x", 1)));
            attribute_value const document(item::of("parts", parts));
            auto const options = document_write_options().key("k").in_transaction();
            co_await failure(store.write(document, options), store_errc::too_large);
            EXPECT_TRUE(d.operations().empty());
            parts.resize(99);
            attribute_value const smaller(item::of("parts", parts));
            co_await store.write(smaller, options);
            co_await expect_document(store, "k", smaller);
            // 99 puts and 99 deletes are too many.
            co_await failure(store.write(smaller, options), store_errc::too_large);
        });
}

} // namespace
} // namespace dynasio::tests
