// SPDX-License-Identifier: BSL-1.0
//
// Operations of several calls that are interrupted at each of their steps: they end, and account for all that they
// were given.

#include "support/stepped_operation.hpp"

#include <dynasio/batch.hpp>
#include <dynasio/wait.hpp>

#include <boost/asio/error.hpp>

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <vector>

namespace dynasio::tests {
namespace {

namespace asio = boost::asio;

constexpr char throttled[] = R"({"__type":"x#ProvisionedThroughputExceededException","message":"slow"})";

/// The keys in a request.
std::vector<std::string> ids_in(std::string const& body)
{
    std::vector<std::string> ids;
    std::string const before = R"("id":{"S":")";
    for (auto at = body.find(before); at != body.npos; at = body.find(before, at + 1))
        ids.push_back(
            body.substr(at + before.size(), body.find('"', at + before.size()) - at - before.size()));
    return ids;
}

/// What the server does with a request.
enum class reaction
{
    writes_all,
    writes_all_but_one,
    throttles,
    faults, ///< after it has written all
};

using reactions = std::vector<reaction>;
using writes_by_table = std::map<std::string, std::vector<model::write_request>>;

/// A table that is written to by a batch.
class stepped_batch final : public stepped_operation
{
public:
    static constexpr int count = 30;

    stepped_batch(reactions script, unsigned max_attempts)
        : stepped_operation([this](http::request const& r) { return respond(r); }, max_attempts),
          script_(std::move(script))
    {}

    asio::awaitable<void> run() override
    {
        writes_by_table writes;
        for (int i = 0; i < count; ++i)
            writes["t"].emplace_back().put_request.emplace().item = item{{"id", std::to_string(i)}};
        return keep(try_batch_write(*owner, std::move(writes)));
    }

    void check(bool interrupted) override
    {
        EXPECT_FALSE(failure) << "ended with an exception that hands nothing back";
        if (!outcome_)
            return;
        std::set<std::string> left;
        std::size_t handed_back = 0;
        for (auto const& [table, writes] : outcome_->unprocessed)
            for (auto const& write : writes)
            {
                left.insert(write.put_request->item.at("id").as_string());
                ++handed_back;
            }
        EXPECT_EQ(left.size(), handed_back) << "a write is handed back twice";
        EXPECT_EQ(outcome_->complete(), left.empty());
        bool applied = false;
        for (int i = 0; i < count; ++i)
        {
            auto const id = std::to_string(i);
            EXPECT_TRUE(left.contains(id) || confirmed_.contains(id))
                << "write " << id << " was not confirmed, but is not handed back";
            applied = applied || (written_.contains(id) && left.contains(id));
        }
        if (applied)
        {
            EXPECT_TRUE(outcome_->may_have_been_applied);
        }
        else if (server->begun() == server->delivered())
        {
            EXPECT_FALSE(outcome_->may_have_been_applied);
        }
        if (outcome_->error)
        {
            EXPECT_TRUE(interrupted) << *outcome_->error;
            EXPECT_EQ(outcome_->error->code(), asio::error::operation_aborted);
        }
    }

private:
    asio::awaitable<void> keep(asio::awaitable<batch_write_result> batch)
    {
        outcome_ = co_await std::move(batch);
    }

    http::send_result respond(http::request const& r)
    {
        auto ids = ids_in(r.body);
        auto const number = server->received() - 1;
        auto const what = number < script_.size() ? script_[number] : reaction::writes_all;
        if (what == reaction::throttles)
            return respond_with(400, throttled);
        std::string body = "{}";
        if (what == reaction::writes_all_but_one)
        {
            body = R"({"UnprocessedItems":{"t":[{"PutRequest":{"Item":{"id":{"S":")" + ids.back()
                + R"("}}}}]}})";
            ids.pop_back();
        }
        written_.insert(ids.begin(), ids.end());
        if (what == reaction::faults)
            return respond_with(500, R"({"__type":"x#InternalServerError","message":"oops"})");
        confirmed_.insert(ids.begin(), ids.end());
        return respond_with(200, body);
    }

    reactions const script_;
    std::set<std::string> written_;
    std::set<std::string> confirmed_;
    std::optional<batch_write_result> outcome_;
};

struct interrupted_batch_case
{
    char const* name;
    interruption how;
    unsigned max_attempts;
    reactions script;
};

void PrintTo(interrupted_batch_case const& c, std::ostream* out)
{
    *out << c.name;
}

class interrupted_batch : public ::testing::TestWithParam<interrupted_batch_case>
{};

TEST_P(interrupted_batch, hands_back_every_write_that_was_not_confirmed)
{
    auto const& c = GetParam();
    interrupt_at_every_step(
        [&c] { return std::make_unique<stepped_batch>(c.script, c.max_attempts); }, c.how, 10);
}

constexpr auto all_but_one = reaction::writes_all_but_one;
constexpr auto throttles = reaction::throttles;
constexpr auto faults = reaction::faults;

INSTANTIATE_TEST_SUITE_P(cases, interrupted_batch,
    ::testing::Values(interrupted_batch_case{"cancelled", interruption::cancel, 1,
                          {all_but_one, throttles, all_but_one, throttles}},
        interrupted_batch_case{"cancelled_in_retries", interruption::cancel, 2,
            {faults, throttles, throttles, all_but_one, all_but_one}},
        interrupted_batch_case{"cancelled_by_client", interruption::cancel_client, 2,
            {all_but_one, faults, throttles, throttles, all_but_one}},
        interrupted_batch_case{"without_client", interruption::destroy_client, 2,
            {all_but_one, faults, throttles, throttles, all_but_one}},
        interrupted_batch_case{"without_context", interruption::destroy_context, 1,
            {all_but_one, throttles, all_but_one, throttles}}),
    [](auto const& c) { return std::string(c.param.name); });

/// Reads a batch of keys from a server that leaves one of each request, and throttles every second request.
class stepped_batch_get final : public stepped_operation
{
public:
    static constexpr int count = 120;

    stepped_batch_get() : stepped_operation([this](http::request const& r) { return respond(r.body); }, 1) {}

    asio::awaitable<void> run() override
    {
        std::map<std::string, model::keys_and_attributes> reads;
        for (int i = 0; i < count; ++i)
            reads["t"].keys.push_back(item{{"id", std::to_string(i)}});
        return keep(try_batch_get(*owner, std::move(reads)));
    }

    void check(bool interrupted) override
    {
        EXPECT_FALSE(failure) << "ended with an exception that hands nothing back";
        if (!outcome_)
            return;
        std::multiset<std::string> seen;
        for (auto const& [table, items] : outcome_->items)
            for (auto const& each : items)
                seen.insert(each.at("id").as_string());
        auto const read = seen.size();
        for (auto const& [table, keys] : outcome_->unprocessed)
            for (auto const& each : keys.keys)
                seen.insert(each.at("id").as_string());
        for (int i = 0; i < count; ++i)
        {
            EXPECT_EQ(seen.count(std::to_string(i)), 1u)
                << "key " << i << " is not either read or handed back";
        }
        EXPECT_EQ(outcome_->complete(), read == count);
        if (outcome_->error)
        {
            EXPECT_TRUE(interrupted) << *outcome_->error;
            EXPECT_EQ(outcome_->error->code(), asio::error::operation_aborted);
            EXPECT_FALSE(outcome_->error->may_have_been_applied());
        }
    }

private:
    asio::awaitable<void> keep(asio::awaitable<batch_get_result> batch)
    {
        outcome_ = co_await std::move(batch);
    }

    http::send_result respond(std::string const& body)
    {
        if (server->received() % 2 == 1)
            return respond_with(400, throttled);
        auto const ids = ids_in(body);
        std::string items;
        auto const last = ids.size() == 1 ? ids.size() : ids.size() - 1;
        for (std::size_t i = 0; i < last; ++i)
            items += (i == 0 ? "" : ",") + (R"({"id":{"S":")" + ids[i] + R"("}})");
        auto response = R"({"Responses":{"t":[)" + items + "]}";
        if (last < ids.size())
            response += R"(,"UnprocessedKeys":{"t":{"Keys":[{"id":{"S":")" + ids[last] + R"("}}]}})";
        return respond_with(200, response + '}');
    }

    std::optional<batch_get_result> outcome_;
};

class interrupted_batch_get : public ::testing::TestWithParam<interruption>
{};

TEST_P(interrupted_batch_get, reads_each_key_or_hands_it_back)
{
    interrupt_at_every_step([] { return std::make_unique<stepped_batch_get>(); }, GetParam(), 10);
}

INSTANTIATE_TEST_SUITE_P(cases, interrupted_batch_get,
    ::testing::Values(interruption::cancel, interruption::cancel_client, interruption::destroy_client,
        interruption::destroy_context));

/// Waits for a table that becomes active with the last response.
class stepped_wait final : public stepped_operation
{
public:
    explicit stepped_wait(bool throws)
        : stepped_operation([this](http::request const&) { return respond(); }, 2), throws_(throws)
    {}

    asio::awaitable<void> run() override
    {
        auto wait = throws_ ? keep_error(wait_until_table_exists(*owner, "t"))
                            : keep_result(try_wait_until_table_exists(*owner, "t"));
        return wait;
    }

    void check(bool interrupted) override
    {
        EXPECT_FALSE(failure) << "ended with an exception in place of an error";
        if (exists_)
        {
            EXPECT_EQ(server->delivered(), 5u);
            return;
        }
        EXPECT_TRUE(interrupted);
        ASSERT_TRUE(outcome_);
        EXPECT_EQ(outcome_->code(), asio::error::operation_aborted) << *outcome_;
        EXPECT_FALSE(outcome_->may_have_been_applied());
    }

private:
    asio::awaitable<void> keep_result(asio::awaitable<result<model::table_description>> wait)
    {
        auto const found = co_await std::move(wait);
        if (found)
            exists_ = true;
        else
            outcome_ = found.error();
    }

    asio::awaitable<void> keep_error(asio::awaitable<model::table_description> wait)
    {
        try
        {
            co_await std::move(wait);
            exists_ = true;
        }
        catch (operation_error const& e)
        {
            outcome_ = e.error();
        }
    }

    http::send_result respond() const
    {
        auto const number = server->received();
        if (number == 1)
            return respond_with(400, R"({"__type":"x#ResourceNotFoundException","message":"no"})");
        if (number == 3)
            return respond_with(400, throttled);
        return respond_with(200,
            R"({"Table":{"TableName":"t","TableStatus":")" + std::string(number < 5 ? "CREATING" : "ACTIVE")
                + R"("}})");
    }

    bool const throws_;
    bool exists_ = false;
    std::optional<error> outcome_;
};

class interrupted_wait : public ::testing::TestWithParam<std::tuple<interruption, bool>>
{};

TEST_P(interrupted_wait, ends_as_interrupted)
{
    auto const how = std::get<interruption>(GetParam());
    bool const throws = std::get<bool>(GetParam());
    interrupt_at_every_step([throws] { return std::make_unique<stepped_wait>(throws); }, how, 10);
}

INSTANTIATE_TEST_SUITE_P(cases, interrupted_wait,
    ::testing::Combine(::testing::Values(interruption::cancel, interruption::cancel_client,
                           interruption::destroy_client, interruption::destroy_context),
        ::testing::Bool()));

} // namespace
} // namespace dynasio::tests
