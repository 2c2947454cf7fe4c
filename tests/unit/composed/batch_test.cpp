// SPDX-License-Identifier: BSL-1.0
//
// Batches on a scripted server with a clock that the test moves.

#include "batch_requests.hpp"
#include "support/scripted_client.hpp"

#include <dynasio/batch.hpp>
#include <dynasio/http/errc.hpp>
#include <dynasio/operations/batch_get_item.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>

#include <set>

namespace dynasio::tests {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;
using namespace batch_requests;

struct batch : ::testing::Test
{
    scripted_client scripted;

    void hangs_for_three_seconds(batch_options const& options);

    http::time_point::duration passed() const
    {
        return scripted.clock->now() - dynasio::testing::manual_clock::epoch();
    }
};

TEST_F(batch, nothing_to_do_sends_nothing)
{
    scripted.run(
        [&]() -> asio::awaitable<void>
        {
            auto const c = scripted.make();
            auto const written = co_await try_batch_write(c, writes_by_table());
            EXPECT_TRUE(written.complete());
            auto const got = co_await try_batch_get(c, reads(0));
            EXPECT_TRUE(got.complete());
        });
}

TEST_F(batch, writes_go_by_twentyfive)
{
    scripted.server->expect("BatchWriteItem").where(has_writes(25)).reply(200, "{}");
    scripted.server->expect("BatchWriteItem").where(has_writes(25)).reply(200, "{}");
    scripted.server->expect("BatchWriteItem").where(has_writes(10)).reply(200, "{}");
    scripted.run(
        [&]() -> asio::awaitable<void>
        {
            auto const c = scripted.make();
            auto const written = co_await try_batch_write(c, puts(60));
            EXPECT_TRUE(written.complete());
            EXPECT_TRUE(written.unprocessed.empty());
        });
}

TEST_F(batch, reads_go_by_a_hundred_with_the_settings_of_their_table)
{
    auto const with_settings = [](std::size_t n)
    {
        return [n](http::request const& r)
        { return count_of(r.body, R"("id":)") == n && count_of(r.body, R"("ConsistentRead":true)") == 1; };
    };
    scripted.server->expect("BatchGetItem")
        .where(with_settings(100))
        .reply(200, R"({"Responses":{"t":[{"id":{"S":"0"}}]}})");
    scripted.server->expect("BatchGetItem")
        .where(with_settings(1))
        .reply(200, R"({"Responses":{"t":[{"id":{"S":"100"}}]}})");
    scripted.run(
        [&]() -> asio::awaitable<void>
        {
            auto const c = scripted.make();
            auto request = reads(101);
            request["t"].consistent_read = true;
            request["t"].keys.push_back(key("5")); // a second time
            request["empty"];
            auto const got = co_await try_batch_get(c, request);
            EXPECT_TRUE(got.complete());
            CO_ASSERT_EQ(got.items.size(), 2u);
            EXPECT_EQ(got.items.at("t").size(), 2u);
            EXPECT_TRUE(got.items.at("empty").empty());
        });
}

TEST_F(batch, what_is_left_is_sent_again_after_a_pause)
{
    scripted.server->expect("BatchWriteItem").where(has_writes(3)).reply(200, unprocessed_put("1"));
    scripted.server->expect("BatchWriteItem").where(has_writes(1)).reply(200, unprocessed_put("1"));
    scripted.server->expect("BatchWriteItem")
        .where(has_writes(1))
        .reply(400, throttled); // counts as all left
    scripted.server->expect("BatchWriteItem").where(has_writes(1)).reply(200, "{}");
    scripted.run(
        [&]() -> asio::awaitable<void>
        {
            auto const c = scripted.make();
            auto const written = co_await try_batch_write(c, puts(3));
            EXPECT_TRUE(written.complete());
        });
    EXPECT_GT(passed(), 0ms);
    EXPECT_LE(passed(), 50ms + 100ms + 200ms);
}

TEST_F(batch, an_error_ends_it_and_what_is_left_is_handed_back)
{
    scripted.server->expect("BatchWriteItem").where(has_writes(25)).reply(200, "{}");
    scripted.server->expect("BatchWriteItem").where(has_writes(25)).reply(400, invalid);
    scripted.run(
        [&]() -> asio::awaitable<void>
        {
            auto const c = scripted.make();
            batch_options options;
            options.concurrency = 1;
            auto const written = co_await try_batch_write(c, puts(60), options);
            CO_ASSERT_TRUE(written.error.has_value());
            EXPECT_EQ(written.error->code(), errc::validation);
            EXPECT_EQ(written.unprocessed.at("t").size(), 35u); // the refused ones, and those never sent
            EXPECT_FALSE(written.may_have_been_applied);
            bool thrown = false;
            try
            {
                written.throw_if_failed();
            }
            catch (service_error const&)
            {
                thrown = true;
            }
            EXPECT_TRUE(thrown);
        });
}

TEST_F(batch, an_error_waits_for_requests_in_flight_and_wakes_those_that_pause)
{
    dynasio::testing::gate gate;
    scripted.server->expect("BatchWriteItem").where(has_writes(25)).hold(gate).reply(200, "{}");
    scripted.server->expect("BatchWriteItem")
        .where(has_writes(25))
        .reply(400, throttled); // pauses for up to an hour
    scripted.server->expect("BatchWriteItem")
        .where(has_writes(25))
        .fail(http::errc::closed_early, http::stage::receiving);
    scripted.run(
        [&]() -> asio::awaitable<void>
        {
            auto const c = scripted.make();
            batch_options options;
            options.concurrency = 3;
            options.timeout = 10h;
            options.base_delay = 1h;
            options.max_delay = 1h;
            auto const written = co_await try_batch_write(c, puts(100), options);
            CO_ASSERT_TRUE(written.error.has_value());
            EXPECT_EQ(written.error->code(), http::errc::closed_early);
            EXPECT_EQ(written.unprocessed.at("t").size(), 75u);
            EXPECT_TRUE(written.may_have_been_applied);
        },
        [&]
        {
            bool const was_open = gate.is_open();
            gate.open();
            return !was_open;
        });
    EXPECT_EQ(passed(), 0ms);
}

TEST_F(batch, the_deadline_hands_back_what_is_left_with_the_reason)
{
    // The pause is cut, so that there is time for a final request.
    scripted.server->expect("BatchGetItem").reply(400, throttled).times(2);
    scripted.run(
        [&]() -> asio::awaitable<void>
        {
            auto const c = scripted.make();
            batch_options options;
            options.timeout = 1ms;
            options.base_delay = 10s;
            auto const got = co_await try_batch_get(c, reads(3), options);
            CO_ASSERT_TRUE(got.error.has_value());
            EXPECT_EQ(got.error->code(), client_errc::deadline_exceeded);
            EXPECT_EQ(got.error->details().attempts.size(), 1u); // the throttling
            CO_ASSERT_EQ(got.unprocessed.size(), 1u);
            EXPECT_EQ(got.unprocessed.at("t").keys.size(), 3u);
        });
    EXPECT_EQ(passed(), 500us);
}

/// A batch of two requests that are never answered ends after 3 s.
void batch::hangs_for_three_seconds(batch_options const& options)
{
    dynasio::testing::gate const never;
    scripted.server->expect("BatchWriteItem").hold(never).times(2);
    scripted.run(
        [&]() -> asio::awaitable<void>
        {
            auto const c = scripted.make();
            auto const written = co_await try_batch_write(c, puts(30), options);
            CO_ASSERT_TRUE(written.error.has_value());
            EXPECT_EQ(written.error->code(), client_errc::deadline_exceeded);
            EXPECT_EQ(written.unprocessed.at("t").size(), 30u);
            EXPECT_TRUE(written.may_have_been_applied);
        });
    EXPECT_EQ(passed(), 3s);
}

TEST_F(batch, a_server_that_never_answers_ends_with_the_deadline)
{
    batch_options options;
    options.timeout = 3s;
    hangs_for_three_seconds(options);
}

TEST_F(batch, the_deadline_of_the_call_bounds_all_requests)
{
    batch_options options;
    options.call.deadline(scripted.clock->now() + 3s);
    hangs_for_three_seconds(options);
}

TEST_F(batch, a_deadline_that_has_passed_sends_nothing)
{
    scripted.run(
        [&]() -> asio::awaitable<void>
        {
            auto const c = scripted.make();
            batch_options options;
            options.call.deadline(scripted.clock->now());
            auto const written = co_await try_batch_write(c, puts(30), options);
            CO_ASSERT_TRUE(written.error.has_value());
            EXPECT_EQ(written.error->code(), client_errc::deadline_exceeded);
            EXPECT_EQ(written.error->details().context, "batch deadline exceeded with unprocessed items");
            EXPECT_EQ(written.unprocessed.at("t").size(), 30u);
            EXPECT_FALSE(written.may_have_been_applied);
        });
    EXPECT_TRUE(scripted.server->requests().empty());
}

TEST_F(batch, no_more_requests_than_allowed_are_in_flight)
{
    dynasio::testing::gate gate;
    scripted.server->expect("BatchWriteItem").hold(gate).reply(200, "{}").times(8);
    std::size_t most = 0;
    scripted.run(
        [&]() -> asio::awaitable<void>
        {
            auto const c = scripted.make();
            auto const written = co_await try_batch_write(c, puts(200));
            EXPECT_TRUE(written.complete());
        },
        [&]
        {
            most = std::max(most, gate.waiting());
            bool const was_open = gate.is_open();
            gate.open();
            return !was_open;
        });
    EXPECT_EQ(most, 4u);
}

TEST_F(batch, more_left_than_was_sent_is_malformed)
{
    http::fields headers;
    headers.add("x-amzn-requestid", "REQ-1");
    scripted.server->expect("BatchGetItem")
        .reply(200,
            R"({"Responses":{"t":[{"id":{"S":"0"}}]},)"
            R"("UnprocessedKeys":{"t":{"Keys":[{"id":{"S":"1"}},{"id":{"S":"2"}}]}}})",
            headers);
    scripted.server->expect("BatchWriteItem")
        .reply(200,
            R"({"UnprocessedItems":{"t":[{"DeleteRequest":{"Key":{"id":{"S":"1"}}}},)"
            R"({"DeleteRequest":{"Key":{"id":{"S":"2"}}}}]}})",
            headers);
    scripted.run(
        [&]() -> asio::awaitable<void>
        {
            auto const c = scripted.make();
            auto const got = co_await try_batch_get(c, reads(1));
            CO_ASSERT_TRUE(got.error.has_value());
            EXPECT_EQ(got.error->code(), client_errc::malformed_response);
            EXPECT_EQ(got.error->details().operation, "BatchGetItem");
            EXPECT_EQ(got.error->details().request_id, "REQ-1");
            EXPECT_EQ(got.error->details().http_status, 200u);
            EXPECT_EQ(got.unprocessed.at("t").keys.size(), 1u);
            EXPECT_TRUE(got.items.at("t").empty());

            auto const written = co_await try_batch_write(c, puts(1));
            CO_ASSERT_TRUE(written.error.has_value());
            EXPECT_EQ(written.error->code(), client_errc::malformed_response);
            EXPECT_EQ(written.error->details().request_id, "REQ-1");
            EXPECT_TRUE(written.may_have_been_applied);
            EXPECT_EQ(written.unprocessed.at("t").size(), 1u);
        });
}

TEST_F(batch, a_response_that_is_cut_at_sixteen_megabytes_is_followed_by_the_rest)
{
    // The service reads at most 16 MB for one BatchGetItem: of 60 items of 390 kB the first 42.
    auto const items = [](int from, int to)
    {
        std::string list;
        for (int i = from; i < to; ++i)
            list += (list.empty() ? "" : ",")
                + (R"({"id":{"S":")" + std::to_string(i) + R"("},"body":{"S":")") + std::string(390'000, 'x')
                + R"("}})";
        return R"({"Responses":{"t":[)" + list + "]}";
    };
    std::string keys_left;
    for (int i = 42; i < 60; ++i)
        keys_left += (keys_left.empty() ? "" : ",") + (R"({"id":{"S":")" + std::to_string(i) + R"("}})");
    scripted.server->expect("BatchGetItem")
        .where([](http::request const& r) { return count_of(r.body, R"("id")") == 60; })
        .reply(200, items(0, 42) + R"(,"UnprocessedKeys":{"t":{"Keys":[)" + keys_left + "]}}}");
    scripted.server->expect("BatchGetItem")
        .where([](http::request const& r)
            { return count_of(r.body, R"("id")") == 18 && count_of(r.body, R"({"id":{"S":"42"}})") == 1; })
        .reply(200, items(42, 60) + R"(,"UnprocessedKeys":{}})");
    scripted.run(
        [&]() -> asio::awaitable<void>
        {
            auto const c = scripted.make();
            auto const got = co_await try_batch_get(c, reads(60));
            EXPECT_TRUE(got.complete());
            std::set<std::string> ids;
            for (auto const& each : got.items.at("t"))
            {
                ids.insert(each.at("id").as_string());
                EXPECT_EQ(each.at("body").as_string().size(), 390'000u);
            }
            EXPECT_EQ(got.items.at("t").size(), 60u);
            EXPECT_EQ(ids.size(), 60u);
        });
}

TEST_F(batch, the_capacity_of_a_single_operation_is_told_for_each_table)
{
    // Three keys, one of an item that is not there: half a unit each.
    scripted.server->expect("BatchGetItem")
        .where([](http::request const& r)
            { return count_of(r.body, R"("ReturnConsumedCapacity":"TOTAL")") == 1; })
        .reply(200,
            R"({"Responses":{"t":[{"id":{"S":"0"}},{"id":{"S":"1"}}]},"UnprocessedKeys":{},)"
            R"("ConsumedCapacity":[{"TableName":"t","CapacityUnits":1.5}]})");
    scripted.run(
        [&]() -> asio::awaitable<void>
        {
            auto const c = scripted.make();
            batch_get_item_input request;
            request.request_items = reads(3);
            request.return_consumed_capacity = model::return_consumed_capacity::total;
            auto const got = co_await c.batch_get_item(request);
            CO_ASSERT_EQ(got.consumed_capacity.size(), 1u);
            EXPECT_EQ(got.consumed_capacity[0].table_name, "t");
            EXPECT_EQ(got.consumed_capacity[0].capacity_units, 1.5);
        });
}

TEST_F(batch, bad_input_is_refused_before_anything_is_sent)
{
    scripted.run(
        [&]() -> asio::awaitable<void>
        {
            auto const c = scripted.make();
            auto request = puts(30);
            request["t"].push_back(request["t"].front());
            auto const written = co_await try_batch_write(c, request);
            CO_ASSERT_TRUE(written.error.has_value());
            EXPECT_EQ(written.error->code(), client_errc::bad_input);
            EXPECT_EQ(written.unprocessed.at("t").size(), 31u);

            batch_options options;
            options.concurrency = 0;
            bool refused = false;
            try
            {
                auto const never = co_await try_batch_write(c, request, options);
            }
            catch (std::invalid_argument const&)
            {
                refused = true;
            }
            EXPECT_TRUE(refused);
        });
}

TEST_F(batch, the_throwing_forms_end_with_all_or_throw)
{
    scripted.server->expect("BatchWriteItem").where(has_writes(25)).reply(200, "{}");
    scripted.server->expect("BatchWriteItem").where(has_writes(5)).reply(200, unprocessed_put("29"));
    scripted.server->expect("BatchWriteItem").where(has_writes(1)).reply(200, "{}");
    scripted.server->expect("BatchGetItem").reply(200, R"({"Responses":{"t":[{"id":{"S":"0"}}]}})");
    // The first request is carried out, the second one is refused.
    scripted.server->expect("BatchWriteItem").where(has_writes(25)).reply(200, "{}");
    scripted.server->expect("BatchWriteItem").where(has_writes(5)).reply(400, invalid);
    // None is carried out.
    scripted.server->expect("BatchWriteItem").where(has_writes(3)).reply(400, invalid);
    scripted.server->expect("BatchGetItem").fail(http::errc::closed_early, http::stage::receiving);
    scripted.run(
        [&]() -> asio::awaitable<void>
        {
            auto const c = scripted.make();
            batch_options options;
            options.concurrency = 1;
            co_await batch_write(c, puts(30), options);
            auto const got = co_await batch_get(c, reads(1));
            EXPECT_EQ(got.items.at("t").size(), 1u);

            for (int const count : {30, 3})
            {
                std::optional<error> failure;
                try
                {
                    co_await batch_write(c, puts(count), options);
                }
                catch (service_error const& e)
                {
                    failure = e.error();
                }
                CO_ASSERT_TRUE(failure.has_value());
                EXPECT_EQ(*failure, errc::validation);
                EXPECT_EQ(failure->may_have_been_applied(), count == 30);
                EXPECT_NE(failure->details().context.find(count == 30 ? "5 of 30 writes" : "3 of 3 writes"),
                    std::string::npos)
                    << failure->details().context;
            }
            std::optional<error> failure;
            try
            {
                auto const none = co_await batch_get(c, reads(2));
                EXPECT_TRUE(none.items.empty()) << "nothing was thrown";
            }
            catch (operation_error const& e)
            {
                failure = e.error();
            }
            CO_ASSERT_TRUE(failure.has_value());
            EXPECT_EQ(failure->code(), http::errc::closed_early);
            EXPECT_NE(failure->details().context.find("2 keys"), std::string::npos)
                << failure->details().context;
        });
}

/// Where the batch is cancelled.
enum class moment
{
    while_sending,
    while_pausing,
};

class batch_cancelled
    : public batch
    , public ::testing::WithParamInterface<moment>
{};

TEST_P(batch_cancelled, ends_when_its_workers_have_ended_and_hands_back_what_is_left)
{
    dynasio::testing::gate const never;
    if (GetParam() == moment::while_sending)
        scripted.server->expect("BatchWriteItem").hold(never).times(2);
    else
        scripted.server->expect("BatchWriteItem").reply(400, throttled).times(2);
    asio::cancellation_signal signal;
    bool cancelled = false;
    std::optional<batch_write_result> outcome;
    auto const c = scripted.make();
    batch_options options;
    options.base_delay = 1s;
    asio::co_spawn(scripted.context, try_batch_write(c, puts(30), options),
        asio::bind_cancellation_slot(signal.slot(),
            [&](std::exception_ptr e, batch_write_result r)
            {
                report_failure(e);
                outcome = std::move(r);
            }));
    scripted.run(
        [&]() -> asio::awaitable<void>
        {
            while (!outcome)
                co_await http::sleep_until(scripted.clock, scripted.clock->now() + 1h);
        },
        [&]
        {
            if (cancelled)
                return false;
            cancelled = true;
            signal.emit(asio::cancellation_type::terminal);
            return true;
        });
    ASSERT_TRUE(outcome.has_value());
    ASSERT_TRUE(outcome->error.has_value());
    EXPECT_EQ(outcome->error->code(), asio::error::operation_aborted);
    EXPECT_EQ(outcome->unprocessed.at("t").size(), 30u);
    EXPECT_EQ(outcome->may_have_been_applied, GetParam() == moment::while_sending);
}

INSTANTIATE_TEST_SUITE_P(
    moments, batch_cancelled, ::testing::Values(moment::while_sending, moment::while_pausing));

} // namespace
} // namespace dynasio::tests
