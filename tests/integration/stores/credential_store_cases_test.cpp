// SPDX-License-Identifier: BSL-1.0
//
// The acceptance cases of `credential_store`.

#include "store_fixture.hpp"

#include <dynasio/http/errc.hpp>
#include <dynasio/stores/credentials/key_pair.hpp>
#include <dynasio/testing/gate.hpp>
#include <dynasio/testing/scripted_transport.hpp>

#include <boost/asio/thread_pool.hpp>

#include <thread>

namespace dynasio::tests {
namespace {

struct credential_store_cases : store_cases
{
    [[nodiscard]] std::string table() const { return credential_options().table_name; }
};

credential_keys case_17_keys()
{
    credential_keys keys;
    keys.public_key = "pk_1";
    keys.secret_key_hash = {std::byte{0}, std::byte{1}, std::byte{0xFE}, std::byte{0xFF}};
    keys.salt = to_binary("salt 1");
    return keys;
}

random_bytes counting_from(unsigned first)
{
    random_bytes bytes;
    for (std::size_t i = 0; i < bytes.size(); ++i)
        bytes[i] = static_cast<std::byte>(first + i);
    return bytes;
}

/// The key pair of the known answer.
key_pair known_pair()
{
    return make_key_pair(
        "google-oauth2|1234567890", secret("service secret 1"), counting_from(0x00), counting_from(0x20));
}

constexpr char const* known_public = "pk_HR_jCOpVoozeQIe-T-tNkmt3lYoiIhVL9caWxxAZC1g=";
constexpr char const* known_secret = "sk_zkAr4OQyhhEErvraHARx3QrO8VO6ZrU-YkhmqSU3Fcw=";

TEST_F(credential_store_cases, case_17_bytes_travel_as_the_original_sends_them)
{
    run_stores(
        [this](stores& s) -> asio::awaitable<void>
        {
            auto const keys = case_17_keys();
            co_await s.credentials.create_or_update("u", "default", keys);
            auto const sent = s.bodies("PutItem").at(0);
            EXPECT_NE(sent.find(R"("secret_key_hash":{"B":"QUFIKy93PT0="})"), std::string::npos) << sent;
            EXPECT_NE(sent.find(R"("salt":{"B":"YzJGc2RDQXg="})"), std::string::npos) << sent;
            EXPECT_EQ(s.operations(), std::vector<std::string>{"PutItem"});

            auto const found = co_await s.credentials.get("u", "default", read_options().consistent());
            CO_ASSERT_TRUE(found.has_value());
            EXPECT_EQ(found->id, "default");
            EXPECT_EQ(found->public_key, "pk_1");
            EXPECT_EQ(found->salt, keys.salt);
            auto const owner = co_await s.credentials.find_user("pk_1");
            CO_ASSERT_TRUE(owner.has_value());
            EXPECT_EQ(owner->secret_key_hash, keys.secret_key_hash);
            EXPECT_EQ(owner->salt, keys.salt);
            auto const all = co_await scan(s.owner, table());
            CO_ASSERT_EQ(all.size(), 1u);
            EXPECT_EQ(all[0].size(), 5u);
        });
}

TEST_F(credential_store_cases, case_18_bytes_are_read_by_the_encoding)
{
    run_stores(
        [this](stores& s) -> asio::awaitable<void>
        {
            item plain{{"sub", "u"}, {"id", "plain"}, {"public_key", "pk_1"}, {"salt", to_binary("salt 1")},
                {"secret_key_hash", to_binary("YWJj")}};
            co_await put(s.owner, table(), plain);
            plain.set("id", "encoded");
            plain.set("salt", to_binary("YWJj"));
            co_await put(s.owner, table(), plain);

            auto found = co_await s.credentials.get("u", "plain");
            CO_ASSERT_TRUE(found.has_value());
            EXPECT_EQ(to_string(found->salt), "salt 1");
            found = co_await s.credentials.get("u", "encoded");
            CO_ASSERT_TRUE(found.has_value());
            EXPECT_EQ(to_string(found->salt), "abc");

            auto options = credential_options();
            options.encoding = binary_encoding::raw;
            credential_store const raw(s.owner, options);
            found = co_await raw.get("u", "encoded");
            CO_ASSERT_TRUE(found.has_value());
            EXPECT_EQ(to_string(found->salt), "YWJj");
            auto const keys = case_17_keys();
            s.sent->clear();
            co_await raw.create_or_update("u", "written", keys);
            EXPECT_NE(s.bodies("PutItem").at(0).find(R"("salt":{"B":"c2FsdCAx"})"), std::string::npos);
        });
}

TEST_F(credential_store_cases, case_19_lists_know_no_hash)
{
    run_stores(
        [](stores& s) -> asio::awaitable<void>
        {
            auto keys = case_17_keys();
            for (auto const* id : {"default", "Zeta", "alpha"})
                co_await s.credentials.create_or_update("u", id, keys);
            s.sent->clear();
            auto const listed = co_await s.credentials.list("u");
            CO_ASSERT_EQ(listed.size(), 3u);
            EXPECT_EQ(listed[0].id, "Zeta");
            EXPECT_EQ(listed[1].id, "alpha");
            EXPECT_EQ(listed[2].id, "default");
            EXPECT_EQ(listed[2].salt, keys.salt);
            auto const one = co_await s.credentials.get("u", "default");
            EXPECT_EQ(one, listed[2]);
            for (auto const& each : s.sent->exchanges())
            {
                EXPECT_EQ(each.request.body.find("secret_key_hash"), std::string::npos) << each.request.body;
                EXPECT_EQ(each.response->body.find("secret_key_hash"), std::string::npos);
            }

            keys.public_key = "pk_2";
            co_await s.credentials.create_or_update("only", "default", keys);
            auto const owner = co_await s.credentials.find_user("pk_2");
            CO_ASSERT_TRUE(owner.has_value());
            EXPECT_EQ(owner->sub, "only");
            EXPECT_EQ(owner->salt, keys.salt);
            EXPECT_EQ(owner->secret_key_hash, keys.secret_key_hash);
            auto const unknown = co_await s.credentials.find_user("pk_unknown");
            EXPECT_FALSE(unknown);
            auto const nobody = co_await s.credentials.list("nobody");
            EXPECT_TRUE(nobody.empty());
            auto const nothing = co_await s.credentials.get("nobody", "default");
            EXPECT_FALSE(nothing);
        });
}

TEST_F(credential_store_cases, case_20_a_shared_public_key_belongs_to_each_by_his_secret)
{
    run_stores(
        [](stores& s) -> asio::awaitable<void>
        {
            auto first = make_key_pair("b", secret("s"), counting_from(1), counting_from(2));
            auto second = make_key_pair("a", secret("s"), counting_from(3), counting_from(4));
            first.keys.public_key = second.keys.public_key = "pk_shared";
            co_await s.credentials.create_or_update("b", "default", first.keys);
            co_await s.credentials.create_or_update("a", "default", second.keys);

            auto const users = co_await s.credentials.find_users("pk_shared");
            CO_ASSERT_EQ(users.size(), 2u);
            EXPECT_EQ(users[0].sub, "a");
            auto const one = co_await s.credentials.find_user("pk_shared");
            EXPECT_EQ(one, users[0]);
            auto user = co_await s.credentials.authenticate("pk_shared", first.secret_key);
            EXPECT_EQ(user, "b");
            user = co_await s.credentials.authenticate("pk_shared", second.secret_key);
            EXPECT_EQ(user, "a");
            user = co_await s.credentials.authenticate("pk_shared", secret("sk_third"));
            EXPECT_FALSE(user);
        });
}

TEST_F(credential_store_cases, case_21_the_known_answer_authenticates)
{
    asio::thread_pool workers(1);
    run_stores(
        [this, &workers](stores& s) -> asio::awaitable<void>
        {
            auto options = credential_options();
            options.derivation_executor = workers.get_executor();
            credential_store const store(s.owner, options);
            auto const pair = known_pair();
            co_await store.create_or_update("google-oauth2|1234567890", "default", pair.keys);
            EXPECT_NE(
                s.bodies("PutItem").at(0).find(
                    R"("secret_key_hash":{"B":"bDFXOFJwbnVCUFQxVEdtbi9FdytzZGFadXVHbVVIOWZ0ejk3czQrVng1dz0="})"),
                std::string::npos);

            auto const thread = std::this_thread::get_id();
            auto user = co_await store.authenticate(known_public, secret(known_secret));
            EXPECT_EQ(user, "google-oauth2|1234567890");
            EXPECT_EQ(std::this_thread::get_id(), thread); // back where it was awaited
            std::string changed = known_secret;
            changed[20] = changed[20] == 'A' ? 'B' : 'A';
            user = co_await store.authenticate(known_public, secret(changed));
            EXPECT_FALSE(user);
            user = co_await store.authenticate("pk_unknown", secret(known_secret));
            EXPECT_FALSE(user);
            user = co_await store.authenticate(known_public, secret());
            EXPECT_FALSE(user);
        });
}

TEST_F(credential_store_cases, case_22_removal_says_whether_there_was_one)
{
    run_stores(
        [this](stores& s) -> asio::awaitable<void>
        {
            auto const keys = case_17_keys();
            co_await s.credentials.create("u", "default", keys);
            auto other = keys;
            other.public_key = "pk_2";
            auto const details =
                co_await failure(s.credentials.create("u", "default", other), store_errc::already_exists);
            EXPECT_EQ(details.key, (item{{"sub", "u"}, {"id", "default"}}));
            auto const unchanged = co_await s.credentials.get("u", "default", read_options().consistent());
            CO_ASSERT_TRUE(unchanged.has_value());
            EXPECT_EQ(unchanged->public_key, "pk_1");
            s.sent->clear();
            auto removed = co_await s.credentials.remove("u", "default");
            EXPECT_TRUE(removed);
            removed = co_await s.credentials.remove("u", "default");
            EXPECT_FALSE(removed);
            EXPECT_EQ(s.operations(), (std::vector<std::string>{"DeleteItem", "DeleteItem"}));
            auto const all = co_await scan(s.owner, table());
            EXPECT_TRUE(all.empty());
        });
}

TEST_F(credential_store_cases, case_23_two_at_once_get_the_same_key_pair)
{
    run_stores(
        [this](stores& s) -> asio::awaitable<void>
        {
            // Both look before either writes.
            auto const looked = std::make_shared<std::size_t>(0);
            dynasio::testing::gate both;
            s.between->set(
                [looked, both](http::request& r,
                    interposed_transport::sender const& send) -> asio::awaitable<http::send_result>
                {
                    auto answer = co_await send(r);
                    if (dynasio::testing::operation_of(r) == "GetItem")
                    {
                        if (++*looked == 2)
                            both.open();
                        co_await both.wait();
                    }
                    co_return answer;
                });
            std::vector<std::string> got;
            auto const one = [&got](stores& t, std::string key) -> asio::awaitable<void>
            {
                std::function<credential_keys()> const make = [&key]
                {
                    auto keys = case_17_keys();
                    keys.public_key = key;
                    return keys;
                };
                auto const found = co_await t.credentials.get_or_create("u", "default", make);
                got.push_back(found.public_key);
            };
            std::vector<asio::awaitable<void>> all;
            all.push_back(one(s, "pk_a"));
            all.push_back(one(s, "pk_b"));
            co_await together(std::move(all));
            s.between->set({});
            CO_ASSERT_EQ(got.size(), 2u);
            EXPECT_EQ(got[0], got[1]);
            EXPECT_EQ(s.count("PutItem"), 2u);
            auto const stored = co_await scan(s.owner, table());
            CO_ASSERT_EQ(stored.size(), 1u);
            EXPECT_EQ(stored[0].at("public_key").as_string(), got[0]);
        });
}

TEST_F(credential_store_cases, what_is_there_is_not_made_again)
{
    run_stores(
        [](stores& s) -> asio::awaitable<void>
        {
            auto const keys = case_17_keys();
            co_await s.credentials.create("u", "default", keys);
            s.sent->clear();
            std::function<credential_keys()> const make = []() -> credential_keys
            { throw std::logic_error("made"); };
            auto const found = co_await s.credentials.get_or_create("u", "default", make);
            EXPECT_EQ(found.public_key, "pk_1");
            EXPECT_EQ(s.operations(), std::vector<std::string>{"GetItem"});
        });
}

TEST_F(credential_store_cases, create_whose_first_answer_was_lost_is_no_conflict)
{
    run_stores(
        [](stores& s) -> asio::awaitable<void>
        {
            auto const puts = std::make_shared<int>(0);
            s.between->set(
                [puts](http::request& r,
                    interposed_transport::sender const& send) -> asio::awaitable<http::send_result>
                {
                    auto answer = co_await send(r);
                    if (dynasio::testing::operation_of(r) != "PutItem" || ++*puts > 1)
                        co_return answer;
                    http::transport_error lost;
                    lost.code = http::errc::closed_early;
                    lost.reached = http::stage::receiving;
                    co_return http::send_result(std::move(lost));
                });
            auto const keys = case_17_keys();
            co_await s.credentials.create("u", "default", keys);
            EXPECT_EQ(*puts, 2);
        });
}

TEST_F(credential_store_cases, remove_all_counts)
{
    run_stores(
        [](stores& s) -> asio::awaitable<void>
        {
            auto const keys = case_17_keys();
            for (int i = 0; i < 26; ++i)
                co_await s.credentials.create("u", std::to_string(i), keys);
            s.sent->clear();
            auto const removed = co_await s.credentials.remove_all("u");
            EXPECT_EQ(removed, 26u);
            EXPECT_EQ(
                s.operations(), (std::vector<std::string>{"Query", "BatchWriteItem", "BatchWriteItem"}));
            auto const again = co_await s.credentials.remove_all("u");
            EXPECT_EQ(again, 0u);
        });
}

TEST_F(credential_store_cases, bad_input_is_never_sent)
{
    run_stores(
        [](stores& s) -> asio::awaitable<void>
        {
            auto keys = case_17_keys();
            co_await failure(s.credentials.create_or_update("", "default", keys), store_errc::bad_input);
            co_await failure(s.credentials.create("u", "", keys), store_errc::bad_input);
            co_await failure(s.credentials.get("u", std::string(1025, 'x')), store_errc::bad_input);
            co_await failure(s.credentials.list(std::string(2049, 'x')), store_errc::bad_input);
            co_await failure(s.credentials.find_user(""), store_errc::bad_input);
            co_await failure(s.credentials.authenticate("\xFF", secret("sk")), store_errc::bad_input);
            co_await failure(s.credentials.remove("u", ""), store_errc::bad_input);
            co_await failure(s.credentials.remove_all(""), store_errc::bad_input);
            keys.public_key.clear();
            auto const details =
                co_await failure(s.credentials.create("u", "x", keys), store_errc::bad_input);
            EXPECT_EQ(details.attribute, "public_key");
            EXPECT_TRUE(s.sent->exchanges().empty());
        });
}

} // namespace
} // namespace dynasio::tests
