// SPDX-License-Identifier: BSL-1.0
//
// Teaches: tests of a service without a network. Each test has the responses that it needs; the time is the test's.

#include "box_office.hpp"

#include <dynasio/error.hpp>
#include <dynasio/operations.hpp>
#include <dynasio/testing/fault_transport.hpp>
#include <dynasio/testing/replaying_transport.hpp>
#include <dynasio/testing/traffic.hpp>
#include <dynasio/testing/typed.hpp>

#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <string>

//[fixture
namespace asio = boost::asio;
namespace testing_kit = dynasio::testing; // GoogleTest has ::testing
using namespace std::chrono_literals;

class BoxOffice : public testing::Test
{
protected:
    ~BoxOffice() override { EXPECT_EQ(server->report(), ""); }

    template <class F>
    auto run(F coroutine)
    {
        return testing_kit::run(context, *clock, std::move(coroutine));
    }

    asio::io_context context;
    std::shared_ptr<testing_kit::manual_clock> clock = std::make_shared<testing_kit::manual_clock>();
    std::shared_ptr<testing_kit::stub_transport> server =
        std::make_shared<testing_kit::stub_transport>(clock);
    dynasio::client client{context.get_executor(), testing_kit::offline_options(server, clock)};
    examples::box_office office{client};
};
//]

namespace {

dynasio::item item_of(std::string id, std::string guest)
{
    return {{"id", std::move(id)}, {"guest", std::move(guest)}};
}

dynasio::get_item_output found(std::string id, std::string guest)
{
    dynasio::get_item_output output;
    output.item = item_of(std::move(id), std::move(guest));
    return output;
}

} // namespace

//[typed
TEST_F(BoxOffice, BooksASeatThatIsFree)
{
    testing_kit::on<dynasio::put_item_input>(*server).reply(dynasio::put_item_output());

    EXPECT_TRUE(run([&] { return office.book({"hamlet#12", "Ann"}); }));

    auto const puts = testing_kit::requests_of<dynasio::put_item_input>(*server);
    ASSERT_EQ(puts.size(), 1U);
    EXPECT_EQ(puts[0].table_name, "seats");
    EXPECT_EQ(puts[0].item, (dynasio::item{{"id", "hamlet#12"}, {"guest", "Ann"}}));
    EXPECT_TRUE(puts[0].condition_expression);
}
//]

//[failure
TEST_F(BoxOffice, LeavesASeatToItsGuest)
{
    testing_kit::on<dynasio::put_item_input>(*server).fail_with(testing_kit::failed_condition());
    testing_kit::on<dynasio::get_item_input>(*server)
        .where([](dynasio::get_item_input const& r) { return r.key.at("id") == "hamlet#12"; })
        .reply(found("hamlet#12", "Bob"));

    EXPECT_FALSE(run([&] { return office.book({"hamlet#12", "Ann"}); }));
}
//]

//[json
TEST_F(BoxOffice, TellsWhoSitsThere)
{
    server->on("GetItem").times(1).reply_json(
        R"({"Item": {"id": {"S": "hamlet#12"}, "guest": {"S": "Ann"}}})");
    server->on("GetItem").times(1).reply_json("{}");

    EXPECT_EQ(run([&] { return office.guest_of("hamlet#12"); }), "Ann");
    EXPECT_EQ(run([&] { return office.guest_of("hamlet#13"); }), std::nullopt);
}
//]

//[pages
TEST_F(BoxOffice, ReadsAllPages)
{
    testing_kit::on<dynasio::scan_input>(*server).respond(
        [](dynasio::scan_input const& r)
        {
            dynasio::scan_output page;
            page.items = {item_of(r.exclusive_start_key ? "b" : "a", "Ann")};
            if (!r.exclusive_start_key)
                page.last_evaluated_key = dynasio::item{{"id", "a"}};
            return page;
        });

    EXPECT_EQ(run([&] { return office.taken(); }).size(), 2U);
    EXPECT_EQ(server->requests("Scan").size(), 2U);
}
//]

//[time
TEST_F(BoxOffice, WaitsForABusyTable)
{
    testing_kit::on<dynasio::put_item_input>(*server).times(2).fail_with("ThrottlingException", "slow down");
    testing_kit::on<dynasio::put_item_input>(*server).delay(3s).reply(dynasio::put_item_output());

    auto const begun = clock->now();
    EXPECT_TRUE(run([&] { return office.book({"hamlet#12", "Ann"}); }));
    EXPECT_GE(clock->now() - begun, 3s); // of the manual clock: the test takes no time
    EXPECT_EQ(server->requests().size(), 3U);
}
//]

//[gate
TEST_F(BoxOffice, GivesUpWhenNoResponseComes)
{
    testing_kit::on<dynasio::get_item_input>(*server).hold(testing_kit::gate()); // never opened

    try
    {
        run([&] { return office.guest_of("hamlet#12"); });
        ADD_FAILURE() << "there was no response";
    }
    catch (dynasio::operation_error const& e)
    {
        EXPECT_TRUE(e.error().is_timeout());
    }
}
//]

//[fault
TEST_F(BoxOffice, SeesThatALostResponseBookedTheSeat)
{
    std::map<std::string, dynasio::item> seats; // what the service would keep
    testing_kit::on<dynasio::put_item_input>(*server).respond(
        [&](dynasio::put_item_input const& r) -> dynasio::http::send_result
        {
            auto const [at, added] = seats.try_emplace(std::string(r.item.at("id").as_string()), r.item);
            if (added)
                return testing_kit::response_of(dynasio::put_item_output());
            return testing_kit::service_response(testing_kit::failed_condition(at->second));
        });
    testing_kit::on<dynasio::get_item_input>(*server).respond(
        [&](dynasio::get_item_input const& r)
        {
            dynasio::get_item_output output;
            output.item = seats.at(std::string(r.key.at("id").as_string()));
            return output;
        });
    auto const network = std::make_shared<testing_kit::fault_transport>(server,
        [](dynasio::http::request const&, std::size_t index)
        { return index == 0 ? testing_kit::fault::lost_response() : testing_kit::fault(); });
    examples::box_office const far_away(
        dynasio::client(context.get_executor(), testing_kit::offline_options(network, clock)));

    EXPECT_TRUE(run([&] { return far_away.book({"hamlet#12", "Ann"}); }));
    EXPECT_EQ(server->requests("PutItem").size(), 2U);
}
//]

//[replay
TEST(RecordedBoxOffice, DoesTheSameAsOnAServer)
{
    asio::io_context context;
    auto const clock = std::make_shared<testing_kit::manual_clock>();
    auto const server =
        std::make_shared<testing_kit::replaying_transport>(testing_kit::load_traffic(BOX_OFFICE_TRAFFIC));
    examples::box_office const office(
        dynasio::client(context.get_executor(), testing_kit::offline_options(server, clock)));

    EXPECT_TRUE(testing_kit::run(context, *clock, [&] { return office.book({"hamlet#12", "Ann"}); }));
    EXPECT_FALSE(testing_kit::run(context, *clock, [&] { return office.book({"hamlet#12", "Bob"}); }));
    EXPECT_EQ(testing_kit::run(context, *clock, [&] { return office.taken(); }).size(), 1U);
    EXPECT_EQ(server->report(), "");
}
//]
