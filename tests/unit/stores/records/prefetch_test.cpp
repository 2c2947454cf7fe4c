// SPDX-License-Identifier: BSL-1.0
//
// Pages that are read ahead: what is asked for when, and what becomes of a page that nobody waits for any more. The
// server's responses are held back until the test lets them go.

#include "support/scripted_client.hpp"

#include <dynasio/stores/record_table.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/strand.hpp>
#include <gtest/gtest.h>

namespace {

struct entry
{
    int id = 0;
};
BOOST_DESCRIBE_STRUCT(entry, (), (id))

} // namespace

template <>
struct dynasio::record_definition<entry> : dynasio::record_key<&entry::id>
{};

namespace dynasio::tests {
namespace {

namespace asio = boost::asio;

std::string page(int first, int count, bool last)
{
    std::string body = R"({"Items":[)";
    for (int i = first; i < first + count; ++i)
        body += (i == first ? "" : ",") + (R"({"id":{"N":")" + std::to_string(i) + R"("}})");
    body += ']';
    if (!last)
        body += R"(,"LastEvaluatedKey":{"id":{"N":")" + std::to_string(first + count - 1) + R"("}})";
    return body + '}';
}

struct record_stream_ahead : ::testing::Test
{
    /// Runs what is ready.
    void poll()
    {
        world.context.restart();
        world.context.poll();
    }

    /// Begins `next`; what it ends with is in `code` and `found`.
    void ask()
    {
        ended = false;
        found.reset();
        code.clear();
        asio::co_spawn(world.context, stream.next(),
            asio::bind_cancellation_slot(signal.slot(),
                [this](std::exception_ptr failure, std::optional<entry> got)
                {
                    ended = true;
                    try
                    {
                        if (failure)
                            std::rethrow_exception(failure);
                        if (got)
                            found = got->id;
                    }
                    catch (boost::system::system_error const& e)
                    {
                        code = e.code();
                    }
                }));
        poll();
    }

    scripted_client world;
    client owner = world.make();
    record_table<entry> table{owner, "t"};
    dynasio::testing::gate second;
    record_stream<entry> stream = table.scan(stream_options().read_ahead());
    asio::cancellation_signal signal;
    bool ended = false;
    std::optional<int> found;
    boost::system::error_code code;
};

TEST_F(record_stream_ahead, the_next_page_is_asked_for_while_the_present_one_is_used)
{
    world.server->expect("Scan").reply(200, page(0, 2, false));
    world.server->expect("Scan").hold(second).reply(200, page(2, 1, true));
    ask();
    EXPECT_EQ(found, 0);
    EXPECT_EQ(world.server->requests().size(), 2u);
    EXPECT_NE(
        world.server->requests()[1].body.find(R"("ExclusiveStartKey":{"id":{"N":"1"}})"), std::string::npos);
    ask();
    EXPECT_EQ(found, 1);
    ask();
    EXPECT_FALSE(ended);
    second.open();
    poll();
    EXPECT_EQ(found, 2);
    EXPECT_FALSE(stream.cursor().has_value());
    ask();
    EXPECT_TRUE(ended);
    EXPECT_FALSE(found.has_value());
    EXPECT_EQ(world.server->report(), "");
}

TEST_F(record_stream_ahead, a_cancelled_wait_loses_no_page)
{
    world.server->expect("Scan").reply(200, page(0, 1, false));
    world.server->expect("Scan").hold(second).reply(200, page(1, 1, true));
    ask();
    ask();
    EXPECT_FALSE(ended);
    signal.emit(asio::cancellation_type::terminal);
    poll();
    EXPECT_TRUE(ended);
    EXPECT_EQ(code, asio::error::operation_aborted);
    second.open();
    poll();
    ask();
    EXPECT_EQ(found, 1);
    EXPECT_EQ(world.server->requests().size(), 2u);
}

TEST_F(record_stream_ahead, a_stream_that_goes_away_gives_up_its_page)
{
    world.server->expect("Scan").reply(200, page(0, 1, false));
    world.server->expect("Scan").hold(second).reply(200, page(1, 1, true));
    ask();
    EXPECT_EQ(second.waiting(), 1u);
    stream = table.scan();
    poll();
    EXPECT_EQ(second.waiting(), 0u);
    EXPECT_TRUE(world.context.stopped()) << "something is left";
}

TEST_F(record_stream_ahead, a_page_outlives_the_context_that_it_was_fetched_on)
{
    world.server->expect("Scan").reply(200, page(0, 1, false));
    world.server->expect("Scan").reply(200, page(1, 1, false));
    world.server->expect("Scan").reply(200, page(2, 1, true));
    {
        asio::io_context other(1);
        asio::co_spawn(asio::make_strand(other), stream.next(),
            [this](std::exception_ptr failure, std::optional<entry> got)
            {
                EXPECT_FALSE(failure);
                found = got->id;
            });
        other.poll();
    }
    EXPECT_EQ(found, 0);
    EXPECT_EQ(world.server->requests().size(), 2u);
    ask();
    EXPECT_EQ(found, 1);
    ask();
    EXPECT_EQ(found, 2);
    EXPECT_EQ(world.server->report(), "");
}

TEST_F(record_stream_ahead, one_record_at_a_time)
{
    world.server->expect("Scan").hold(second).reply(200, page(0, 1, true));
    ask();
    bool refused = false;
    asio::co_spawn(world.context, stream.next(),
        [&](std::exception_ptr failure, std::optional<entry>)
        {
            try
            {
                std::rethrow_exception(failure);
            }
            catch (std::logic_error const&)
            {
                refused = true;
            }
        });
    poll();
    EXPECT_TRUE(refused);
    second.open();
    poll();
    EXPECT_EQ(found, 0);
}

} // namespace
} // namespace dynasio::tests
