// SPDX-License-Identifier: BSL-1.0
//
// Operations of the push stores that are interrupted at each of their steps.

#include "support/stepped_operation.hpp"

#include <dynasio/stores/message_table.hpp>
#include <dynasio/stores/push/preflight_check.hpp>
#include <dynasio/stores/router_table.hpp>
#include <dynasio/stores/store_error.hpp>
#include <dynasio/testing/scripted_transport.hpp>

#include <gtest/gtest.h>

#include <functional>
#include <optional>
#include <set>
#include <string>

namespace dynasio::tests {
namespace {

namespace asio = boost::asio;

constexpr char const* active = R"({"Table":{"TableName":"t","TableStatus":"ACTIVE"}})";
constexpr char const* stored_user =
    R"({"uaid":{"S":"u"},"router_type":{"S":"webpush"},"connected_at":{"N":"0"},"node_id":{"S":"mynode:2020"}})";
constexpr char const* stored_channels =
    R"({"uaid":{"S":"u"},"chidmessageid":{"S":" "},"chids":{"SS":["deadbeef-0000-0000-deca-fbad00000000"]}})";

/// The tables that an operation works with.
struct push_tables
{
    router_table router;
    message_table messages;
    message_table next;
};

/// An operation on tables of one user. Its first write fails once with a fault of the server.
class stepped_push final : public stepped_operation
{
public:
    using operation = std::function<asio::awaitable<void>(push_tables&)>;

    explicit stepped_push(operation what)
        : stepped_operation([this](http::request const& r) { return respond(r); }, 2),
          what_(std::move(what)),
          tables_(push_tables{
              router_table(*owner, "router"), message_table(*owner, "old"), message_table(*owner, "new")})
    {}

    asio::awaitable<void> run() override { return what_(*tables_); }

    void check(bool interrupted) override
    {
        if (!failure)
            return;
        EXPECT_TRUE(interrupted);
        try
        {
            std::rethrow_exception(failure);
        }
        catch (operation_error const& e)
        {
            EXPECT_EQ(e.code(), asio::error::operation_aborted) << e.what();
            if (applied_ > 0)
            {
                EXPECT_TRUE(e.may_have_been_applied() || !tells_of_all_writes) << e.what();
            }
            else if (server->begun() == 0)
            {
                EXPECT_FALSE(e.may_have_been_applied()) << e.what();
            }
        }
        catch (boost::system::system_error const& e)
        {
            // Between two requests.
            EXPECT_EQ(e.code(), asio::error::operation_aborted) << e.what();
            EXPECT_TRUE(applied_ == 0 || !tells_of_all_writes) << e.what();
        }
    }

    void destroy_client() override
    {
        tables_.reset();
        owner.reset();
    }

    [[nodiscard]] bool is_one_operation() const override { return tells_of_all_writes; }

    /// Not so for streams, which go on, and for a check, which tells what it may have left.
    bool tells_of_all_writes = true;

private:
    http::send_result respond(http::request const& r)
    {
        auto const name = dynasio::testing::operation_of(r);
        if (name == "DescribeTable")
            return respond_with(200, active);
        if (name == "GetItem")
            return respond_with(200,
                R"({"Item":)"
                    + std::string(
                        r.body.find("chidmessageid") == std::string::npos ? stored_user : stored_channels)
                    + '}');
        if (name == "Scan" || name == "Query")
            return respond_with(200,
                R"({"Items":[{"uaid":{"S":"u"},"last_connect":{"N":"202310010001"}},)"
                R"({"uaid":{"S":"v"},"last_connect":{"N":"202310010001"}}],"Count":2})");
        if (++writes_ == 1)
            return respond_with(500, R"({"__type":"x#InternalServerError","message":"oops"})");
        ++applied_;
        return respond_with(200, name == "DeleteItem" ? R"({"Attributes":{"uaid":{"S":"u"}}})" : "{}");
    }

    operation what_;
    std::optional<push_tables> tables_;
    std::size_t writes_ = 0;
    std::size_t applied_ = 0;
};

notification message()
{
    notification result;
    result.message_id = "m";
    return result;
}

asio::awaitable<void> register_it(push_tables& t)
{
    router_record record;
    record.router_type = "webpush";
    record.connected_at.emplace(std::chrono::milliseconds(0));
    auto registering = t.router.register_user(record);
    auto const outcome = co_await std::move(registering);
    EXPECT_TRUE(outcome.registered);
}

asio::awaitable<void> migrate(push_tables& t)
{
    uaid const user;
    auto migrating = t.messages.migrate(user, t.next, t.router);
    bool const exists = co_await std::move(migrating);
    EXPECT_TRUE(exists);
}

asio::awaitable<void> store_one(push_tables& t)
{
    auto const one = message();
    auto storing = t.messages.store_message(one);
    co_await std::move(storing);
}

asio::awaitable<void> preflight(push_tables& t)
{
    return preflight_check(t.messages, t.router);
}

asio::awaitable<void> drop_all(inactive_users users)
{
    std::size_t dropped = 0;
    while (auto const count = co_await users.next())
        dropped += *count;
    EXPECT_EQ(dropped, 2u);
}

asio::awaitable<void> drop_inactive(push_tables& t)
{
    // The clock stands in November 2023.
    drop_inactive_options options;
    return drop_all(t.router.drop_inactive(1, options));
}

asio::awaitable<void> read_all(message_drain messages)
{
    while (auto const each = co_await messages.next())
        ADD_FAILURE() << "there is no message";
}

asio::awaitable<void> drain(push_tables& t)
{
    return read_all(t.messages.drain(uaid()));
}

class interrupted_push : public ::testing::TestWithParam<interruption>
{
protected:
    static operation_maker make(stepped_push::operation what, bool tells_of_all_writes = true)
    {
        return [=]
        {
            auto result = std::make_unique<stepped_push>(what);
            result->tells_of_all_writes = tells_of_all_writes;
            return result;
        };
    }
};

TEST_P(interrupted_push, registration)
{
    interrupt_at_every_step(make(register_it), GetParam(), 4);
}

TEST_P(interrupted_push, migration)
{
    interrupt_at_every_step(make(migrate), GetParam(), 8);
}

TEST_P(interrupted_push, storing)
{
    interrupt_at_every_step(make(store_one), GetParam(), 4);
}

TEST_P(interrupted_push, preflight)
{
    interrupt_at_every_step(make(preflight, false), GetParam(), 16);
}

TEST_P(interrupted_push, drain)
{
    interrupt_at_every_step(make(drain, false), GetParam(), 4);
}

TEST_P(interrupted_push, dropping_of_inactive_users)
{
    interrupt_at_every_step(make(drop_inactive, false), GetParam(), 4);
}

INSTANTIATE_TEST_SUITE_P(how, interrupted_push,
    ::testing::Values(interruption::cancel, interruption::cancel_client, interruption::destroy_client,
        interruption::destroy_context));

} // namespace
} // namespace dynasio::tests
